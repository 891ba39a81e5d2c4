using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Calendar;

/// <summary>
/// Deadlines: one judgement and one way to speak of them for page, mail and form. What the server received at the deadline's exact
/// instant is in time; one tick later is late.
/// </summary>
public static class Deadline
{
    public static bool Met(DateTime deadline, DateTime received) => received <= deadline;

    /// <summary>The deadline as people read it: “2026-11-30 17:00”, and the end of a day as “2026-11-30 24:00” rather than the next day's 00:00.</summary>
    public static string Shown(DateTime deadline)
    {
        var local = ChinaTime.ToLocal(deadline);
        if (local.TimeOfDay == TimeSpan.Zero) return ChinaTime.Day(DateOnly.FromDateTime(local).AddDays(-1)) + " 24:00";
        return local.Second == 0 ? ChinaTime.Minute(deadline) : ChinaTime.Second(deadline);
    }

    /// <summary>The time left by the clock, “还有 12 天 6 小时 36 分”, in at most so many units; seconds in the last minute; “已截止” afterwards.</summary>
    public static Text Left(DateTime deadline, DateTime now, int units = 3)
    {
        if (!Met(deadline, now)) return T("已截止", "closed");
        var span = Span(deadline - now, units);
        return new Text("还有 " + span.Zh, span.En + " left");
    }

    /// <summary>The time passed since a missed deadline by the clock, “超时 2 天 3 小时”; before it, the time left.</summary>
    public static Text Late(DateTime deadline, DateTime now, int units = 2)
    {
        if (Met(deadline, now)) return Left(deadline, now);
        var span = Span(now - deadline, units);
        return new Text("超时 " + span.Zh, span.En + " late");
    }

    /// <summary>A due day counted in working days: “剩 3 个工作日”, “今日到期”, “超时 2 天”. The due day itself is in time to its end.</summary>
    public static Text WorkingDays(DateOnly due, DateOnly today, WorkingCalendar calendar)
    {
        if (due == today) return T("今日到期", "due today");
        var days = calendar.WorkingDaysBetween(today, due);
        if (due > today) return days == 0 ? T("休息日到期", "due on a day off") : new Text($"剩 {days} 个工作日", $"{Count(days, "working day")} left");
        return days == 0 ? T("已到期", "past due") : new Text($"超时 {-days} 天", $"{Count(-days, "working day")} late");
    }

    /// <summary>The same for a narrow column under the head “按工作日”: “超时 2 天”, “今日”, “明日”, “3 天后”.</summary>
    public static Text Brief(DateOnly due, DateOnly today, WorkingCalendar calendar)
    {
        if (due == today) return T("今日", "today");
        if (due < today) return WorkingDays(due, today, calendar);
        if (due == today.AddDays(1)) return T("明日", "tomorrow");
        return calendar.WorkingDaysBetween(today, due) switch
        {
            0 => T("休息日", "day off"),
            1 => T("下个工作日", "next working day"),
            var days => new Text($"{days} 天后", $"in {Count(days, "working day")}"),
        };
    }

    static Text Span(TimeSpan span, int units)
    {
        if (span < TimeSpan.FromMinutes(1))
        {
            var seconds = (long)Math.Ceiling(span.TotalSeconds);
            return new Text($"{seconds} 秒", Count(seconds, "second"));
        }
        (long Value, string Zh, string En)[] parts = [(span.Days, "天", "day"), (span.Hours, "小时", "hour"), (span.Minutes, "分", "minute")];
        var shown = parts.SkipWhile(part => part.Value == 0).Take(units).ToList();
        while (shown.Count > 1 && shown[^1].Value == 0) shown.RemoveAt(shown.Count - 1);
        return new Text(string.Join(' ', shown.Select(part => $"{part.Value} {part.Zh}")), string.Join(' ', shown.Select(part => Count(part.Value, part.En))));
    }

    static string Count(long n, string noun) => n == 1 ? $"1 {noun}" : $"{n} {noun}s";
}
