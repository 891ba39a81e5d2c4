using Keguan.Review.Draws;

namespace Keguan.Review.Lottery;

/// <summary>A panel of a lottery and its share.</summary>
/// <param name="Members">Indices into the pool, ascending.</param>
/// <param name="Weight">Between 0 and 1; the weights of a lottery sum to 1.</param>
public sealed record LotteryPanel(IReadOnlyList<int> Members, double Weight);

/// <summary>How far a solution has come.</summary>
/// <param name="Phase">peel, generate or cut.</param>
/// <param name="Minimum">The bound on the smallest chance: no lottery gives everybody more.</param>
/// <param name="Open">The share of the lottery that is not yet given (peel), or the greatest shortfall in a chance (generate).</param>
/// <param name="Compositions">Compositions known so far.</param>
public sealed record LotteryProgress(string Phase, double Minimum, double Open, int Compositions);

/// <summary>No panel satisfies the plan.</summary>
public sealed class InfeasiblePlanException(IReadOnlyList<Relaxation> relax) : Exception("no panel satisfies the plan")
{
    /// <summary>As few quotas as possible that, relaxed so, let a panel be made; among equally few the smallest change.</summary>
    public IReadOnlyList<Relaxation> Relax { get; } = relax;
}

/// <summary>One bound to relax. Feature and value are null for the size of the panel.</summary>
/// <param name="IsMinimum">The lower bound, otherwise the upper.</param>
public sealed record Relaxation(string? Feature, string? Value, bool IsMinimum, int From, int To);

/// <summary>
/// The fairest lottery over the panels that satisfy a plan with overlapping quotas: LEXIMIN, the greatest smallest chance of anybody, then the greatest second smallest, and so on
/// (Flanigan, Gölz, Gupta, Hennig, Procaccia: Fair algorithms for selecting citizens' assemblies, Nature 2021).
/// </summary>
/// <remarks>
/// Computed over types of interchangeable people. The LEXIMIN point of the linear relaxation is written as a lottery over whole compositions; where that is impossible the proof is a cut,
/// which is added to the relaxation, and so on. So the result is exact (to 1e-8) whenever it ends by itself, and <see cref="Bound"/> is proven in any case.
/// </remarks>
public sealed class PanelLottery
{
    const int MostOnGrid = 2_000, Attempts = 8;

    /// <summary>Multiplications spent on peeling before column generation takes over; some ten seconds. Not a time, so that the outcome does not depend on the machine.</summary>
    const double MostWork = 1e10;

    /// <summary>A chance for everybody in the pool, by index; they sum to the size of the panel.</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>Panels whose weights give exactly these chances.</summary>
    public required IReadOnlyList<LotteryPanel> Panels { get; init; }

    /// <summary>The smallest chance.</summary>
    public double Minimum => Probabilities.Min();

    /// <summary>No lottery has a greater smallest chance than this.</summary>
    public required double Bound { get; init; }

    /// <summary>Whether this is LEXIMIN; false where it was stopped before.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Groups of interchangeable people.</summary>
    public required int Types { get; init; }

    /// <summary>How many compositions share the lottery.</summary>
    public required int Support { get; init; }

    Compositions Over { get; init; } = null!;
    IReadOnlyList<WeightedComposition> Weighted { get; init; } = [];

    /// <summary>Solves. Deterministic: the same plan and pool give the same lottery.</summary>
    /// <param name="size">Seats, at least 1.</param>
    /// <param name="features">Quotas; values without one are free. A cap per organisation is a feature whose values all have that maximum.</param>
    /// <param name="pool">Each has a value of every feature.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="stop">Ends it with the best lottery found so far.</param>
    /// <exception cref="InfeasiblePlanException">No panel satisfies the plan.</exception>
    public static PanelLottery Solve(int size, IReadOnlyList<QuotaFeature> features, IReadOnlyList<Candidate> pool, Action<LotteryProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var of = new Compositions(size, features, pool);
        var search = new PanelSearch(of);
        if (pool.Count < size || search.Best(new double[of.Types.Count], within: 0.5, stop: CancellationToken.None) is not { } some) throw new InfeasiblePlanException(Relaxing.Smallest(size, features, pool));

        var outer = new OuterLeximin(of);
        var decomposition = new Decomposition(of, search);
        decomposition.Know(some);
        double bound = 1;
        while (true)
        {
            var chance = outer.Solve(CancellationToken.None);
            bound = Math.Min(bound, chance.Min());
            // Peeling gets stuck by bad luck more often than by necessity, and it is quick; what it found serves the next step anyway.
            var best = new Decomposition.Peeled([], 1);
            for (var attempt = 0; attempt < Attempts && (attempt == 0 || search.Work < MostWork) && !stop.IsCancellationRequested; attempt++)
            {
                var peeled = decomposition.Peel(chance, attempt, given => progress?.Invoke(new LotteryProgress("peel", bound, 1 - given, decomposition.Columns)), stop);
                if (peeled.Left < best.Left) best = peeled;
                if (best.Left == 0) return From(of, best.Given, bound, pool, isExact: true);
            }
            var (lottery, cut) = decomposition.Generate(chance, short_ => progress?.Invoke(new LotteryProgress("generate", bound, short_, decomposition.Columns)), stop);
            if (lottery is not null && !stop.IsCancellationRequested) return From(of, lottery, bound, pool, isExact: true);
            if (cut is null)
            {
                // Stopped: whichever gives the last more.
                PanelLottery? first = best.Given.Count > 0 ? From(of, best.Given, bound, pool, isExact: false) : null;
                PanelLottery? second = lottery is not null ? From(of, lottery, bound, pool, isExact: false) : null;
                return first is null || second is not null && second.Minimum > first.Minimum ? second ?? From(of, [new WeightedComposition(some, 1)], bound, pool, isExact: false) : first;
            }
            outer.AddCut(cut);
            decomposition.AddCut(cut);
        }
    }

