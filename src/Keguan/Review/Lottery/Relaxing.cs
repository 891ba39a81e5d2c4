using Keguan.Review.Draws;

namespace Keguan.Review.Lottery;

/// <summary>For a plan that no panel satisfies: the fewest quotas to relax, and by how little.</summary>
static class Relaxing
{
    /// <summary>Costs: a quota touched, a seat of the panel given up. A place more or less costs 1.</summary>
    const double Touched = 1_000, Seat = 1_000_000;

    const int MostNodes = 20_000;

    public static IReadOnlyList<Relaxation> Smallest(int size, IReadOnlyList<QuotaFeature> features, IReadOnlyList<Candidate> pool)
    {
        var of = new Compositions(size, features, pool);
        // Beside the types: seats missing, and for each bound by how much it gives way, and whether it does.
        var ways = new List<(QuotaRow Row, bool IsMinimum, int Most)>();
        foreach (var row in of.Rows.Skip(1))
        {
            var people = row.Types.Sum(t => of.Types[t].Count);
            if (row.Min > 0) ways.Add((row, true, row.Min));
            if (row.Max < Math.Min(size, people)) ways.Add((row, false, Math.Min(size, people) - row.Max));
        }
        int types = of.Types.Count, missing = types, first = types + 1;
        var columns = first + 2 * ways.Count;
        var upper = new double[columns];
        var cost = new double[columns];
        for (var t = 0; t < types; t++) upper[t] = of.Types[t].Count;
        (upper[missing], cost[missing]) = (size, -Seat);
        for (var w = 0; w < ways.Count; w++)
        {
            (upper[first + 2 * w], cost[first + 2 * w]) = (ways[w].Most, -1);
            (upper[first + 2 * w + 1], cost[first + 2 * w + 1]) = (1, -Touched);
        }
        var program = new BoxProgram(new double[columns], upper);
        program.AddRow([.. of.Rows[0].Types, missing], [.. Enumerable.Repeat(1d, types + 1)], size, size);
        foreach (var row in of.Rows.Skip(1))
        {
            List<int> index = [.. row.Types];
            List<double> value = [.. row.Types.Select(_ => 1d)];
            for (var w = 0; w < ways.Count; w++)
            {
                if (ways[w].Row != row) continue;
                index.Add(first + 2 * w);
                value.Add(ways[w].IsMinimum ? 1 : -1);
            }
            // A minimum above all there are to have is still a bound on what is there plus what gives way.
            program.AddRow([.. index], [.. value], row.Min, Math.Max(row.Max, row.Min));
        }
        for (var w = 0; w < ways.Count; w++) program.AddRow([first + 2 * w, first + 2 * w + 1], [1, -ways[w].Most], -ways[w].Most, 0);
        program.SetObjective(cost);

        double[]? best = null;
        var bestValue = double.NegativeInfinity;
        var nodes = 0;
        void Branch()
        {
            if (++nodes > MostNodes && best is not null || !program.Solve(bestValue + 0.5) || program.Value < bestValue + 0.5) return;
            // Which bounds give way is decided first; then the people follow nearly by themselves.
            var at = -1;
            double far = 1e-6;
            for (var pass = 0; pass < 2 && at < 0; pass++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var isSwitch = j >= first && (j - first) % 2 == 1;
                    var off = Math.Abs(program[j] - Math.Round(program[j]));
                    if (isSwitch == (pass == 0) && off > far) (far, at) = (off, j);
                }
            }
            if (at < 0)
            {
                best = [.. Enumerable.Range(0, columns).Select(j => Math.Round(program[j]))];
                bestValue = program.Value;
                return;
            }
            double here = program[at], low = program.Lower(at), high = program.Upper(at);
            program.SetBounds(at, low, Math.Floor(here));
            Branch();
            program.SetBounds(at, Math.Ceiling(here), high);
            Branch();
            program.SetBounds(at, low, high);
        }
        Branch();
        var found = best ?? throw new InvalidOperationException("Every plan can be relaxed.");
        var relax = new List<Relaxation>();
        if (found[missing] > 0) relax.Add(new Relaxation(null, null, true, size, size - (int)found[missing]));
        for (var w = 0; w < ways.Count; w++)
        {
            if (found[first + 2 * w] is not (> 0 and var by)) continue;
            var (row, isMinimum, _) = ways[w];
            relax.Add(new Relaxation(row.Feature, row.Value, isMinimum, isMinimum ? row.Min : row.Max, isMinimum ? row.Min - (int)by : row.Max + (int)by));
        }
        return relax;
    }
}
