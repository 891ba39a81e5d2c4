using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Foundation.Codes;

namespace Keguan.Foundation.Imports;

/// <summary>Headings as people write them.</summary>
public static partial class ImportHeadings
{
    /// <summary>“* 申请资助 （万元）” and “申请资助” are the same: without blanks, brackets and marks, in half width, without case.</summary>
    public static string Plain(string heading)
    {
        var plain = Brackets().Replace(HalfWidth.Of(heading), "");
        return new string([.. plain.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
    }

    /// <summary>What stands in the last brackets: “元” of “申请资助（元）”.</summary>
    public static string Unit(string heading) => Brackets().Matches(HalfWidth.Of(heading)) is { Count: > 0 } found ? found[^1].Groups[1].Value.Trim() : "";

    [GeneratedRegex(@"[(\[【〔]([^)\]】〕]*)[)\]】〕]")]
    private static partial Regex Brackets();
}

/// <summary>Days as people write them: 2026-11-30, 2026/1/5, 2026.1.5, 20261130, 2026年11月30日, with a time behind or not.</summary>
public static partial class ImportDates
{
    public static bool TryParse(string text, out DateOnly day)
    {
        day = default;
        if (Written().Match(HalfWidth.Of(text).Trim()) is not { Success: true } match) return false;
        int Part(string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
        var (year, month, date) = (Part("y"), Part("m"), Part("d"));
        if (year is < 1900 or > 2999 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, date);
        return true;
    }

    [GeneratedRegex(@"\A(?:(?<y>\d{4})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})\s*日?|(?<y>\d{4})(?<m>\d{2})(?<d>\d{2}))(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
