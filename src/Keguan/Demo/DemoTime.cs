using Keguan.Foundation.Calendar;

namespace Keguan.Demo;

/// <summary>Days and hours at which things are done in the city, told from the anchor day.</summary>
public sealed class DemoTime(DateOnly anchor)
{
    readonly WorkingCalendar _calendar = WorkingCalendar.Default;

    public DateOnly Anchor => anchor;

    /// <summary>A calendar day before (negative) or after the anchor.</summary>
    public DateOnly Day(int offset) => anchor.AddDays(offset);

    /// <summary>The same moved to the working day at or after it; before today it never becomes today.</summary>
    public DateOnly WorkDay(int offset) => OnOrAfter(anchor.AddDays(offset));

    /// <summary>The working day at or after a day, but the last one before the anchor where that would reach it.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        var worked = _calendar.OnOrAfter(day);
        return day < anchor && worked >= anchor ? _calendar.AddWorkingDays(anchor, -1) : worked;
    }

    public DateOnly AddWorkingDays(DateOnly day, int days) => _calendar.AddWorkingDays(day, days);

    /// <summary>First of the month so many months from the anchor's.</summary>
    public DateOnly Month(int offset) => new DateOnly(anchor.Year, anchor.Month, 1).AddMonths(offset);

    /// <summary>Some minute of office hours.</summary>
    public static DateTime Office(DateOnly day, DemoRandom random) =>
        At(day, random.Chance(55) ? new TimeOnly(8, 40).AddMinutes(random.Below(195)) : new TimeOnly(13, 35).AddMinutes(random.Below(230)), random);

    /// <summary>Some minute in which applicants sit over their forms: mostly the day, often the evening.</summary>
    public static DateTime Desk(DateOnly day, DemoRandom random) =>
        random.Chance(72) ? At(day, new TimeOnly(8, 30).AddMinutes(random.Below(560)), random) : At(day, new TimeOnly(18, 30).AddMinutes(random.Below(290)), random);

    public static DateTime At(DateOnly day, TimeOnly time, DemoRandom random) => ChinaTime.FromLocal(day, time).AddSeconds(random.Below(60)).AddMilliseconds(random.Below(1000));

    public static DateTime At(DateOnly day, int hour, int minute = 0) => ChinaTime.FromLocal(day, new TimeOnly(hour, minute));
}
