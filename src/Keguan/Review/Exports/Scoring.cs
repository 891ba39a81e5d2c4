namespace Keguan.Review.Exports;

/// <summary>From points to a score. Everything is points × 100 in whole numbers; halves are rounded up.</summary>
public static class Scoring
{
    public const string Mean = "mean";
    public const string TrimmedMean = "trimmed-mean";

    /// <summary>From so many sheets on one highest and one lowest are left out of a trimmed mean; below it is the plain mean.</summary>
    public const int TrimFrom = 5;

    public const int Most = 100_00;

    /// <summary>Weighted total of a sheet × 100; null while a criterion has no points.</summary>
    /// <param name="points">Points × 100 by key of the criterion, each 0 to 10 000.</param>
    public static int? Total(IReadOnlyList<ReviewCriterion> criteria, IReadOnlyDictionary<string, int> points)
    {
        if (criteria.Count == 0 || criteria.Any(criterion => !points.ContainsKey(criterion.Key))) return null;
        return Rounded(criteria.Sum(criterion => points[criterion.Key] * criterion.Weight), criteria.Sum(criterion => criterion.Weight));
    }

    /// <summary>The score that several sheets make together, × 100; null where there is none.</summary>
    /// <param name="method"><see cref="Mean"/> or <see cref="TrimmedMean"/>, as the definition says.</param>
    public static int? Aggregate(string method, IReadOnlyCollection<int> totals)
    {
        if (totals.Count == 0) return null;
        var counted = method switch
        {
            Mean => totals.ToList(),
            TrimmedMean => totals.Count >= TrimFrom ? [.. totals.Order().Skip(1).SkipLast(1)] : totals.ToList(),
            _ => throw new ArgumentException($"There is no way “{method}” to put scores together; there are {Mean} and {TrimmedMean}.", nameof(method)),
        };
        return Rounded(counted.Sum(total => (decimal)total), counted.Count);
    }

    /// <summary>Points × 100 between the highest and the lowest total.</summary>
    public static int Spread(IReadOnlyCollection<int> totals) => totals.Count == 0 ? 0 : totals.Max() - totals.Min();

    /// <summary>Further apart than the definition allows without a second look: highest − lowest is more than <paramref name="points"/>.</summary>
    public static bool IsWide(IReadOnlyCollection<int> totals, decimal points) => Spread(totals) > points * 100;

    /// <summary>87.67</summary>
    public static string Shown(int? points) => points is { } some ? (some / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : "—";

    static int Rounded(decimal sum, decimal by) => (int)Math.Floor((sum / by) + 0.5m);
}
