using System.Globalization;

namespace Keguan.Foundation.Expressions;

/// <summary>Amounts as people write them in rules: <c>80 万元</c>, <c>1.5 亿元</c>, <c>300 元</c>.</summary>
public static class MoneyUnits
{
    internal const decimal FenPerWan = 1_000_000m;

    /// <summary>分 per unit.</summary>
    public static IReadOnlyDictionary<string, decimal> Fen { get; } = new Dictionary<string, decimal>
    {
        ["分"] = 1m, ["角"] = 10m, ["元"] = 100m, ["千元"] = 100_000m, ["万元"] = FenPerWan,
        ["百万元"] = 100_000_000m, ["千万元"] = 1_000_000_000m, ["亿元"] = 10_000_000_000m,
    };

    /// <summary>Reads an amount with its unit; a bare 0 needs none. Finer than one 分, too large, or without unit: false.</summary>
    public static bool TryParse(string text, out long fen)
    {
        fen = 0;
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c is '.' or '-').Count();
        if (!decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)) return false;
        var unit = trimmed[digits..].Trim();
        if (unit.Length == 0) return amount == 0;
        return Fen.TryGetValue(unit, out var factor) && TryScale(amount, factor, out fen);
    }

    internal static bool TryScale(decimal amount, decimal factor, out long fen)
    {
        fen = 0;
        if (Math.Abs(amount) > long.MaxValue / factor) return false;
        var exact = amount * factor;
        if (exact != decimal.Truncate(exact)) return false;
        fen = decimal.ToInt64(exact);
        return true;
    }
}
