using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Calibration;

/// <summary>One expert's score of one proposal, in points (usually 0…100).</summary>
public readonly record struct Rating(string Expert, string Proposal, double Score);

/// <summary>How an expert scores, compared with the others who saw the same proposals.</summary>
/// <param name="Ratings">How many of his scores were used.</param>
/// <param name="Leniency">Points that he gives more (or, negative, fewer) than the others would; 0 when not calibrated.</param>
/// <param name="LeniencyError">Its standard error.</param>
/// <param name="Spread">How strongly he tells good from bad: 1 as all do, below 1 he keeps to the middle; 1 when not calibrated.</param>
/// <param name="SpreadError">Its standard error.</param>
/// <param name="IsCalibrated">False: too few ratings, his scores count as they are.</param>
public sealed record ExpertHabit(string Expert, int Ratings, double Leniency, double LeniencyError, double Spread, double SpreadError, bool IsCalibrated)
{
    public Text Words(string name) =>
        !IsCalibrated ? T("专家“{0}”只有 {1} 份评分，少于 {2} 份，不作校准", "“{0}” has only {1} ratings, fewer than {2}: not calibrated").With(name, Ratings, ScoreCalibration.LeastRatings)
        : Math.Abs(Leniency) < 2 * LeniencyError ? T("专家“{0}”的宽严与其他专家没有明显差别", "“{0}” is neither lenient nor strict as far as can be told").With(name)
        : Leniency > 0 ? T("专家“{0}”偏宽约 {1} 分（±{2}）", "“{0}” is lenient by about {1} points (±{2})").With(name, Shown(Leniency), Shown(LeniencyError))
        : T("专家“{0}”偏严约 {1} 分（±{2}）", "“{0}” is strict by about {1} points (±{2})").With(name, Shown(-Leniency), Shown(LeniencyError));

    static string Shown(double points) => points.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A proposal's score as given and as it would be with the experts' habits taken out.</summary>
/// <param name="Mean">Plain mean of its scores.</param>
/// <param name="Calibrated">Mean of its calibrated scores.</param>
/// <param name="Error">Standard error of the calibrated mean: chance of the individual score and uncertainty of the habits.</param>
/// <param name="Quality">Best guess of its true score: the calibrated mean drawn towards the overall mean by as much as it is uncertain.</param>
public sealed record ProposalScore(string Proposal, int Ratings, double Mean, double Calibrated, double Error, double Quality);

/// <summary>
/// What scores say once leniency and spread of the experts are taken into account. Estimated by a mixed model, score = mean + quality + leniency + chance, all three
/// normal, whose variances come from the data (EM); so an expert with few ratings is hardly corrected at all (shrinkage). Spread is then estimated by regression
/// on the qualities, drawn towards 1.
/// </summary>
/// <remarks>
/// It informs; the plan says what counts. Off as a whole below <see cref="LeastExperts"/> experts or <see cref="LeastOverlap"/> scores per proposal, and for an expert
/// below <see cref="LeastRatings"/> ratings: from less, calibration misleads. Source: Henderson's mixed-model equations (Searle, Casella, McCulloch, “Variance components”,
/// 1992). Pure; the same ratings give the same answer in any order.
/// </remarks>
public sealed class ScoreCalibration
{
    /// <summary>An expert with fewer ratings is not calibrated.</summary>
    public const int LeastRatings = 6;

    /// <summary>With fewer calibrated experts there is nobody to compare with.</summary>
    public const int LeastExperts = 3;

    /// <summary>On average a proposal must have so many scores.</summary>
    public const double LeastOverlap = 2;

    /// <summary>Before any rating, spreads are thought to lie around 1 with this standard deviation.</summary>
    const double SpreadDeviation = 0.2;

    const int MostSteps = 200;

    /// <summary>Null: calibration is on; otherwise why not.</summary>
    public Text? Off { get; private init; }

    public double Mean { get; private init; }

    /// <summary>Standard deviations of true quality, leniency and chance, in points.</summary>
    public double QualityDeviation { get; private init; }
    public double LeniencyDeviation { get; private init; }
    public double ChanceDeviation { get; private init; }

