using Keguan.Foundation;
using Keguan.Foundation.Calendar;

namespace Keguan.Tests.Foundation.Calendar;

public class DeadlineTests
{
    /// <summary>2026-11-30 17:00 in China.</summary>
    static readonly DateTime Closing = ChinaTime.FromLocal(new DateOnly(2026, 11, 30), new TimeOnly(17, 0));

    static readonly WorkingCalendar Calendar = WorkingCalendar.Default;

    [Fact]
    public void What_arrives_at_the_very_instant_is_in_time_and_one_tick_later_is_late()
    {
        Assert.True(Deadline.Met(Closing, Closing.AddSeconds(-1)));
        Assert.True(Deadline.Met(Closing, Closing));
        Assert.False(Deadline.Met(Closing, Closing.AddTicks(1)));
        Assert.False(Deadline.Met(Closing, Closing.AddSeconds(1)));
    }

    [Fact]
    public void A_deadline_of_a_whole_day_ends_at_midnight_in_China_and_says_twenty_four_hours()
    {
        var yearEnd = ChinaTime.EndOf(new DateOnly(2025, 12, 31));
        Assert.Equal(new DateTime(2025, 12, 31, 16, 0, 0, DateTimeKind.Utc), yearEnd);
        Assert.True(Deadline.Met(yearEnd, new DateTime(2025, 12, 31, 15, 59, 59, 999, DateTimeKind.Utc)));
        Assert.True(Deadline.Met(yearEnd, yearEnd));
        Assert.False(Deadline.Met(yearEnd, yearEnd.AddTicks(1)));
        Assert.Equal("2025-12-31 24:00", Deadline.Shown(yearEnd));
        Assert.Equal("2026-11-30 17:00", Deadline.Shown(Closing));
    }

    [Theory]
    [InlineData("2026-11-18 10:24:00", "还有 12 天 6 小时 36 分", "12 days 6 hours 36 minutes left")]
    [InlineData("2026-11-29 17:00:00", "还有 1 天", "1 day left")]
    [InlineData("2026-11-29 16:59:00", "还有 1 天 0 小时 1 分", "1 day 0 hours 1 minute left")]
    [InlineData("2026-11-30 15:59:30", "还有 1 小时", "1 hour left")]
    [InlineData("2026-11-30 16:58:30", "还有 1 分", "1 minute left")]
    [InlineData("2026-11-30 16:59:59", "还有 1 秒", "1 second left")]
    [InlineData("2026-11-30 17:00:00", "还有 0 秒", "0 seconds left")]
    [InlineData("2026-11-30 17:00:01", "已截止", "closed")]
    public void The_time_left_is_told_in_words(string now, string zh, string en) =>
        Assert.Equal(new Text(zh, en), Deadline.Left(Closing, ChinaTime.FromLocal(DateTime.Parse(now))));

    [Fact]
    public void Fewer_units_where_there_is_less_room()
    {
        var opening = ChinaTime.FromLocal(new DateOnly(2026, 11, 20), new TimeOnly(8, 0));
        Assert.Equal("还有 1 天 21 小时", Deadline.Left(opening, ChinaTime.FromLocal(new DateOnly(2026, 11, 18), new TimeOnly(10, 24)), units: 2).Zh);
    }

    [Fact]
    public void The_time_passed_is_told_in_words()
    {
        Assert.Equal(new Text("超时 2 天 3 小时", "2 days 3 hours late"), Deadline.Late(Closing, Closing.AddHours(51)));
        Assert.Equal("还有 1 小时", Deadline.Late(Closing, Closing.AddHours(-1)).Zh);
    }

    [Theory]
    [InlineData("2026-11-25", "2026-11-18", "剩 5 个工作日", "5 working days left")]
    [InlineData("2026-11-18", "2026-11-18", "今日到期", "due today")]
    [InlineData("2026-11-13", "2026-11-18", "超时 3 天", "3 working days late")]
    [InlineData("2026-11-17", "2026-11-18", "超时 1 天", "1 working day late")]
    [InlineData("2026-11-20", "2026-11-21", "已到期", "past due")]           // Friday's due day, seen on Saturday
    [InlineData("2026-11-22", "2026-11-21", "休息日到期", "due on a day off")]
    [InlineData("2026-02-24", "2026-02-13", "剩 2 个工作日", "2 working days left")]    // over the Spring Festival, with a Saturday worked
    [InlineData("2026-01-04", "2025-12-31", "剩 1 个工作日", "1 working day left")]     // over New Year, to the Sunday worked
    public void Due_days_are_counted_in_working_days(string due, string today, string zh, string en) =>
        Assert.Equal(new Text(zh, en), Deadline.WorkingDays(DateOnly.Parse(due), DateOnly.Parse(today), Calendar));

    [Theory]
    [InlineData("2026-11-13", "超时 3 天")]
    [InlineData("2026-11-18", "今日")]
    [InlineData("2026-11-19", "明日")]
    [InlineData("2026-11-20", "2 天后")]
    [InlineData("2026-11-23", "3 天后")]
    public void A_narrow_column_says_it_shorter(string due, string zh) => Assert.Equal(zh, Deadline.Brief(DateOnly.Parse(due), new DateOnly(2026, 11, 18), Calendar).Zh);

    [Fact]
    public void On_a_Friday_Monday_is_the_next_working_day() =>
        Assert.Equal("下个工作日", Deadline.Brief(new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 20), Calendar).Zh);
}
