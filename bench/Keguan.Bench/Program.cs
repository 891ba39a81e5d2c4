using System.Globalization;
using Keguan.Bench;

// dotnet run --project bench/Keguan.Bench -c Release -- [--database sqlite|postgres] [--rows N] [--seconds N] [--only NAME] [--write]
// Measures the published program (artifacts/app, made by ./keguan --version) beside a bare minimal API on the same rows, one after the other on the same machine.

if (args is ["bare", ..])
{
    await Bare.ServeAsync(args[1..]);
    return 0;
}
// … -- draws [--write]: draws and lotteries, without server or database.
if (args is ["draws", ..]) return DrawBench.Run(args.Contains("--write"));

if (args is ["matching", ..])
{
    Matching.Run(args[1..]);
    return 0;
}

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var rows = int.Parse(Option("--rows") ?? "100000", CultureInfo.InvariantCulture);
var seconds = int.Parse(Option("--seconds") ?? "8", CultureInfo.InvariantCulture);
var only = Option("--only");
var report = new Report();

foreach (var database in Option("--database") is { } named ? [named] : new[] { "sqlite", "postgres" })
{
    if (database == "postgres" && Environment.GetEnvironmentVariable("KEGUAN_TEST_POSTGRES") is null)
    {
        Console.Error.WriteLine("KEGUAN_TEST_POSTGRES is not set (.ci/postgres start): PostgreSQL is left out.");
        continue;
    }
    foreach (var size in new[] { 1_000, rows }.Distinct())
    {
        Console.Error.WriteLine($"{database}, {size} applications …");
        await using var city = await BenchCity.FoundAsync(database, size);
        await using var product = await Server.ProductAsync(city);
        await using var bare = await Server.BareAsync(city);
        if (size == rows) report.Add(database, product);
        foreach (var scenario in Scenario.All.Where(one => (only is null || one.Name == only) && (size == rows || one.AlsoSmall)))
        {
            foreach (var clients in new[] { 1, 16 })
            {
                var ours = await Load.RunAsync(clients, seconds, await scenario.Product(city, product, clients));
                var theirs = await Load.RunAsync(clients, seconds, await scenario.Bare(city, bare, clients));
                report.Add(database, size, scenario, clients, ours, theirs);
            }
        }
    }
}

Console.WriteLine(report.ToString());
if (args.Contains("--write")) File.WriteAllText(Path.Combine(BenchCity.Repository, "docs", "benchmarks.md"), report.ToString());
return report.Failures == 0 ? 0 : 1;
