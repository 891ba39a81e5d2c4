using Keguan.Review.Draws;

namespace Keguan.Review.Lottery;

/// <summary>People who are alike in every feature that a quota speaks of, and so interchangeable.</summary>
/// <param name="Members">Indices into the pool.</param>
sealed record PersonType(IReadOnlyList<int> Members)
{
    public int Count => Members.Count;
}

/// <summary>A quota over types: between Min and Max of the panel come from these. Feature and Value are null for the panel's size.</summary>
sealed record QuotaRow(string? Feature, string? Value, int[] Types, int Min, int Max);

/// <summary>
/// A plan over types instead of people: a panel is then a composition, so many of each type. In a fairest lottery all of a type have the same chance (exchanging two of them turns
/// a lottery into one that is as good, and the mean of both is at least as good), so nothing is lost.
/// </summary>
sealed class Compositions
{
    public IReadOnlyList<PersonType> Types { get; }
    public IReadOnlyList<QuotaRow> Rows { get; }
    public int Size { get; }

    public Compositions(int size, IReadOnlyList<QuotaFeature> features, IReadOnlyList<Candidate> pool)
    {
        Size = size;
        // A quota that no panel could break needs no row, and people who differ in nothing but such values are of one type.
        var binding = features.Select(feature => feature.Values.Where(quota => quota.Min > 0 || quota.Max < Math.Min(size, pool.Count(one => one[feature.Name] == quota.Value))).ToList()).ToList();
        var names = binding.Select(quotas => quotas.Select(quota => quota.Value).ToHashSet(StringComparer.Ordinal)).ToList();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var members = new List<List<int>>();
        var values = new List<string[]>();
        for (var i = 0; i < pool.Count; i++)
        {
            string[] own = [.. features.Select((feature, f) => names[f].Contains(pool[i][feature.Name]) ? pool[i][feature.Name] : "\0")];
            var key = string.Join('\u0001', own);
            if (!keys.TryGetValue(key, out var type))
            {
                keys[key] = type = members.Count;
                members.Add([]);
                values.Add(own);
            }
            members[type].Add(i);
        }
        Types = [.. members.Select(list => new PersonType(list))];
        var rows = new List<QuotaRow> { new(null, null, [.. Enumerable.Range(0, Types.Count)], size, size) };
        for (var f = 0; f < features.Count; f++)
        {
            foreach (var quota in binding[f]) rows.Add(new QuotaRow(features[f].Name, quota.Value, [.. Enumerable.Range(0, Types.Count).Where(t => values[t][f] == quota.Value)], quota.Min, Math.Min(quota.Max, size)));
        }
        Rows = rows;
    }

    /// <summary>The linear program over all compositions, whole or not.</summary>
    public BoxProgram Relaxation()
    {
        var program = new BoxProgram(new double[Types.Count], [.. Types.Select(type => (double)type.Count)]);
        foreach (var row in Rows) program.AddRow(row.Types, [.. row.Types.Select(_ => 1d)], row.Min, row.Max);
        return program;
    }

    public bool Holds(int[] composition)
    {
        for (var t = 0; t < composition.Length; t++) if (composition[t] < 0 || composition[t] > Types[t].Count) return false;
        foreach (var row in Rows)
        {
            var sum = 0;
            foreach (var t in row.Types) sum += composition[t];
            if (sum < row.Min || sum > row.Max) return false;
        }
        return true;
    }
}

/// <summary>A valid inequality Σ weight·x ≤ bound that some point of the relaxation breaks but no composition does.</summary>
sealed record Cut(double[] Weights, double Bound);
