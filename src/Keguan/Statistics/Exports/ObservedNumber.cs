using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>Reads a number as it stands in a document: 67.3, 1,748, 3000余, 近50, 2个以上, 约 15. The hedge stays beside the number, it never changes it.</summary>
public static partial class ObservedNumber
{
    /// <param name="text">As written; full-width digits are understood.</param>
    /// <param name="value">At most six decimals.</param>
    public static bool TryRead(string? text, out decimal value, out Hedge hedge, out Text error)
    {
        (value, hedge, error) = (0, Hedge.None, default);
        var plain = HalfWidth.Of(text ?? "").Trim().Replace(" ", "", StringComparison.Ordinal);
        if (plain.Length == 0)
        {
            error = T("请填写数值", "Enter a value");
            return false;
        }
        if (Written().Match(plain) is not { Success: true } match)
        {
            error = T($"“{plain}”不是数，应写成 67.3、3000余、近50 这样；读不清的请勾选“原文不清”并另填数值", $"“{plain}” is no number; write 67.3, 3000余 or 近50. Where the source is unclear, say so and give the value beside it");
            return false;
        }
        var before = HedgeOf(match.Groups["before"].Value);
        var after = HedgeOf(match.Groups["after"].Value);
        if (before != Hedge.None && after != Hedge.None && before != after)
        {
            error = T($"“{plain}”前后修饰相反（近…多）", $"“{plain}” is hedged both ways");
            return false;
        }
        hedge = before != Hedge.None ? before : after;
        var digits = match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal);
        if (!decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) || Math.Abs(value) > 9_000_000_000_000m)
        {
            error = T($"“{digits}”太大或不是数", $"“{digits}” is too large or no number");
            return false;
        }
        if (value * Observed.Scale == decimal.Truncate(value * Observed.Scale)) return true;
        error = T("最多 6 位小数", "At most six decimals");
        return false;
    }

    [GeneratedRegex("^(?<before>近|将近|约|至少|不少于|超|超过|过)?(?<number>-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?)(?:[^0-9余多以左][^0-9余多以左]?)?(?<after>余|多|左右|以上|以内|以下)?(?:[^0-9]{0,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    public static Hedge HedgeOf(string word) => word switch
    {
        "余" or "多" or "超" or "超过" => Hedge.Over,
        "近" or "将近" => Hedge.Nearly,
        "约" or "左右" => Hedge.About,
        "以上" or "至少" or "不少于" or "过" => Hedge.OrMore,
        "以内" or "以下" => Hedge.OrLess,
        _ => Hedge.None,
    };
}
