using System.Globalization;
using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Lottery;

/// <summary>Plans and pools: the two of the paper, small random ones, and that of a bureau.</summary>
static class Pools
{
    public sealed record Instance(int Size, IReadOnlyList<QuotaFeature> Features, IReadOnlyList<Candidate> Pool);

    /// <summary>Flanigan et al.: one person on whom everything hangs, n/2 − 1 and n/2 who are alike; LEXIMIN gives all of them k/n, filling greedily a hundredth of it to some.</summary>
    public static Instance Paper(int people, int size)
    {
        var least = size / 2 - 1;
        List<Candidate> pool = [];
        void Add(int count, string gender, string leaning)
        {
            for (var i = 0; i < count; i++) pool.Add(new Candidate($"p{pool.Count + 1}", new Dictionary<string, string> { ["gender"] = gender, ["leaning"] = leaning }));
        }
        Add(1, "female", "conservative");
        Add(people / 2 - 1, "female", "liberal");
        Add(people / 2, "male", "conservative");
        return new Instance(size, [new("gender", [new("female", least, size), new("male", least, size)]), new("leaning", [new("liberal", least, size), new("conservative", least, size)])], pool);
    }

    /// <summary>So few people that every panel can be listed. Quotas around a panel that exists, some of them then moved so that they may contradict.</summary>
    public static Instance Small(int seed, bool tight)
    {
        var random = new Random(seed);
        int people = tight ? random.Next(7, 12) : random.Next(3, 9), size = random.Next(1, Math.Min(people, 4) + 1), features = tight ? random.Next(3, 7) : random.Next(0, 5);
        var values = Enumerable.Range(0, features).Select(_ => random.Next(2, 4)).ToArray();
        List<Candidate> pool = [.. Enumerable.Range(0, people).Select(i => new Candidate($"p{i}", Enumerable.Range(0, features).ToDictionary(f => $"f{f}", f => $"v{random.Next(values[f])}")))];
        var target = Enumerable.Range(0, people).OrderBy(_ => random.Next()).Take(size).ToList();
        List<QuotaFeature> quotas = [];
        for (var f = 0; f < features; f++)
        {
            List<Quota> own = [];
            for (var v = 0; v < values[f]; v++)
            {
                if (random.Next(4) == 0) continue;
                var count = target.Count(i => pool[i][$"f{f}"] == $"v{v}");
                var moved = random.Next(6) == 0 ? random.Next(3) - 1 : 0;
                var min = Math.Max(0, count - random.Next(2) + moved);
                own.Add(new Quota($"v{v}", min, Math.Max(min, count + random.Next(2) + moved)));
            }
            quotas.Add(new QuotaFeature($"f{f}", own));
        }
        return new Instance(size, quotas, pool);
    }

    /// <summary>Features v0, v1 … with quotas within a tenth of their share, or (uneven) of what an even panel would have.</summary>
    public static Instance Made(int seed, int people, int size, int[] values, bool uneven)
    {
        var random = new Random(seed);
        List<Candidate> pool = [.. Enumerable.Range(0, people).Select(i => new Candidate("EXP-" + i.ToString("0000", CultureInfo.InvariantCulture), Enumerable.Range(0, values.Length)
            .ToDictionary(f => $"f{f}", f => $"v{(uneven ? (int)(values[f] * random.NextDouble() * random.NextDouble()) : random.Next(values[f]))}")))];
        List<QuotaFeature> features = [];
        for (var f = 0; f < values.Length; f++)
        {
            features.Add(new QuotaFeature($"f{f}", [.. Enumerable.Range(0, values[f]).Select(v =>
            {
                var count = pool.Count(one => one[$"f{f}"] == $"v{v}");
                var share = (double)count * size / people;
                if (uneven) share = 0.6 * size / values[f] + 0.4 * share;
                return new Quota($"v{v}", (int)(Math.Min(share, count) * 0.9), (int)Math.Ceiling(share * 1.1));
            })]));
        }
        return new Instance(size, features, pool);
    }
}
