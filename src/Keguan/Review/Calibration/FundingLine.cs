using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Calibration;

/// <summary>A proposal that would change sides of the funding line.</summary>
/// <param name="From">Its rank as scored, from 1.</param>
/// <param name="To">Its rank otherwise.</param>
/// <param name="Rises">Into the funded ones.</param>
public sealed record Crossing(string Proposal, int From, int To, bool Rises);

/// <summary>What would happen without one expert's scores.</summary>
public sealed record WithoutExpert(string Expert, IReadOnlyList<Crossing> Crossings)
{
    public Text Words(string name) => Crossings.Count == 0
        ? T("没有专家“{0}”的评分，资助名单不变", "Without “{0}” the funded ones stay the same").With(name)
        : T("没有专家“{0}”的评分，{1} 个项目进出资助名单", "Without “{0}” {1} proposals cross the line").With(name, Crossings.Count);
}

/// <summary>How firmly a proposal stands on its side of the line.</summary>
/// <param name="Rank">As scored, from 1.</param>
/// <param name="IsFunded">As scored.</param>
/// <param name="StaysWithout">In so many of its own experts' absences it stays on its side …</param>
/// <param name="Experts">… of so many.</param>
/// <param name="ChanceAbove">Chance that its true place is above the line, by the calibrated score and its error; null where calibration is off.</param>
public sealed record Standing(string Proposal, int Rank, bool IsFunded, int StaysWithout, int Experts, double? ChanceAbove)
{
    /// <summary>Worth a second look in the meeting: one expert decides it, or chance does.</summary>
    public bool IsClose => StaysWithout < Experts || ChanceAbove is > 0.2 and < 0.8;
}

/// <summary>
/// Who is funded when the first so many are, and how firmly: who would cross the line if scores were calibrated, or if one expert had not taken part. Pure.
/// </summary>
/// <remarks>Ranks go by score, equals by id.</remarks>
public sealed class FundingLine
{
    readonly List<Rating> _ratings;
    readonly int _funded;
    readonly Func<IReadOnlyCollection<int>, int?> _aggregate;
    readonly Dictionary<string, int> _ranks;

    /// <param name="ratings">All scores.</param>
    /// <param name="funded">So many proposals are funded.</param>
    /// <param name="aggregate">The plan's own way from totals × 100 to a score × 100 (Scoring.Aggregate with its method).</param>
    public FundingLine(IEnumerable<Rating> ratings, int funded, Func<IReadOnlyCollection<int>, int?> aggregate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(funded);
        (_ratings, _funded, _aggregate) = ([.. ratings], funded, aggregate);
        _ranks = Ranks(_ratings);
    }

    Dictionary<string, int> Ranks(IEnumerable<Rating> ratings) => RanksOf(ratings.GroupBy(one => one.Proposal, StringComparer.Ordinal).Select(group =>
        (group.Key, Score: (double)(_aggregate([.. group.Select(one => (int)Math.Round(one.Score * 100))]) ?? int.MinValue))));

    static Dictionary<string, int> RanksOf(IEnumerable<(string Proposal, double Score)> scores) =>
        scores.OrderByDescending(one => one.Score).ThenBy(one => one.Proposal, StringComparer.Ordinal).Select((one, i) => (one.Proposal, Rank: i + 1)).ToDictionary(one => one.Proposal, one => one.Rank, StringComparer.Ordinal);

    IReadOnlyList<Crossing> Compare(Dictionary<string, int> others) =>
        [.. _ranks.Where(one => others.TryGetValue(one.Key, out var other) && one.Value <= _funded != other <= _funded)
            .Select(one => new Crossing(one.Key, one.Value, others[one.Key], others[one.Key] <= _funded)).OrderBy(one => one.To).ThenBy(one => one.From)];

    /// <summary>Who would move across the line if the calibrated scores counted; nobody when calibration is off.</summary>
    public IReadOnlyList<Crossing> IfCalibrated(ScoreCalibration calibration) =>
        calibration.Off is not null ? [] : Compare(RanksOf(calibration.Proposals.Select(one => (one.Proposal, one.Calibrated))));

    /// <summary>One after the other each expert's scores are left out. A proposal that had no other expert keeps its scores, so that the lists stay comparable.</summary>
    public IReadOnlyList<WithoutExpert> LeaveOneOut()
    {
        var counts = _ratings.CountBy(one => one.Proposal, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. _ratings.Select(one => one.Expert).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(expert =>
            new WithoutExpert(expert, Compare(Ranks(_ratings.Where(one => one.Expert != expert || counts[one.Proposal] == 1)))))];
    }

    /// <summary>Every proposal by rank, with how firmly it stands.</summary>
    public IReadOnlyList<Standing> Standings(ScoreCalibration calibration)
    {
        var without = LeaveOneOut().ToDictionary(one => one.Expert, one => one.Crossings.Select(crossing => crossing.Proposal).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var experts = _ratings.ToLookup(one => one.Proposal, one => one.Expert, StringComparer.Ordinal);
        var calibrated = calibration.Off is null ? calibration.Proposals.ToDictionary(one => one.Proposal, StringComparer.Ordinal) : null;
        var line = LineOf(calibration);
        return [.. _ranks.OrderBy(one => one.Value).Select(one =>
        {
            List<string> own = [.. experts[one.Key]];
            return new Standing(one.Key, one.Value, one.Value <= _funded, own.Count(expert => !without[expert].Contains(one.Key)), own.Count,
                calibrated is null || line is null ? null : Normal((calibrated[one.Key].Calibrated - line.Value) / Math.Max(1e-9, calibrated[one.Key].Error)));
        })];
    }

    /// <summary>Half way between the last calibrated score above the line and the first below it; null when all or none are funded.</summary>
    double? LineOf(ScoreCalibration calibration)
    {
        var scores = calibration.Proposals.Select(one => one.Calibrated).OrderDescending().ToList();
        return _funded <= 0 || _funded >= scores.Count ? null : (scores[_funded - 1] + scores[_funded]) / 2;
    }

    /// <summary>Distribution function of the standard normal; error below 1.5 · 10⁻⁷. Source: Abramowitz, Stegun, “Handbook of mathematical functions”, 7.1.26.</summary>
    static double Normal(double x)
    {
        var t = 1 / (1 + (0.3275911 * Math.Abs(x) / Math.Sqrt(2)));
        var tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-x * x / 2);
        return x >= 0 ? 1 - (tail / 2) : tail / 2;
    }
}