    /// <summary>By expert, ordered by id.</summary>
    public IReadOnlyList<ExpertHabit> Experts { get; private init; } = [];

    /// <summary>By proposal, ordered by id.</summary>
    public IReadOnlyList<ProposalScore> Proposals { get; private init; } = [];

    ScoreCalibration() { }

    /// <exception cref="ArgumentException">The same expert rated the same proposal twice, or a score is not a number.</exception>
    public static ScoreCalibration Of(IEnumerable<Rating> ratings)
    {
        var all = ratings.OrderBy(one => one.Proposal, StringComparer.Ordinal).ThenBy(one => one.Expert, StringComparer.Ordinal).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (!double.IsFinite(all[i].Score)) throw new ArgumentException($"{all[i].Expert} on {all[i].Proposal}: not a number");
            if (i > 0 && all[i].Expert == all[i - 1].Expert && all[i].Proposal == all[i - 1].Proposal) throw new ArgumentException($"{all[i].Expert} rated {all[i].Proposal} twice");
        }
        var counts = all.CountBy(one => one.Expert, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var calibrated = counts.Where(one => one.Value >= LeastRatings).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var overlap = all.Count == 0 ? 0 : all.Count / (double)all.DistinctBy(one => one.Proposal, StringComparer.Ordinal).Count();
        Text? off = all.Count == 0 ? T("还没有评分", "There are no ratings yet")
            : calibrated.Count < LeastExperts ? T("评分达到 {0} 份的专家不足 {1} 位，评分按原样计算，不作校准", "Fewer than {1} experts have {0} ratings: scores count as they are").With(LeastRatings, LeastExperts)
            : overlap < LeastOverlap ? T("平均每个项目不足 {0} 份评分，无法比较专家，不作校准", "Fewer than {0} scores per proposal: experts can't be compared, scores count as they are").With(LeastOverlap)
            : null;
        return off is null ? new Model(all, calibrated).Solve(counts) : Plain(all, counts, off.Value);
    }

    static ScoreCalibration Plain(List<Rating> all, Dictionary<string, int> counts, Text off) => new()
    {
        Off = off,
        Mean = all.Count == 0 ? 0 : all.Average(one => one.Score),
        Experts = [.. counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new ExpertHabit(one.Key, one.Value, 0, 0, 1, 0, false))],
        Proposals =
        [
            .. all.GroupBy(one => one.Proposal, StringComparer.Ordinal).Select(group =>
            {
                var (count, mean) = (group.Count(), group.Average(one => one.Score));
                var error = count < 2 ? 0 : Math.Sqrt(group.Sum(one => (one.Score - mean) * (one.Score - mean)) / (count - 1) / count);
                return new ProposalScore(group.Key, count, mean, mean, error, mean);
            }),
        ],
    };

    /// <summary>The mixed model, solved over the experts alone: proposals are eliminated first, which leaves one equation per calibrated expert.</summary>
    sealed class Model
    {
        readonly List<(int Expert, int Proposal, double Score)> _ratings;
        readonly List<string> _experts;
        readonly List<string> _proposals;
        readonly int[] _perProposal;
        readonly double[] _quality;
        readonly double[] _qualityVariance;
        readonly double[] _leniency;
        double[,] _covariance = new double[0, 0];
        double _mean;
        double _forQuality;
        double _forLeniency;
        double _forChance;

        public Model(List<Rating> all, HashSet<string> calibrated)
        {
            _experts = [.. calibrated.Order(StringComparer.Ordinal)];
            _proposals = [.. all.Select(one => one.Proposal).Distinct(StringComparer.Ordinal)];
            var expertAt = _experts.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
            var proposalAt = _proposals.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
            // −1: an expert whose scores count as they are.
            _ratings = [.. all.Select(one => (expertAt.GetValueOrDefault(one.Expert, -1), proposalAt[one.Proposal], one.Score))];
            _perProposal = new int[_proposals.Count];
            foreach (var one in _ratings) _perProposal[one.Proposal]++;
            (_quality, _qualityVariance, _leniency) = (new double[_proposals.Count], new double[_proposals.Count], new double[_experts.Count]);
            _mean = all.Average(one => one.Score);
            var variance = Math.Max(1e-6, all.Sum(one => (one.Score - _mean) * (one.Score - _mean)) / all.Count);
            (_forQuality, _forLeniency, _forChance) = (variance / 2, variance / 4, variance / 4);
        }

