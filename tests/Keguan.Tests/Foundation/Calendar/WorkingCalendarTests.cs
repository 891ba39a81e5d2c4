using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Calendar;

namespace Keguan.Tests.Foundation.Calendar;

public class WorkingCalendarTests
{
    static readonly WorkingCalendar Calendar = WorkingCalendar.Default;

    [Fact]
    public void Three_years_are_known_with_their_notices()
    {
        Assert.Equal("国办发明电〔2023〕7号", Calendar.Basis(2024)!.Number);
        Assert.Equal("国办发明电〔2024〕12号", Calendar.Basis(2025)!.Number);
        Assert.Equal(new DateOnly(2025, 11, 4), Calendar.Basis(2026)!.Date);
        Assert.True(Calendar.Knows(2026));
        Assert.False(Calendar.Knows(2027));
        Assert.Null(Calendar.Basis(2023));
    }

    /// <summary>365 or 366 days less 104–105 weekend days less the statutory days (11 until 2024, 13 since 2025).</summary>
    [Theory]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_as_many_working_days_as_weekdays_less_statutory_days(int year, int days) =>
        Assert.Equal(days, Calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));

    [Theory]
    [InlineData("2024-02-04", true)]   // Sunday before the Spring Festival
    [InlineData("2024-02-09", true)]   // New Year's Eve was worked in 2024
    [InlineData("2024-02-10", false)]
    [InlineData("2024-02-17", false)]
    [InlineData("2024-02-18", true)]
    [InlineData("2024-09-14", true)]
    [InlineData("2025-01-01", false)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-01-28", false)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-07", false)]
    [InlineData("2026-11-18", true)]
    [InlineData("2026-11-21", false)]
    public void Holidays_are_off_and_make_up_days_are_worked(string day, bool worked) => Assert.Equal(worked, Calendar.IsWorkingDay(DateOnly.Parse(day)));

    [Theory]
    [InlineData("2026-10-27", "2026-11-18", 16)]   // as the mock-ups count
    [InlineData("2026-11-18", "2026-11-25", 5)]
    [InlineData("2026-11-20", "2026-11-23", 1)]    // Friday to Monday
    [InlineData("2026-11-18", "2026-11-18", 0)]
    [InlineData("2026-11-21", "2026-11-22", 0)]    // within a weekend
    [InlineData("2025-12-31", "2026-01-04", 1)]    // New Year: only the Sunday worked instead
    [InlineData("2026-02-13", "2026-02-24", 2)]    // Spring Festival: Saturday the 14th and Tuesday the 24th
    [InlineData("2024-09-27", "2024-10-08", 3)]    // Sunday the 29th and Monday the 30th, then the 8th
    public void Days_are_counted_after_the_start_up_to_and_including_the_end(string start, string end, int days)
    {
        Assert.Equal(days, Calendar.WorkingDaysBetween(DateOnly.Parse(start), DateOnly.Parse(end)));
        Assert.Equal(-days, Calendar.WorkingDaysBetween(DateOnly.Parse(end), DateOnly.Parse(start)));
    }

    [Theory]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2025-12-31", 1, "2026-01-04")]
    [InlineData("2026-01-04", -1, "2025-12-31")]
    [InlineData("2026-11-21", 1, "2026-11-23")]
    [InlineData("2026-11-21", 0, "2026-11-21")]
    [InlineData("2026-10-27", 15, "2026-11-17")]
    public void A_period_in_working_days_ends_on_a_working_day(string from, int days, string to) =>
        Assert.Equal(DateOnly.Parse(to), Calendar.AddWorkingDays(DateOnly.Parse(from), days));

    [Fact]
    public void A_period_that_ends_on_a_day_off_is_carried_over()
    {
        Assert.Equal(new DateOnly(2026, 10, 8), Calendar.OnOrAfter(new DateOnly(2026, 10, 1)));
        Assert.Equal(new DateOnly(2026, 9, 30), Calendar.OnOrAfter(new DateOnly(2026, 9, 30)));
        Assert.Equal(new DateOnly(2026, 10, 8), Calendar.NextWorkingDay(new DateOnly(2026, 9, 30)));
    }

    [Fact]
    public void Outside_the_known_years_only_weekends_are_free()
    {
        Assert.True(Calendar.IsWorkingDay(new DateOnly(2027, 10, 1)));
        Assert.False(Calendar.IsWorkingDay(new DateOnly(2027, 10, 2)));
        Assert.Equal(261, Calendar.WorkingDaysBetween(new DateOnly(2026, 12, 31), new DateOnly(2027, 12, 31)));
    }

    [Fact]
    public void Days_off_tell_their_holiday()
    {
        Assert.Equal("春节", Calendar.HolidayOn(new DateOnly(2026, 2, 17))!.Value.Zh);
        Assert.Null(Calendar.HolidayOn(new DateOnly(2026, 11, 21)));
        Assert.True(Calendar.IsMakeUpDay(new DateOnly(2026, 2, 28)));
    }

    [Fact]
    public void Adding_and_counting_agree_with_counting_day_by_day() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 1500).Zip(Gen.Choose(0, 400)).ToArbitrary(), pair =>
        {
            var start = new DateOnly(2023, 6, 1).AddDays(pair.Item1);
            var end = start.AddDays(pair.Item2);
            var slow = Enumerable.Range(1, pair.Item2).Count(i => Calendar.IsWorkingDay(start.AddDays(i)));
            return Calendar.WorkingDaysBetween(start, end) == slow
                && Calendar.WorkingDaysBetween(start, Calendar.AddWorkingDays(start, slow)) == slow
                && Calendar.AddWorkingDays(start, slow) <= end;
        }));

    [Theory]
    [InlineData("from: 2027-01-01, to: 2027-01-03, work: [], days: 2", "1 weekdays off less 0")]
    [InlineData("from: 2027-01-01, to: 2027-01-03, work: [2027-01-04], days: 0", "no Saturday or Sunday")]
    [InlineData("from: 2027-01-03, to: 2027-01-01, days: 1", "wrong way round")]
    [InlineData("from: 2026-01-01, to: 2026-01-01, days: 1", "does not begin in its year")]
    [InlineData("from: 2027-01-01, to: 2027-01-03, work: [2027-01-02], days: 0", "both off and worked")]
    public void A_slip_in_the_file_is_found_when_it_is_loaded(string holiday, string message)
    {
        var year = holiday.Contains("2026") ? 2028 : 2027;
        var yaml = $"years:\n  {year}:\n    basis: {{number: x, date: 2026-11-01, title: x}}\n    holidays:\n      - {{zh: 元旦, en: New Year, {holiday}}}\n";
        Assert.Contains(message, Assert.Throws<FormatException>(() => WorkingCalendar.Parse(yaml)).Message);
    }
}
