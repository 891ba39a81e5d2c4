namespace Keguan.Review.Lottery;

/// <summary>A composition and its share of a lottery.</summary>
sealed record WeightedComposition(int[] Counts, double Weight);

/// <summary>
/// Writes expectations as a lottery over whole compositions, or proves that there is none. First by peeling: as large a share as possible is given to a composition that lies in the same face as what is left;
/// each time at least one bound more becomes tight. Where that gets stuck, by column generation: the linear program over all compositions known so far gives prices to the types, and
/// the heaviest composition at these prices either is new or proves that the expectations lie outside of everything that lotteries reach.
/// </summary>
sealed class Decomposition(Compositions of, PanelSearch search)
{
    /// <summary>Chances are met to this.</summary>
    public const double Exact = 1e-9;

    /// <summary>A share that is left over by rounding.</summary>
    const double Nothing = 4e-9;

    /// <summary>How long peeling looks for one composition; another attempt is cheaper then.</summary>
    const int MostNodes = 400;

    readonly List<int[]> _columns = [];
    readonly List<Cut> _cuts = [];
    readonly HashSet<string> _known = [];

    /// <summary>Compositions known so far.</summary>
    public int Columns => _columns.Count;

    public void AddCut(Cut cut)
    {
        _cuts.Add(cut);
        search.AddCut(cut);
    }

    /// <summary>A composition that satisfies the plan; false where it was known.</summary>
    public bool Know(int[] composition)
    {
        if (!_known.Add(string.Join(',', composition))) return false;
        _columns.Add(composition);
        return true;
    }

    /// <summary>What peeling reached.</summary>
    /// <param name="Given">The lottery so far; its weights sum to 1 − <paramref name="Left"/>.</param>
    /// <param name="Left">The share that is not given.</param>
    public sealed record Peeled(List<WeightedComposition> Given, double Left);

    /// <param name="chance">One per type.</param>
    /// <param name="attempt">Chooses which of nearly equal compositions are taken: another attempt, another way.</param>
    /// <param name="progress">Told the share given so far.</param>
    /// <param name="cancel">Ends it where it is.</param>
    public Peeled Peel(double[] chance, int attempt, Action<double>? progress, CancellationToken cancel)
    {
        var types = of.Types;
        var rest = new double[types.Count];
        for (var t = 0; t < rest.Length; t++) rest[t] = chance[t] * types[t].Count;
        var given = new List<WeightedComposition>();
        double left = 1;
        var weights = new double[types.Count];
        // Equal weights have very many optima, between which the search would wander.
        var dice = new Random(attempt);
        var spread = attempt % 2 == 0 ? 0.125 : 0.01;
        for (var step = 0; left > Nothing && step < 3 * (types.Count + of.Rows.Count) + 20; step++)
        {
            if (cancel.IsCancellationRequested) break;
            progress?.Invoke(1 - left);
            var face = 1e-9 + 1e-11 / left;
            for (var pass = 0; pass < 2; pass++)
            {
                for (var t = 0; t < rest.Length; t++)
                {
                    var x = rest[t] / left;
                    weights[t] = (x - Math.Floor(x + 1e-9) + 1e-3 * x) * (1 + dice.NextDouble() * spread);
                    if (x <= face) search.Restrict(t, 0, 0);
                    else if (x >= types[t].Count - face) search.Restrict(t, types[t].Count, types[t].Count);
                    else if (pass == 0) search.Restrict(t, Math.Floor(x + face), Math.Ceiling(x - face));
                    else search.Restrict(t, 0, types[t].Count);
                }
                for (var r = 0; r < of.Rows.Count; r++)
                {
                    var row = of.Rows[r];
                    double sum = 0;
                    foreach (var t in row.Types) sum += rest[t];
                    sum /= left;
                    search.Restrict(types.Count + r, sum >= row.Max - face ? row.Max : row.Min, sum <= row.Min + face ? row.Min : row.Max);
                }
                for (var c = 0; c < _cuts.Count; c++)
                {
                    var cut = _cuts[c];
                    search.Restrict(types.Count + of.Rows.Count + c, Product(cut.Weights, rest) / left >= cut.Bound - face ? cut.Bound - 1e-9 : -1 - Math.Abs(cut.Bound), cut.Bound + 1e-10);
                }
                var composition = search.Best(weights, within: 0.9, most: MostNodes, stop: cancel);
                if (composition is null) continue;
                var share = Share(rest, left, composition);
                if (share <= 1e-13) continue;
                Know(composition);
                given.Add(new WeightedComposition(composition, share));
                for (var t = 0; t < rest.Length; t++) rest[t] = Math.Max(0, rest[t] - share * composition[t]);
                left -= share;
                goto next;
            }
            break;
            next:;
        }
        search.Free();
        for (var c = 0; c < _cuts.Count; c++) search.Restrict(types.Count + of.Rows.Count + c, -1 - Math.Abs(_cuts[c].Bound), _cuts[c].Bound + 1e-9);
        return new Peeled(given, left <= Nothing ? 0 : left);
    }

