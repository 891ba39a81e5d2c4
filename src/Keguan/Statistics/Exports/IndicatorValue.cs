using System.Globalization;
using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>A question: one indicator, of one period, for one area (empty: the bureau's own, all of it).</summary>
public readonly record struct Ask(string Indicator, Period Period, string Area = "");

/// <summary>Where a figure comes from; stands in the comparison of a report.</summary>
public enum Origin
{
    /// <summary>Records counted: postings of pieces.</summary>
    Counted,

    /// <summary>Records added up: postings of amounts.</summary>
    Summed,

    /// <summary>Computed from other indicators.</summary>
    Formula,

    /// <summary>Observed outside, with its document.</summary>
    Observed,
}

/// <summary>How a number is hedged in its source: 3000余, 近50, 2个以上. The number itself is the bound that is written.</summary>
public enum Hedge
{
    None,

    /// <summary>余, 多: at least, a little more.</summary>
    Over,

    /// <summary>近, 将近: a little less.</summary>
    Nearly,

    /// <summary>约, 左右.</summary>
    About,

    /// <summary>以上: this or more.</summary>
    OrMore,

    /// <summary>以内, 以下: this or less.</summary>
    OrLess,
}

public static class Hedges
{
    public static Text Words(this Hedge hedge) => hedge switch
    {
        Hedge.Over => T("余（略多于）", "somewhat over"),
        Hedge.Nearly => T("近（略少于）", "nearly"),
        Hedge.About => T("约", "about"),
        Hedge.OrMore => T("以上", "or more"),
        Hedge.OrLess => T("以内", "or less"),
        _ => T("准确", "exact"),
    };

    /// <summary>Whether a number that is known exactly may be told with this hedge.</summary>
    public static bool Holds(this Hedge hedge, decimal told, decimal exact) => hedge switch
    {
        Hedge.Over or Hedge.OrMore => exact >= told,
        Hedge.Nearly or Hedge.OrLess => exact <= told,
        Hedge.About => Math.Abs(exact - told) <= Math.Abs(told) * 0.1m,
        _ => exact == told,
    };
}

/// <summary>The answer to an <see cref="Ask"/>: a value, or the reason why there is none; and everything that it rests on.</summary>
public sealed record IndicatorValue
{
    public required Ask Ask { get; init; }
    public required Known Known { get; init; }

    /// <summary>In the indicator's unit, not rounded; null where there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>Why there is no value.</summary>
    public Text Why { get; init; }
    public required Origin Origin { get; init; }
    public Hedge Hedge { get; init; }

    /// <summary>From a provisional (预计) observation, at whatever depth.</summary>
    public bool Provisional { get; init; }

    /// <summary>The postings that were counted; of a formula those of its inputs are not included.</summary>
    public long Postings { get; init; }

    /// <summary>Of an observation: what was written beside it in its dimensions (a level, a category).</summary>
    public IReadOnlyList<IndicatorValue> Inputs { get; init; } = [];

    /// <summary>Members of a comparison group in order of rank, the best first.</summary>
    public IReadOnlyList<(string Area, decimal Value)> Ranking { get; init; } = [];

    public Indicator One => Known.One;
    public bool Has => Value is not null;

    /// <summary>Rounded half away from zero to the decimals of the definition, or as given.</summary>
    public decimal? Rounded(int? decimals = null) => Value is { } value ? Math.Round(value, decimals ?? One.Decimals, MidpointRounding.AwayFromZero) : null;

    /// <summary>3,634.1 — without the unit; — where there is no value.</summary>
    public string Shown => Rounded() is { } value ? Number(value, One.Decimals) : "—";

    public static string Number(decimal value, int decimals) => value.ToString("N" + decimals, CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    public override string ToString() => Has ? $"{Shown} {One.Unit}" : Why.ToString();
}
