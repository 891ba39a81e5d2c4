using System.Diagnostics;
using System.Globalization;
using System.Text;
using Keguan.Review.Draws;
using Keguan.Review.Lottery;

namespace Keguan.Bench;

/// <summary>
/// `… Keguan.Bench -- draws [--write]`: how long draws and lotteries take, first in a cold process where that is said, then the median of five. In one thread but for the order of labels. `--write`: docs/benchmarks-draws.md.
/// </summary>
public static class DrawBench
{
    sealed record Instance(int Size, IReadOnlyList<QuotaFeature> Features, IReadOnlyList<Candidate> Pool);

    public static int Run(bool write)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"""
            # How fast: draws and lotteries

            Written by `dotnet run --project bench/Keguan.Bench -c Release -- draws --write` on {Environment.ProcessorCount} cores. First: in the fresh process, compilation included; then the median of five; the largest once, stopped after
            100 s. The paper's times are of a commercial solver on a desktop machine.

            | what | first | then | smallest chance | proven bound | exact | types | aim | in the paper |
            |---|--:|--:|--:|--:|---|--:|--:|--:|

            """);
        Lottery("lottery small: 20 of 200, 2 features", Paper(200, 20), "20 ms", "2.7 s");
        Lottery("lottery large: 200 of 2 000, 2 features", Paper(2_000, 200), "1 s", "1 161.8 s");
        for (var seed = 1; seed <= 4; seed++) Lottery($"a bureau's: 7 of 500, 5 overlapping features, {(seed % 2 == 0 ? "uneven" : "even")} ({seed})", Made(seed, 500, 7, [4, 5, 3, 3, 2], seed % 2 == 0), "2 s", "");
        foreach (var (seed, uneven) in new[] { (1, false), (3, true) }) Lottery($"110 of 1 727, 7 features of 2–8 values, {(uneven ? "uneven" : "even")} ({seed})", Made(seed, 1_727, 110, [2, 3, 4, 5, 6, 7, 8], uneven), "1 % in 120 s", "4 011.6 s (a comparable one)", repeat: 0);
        var labels = Enumerable.Range(0, 500_000).Select(i => "EXP-" + i.ToString("000000", CultureInfo.InvariantCulture)).ToList();
        var key = DrawHash.Sha256.Of("bench"u8);
        Time("order of 500 000, SHA-256", () => LabelOrder.Of(DrawHash.Sha256, key, labels).Length, _ => "| | | | |", "300 ms", "");
        Time("order of 500 000, SM3", () => LabelOrder.Of(DrawHash.Sm3, key, labels).Length, _ => "| | | | |", "", "");
        Console.WriteLine(table.ToString());
        if (write) File.WriteAllText(Path.Combine(BenchCity.Repository, "docs", "benchmarks-draws.md"), table.ToString());
        return 0;

        void Lottery(string what, Instance one, string aim, string paper, int repeat = 5) => Time(what, () =>
            {
                using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(100));
                return PanelLottery.Solve(one.Size, one.Features, one.Pool, stop: stop.Token);
            },
            lottery => string.Create(CultureInfo.InvariantCulture, $"{lottery.Minimum:0.0000 %} | {lottery.Bound:0.0000 %} | {(lottery.IsExact ? "yes" : "no")} | {lottery.Types} |"), aim, paper, repeat);

        void Time<T>(string what, Func<T> work, Func<T, string> told, string aim, string paper, int repeat = 5)
        {
            var times = new List<double>();
            T outcome = default!;
            for (var i = 0; i <= repeat; i++)
            {
                GC.Collect();
                var clock = Stopwatch.StartNew();
                outcome = work();
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
            var line = string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[0]:0.0} ms | {(repeat == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{times.Skip(1).Order().ElementAt(repeat / 2):0.0} ms"))} | {told(outcome)} {aim} | {paper} |").Replace("| | | | | |", "| | | | |", StringComparison.Ordinal);
            Console.Error.WriteLine(line);
            table.Append(line).Append('\n');
        }
    }

    static Instance Paper(int people, int size)
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

    /// <summary>Quotas within a tenth of each value's share of the pool, or (uneven) mostly of what an even panel would have.</summary>
    static Instance Made(int seed, int people, int size, int[] values, bool uneven)
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
