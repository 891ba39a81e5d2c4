using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Keguan.Foundation.Similarity;
using Keguan.Review.Assignments;
using Keguan.Review.Assignments.Flow;

namespace Keguan.Bench;

/// <summary>
/// `dotnet run --project bench/Keguan.Bench -c Release -- matching [--documents N] [--only assignment|text] [--write]`: how fast experts are assigned and texts
/// matched, in this process, without database or web. Writes docs/benchmarks-matching.md.
/// </summary>
public static class Matching
{
    const int Length = 2_000;

    public static void Run(string[] args)
    {
        string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        var documents = int.Parse(Option("--documents") ?? "100000", CultureInfo.InvariantCulture);
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"""
            # Assignment and texts, how fast

            Written by `dotnet run --project bench/Keguan.Bench -c Release -- matching --documents {documents} --write` on {Environment.ProcessorCount} cores; other programs ran beside it, so
            the figures are upper bounds. Made data, except where a file is named.


            """);
        if (Option("--only") is null or "assignment") Assignment(report);
        if (Option("--only") is null or "text") Texts(report, documents);
        Console.WriteLine(report);
        if (args.Contains("--write")) File.WriteAllText(Path.Combine(BenchCity.Repository, "docs", "benchmarks-matching.md"), report.ToString());
    }

    static void Assignment(StringBuilder report)
    {
        report.Append("| assignment | arcs or candidates | cost | proven | seconds | aim |\n|---|--:|--:|---|--:|--:|\n");
        foreach (var (file, optimum) in new[] { ("hotcrp_50x200_c3.dimacs.txt", 0L), ("hotcrp_200x200_c3.dimacs.txt", 63_038L) })
        {
            var path = Path.Combine(Path.GetDirectoryName(BenchCity.Repository)!, "shared", "data", "assignment", file);
            if (!File.Exists(path)) continue;
            Solve(report, $"{file} (proven optimum {optimum:N0})", DimacsFlow.Read(File.ReadAllBytes(path)).Problem, "");
        }
        Solve(report, "solver: 1,000 proposals × 3 of 200 experts, everybody a candidate", Graph(1_000, 200, 200, 3), "1");
        Solve(report, "solver: 20,000 proposals × 5 of 5,000 experts", Graph(20_000, 5_000, 30, 5), "4");
        foreach (var (name, proposals, experts, candidates, reviewers, apart) in new[]
        {
            ("whole model with ties by randomness, balance, seniors: 1,000 × 200 × 3", 1_000, 200, 200, 3, 0),
            ("the same: 20,000 × 5 of 5,000", 20_000, 5_000, 30, 5, 0),
            ("the same with 100 pairs not together: 1,000 × 200 × 3", 1_000, 200, 200, 3, 100),
        })
        {
            var plan = Plan(proposals, experts, candidates, reviewers, apart);
            var (seconds, result) = Timed(() => Assigner.Solve(plan));
            report.Append(CultureInfo.InvariantCulture, $"| {name} | {plan.Candidates.Count:N0} | {result.Cost:N0} | {(result.IsOptimal ? "yes" : $"within {result.Cost - result.Bound:N0}")} | {seconds:0.00} | |\n");
            Console.Error.WriteLine($"{name}: {seconds:0.00} s");
        }
        report.Append('\n');
    }

    static void Solve(StringBuilder report, string name, FlowProblem problem, string aim)
    {
        var (seconds, solution) = Timed(() => MinimumCostFlow.Solve(problem));
        report.Append(CultureInfo.InvariantCulture, $"| {name} | {problem.ArcCount:N0} | {solution.Cost:N0} | {(FlowCertificate.FirstFault(problem, solution) is null ? "yes" : "NO")} | {seconds:0.00} | {aim} |\n");
        Console.Error.WriteLine($"{name}: {seconds:0.00} s");
    }

    /// <summary>The best of three: the first one also compiles.</summary>
    static (double Seconds, T Result) Timed<T>(Func<T> run)
    {
        var best = double.MaxValue;
        T result = default!;
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            result = run();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }
        return (best, result);
    }

    static FlowProblem Graph(int proposals, int experts, int candidates, int reviewers)
    {
        var random = new Random(5);
        var problem = new FlowProblem();
        var (source, sink) = (problem.AddNode(), problem.AddNode());
        var load = ((proposals * reviewers) + experts - 1) / experts;
        var nodes = Enumerable.Range(0, experts).Select(_ => problem.AddNode()).ToArray();
        foreach (var node in nodes)
        {
            problem.AddArc(source, node, 0, load, 0);
            for (var more = 1; more <= load / 2; more++) problem.AddArc(source, node, 0, 1, more * 50);
        }
        for (var p = 0; p < proposals; p++)
        {
            var node = problem.AddNode();
            problem.AddArc(node, sink, 0, reviewers, 0);
            foreach (var e in Some(random, experts, candidates)) problem.AddArc(nodes[e], node, 0, 1, random.Next(1_000));
        }
        problem.Maximise(source, sink);
        return problem;
    }

    static AssignmentPlan Plan(int proposals, int experts, int candidates, int reviewers, int apart)
    {
        var random = new Random(7);
        var load = ((proposals * reviewers) + experts - 1) / experts;
        return new AssignmentPlan
        {
            Experts = [.. Enumerable.Range(0, experts).Select(e => new AssignmentExpert($"e{e}", $"e{e}", load / 2, load * 2, e % 3 == 0))],
            Proposals = [.. Enumerable.Range(0, proposals).Select(p => new AssignmentProposal($"p{p}", $"p{p}", reviewers, p % 4 == 0))],
            Candidates = [.. Enumerable.Range(0, proposals).SelectMany(p => Some(random, experts, candidates).Select(e => new Candidate($"e{e}", $"p{p}", random.Next(1_001))))],
            NotTogether = [.. Enumerable.Range(0, apart).Select(_ => (One: random.Next(experts), Other: random.Next(experts))).Where(pair => pair.One != pair.Other)
                .Select(pair => new NotTogether($"e{pair.One}", $"e{pair.Other}", new("同一单位", "the same employer")))],
            Randomness = new byte[] { 1, 2, 3, 4 },
        };
    }

    static IEnumerable<int> Some(Random random, int of, int count)
    {
        if (count >= of) return Enumerable.Range(0, of);
        var some = new HashSet<int>();
        while (some.Count < count) some.Add(random.Next(of));
        return some;
    }

    static void Texts(StringBuilder report, int documents)
    {
        report.Append(CultureInfo.InvariantCulture, $"| {documents:N0} documents of {Length:N0} characters | build | index in memory | p50, processor | p99, processor | p99, by the clock |\n|---|--:|--:|--:|--:|--:|\n");
        var words = Words();
        var index = new TextIndex<int>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < documents; i++) index.Add(i, Document(words, i));
        index.Compact();
        var built = clock.Elapsed;
        Row(report, "search: six keywords", built, index.Bytes, documents, i => index.Search(Query(words, i, 6), 20));
        Row(report, "search: a title of twelve words", built, index.Bytes, documents, i => index.Search(Query(words, i, 12), 20));

        var finder = new DuplicateFinder<int>(i => Document(words, i));
        clock.Restart();
        for (var i = 0; i < documents; i++) finder.Add(i, Document(words, i));
        finder.Compact();
        built = clock.Elapsed;
        var (found, asked) = (0, 0);
        Row(report, "near-duplicates of a whole document, comparison with 20 candidates included", built, finder.Bytes, documents, i =>
        {
            var own = (int)(i * 7_919L % documents);
            asked++;
            if (finder.Find(Altered(Document(words, own), i)).Any(one => one.Key == own)) found++;
        });
        report.Append(CultureInfo.InvariantCulture, $"\nOf {asked} documents with 30 % of their characters replaced {found} were found again. Memory grows in proportion to the documents: {index.Bytes / (double)documents * 1e6 / (1L << 30):0.0} GB for search and {finder.Bytes / (double)documents * 1e6 / (1L << 30):0.0} GB for near-duplicates at 1,000,000 (aims: p99 50 ms, 4 GB).\n");
    }

    static void Row(StringBuilder report, string name, TimeSpan built, long bytes, int documents, Action<int> query)
    {
        const int Queries = 300;
        for (var i = 0; i < 20; i++) query(i);
        var (times, processor) = (new double[Queries], new double[Queries]);
        for (var i = 0; i < Queries; i++)
        {
            var (clock, before) = (Stopwatch.StartNew(), ProcessorTime());
            query(1_000 + i);
            (times[i], processor[i]) = (clock.Elapsed.TotalMilliseconds, ProcessorTime() - before);
        }
        Array.Sort(times);
        Array.Sort(processor);
        report.Append(CultureInfo.InvariantCulture, $"| {name} | {built.TotalSeconds:0} s | {bytes / 1e6:N0} MB | {processor[Queries / 2]:0.0} ms | {processor[Queries * 99 / 100]:0.0} ms | {times[Queries * 99 / 100]:0.0} ms |\n");
        Console.Error.WriteLine($"{name}: {documents} documents, built {built.TotalSeconds:0} s, {bytes / 1e6:N0} MB, processor p50 {processor[Queries / 2]:0.0} p99 {processor[Queries * 99 / 100]:0.0} ms, clock p99 {times[Queries * 99 / 100]:0.0} ms");
    }

    /// <summary>What the asking thread used, in milliseconds: the clock also counts what it waited for others. On Linux; elsewhere the clock.</summary>
    static double ProcessorTime() =>
        OperatingSystem.IsLinux() && ClockGetTime(ThreadProcessorTime, out var time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    const int ThreadProcessorTime = 3;

    struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")] static extern int ClockGetTime(int clock, out TimeSpec time);

    /// <summary>200 000 words of two to four ideographs out of 3 000, the frequent ideographs more often.</summary>
    static string[] Words()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 200_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(10) switch { < 7 => 2, < 9 => 3, _ => 4 }).Select(_ => (char)('一' + (int)Math.Exp(random.NextDouble() * Math.Log(3_000))))]))];
    }

    /// <summary>Words by Zipf's law; the same number always gives the same document.</summary>
    static string Document(string[] words, int number)
    {
        var random = new Random(number);
        var text = new StringBuilder(Length + 8);
        while (text.Length < Length)
        {
            text.Append(words[(int)Math.Exp(random.NextDouble() * Math.Log(words.Length)) - 1]);
            if (random.Next(9) == 0) text.Append('，');
        }
        return text.ToString();
    }

    static string Query(string[] words, int number, int count)
    {
        var random = new Random(-number);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => words[(int)Math.Exp(random.NextDouble() * Math.Log(words.Length)) - 1]));
    }

    static string Altered(string text, int number)
    {
        var random = new Random(number);
        var altered = new StringBuilder(text);
        foreach (var at in Enumerable.Range(0, text.Length / 2).OrderBy(_ => random.Next()).Take(text.Length * 3 / 20))
            (altered[2 * at], altered[(2 * at) + 1]) = ((char)('一' + random.Next(3_000)), (char)('一' + random.Next(3_000)));
        return altered.ToString();
    }
}
