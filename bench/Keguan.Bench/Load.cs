using System.Diagnostics;

namespace Keguan.Bench;

/// <summary>One client's next request. It throws when the answer is not what it should be.</summary>
public delegate Task Step(int client, int number);

public sealed record Measured(double PerSecond, double P50, double P99, long Requests, long Failed, string Failure);

/// <summary>A closed loop: so many clients, each sending its next request when it has the whole answer to the last.</summary>
public static class Load
{
    public static async Task<Measured> RunAsync(int clients, int seconds, Step step)
    {
        await LoopAsync(clients, TimeSpan.FromSeconds(Math.Min(2, seconds)), step, 0);
        return await LoopAsync(clients, TimeSpan.FromSeconds(seconds), step, 1_000_000);
    }

    static async Task<Measured> LoopAsync(int clients, TimeSpan time, Step step, int first)
    {
        var watch = Stopwatch.StartNew();
        var failed = 0L;
        var failure = "";
        var latencies = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var mine = new List<double>(10_000);
            for (var number = first; watch.Elapsed < time; number++)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    await step(client, number);
                    mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
                catch (Exception wrong)
                {
                    Interlocked.Increment(ref failed);
                    failure = wrong.Message;
                }
            }
            return mine;
        })));
        var elapsed = watch.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(one => one).ToArray();
        Array.Sort(all);
        double At(double share) => all.Length == 0 ? double.NaN : all[Math.Min(all.Length - 1, (int)(all.Length * share))];
        return new Measured(all.Length / elapsed, At(0.5), At(0.99), all.Length, failed, failure);
    }
}
