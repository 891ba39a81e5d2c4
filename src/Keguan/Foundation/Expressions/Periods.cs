namespace Keguan.Foundation.Expressions;

/// <summary>Years and months between days, as the Civil Code counts them: a period ends on the corresponding day, or on the last day of a month that has none (民法典 第二百零二条).</summary>
internal static class Periods
{
    public static int Years(DateOnly from, DateOnly to) => Months(from, to) / 12;

    /// <summary>Completed months; negative when <paramref name="to"/> is earlier.</summary>
    public static int Months(DateOnly from, DateOnly to)
    {
        if (to < from) return -Months(to, from);
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        return months > 0 && from.AddMonths(months) > to ? months - 1 : months;
    }

    /// <summary>Day arithmetic that leaves the calendar (year 1 to 9999) gives no day.</summary>
    public static DateOnly? Within(Func<DateOnly> compute)
    {
        try { return compute(); }
        catch (ArgumentOutOfRangeException) { return null; }
    }
}
