namespace Keguan.Review.Draws;

/// <summary>How many of a panel may have one value of a feature.</summary>
public sealed record Quota(string Value, int Min, int Max);

/// <summary>A feature with its quotas. Values without a quota are free.</summary>
public sealed record QuotaFeature(string Name, IReadOnlyList<Quota> Values);

/// <summary>At most so many of a panel who share the same value: the organisation they work for.</summary>
public sealed record Cap(string Feature, int Max);

/// <summary>Who stands in a list: a label, and texts by name of feature.</summary>
public sealed record Candidate(string Label, IReadOnlyDictionary<string, string> Features)
{
    /// <summary>Every candidate of a draw has every feature that its plan speaks of; reading sees to that.</summary>
    public string this[string feature] => Features[feature];
}

/// <summary>What a panel must look like.</summary>
public sealed record PanelPlan
{
    public required int Size { get; init; }

    /// <summary>How many stand by, in the order drawn.</summary>
    public required int Reserve { get; init; }

    public required IReadOnlyList<QuotaFeature> Features { get; init; }
    public Cap? Cap { get; init; }

    /// <summary>Panels in a lottery; null lets the lottery choose.</summary>
    public int? Panels { get; init; }

    /// <summary>The names of all features that the plan speaks of.</summary>
    public IEnumerable<string> Speaks => Features.Select(feature => feature.Name).Concat(Cap is { } cap ? [cap.Feature] : []).Distinct();

    /// <summary>Whether these are a panel: the size, every quota, the cap.</summary>
    public bool Holds(IReadOnlyCollection<Candidate> panel) =>
        panel.Count == Size
        && Features.All(feature => feature.Values.All(quota => panel.Count(one => one[feature.Name] == quota.Value) is var count && count >= quota.Min && count <= quota.Max))
        && (Cap is not { } cap || panel.GroupBy(one => one[cap.Feature]).All(same => same.Count() <= cap.Max));
}