    /// <summary>How large a share this composition can have so that what is left still satisfies bounds, quotas and cuts.</summary>
    double Share(double[] rest, double left, int[] composition)
    {
        var share = left;
        for (var t = 0; t < rest.Length; t++)
        {
            if (composition[t] > 0) share = Math.Min(share, rest[t] / composition[t]);
            var over = of.Types[t].Count - composition[t];
            if (over > 0) share = Math.Min(share, Math.Max(0, left * of.Types[t].Count - rest[t]) / over);
        }
        foreach (var row in of.Rows)
        {
            double sum = 0;
            var own = 0;
            foreach (var t in row.Types)
            {
                sum += rest[t];
                own += composition[t];
            }
            if (own > row.Min) share = Math.Min(share, Math.Max(0, sum - left * row.Min) / (own - row.Min));
            if (own < row.Max) share = Math.Min(share, Math.Max(0, left * row.Max - sum) / (row.Max - own));
        }
        foreach (var cut in _cuts)
        {
            var room = cut.Bound - Product(cut.Weights, composition);
            if (room > 1e-9) share = Math.Min(share, Math.Max(0, left * cut.Bound - Product(cut.Weights, rest)) / room);
        }
        return share;
    }

    /// <summary>Either a lottery with these chances (to <see cref="Exact"/>), or a cut that they break.</summary>
    /// <param name="chance">One per type.</param>
    /// <param name="progress">Told the greatest shortfall in anybody's chance so far.</param>
    /// <param name="cancel">Ends early without a cut; the first of the two is then the best lottery so far, if there is one.</param>
    public (List<WeightedComposition>? Lottery, Cut? Cut) Generate(double[] chance, Action<double>? progress, CancellationToken cancel)
    {
        var types = of.Types;
        // Prices of the types and, last, the price of the lottery as a whole.
        var count = types.Count;
        var program = new BoxProgram(new double[count + 1], [.. Enumerable.Repeat(1d, count), count]);
        void Add(int[] composition)
        {
            var own = Enumerable.Range(0, count).Where(t => composition[t] > 0).ToArray();
            program.AddRow([.. own, count], [.. own.Select(t => (double)composition[t] / types[t].Count), -1], -2 - count, 0);
        }
        foreach (var composition in _columns) Add(composition);
        program.SetObjective([.. chance, -1]);
        double[] weights = new double[count], blurred = new double[count];
        var dice = new Random(11);
        while (true)
        {
            try
            {
                program.Solve(cancel: cancel);
            }
            catch (OperationCanceledException)
            {
                return (null, null);
            }
            var gap = program.Value;
            progress?.Invoke(gap);
            if (gap <= Exact || cancel.IsCancellationRequested)
            {
                var lottery = new List<WeightedComposition>();
                for (var r = 0; r < _columns.Count; r++) if (program.Dual(r) > 1e-12) lottery.Add(new WeightedComposition(_columns[r], program.Dual(r)));
                return (lottery.Count > 0 ? lottery : null, null);
            }
            for (var t = 0; t < count; t++) weights[t] = program[t] / types[t].Count;
            var price = program[count];
            var added = false;
            void Find(double[] by, double above, long most)
            {
                var more = new List<int[]>();
                search.Best(by, above, most: most, found: (composition, _) => more.Add(composition), stop: cancel);
                foreach (var composition in more)
                {
                    if (Product(weights, composition) <= price + Exact / 10 || !Know(composition)) continue;
                    Add(composition);
                    added = true;
                }
            }
            // Weights that differ a little are searched much faster than very many equal ones. Only where they find nothing the true ones have to prove that there is nothing.
            for (var t = 0; t < count; t++) blurred[t] = weights[t] * (1 + 1e-5 * dice.NextDouble());
            Find(blurred, price + Exact / 10, 20_000);
            if (!added) Find(weights, price + Exact / 10, long.MaxValue);
            // A search that was stopped proves nothing; the loop then ends with what there is.
            if (!added && search.IsComplete) return (null, new Cut([.. weights], price + Exact / 10));
        }
    }

    static double Product(double[] weights, double[] values)
    {
        double sum = 0;
        for (var t = 0; t < weights.Length; t++) sum += weights[t] * values[t];
        return sum;
    }

    static double Product(double[] weights, int[] values)
    {
        double sum = 0;
        for (var t = 0; t < weights.Length; t++) sum += weights[t] * values[t];
        return sum;
    }
}
