using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>期间: from one day to another, both included. Written `2017`, `2019H1`, `2019Q3`, `2019-05`, `2019-05-12`, `2013..2017`, or as any two of them.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; what a stock is taken at.</param>
public readonly partial record struct Period(DateOnly From, DateOnly Until)
{
    public static Period Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

    /// <summary>From the first of January up to a day: the year so far.</summary>
    public static Period YearUntil(DateOnly day) => new(new DateOnly(day.Year, 1, 1), day);

    public static Period Parse(string text) => TryParse(text, out var period) ? period : throw new FormatException($"“{text}” is no period: 2017, 2019H1, 2019Q3, 2019-05, 2019-05-12 or 2013..2017.");

    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        var parts = (text ?? "").Trim().Split("..");
        if (parts.Length > 2 || !TryOne(parts[0], out var first)) return false;
        if (parts.Length == 1)
        {
            period = first;
            return true;
        }
        if (!TryOne(parts[1], out var last) || last.Until < first.From) return false;
        period = new Period(first.From, last.Until);
        return true;
    }

    static bool TryOne(string text, out Period period)
    {
        period = default;
        if (Written().Match(text.Trim()) is not { Success: true } match) return false;
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < 1900 or > 2199) return false;
        if (match.Groups["half"] is { Success: true } half) period = Months(year, half.ValueSpan[0] == '1' ? 1 : 7, 6);
        else if (match.Groups["quarter"] is { Success: true } quarter) period = Months(year, ((quarter.ValueSpan[0] - '1') * 3) + 1, 3);
        else if (match.Groups["month"] is { Success: true } named)
        {
            var month = int.Parse(named.ValueSpan, CultureInfo.InvariantCulture);
            if (month is < 1 or > 12) return false;
            if (match.Groups["day"] is not { Success: true } day) period = Months(year, month, 1);
            else
            {
                var number = int.Parse(day.ValueSpan, CultureInfo.InvariantCulture);
                if (number < 1 || number > DateTime.DaysInMonth(year, month)) return false;
                period = new Period(new DateOnly(year, month, number), new DateOnly(year, month, number));
            }
        }
        else period = Year(year);
        return true;
    }

    [GeneratedRegex("^(?<year>[0-9]{4})(?:H(?<half>[12])|Q(?<quarter>[1-4])|-(?<month>[0-9]{2})(?:-(?<day>[0-9]{2}))?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    static Period Months(int year, int month, int count)
    {
        var from = new DateOnly(year, month, 1);
        return new Period(from, from.AddMonths(count).AddDays(-1));
    }

    bool WholeMonths => From.Day == 1 && Until.AddDays(1).Day == 1;
    int MonthCount => ((Until.Year - From.Year) * 12) + Until.Month - From.Month + 1;

    /// <summary>The one way in which it is stored and compared: `2019H1`, never `2019-01..2019-06`.</summary>
    public string Code
    {
        get
        {
            var invariant = CultureInfo.InvariantCulture;
            if (WholeMonths)
            {
                if (From.Month == 1 && Until.Month == 12) return From.Year == Until.Year ? From.Year.ToString(invariant) : string.Create(invariant, $"{From.Year}..{Until.Year}");
                if (From.Year == Until.Year && MonthCount == 6 && From.Month is 1 or 7) return string.Create(invariant, $"{From.Year}H{(From.Month == 1 ? 1 : 2)}");
                if (From.Year == Until.Year && MonthCount == 3 && From.Month % 3 == 1) return string.Create(invariant, $"{From.Year}Q{((From.Month - 1) / 3) + 1}");
                return MonthCount == 1 ? From.ToString("yyyy-MM", invariant) : $"{From.ToString("yyyy-MM", invariant)}..{Until.ToString("yyyy-MM", invariant)}";
            }
            var first = From.ToString("yyyy-MM-dd", invariant);
            return From == Until ? first : $"{first}..{Until.ToString("yyyy-MM-dd", invariant)}";
        }
    }

    /// <summary>2017年, 2019年上半年, 2019年5月12日, 2013—2017年.</summary>
    public Text Words
    {
        get
        {
            var code = Code;
            if (WholeMonths && From.Month == 1 && Until.Month == 12) return From.Year == Until.Year ? T($"{From.Year}年", $"{From.Year}") : T($"{From.Year}—{Until.Year}年", $"{From.Year}–{Until.Year}");
            if (code.Contains('H', StringComparison.Ordinal)) return T($"{From.Year}年{(From.Month == 1 ? "上" : "下")}半年", From.Month == 1 ? $"first half of {From.Year}" : $"second half of {From.Year}");
            if (code.Contains('Q', StringComparison.Ordinal)) return T($"{From.Year}年第{"一二三四"[(From.Month - 1) / 3]}季度", $"quarter {((From.Month - 1) / 3) + 1} of {From.Year}");
            if (WholeMonths && MonthCount == 1) return T($"{From.Year}年{From.Month}月", code);
            if (From == Until) return T($"{From.Year}年{From.Month}月{From.Day}日", code);
            if (WholeMonths && From.Year == Until.Year) return T($"{From.Year}年{From.Month}—{Until.Month}月", code.Replace("..", " – ", StringComparison.Ordinal));
            return T($"{From:yyyy-MM-dd} 至 {Until:yyyy-MM-dd}", $"{From:yyyy-MM-dd} – {Until:yyyy-MM-dd}");
        }
    }

    /// <summary>The same stretch so many years earlier: what a year-on-year figure is held against. The end of a month stays the end of a month.</summary>
    public Period Before(int years = 1)
    {
        var until = WholeMonths ? Until.AddDays(1).AddYears(-years).AddDays(-1) : Until.AddYears(-years);
        return new Period(From.AddYears(-years), until);
    }

    /// <summary>The calendar year in which it ends.</summary>
    public Period CalendarYear => Year(Until.Year);

    /// <summary>Whether it is one calendar year, half, quarter or month, or a run of whole years.</summary>
    public bool IsRegular => !Code.Contains("..", StringComparison.Ordinal) || (WholeMonths && From.Month == 1 && Until.Month == 12);

    public bool Contains(DateOnly day) => day >= From && day <= Until;

    public override string ToString() => Code;
}
