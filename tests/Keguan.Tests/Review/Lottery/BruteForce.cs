using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Lottery;

/// <summary>LEXIMIN by listing every panel and solving textbook linear programs over all of them: slow, and made of nothing that the lottery is made of.</summary>
static class BruteForce
{
    /// <summary>Everybody's chance; null where there is no panel.</summary>
    public static double[]? Leximin(int size, IReadOnlyList<QuotaFeature> features, IReadOnlyList<Candidate> pool)
    {
        var panels = Panels(size, features, pool);
        if (panels.Count == 0) return null;
        var chance = new double[pool.Count];
        var open = Enumerable.Range(0, pool.Count).ToHashSet();
        while (open.Count > 0)
        {
            var z = Greatest(panels, pool.Count, i => open.Contains(i) ? 0 : chance[i], open, null);
            // Who can't have more than z when everybody open has z.
            var stuck = open.Where(one => Greatest(panels, pool.Count, i => open.Contains(i) ? z : chance[i], [], one) < z + 1e-7).ToList();
            foreach (var one in stuck)
            {
                chance[one] = z;
                open.Remove(one);
            }
            if (stuck.Count == 0) throw new InvalidOperationException("nobody is stuck");
        }
        return chance;
    }

    public static List<int[]> Panels(int size, IReadOnlyList<QuotaFeature> features, IReadOnlyList<Candidate> pool)
    {
        var found = new List<int[]>();
        void Extend(List<int> panel, int from)
        {
            if (panel.Count == size)
            {
                if (features.All(feature => feature.Values.All(quota => panel.Count(i => pool[i][feature.Name] == quota.Value) is var count && count >= quota.Min && count <= quota.Max))) found.Add([.. panel]);
                return;
            }
            for (var i = from; i < pool.Count; i++)
            {
                panel.Add(i);
                Extend(panel, i + 1);
                panel.RemoveAt(panel.Count - 1);
            }
        }
        Extend([], 0);
        return found;
    }

    /// <summary>The greatest z that all of <paramref name="open"/> have, or the greatest chance of <paramref name="one"/>, with at least <paramref name="least"/> for everybody.</summary>
    static double Greatest(List<int[]> panels, int people, Func<int, double> least, HashSet<int> open, int? one)
    {
        // Variables: the panels' shares, and z. Σ shares ≤ 1; z·[open] − Σ shares with i ≤ −least(i) + a hair.
        var columns = panels.Count + 1;
        var a = new double[people + 1][];
        var b = new double[people + 1];
        for (var i = 0; i < people; i++)
        {
            a[i] = new double[columns];
            for (var p = 0; p < panels.Count; p++) if (panels[p].Contains(i)) a[i][p] = -1;
            if (open.Contains(i)) a[i][^1] = 1;
            b[i] = -least(i) + 1e-10;
        }
        a[people] = [.. Enumerable.Repeat(1d, panels.Count), 0];
        b[people] = 1;
        var c = new double[columns];
        if (one is { } who) for (var p = 0; p < panels.Count; p++) c[p] = panels[p].Contains(who) ? 1 : 0;
        else c[^1] = 1;
        return Maximum(a, b, c);
    }

    /// <summary>max c·x, a·x ≤ b, x ≥ 0, by the two-phase dictionary method with Bland's rule.</summary>
    static double Maximum(double[][] a, double[] b, double[] c)
    {
        const double Eps = 1e-11;
        int m = b.Length, n = c.Length;
        var d = new double[m + 2, n + 2];
        var basic = new int[m];
        var nonbasic = new int[n + 1];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++) d[i, j] = a[i][j];
            (d[i, n], d[i, n + 1], basic[i]) = (-1, b[i], n + i);
        }
        for (var j = 0; j < n; j++) (d[m, j], nonbasic[j]) = (-c[j], j);
        (nonbasic[n], d[m + 1, n]) = (-1, 1);

        void Pivot(int r, int s)
        {
            var inverse = 1 / d[r, s];
            for (var i = 0; i < m + 2; i++)
            {
                if (i == r || Math.Abs(d[i, s]) < 1e-14) continue;
                for (var j = 0; j < n + 2; j++) if (j != s) d[i, j] -= d[r, j] * d[i, s] * inverse;
            }
            for (var j = 0; j < n + 2; j++) if (j != s) d[r, j] *= inverse;
            for (var i = 0; i < m + 2; i++) if (i != r) d[i, s] *= -inverse;
            d[r, s] = inverse;
            (basic[r], nonbasic[s]) = (nonbasic[s], basic[r]);
        }

        bool Phase(int row, bool first)
        {
            while (true)
            {
                var s = -1;
                for (var j = 0; j <= n; j++)
                {
                    if (!first && nonbasic[j] == -1) continue;
                    if (d[row, j] < -Eps && (s < 0 || nonbasic[j] < nonbasic[s])) s = j;
                }
                if (s < 0) return true;
                var r = -1;
                for (var i = 0; i < m; i++)
                {
                    if (d[i, s] <= Eps) continue;
                    if (r < 0 || d[i, n + 1] / d[i, s] < d[r, n + 1] / d[r, s] - 1e-13 || d[i, n + 1] / d[i, s] < d[r, n + 1] / d[r, s] + 1e-13 && basic[i] < basic[r]) r = i;
                }
                if (r < 0) return false;
                Pivot(r, s);
            }
        }

        var worst = 0;
        for (var i = 1; i < m; i++) if (d[i, n + 1] < d[worst, n + 1]) worst = i;
        if (d[worst, n + 1] < -Eps)
        {
            Pivot(worst, n);
            if (!Phase(m + 1, true) || d[m + 1, n + 1] < -1e-8) return double.NegativeInfinity;
            for (var i = 0; i < m; i++)
            {
                if (basic[i] != -1) continue;
                var s = 0;
                for (var j = 1; j <= n; j++) if (Math.Abs(d[i, j]) > Math.Abs(d[i, s])) s = j;
                Pivot(i, s);
            }
        }
        return Phase(m, false) ? d[m, n + 1] : double.PositiveInfinity;
    }
}
