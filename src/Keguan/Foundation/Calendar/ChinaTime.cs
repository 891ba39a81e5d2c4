using System.Globalization;

namespace Keguan.Foundation.Calendar;

/// <summary>
/// China's time: UTC+8 all year, without daylight saving since 1991, hence without a time-zone database. Instants are UTC
/// <see cref="DateTime"/>, business days <see cref="DateOnly"/>.
/// </summary>
public static class ChinaTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The wall clock in China at an instant. A <see cref="DateTime"/> of unspecified kind (as a database returns it) is UTC.</summary>
    public static DateTime ToLocal(DateTime utc) => utc.Kind == DateTimeKind.Local
        ? throw new ArgumentException("An instant must be UTC.", nameof(utc))
        : DateTime.SpecifyKind(utc + Offset, DateTimeKind.Unspecified);

    /// <summary>The instant at which the wall clock in China shows this (as a form's date and time field sends it).</summary>
    public static DateTime FromLocal(DateTime local) => local.Kind == DateTimeKind.Utc
        ? throw new ArgumentException("A wall clock's time must not be UTC.", nameof(local))
        : DateTime.SpecifyKind(local - Offset, DateTimeKind.Utc);

    public static DateTime FromLocal(DateOnly day, TimeOnly time = default) => FromLocal(day.ToDateTime(time));

    public static DateTime Now(TimeProvider time) => time.GetUtcNow().UtcDateTime;

    public static DateOnly Today(TimeProvider time) => DayOf(Now(time));

    /// <summary>The business day on which an instant falls.</summary>
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    /// <summary>The first instant of a day, 00:00.</summary>
    public static DateTime StartOf(DateOnly day) => FromLocal(day);

    /// <summary>The end of a day, 24:00: the deadline of something due “on” that day, and the same instant as the next day's 00:00.</summary>
    public static DateTime EndOf(DateOnly day) => FromLocal(day.AddDays(1));

    /// <summary>2026-11-30</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The business day of an instant: 2026-11-30</summary>
    public static string Day(DateTime utc) => Day(DayOf(utc));

    /// <summary>2026-11-30 17:00</summary>
    public static string Minute(DateTime utc) => Format(utc, "yyyy-MM-dd HH:mm");

    /// <summary>2026-11-30 17:00:05, for receipts and the log.</summary>
    public static string Second(DateTime utc) => Format(utc, "yyyy-MM-dd HH:mm:ss");

    /// <summary>17:00</summary>
    public static string Clock(DateTime utc) => Format(utc, "HH:mm");

    /// <summary>As short as a list allows: 11-30 17:00 in the current year, otherwise 2025-11-30.</summary>
    public static string Short(DateTime utc, DateOnly today) => DayOf(utc).Year == today.Year ? Format(utc, "MM-dd HH:mm") : Day(utc);

    /// <summary>As official documents write a day: 2026年11月30日.</summary>
    public static Text Official(DateOnly day) => new(
        day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));

    public static Text Weekday(DateOnly day) => new("星期" + "日一二三四五六"[(int)day.DayOfWeek], day.DayOfWeek.ToString());

    static string Format(DateTime utc, string format) => ToLocal(utc).ToString(format, CultureInfo.InvariantCulture);
}