        public ScoreCalibration Solve(Dictionary<string, int> counts)
        {
            for (var step = 0; step < MostSteps; step++)
            {
                var before = (_forQuality, _forLeniency, _forChance);
                Expect();
                Maximise();
                if (Near(before._forQuality, _forQuality) && Near(before._forLeniency, _forLeniency) && Near(before._forChance, _forChance)) break;
            }
            Expect();
            var spreads = Spreads();
            return new ScoreCalibration
            {
                Mean = _mean,
                QualityDeviation = Math.Sqrt(_forQuality),
                LeniencyDeviation = Math.Sqrt(_forLeniency),
                ChanceDeviation = Math.Sqrt(_forChance),
                Experts = [.. counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Habit(one.Key, one.Value, spreads))],
                Proposals = [.. _proposals.Index().Select(one => ScoreOf(one.Index, spreads))],
            };
        }

        static bool Near(double one, double other) => Math.Abs(one - other) <= 1e-7 * (Math.Abs(one) + 1e-9);

        /// <summary>Best guesses of leniencies and qualities at the present variances, with their covariances.</summary>
        void Expect()
        {
            var size = _experts.Count;
            var ridge = _forChance / _forQuality;
            var matrix = new double[size, size];
            var right = new double[size];
            var (sums, raters) = (new double[_proposals.Count], new List<int>[_proposals.Count]);
            foreach (var (expert, proposal, score) in _ratings)
            {
                sums[proposal] += score - _mean;
                if (expert < 0) continue;
                (raters[proposal] ??= []).Add(expert);
                right[expert] += score - _mean;
                matrix[expert, expert]++;
            }
            for (var e = 0; e < size; e++) matrix[e, e] += _forChance / _forLeniency;
            for (var p = 0; p < raters.Length; p++)
            {
                var weight = 1 / (_perProposal[p] + ridge);
                foreach (var one in raters[p] ?? [])
                {
                    right[one] -= weight * sums[p];
                    foreach (var other in raters[p]) matrix[one, other] -= weight;
                }
            }
            var inverse = Inverse(matrix, size);
            for (var one = 0; one < size; one++)
            {
                _leniency[one] = 0;
                for (var other = 0; other < size; other++)
                {
                    _leniency[one] += inverse[one, other] * right[other];
                    inverse[one, other] *= _forChance;
                }
            }
            _covariance = inverse;
            for (var p = 0; p < _quality.Length; p++)
            {
                var weight = 1 / (_perProposal[p] + ridge);
                var (left, uncertain) = (sums[p], 0.0);
                foreach (var one in raters[p] ?? [])
                {
                    left -= _leniency[one];
                    foreach (var other in raters[p]) uncertain += _covariance[one, other];
                }
                _quality[p] = weight * left;
                _qualityVariance[p] = (weight * _forChance) + (weight * weight * uncertain);
            }
        }

        /// <summary>The variances that fit these guesses best, their uncertainty included.</summary>
        void Maximise()
        {
            _mean += _ratings.Average(one => one.Score - _mean - _quality[one.Proposal] - Lenient(one.Expert));
            _forQuality = Math.Max(1e-6, _quality.Select((one, p) => (one * one) + _qualityVariance[p]).Average());
            _forLeniency = Math.Max(1e-6, _leniency.Select((one, e) => (one * one) + _covariance[e, e]).Average());
            var chance = 0.0;
            var ridge = _forChance;
            foreach (var group in _ratings.GroupBy(one => one.Proposal))
            {
                // cov(quality, leniency of a rater) = −weight × Σ cov(leniencies of the raters, that one).
                var weight = 1 / (_perProposal[group.Key] + (ridge / _forQuality));
                var raters = group.Select(one => one.Expert).Where(one => one >= 0).ToList();
                foreach (var (expert, proposal, score) in group)
                {
                    var rest = score - _mean - _quality[proposal] - Lenient(expert);
                    var together = expert < 0 ? 0 : -weight * raters.Sum(other => _covariance[other, expert]);
                    chance += (rest * rest) + Math.Max(0, _qualityVariance[proposal] + (expert < 0 ? 0 : _covariance[expert, expert]) + (2 * together));
                }
            }
            _forChance = Math.Max(1e-6, chance / _ratings.Count);
        }