    static PanelLottery From(Compositions of, IReadOnlyList<WeightedComposition> lottery, double bound, IReadOnlyList<Candidate> pool, bool isExact)
    {
        var sum = lottery.Sum(one => one.Weight);
        List<WeightedComposition> weighted = [.. lottery.Select(one => one with { Weight = one.Weight / sum })];
        var chances = new double[of.Types.Count];
        foreach (var (counts, weight) in weighted) for (var t = 0; t < chances.Length; t++) chances[t] += weight * counts[t] / of.Types[t].Count;
        var probabilities = new double[pool.Count];
        for (var t = 0; t < chances.Length; t++) foreach (var i in of.Types[t].Members) probabilities[i] = chances[t];
        return new PanelLottery
        {
            Probabilities = probabilities,
            Panels = Grid(of, weighted, chances) is { } grid ? People.Dealt(of, grid) : People.Turned(of, weighted),
            Bound = Math.Max(bound, probabilities.Min()),
            IsExact = isExact,
            Types = of.Types.Count,
            Support = weighted.Count,
            Over = of,
            Weighted = weighted,
        };
    }

    /// <summary>How often each composition comes among the smallest number of equal panels that give these chances exactly; null where there is none up to 2 000.</summary>
    static List<(int[] Counts, int Times)>? Grid(Compositions of, List<WeightedComposition> weighted, double[] chances)
    {
        static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-7;
        for (var panels = 1; panels <= MostOnGrid; panels++)
        {
            if (weighted.TrueForAll(one => IsWhole(one.Weight * panels)) && Array.TrueForAll(chances, chance => IsWhole(chance * panels)))
                return [.. weighted.Select(one => (one.Counts, (int)Math.Round(one.Weight * panels)))];
        }
        return null;
    }

    /// <summary>
    /// The lottery over so many equally likely panels that is drawn from: the panels (some may be equal), and the greatest difference between anybody's chance among them and
    /// <see cref="Probabilities"/>.
    /// </summary>
    /// <remarks>
    /// Each composition comes ⌊weight · panels⌋ or one more times, chosen so that the types' chances stay as near as they can; seats of a type are dealt round, so two people of a type differ by at most one
    /// panel. What comes of it is measured and returned, not estimated.
    /// </remarks>
    public (IReadOnlyList<IReadOnlyList<int>> Panels, double Deviation) Rounded(int panels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panels, 1);
        var times = Weighted.Select(one => (int)Math.Floor(one.Weight * panels + 1e-9)).ToArray();
        var off = new double[Over.Types.Count];
        var used = Weighted.Select(one => Enumerable.Range(0, one.Counts.Length).Where(t => one.Counts[t] > 0).ToArray()).ToList();
        for (var c = 0; c < times.Length; c++) foreach (var t in used[c]) off[t] += (times[c] - Weighted[c].Weight * panels) * Weighted[c].Counts[t] / Over.Types[t].Count;
        var raised = new bool[times.Length];
        for (var left = panels - times.Sum(); left > 0; left--)
        {
            int best = -1;
            var least = double.PositiveInfinity;
            for (var c = 0; c < times.Length; c++)
            {
                if (raised[c]) continue;
                double change = 0;
                foreach (var t in used[c])
                {
                    var by = (double)Weighted[c].Counts[t] / Over.Types[t].Count;
                    change += Over.Types[t].Count * by * (2 * off[t] + by);
                }
                if (change < least) (least, best) = (change, c);
            }
            if (best < 0) { Array.Clear(raised); left++; continue; }
            raised[best] = true;
            times[best]++;
            foreach (var t in used[best]) off[t] += (double)Weighted[best].Counts[t] / Over.Types[t].Count;
        }
        var dealt = People.Dealt(Over, [.. Weighted.Select((one, c) => (one.Counts, times[c]))], merge: false).Select(panel => panel.Members).ToList();
        var count = new int[Probabilities.Count];
        foreach (var panel in dealt) foreach (var i in panel) count[i]++;
        return (dealt, count.Select((times, i) => Math.Abs((double)times / panels - Probabilities[i])).Max());
    }
}
