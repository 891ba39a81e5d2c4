namespace Keguan.Review.Lottery;

/// <summary>
/// The LEXIMIN point of the relaxation: the greatest smallest chance, then the greatest second smallest, and so on, over all expectations that quotas (and cuts) allow. Every lottery's
/// expectation lies in there, so where a lottery has these chances it is the fairest there is.
/// </summary>
/// <remarks>
/// Each level is found by Newton's method on its value z: where no point gives everybody z, the infeasible row of the tableau says which z it allows at most, and which types it holds at z. That takes no more
/// rows than there are quotas.
/// </remarks>
sealed class OuterLeximin(Compositions of)
{
    const double LeastSlack = 1e-11, MostSlack = 1e-6;

    readonly BoxProgram _program = of.Relaxation();

    /// <summary>No cut is lost: each only takes away what no composition reaches.</summary>
    public void AddCut(Cut cut) => _program.AddRow([.. Enumerable.Range(0, cut.Weights.Length).Where(t => cut.Weights[t] != 0)], [.. cut.Weights.Where(weight => weight != 0)], -1 - Math.Abs(cut.Bound), cut.Bound);

    /// <summary>A chance for every type.</summary>
    public double[] Solve(CancellationToken cancel)
    {
        var types = of.Types;
        var chance = new double[types.Count];
        var open = Enumerable.Range(0, types.Count).ToHashSet();
        var slack = LeastSlack;
        while (open.Count > 0)
        {
            double left = of.Size, people = 0;
            for (var t = 0; t < types.Count; t++)
            {
                if (open.Contains(t)) people += types[t].Count;
                else left -= chance[t] * types[t].Count;
            }
            var z = Math.Clamp(left / people, 0, 1);
            IReadOnlyList<(int Variable, double Coefficient)> held = [];
            while (true)
            {
                for (var t = 0; t < types.Count; t++) _program.SetBounds(t, Math.Max(0, types[t].Count * (open.Contains(t) ? z : chance[t]) - slack), types[t].Count);
                if (_program.Solve(cancel: cancel)) break;
                held = _program.Ray;
                double room = 0, slope = 0;
                foreach (var (variable, coefficient) in held)
                {
                    if (coefficient > 0) room += coefficient * _program.Upper(variable);
                    else if (variable < types.Count && open.Contains(variable)) slope -= coefficient * types[variable].Count;
                    else room += coefficient * _program.Lower(variable);
                }
                if (slope <= 1e-12 || room / slope >= z - 1e-13)
                {
                    // Rounding: what is held already is by a hair more than there is.
                    slack *= 4;
                    if (slack > MostSlack) throw new InvalidOperationException("The relaxation is empty.");
                    continue;
                }
                z = room / slope;
            }
            z = Math.Max(0, z);
            var most = held.Count == 0 ? 0 : held.Max(one => Math.Abs(one.Coefficient));
            var fixedNow = held.Count == 0 ? [.. open] : held.Where(one => one.Variable < types.Count && one.Coefficient < -1e-7 * most && open.Contains(one.Variable)).Select(one => one.Variable).ToList();
            // A row that holds nobody by more than rounding: hold all, which is exact within it.
            if (fixedNow.Count == 0) fixedNow = [.. open];
            foreach (var t in fixedNow)
            {
                chance[t] = z;
                open.Remove(t);
            }
        }
        return chance;
    }
}
