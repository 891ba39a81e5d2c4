using Keguan.Foundation;
using Keguan.Foundation.Expressions;

namespace Keguan.Recognition.RuleSets;

/// <summary>How the whole came out.</summary>
public enum Verdict
{
    /// <summary>Every condition that was asked about is met.</summary>
    Pass,

    /// <summary>At least one condition is not met.</summary>
    Fail,

    /// <summary>None is broken, but at least one cannot be decided: something is missing, or it is for the experts to say.</summary>
    Incomplete,

    /// <summary>No condition was asked about; only quantities were computed.</summary>
    Computed,
}

/// <summary>How one line came out.</summary>
public enum LineOutcome
{
    Holds,
    Fails,

    /// <summary>Some of what it needs was given, some is missing.</summary>
    Missing,

    /// <summary>All was given, and it still cannot be decided: a range of points around the threshold, a share of nothing.</summary>
    Open,

    /// <summary>Nothing that it needs was given.</summary>
    NotAsked,
}

public sealed record ConditionResult(RuleCondition Rule, LineOutcome Outcome, Value Value, Value Needs, Value ShortBy, IReadOnlyList<string> Missing)
{
    /// <summary>What is lacking, in words; blank when nothing is or it can't be said.</summary>
    public Text Advice => Outcome != LineOutcome.Fails ? default
        : ShortBy.IsMissing ? Rule.Advice.IsEmpty || Rule.Advice.Zh.Contains("{0}", StringComparison.Ordinal) ? default : Rule.Advice
        : Rule.Advice.With(RuleWords.Shown(ShortBy, Rule.ShortUnit, Rule.ShortDecimals));
}

/// <summary>Points of one item: a range where the experts choose, the same number twice where the rule fixes it, null where it is not known.</summary>
public sealed record ItemResult(RuleItem Rule, Value Measure, string Band, decimal? Low, decimal? High, Text Note, IReadOnlyList<string> Missing, bool Asked);

public sealed record DimensionResult(RuleDimension Rule, IReadOnlyList<ItemResult> Items, decimal? Low, decimal? High);

public sealed record FigureResult(RuleFigure Rule, Value Value, IReadOnlyList<string> Missing);

/// <summary>The rows of a table with what was computed for each of them.</summary>
public sealed record RowsResult(RuleRowFigures Rule, Foundation.Forms.FormField Field, IReadOnlyList<IReadOnlyDictionary<string, Value>> Rows);

/// <summary>The value of a setting on the day of the rules.</summary>
public sealed record SettingResult(RuleSetting Rule, Value Value);

/// <summary>A case judged by a rule set: the answer, line by line, with what it rests on.</summary>
public sealed record RuleResult
{
    public required RuleSet RuleSet { get; init; }
    public required DateOnly AsOf { get; init; }
    public required RuleCase Case { get; init; }
    public required Verdict Verdict { get; init; }

    /// <summary>Nothing was left unasked or undecided.</summary>
    public required bool IsComplete { get; init; }
    public required IReadOnlyList<ConditionResult> Conditions { get; init; }
    public required IReadOnlyList<DimensionResult> Points { get; init; }
    public required IReadOnlyList<ItemResult> Trials { get; init; }
    public required IReadOnlyList<FigureResult> Figures { get; init; }
    public required IReadOnlyList<RowsResult> Rows { get; init; }
    public required IReadOnlyList<SettingResult> Settings { get; init; }

    /// <summary>Least and most points in all; null where one dimension is not known.</summary>
    public decimal? PointsLow => Points.Count > 0 && Points.All(dimension => dimension.Low is not null) ? Points.Sum(dimension => dimension.Low) : null;
    public decimal? PointsHigh => Points.Count > 0 && Points.All(dimension => dimension.High is not null) ? Points.Sum(dimension => dimension.High) : null;

    /// <summary>The points where they are no range.</summary>
    public decimal? ExactPoints => PointsLow == PointsHigh ? PointsLow : null;

    public decimal PointsMax => Points.Sum(dimension => dimension.Rule.Max);

    public Value Figure(string key) => Figures.FirstOrDefault(figure => figure.Rule.Key == key)?.Value ?? Value.Missing;
}
