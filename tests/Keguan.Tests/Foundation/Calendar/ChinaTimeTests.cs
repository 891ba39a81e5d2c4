using Keguan.Foundation;
using Keguan.Foundation.Calendar;

namespace Keguan.Tests.Foundation.Calendar;

public class ChinaTimeTests
{
    static readonly DateTime Nine = new(2026, 11, 30, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void China_is_eight_hours_ahead_all_year()
    {
        Assert.Equal(new DateTime(2026, 11, 30, 17, 0, 0), ChinaTime.ToLocal(Nine));
        Assert.Equal(new DateTime(2026, 7, 1, 8, 0, 0), ChinaTime.ToLocal(new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.Equal(Nine, ChinaTime.FromLocal(new DateTime(2026, 11, 30, 17, 0, 0)));
        Assert.Equal(DateTimeKind.Utc, ChinaTime.FromLocal(new DateTime(2026, 11, 30, 17, 0, 0)).Kind);
    }

    [Fact]
    public void A_time_of_the_wrong_kind_is_a_bug_not_eight_hours_off()
    {
        Assert.Throws<ArgumentException>(() => ChinaTime.ToLocal(DateTime.SpecifyKind(Nine, DateTimeKind.Local)));
        Assert.Throws<ArgumentException>(() => ChinaTime.FromLocal(Nine));
    }

    [Fact]
    public void The_business_day_changes_at_sixteen_hours_utc()
    {
        Assert.Equal(new DateOnly(2025, 12, 31), ChinaTime.DayOf(new DateTime(2025, 12, 31, 15, 59, 59, DateTimeKind.Utc)));
        Assert.Equal(new DateOnly(2026, 1, 1), ChinaTime.DayOf(new DateTime(2025, 12, 31, 16, 0, 0, DateTimeKind.Utc)));
        Assert.Equal(new DateOnly(2026, 1, 1), ChinaTime.Today(new Stopped(new DateTime(2025, 12, 31, 16, 0, 0, DateTimeKind.Utc))));
    }

    [Fact]
    public void The_end_of_a_day_is_the_start_of_the_next() => Assert.Equal(ChinaTime.StartOf(new DateOnly(2026, 3, 1)), ChinaTime.EndOf(new DateOnly(2026, 2, 28)));

    [Fact]
    public void Times_are_written_one_way()
    {
        Assert.Equal("2026-11-30 17:00", ChinaTime.Minute(Nine));
        Assert.Equal("2026-11-30 17:00:00", ChinaTime.Second(Nine));
        Assert.Equal("17:00", ChinaTime.Clock(Nine));
        Assert.Equal("2026-11-30", ChinaTime.Day(Nine));
        Assert.Equal("11-30 17:00", ChinaTime.Short(Nine, new DateOnly(2026, 1, 1)));
        Assert.Equal("2026-11-30", ChinaTime.Short(Nine, new DateOnly(2027, 1, 1)));
        Assert.Equal(new Text("2026年11月3日", "3 November 2026"), ChinaTime.Official(new DateOnly(2026, 11, 3)));
        Assert.Equal(new Text("星期三", "Wednesday"), ChinaTime.Weekday(new DateOnly(2026, 11, 18)));
    }

    sealed class Stopped(DateTime utc) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(utc);
    }
}