        double Lenient(int expert) => expert < 0 ? 0 : _leniency[expert];

        /// <summary>Slope of an expert's scores on the qualities, with its error. Qualities are guesses themselves: their squares count with their variances.</summary>
        (double Spread, double Error)[] Spreads()
        {
            var (squares, products) = (new double[_experts.Count], new double[_experts.Count]);
            foreach (var (expert, proposal, score) in _ratings)
            {
                if (expert < 0) continue;
                // Without his own score, or he would agree with himself.
                var others = _perProposal[proposal] - 1;
                if (others == 0) continue;
                var ridge = _forChance / _forQuality;
                var total = (_quality[proposal] * (_perProposal[proposal] + ridge)) - (score - _mean - Lenient(expert));
                var quality = total / (others + ridge);
                squares[expert] += quality * quality;
                products[expert] += quality * (score - _mean - Lenient(expert));
            }
            return [.. squares.Select((square, e) =>
            {
                var precision = (square / _forChance) + (1 / (SpreadDeviation * SpreadDeviation));
                return (((products[e] / _forChance) + (1 / (SpreadDeviation * SpreadDeviation))) / precision, Math.Sqrt(1 / precision));
            })];
        }

        ExpertHabit Habit(string expert, int ratings, (double Spread, double Error)[] spreads)
        {
            var at = _experts.BinarySearch(expert, StringComparer.Ordinal);
            return at < 0 ? new ExpertHabit(expert, ratings, 0, 0, 1, 0, false) : new ExpertHabit(expert, ratings, _leniency[at], Math.Sqrt(_covariance[at, at]), spreads[at].Spread, spreads[at].Error, true);
        }

        ProposalScore ScoreOf(int proposal, (double Spread, double Error)[] spreads)
        {
            var own = _ratings.Where(one => one.Proposal == proposal).ToList();
            // Taken apart at the proposal's own level, so that a mistaken spread does little where it matters least, in the middle.
            var calibrated = own.Average(one => _mean + ((one.Score - _mean - Lenient(one.Expert)) / (one.Expert < 0 ? 1 : Math.Max(0.5, spreads[one.Expert].Spread))));
            var raters = own.Select(one => one.Expert).Where(one => one >= 0).ToList();
            var habits = raters.Sum(one => raters.Sum(other => _covariance[one, other])) / ((double)own.Count * own.Count);
            return new ProposalScore(_proposals[proposal], own.Count, own.Average(one => one.Score), calibrated, Math.Sqrt((_forChance / own.Count) + habits), _mean + _quality[proposal]);
        }

        /// <summary>Inverse of a symmetric positive definite matrix, by Cholesky.</summary>
        static double[,] Inverse(double[,] matrix, int size)
        {
            var lower = new double[size][];
            for (var i = 0; i < size; i++)
            {
                lower[i] = new double[i + 1];
                for (var j = 0; j <= i; j++)
                {
                    var sum = matrix[i, j];
                    for (var k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
                    lower[i][j] = i == j ? Math.Sqrt(Math.Max(1e-12, sum)) : sum / lower[j][j];
                }
            }
            var inverse = new double[size, size];
            var column = new double[size];
            for (var c = 0; c < size; c++)
            {
                for (var i = 0; i < size; i++)
                {
                    var sum = i == c ? 1.0 : 0;
                    for (var k = 0; k < i; k++) sum -= lower[i][k] * column[k];
                    column[i] = sum / lower[i][i];
                }
                for (var i = size - 1; i >= 0; i--)
                {
                    var sum = column[i];
                    for (var k = i + 1; k < size; k++) sum -= lower[k][i] * inverse[k, c];
                    inverse[i, c] = sum / lower[i][i];
                }
            }
            return inverse;
        }
    }
}
