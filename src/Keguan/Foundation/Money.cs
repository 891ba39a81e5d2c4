using System.Globalization;
using System.Text;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation;

/// <summary>Amounts of money: kept as <c>long</c> 分, shown and typed in 万元. Nothing in between is a floating-point number.</summary>
public static class Money
{
    /// <summary>As many decimals as the amount needs: at least one, at most six.</summary>
    public const int Auto = -1;

    public const long FenPerYuan = 100;
    public const long FenPerWan = 1_000_000;

    /// <summary>The largest amount that may be typed, 10 万亿元: beyond any bureau's budget, and thousands of them still add up within a <c>long</c>.</summary>
    public const long MostFen = 1_000_000_000_000_000;

    const string Minus = "−";
    const string NoBreakSpace = "\u00a0";

    /// <summary>The amount in 万元 without the unit: 3,634.1. With a number of decimals it is rounded half away from zero (1 in lists, so that a column lines up).</summary>
    public static string Wan(long fen, int decimals = Auto) => Shown(fen, 6, decimals, least: 1);

    /// <summary>The amount in 元 without the unit: 36,341,000.00.</summary>
    public static string Yuan(long fen, int decimals = 2) => Shown(fen, 2, decimals, least: 0);

    /// <summary>The amount in a sentence, unit and all: “3,634.1 万元”, “¥36,341,000”.</summary>
    public static Text Words(long fen) => new(Wan(fen) + NoBreakSpace + "万元", (fen < 0 ? Minus : "") + "¥" + Yuan(fen, fen % FenPerYuan == 0 ? 0 : 2).TrimStart('−'));

    /// <summary>The decimals in 万元 that a column needs to show each of its amounts exactly (1 to 6).</summary>
    public static int DecimalsFor(IEnumerable<long> fens) => fens.Select(fen => Wan(fen)).Select(shown => shown.Length - shown.LastIndexOf('.') - 1).DefaultIfEmpty(1).Max();

    /// <summary>The exact value in 万元, for expressions and spreadsheets.</summary>
    public static decimal InWan(long fen) => fen / (decimal)FenPerWan;

    /// <summary>分 of an exact value in 万元 (a cap in a definition, a cell of a spreadsheet); refuses what is finer than 分 or too large.</summary>
    public static bool TryFromWan(decimal wan, out long fen)
    {
        fen = 0;
        if (Math.Abs(wan) > MostFen / FenPerWan) return false;
        var exact = wan * FenPerWan;
        if (exact != decimal.Truncate(exact)) return false;
        fen = (long)exact;
        return true;
    }

    /// <summary>Reads what a person typed into a field in 万元. A number without unit is 万元; “元”, “万” or “万元” behind it is obeyed.</summary>
    public static bool TryParseWan(string? typed, out long fen, out Text error, bool allowNegative = false) =>
        TryParse(typed, T("万元", "10,000 yuan"), FenPerWan, allowNegative, out fen, out error);

    /// <summary>Reads what a person typed into a field in 元.</summary>
    public static bool TryParseYuan(string? typed, out long fen, out Text error, bool allowNegative = false) =>
        TryParse(typed, T("元", "yuan"), FenPerYuan, allowNegative, out fen, out error);

    static string Shown(long fen, int scale, int decimals, int least)
    {
        var value = fen / (decimal)(scale == 6 ? FenPerWan : FenPerYuan);
        var digits = decimals == Auto
            ? value.ToString("#,##0." + new string('0', least) + new string('#', scale - least), CultureInfo.InvariantCulture)
            : Math.Round(value, Math.Min(decimals, scale), MidpointRounding.AwayFromZero).ToString("N" + decimals, CultureInfo.InvariantCulture);
        return digits.Replace("-", Minus, StringComparison.Ordinal);
    }

    static bool TryParse(string? typed, Text unit, long fenPerUnit, bool allowNegative, out long fen, out Text error)
    {
        fen = 0;
        var s = Narrow(typed ?? "");
        if (s.Length == 0) return Fail(T("请填写金额", "Enter an amount"), out error);

        // The longer suffix first: “万元” also ends in “元”.
        if (s.EndsWith("万元", StringComparison.Ordinal)) (s, fenPerUnit) = (s[..^2], FenPerWan);
        else if (s.EndsWith('万')) (s, fenPerUnit) = (s[..^1], FenPerWan);
        else if (s.EndsWith('元')) (s, fenPerUnit) = (s[..^1], FenPerYuan);

        var negative = s.StartsWith('-');
        if (negative) s = s[1..];
        var point = s.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (s, "") : (s[..point], s[(point + 1)..]);

        if (!Grouped(ref whole))
            return Fail(T("逗号只用作千分位，例如 1,370.5；小数请用点", "A comma only separates thousands, as in 1,370.5; use a point for decimals"), out error);
        if (whole.Length + fraction.Length == 0 || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
            return Fail(T("“{0}”不是金额，请填数字，单位{1}，例如 15.6", "“{0}” is not an amount: enter a number in {2}, for example 15.6").With(Cut(typed!), unit.Zh, unit.En), out error);

        var scale = fenPerUnit == FenPerWan ? 6 : 2;
        fraction = fraction.TrimEnd('0');
        if (fraction.Length > scale)
            return Fail(scale == 6
                ? T("最多精确到分，即 6 位小数", "Not finer than one fen: at most 6 decimals")
                : T("最多精确到分，即 2 位小数", "Not finer than one fen: at most 2 decimals"), out error);

        var digits = (whole + fraction.PadRight(scale, '0')).TrimStart('0');
        if (digits.Length > 18) return TooLarge(out error);
        fen = digits.Length == 0 ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (fen > MostFen) { fen = 0; return TooLarge(out error); }
        if (negative) fen = -fen;
        if (fen < 0 && !allowNegative) { fen = 0; return Fail(T("金额不能为负", "The amount can't be negative"), out error); }
        error = default;
        return true;
    }

    static bool TooLarge(out Text error) => Fail(T("金额过大，请核对单位", "The amount is too large: check the unit"), out error);

    static bool Fail(Text reason, out Text error)
    {
        error = reason;
        return false;
    }

    /// <summary>Full-width digits and signs become narrow (also the 。 that a Chinese keyboard gives for a point); spaces go.</summary>
    static string Narrow(string typed)
    {
        var s = new StringBuilder(typed.Length);
        foreach (var c in HalfWidth.Of(typed))
        {
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format) continue;
            s.Append(c switch { '−' or '–' or '—' or '﹣' => '-', '。' => '.', _ => c });
        }
        return s.ToString();
    }

    /// <summary>Takes well-placed thousands separators out; false where one stands elsewhere: “3,5” is rather three and a half than thirty-five.</summary>
    static bool Grouped(ref string whole)
    {
        if (!whole.Contains(',', StringComparison.Ordinal)) return true;
        var groups = whole.Split(',');
        if (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3)) return false;
        whole = string.Concat(groups);
        return true;
    }

    static string Cut(string typed) => typed.Trim() is { Length: > 20 } s ? s[..20] + "…" : typed.Trim();
}
