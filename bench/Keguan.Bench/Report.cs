using System.Globalization;
using System.Text;

namespace Keguan.Bench;

/// <summary>docs/benchmarks.md.</summary>
public sealed class Report
{
    sealed record Line(string Database, int Rows, Scenario Scenario, int Clients, Measured Ours, Measured Theirs)
    {
        public double Share => Ours.PerSecond / Theirs.PerSecond;
    }

    readonly List<Line> _lines = [];
    readonly List<string> _rest = [];

    /// <summary>Answers that were not what they should be: figures beside them are worth nothing.</summary>
    public long Failures { get; private set; }

    public void Add(string database, Server product) =>
        _rest.Add(string.Create(CultureInfo.InvariantCulture, $"| {database} | {product.FirstPage.TotalSeconds:0.0} s | {product.RestMegabytes:0} MB |"));

    public void Add(string database, int rows, Scenario scenario, int clients, Measured ours, Measured theirs)
    {
        _lines.Add(new Line(database, rows, scenario, clients, ours, theirs));
        Failures += ours.Failed + theirs.Failed;
        if (ours.Failed > 0) Console.Error.WriteLine($"{scenario.Name}: {ours.Failed} failed, e.g. {ours.Failure}");
        if (theirs.Failed > 0) Console.Error.WriteLine($"{scenario.Name}, bare: {theirs.Failed} failed, e.g. {theirs.Failure}");
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {scenario.Name,-8} {clients,2} clients: {ours.PerSecond,7:0}/s p50 {ours.P50:0.0} p99 {ours.P99:0.0} ms   bare {theirs.PerSecond,7:0}/s   {ours.PerSecond / theirs.PerSecond:0.00}"));
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # How fast

            Other figures: [assignment and texts](benchmarks-matching.md).

            Written by `dotnet run --project bench/Keguan.Bench -c Release -- --write` on {Environment.ProcessorCount} cores, which the load, the server and the database shared; so the ratios say
            more than the figures. Each scenario runs against the published program and against a bare minimal API that reads or writes the same rows by ADO.NET, without sessions,
            permissions, Journal, forms or pages. Aims: reads at least half of its throughput, writes a third, p99 under 60 ms at 16 clients.

            | scenario | database | rows | clients | requests/s | p50 ms | p99 ms | bare requests/s | share | aim |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var line in _lines)
            text.Append(CultureInfo.InvariantCulture, $"| {line.Scenario.Label} | {line.Database} | {line.Rows:N0} | {line.Clients} | {line.Ours.PerSecond:N0} | {line.Ours.P50:0.0} | {line.Ours.P99:0.0} | {line.Theirs.PerSecond:N0} | {line.Share:0.00} | {line.Scenario.Aim:0.00} |\n");
        text.Append("\nA hundred times the rows (aim: at most 1.3 × the time):\n\n| scenario | database | clients | time for many : time for 1,000 |\n|---|---|--:|--:|\n");
        foreach (var many in _lines.Where(line => line.Scenario.AlsoSmall && line.Rows > 1_000))
        {
            if (_lines.Find(line => line.Scenario == many.Scenario && line.Database == many.Database && line.Clients == many.Clients && line.Rows == 1_000) is { } few)
                text.Append(CultureInfo.InvariantCulture, $"| {many.Scenario.Label} | {many.Database} | {many.Clients} | {many.Ours.P50 / few.Ours.P50:0.00} |\n");
        }
        text.Append("\nCold start to the first list page, and memory at rest after it (aims: 3 s, 250 MB):\n\n| database | first page | memory |\n|---|--:|--:|\n");
        foreach (var line in _rest) text.Append(line).Append('\n');
        return text.ToString();
    }
}
