using System.CommandLine;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Keguan.Review.Assignments.Flow;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan assign solve GRAPH.dimacs`: an assignment as minimum-cost flow, solved and proven optimal, without a database.</summary>
static class AssignCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("assign", T("评审分配：最小费用流求解", "Assignment of reviews: the minimum-cost flow solver").ToString());
        command.Subcommands.Add(Solve(shell));
        return command;
    }

    static Command Solve(Shell shell)
    {
        var graph = new Argument<string>("GRAPH") { Description = T("DIMACS 最小费用流文件（p min、n、a 行）", "A DIMACS minimum-cost flow file (lines p min, n, a)").ToString() };
        var command = new Command("solve", T(
            "求最小费用流，输出一个 JSON：费用、流量、用时和每条有流量的弧；结果经对偶校验。无可行解时退出码为 1，并给出须放宽之处；文件有误时为 2。",
            "Solve a minimum-cost flow and print one JSON document: cost, flow, seconds, every arc that carries flow; checked by its dual. Exit code 1 if infeasible, with what would have to give; 2 if the file is wrong.").ToString()) { graph };
        command.SetAction(async (parsed, cancel) =>
        {
            var clock = Stopwatch.StartNew();
            NamedFlowProblem named;
            try
            {
                named = DimacsFlow.Read(await File.ReadAllBytesAsync(parsed.GetValue(graph)!, cancel));
            }
            catch (Exception wrong) when (wrong is DimacsException or IOException or UnauthorizedAccessException)
            {
                shell.Error.WriteLine($"{parsed.GetValue(graph)}: {wrong.Message}");
                return ExitCode.Usage;
            }
            FlowSolution solution;
            try
            {
                solution = MinimumCostFlow.Solve(named.Problem, Progress(shell), cancel);
            }
            catch (OverflowException wrong)
            {
                shell.Error.WriteLine($"{parsed.GetValue(graph)}: {wrong.Message}");
                return ExitCode.Usage;
            }
            var seconds = clock.Elapsed.TotalSeconds;
            if (FlowCertificate.FirstFault(named.Problem, solution) is { } fault) throw new InvalidOperationException("The solution does not hold against the problem: " + fault);
            using var document = new MemoryStream();
            using (var json = new Utf8JsonWriter(document, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                if (solution.Infeasible is { } cut) Write(json, named, cut);
                else Write(json, named, solution, seconds);
            }
            document.WriteByte((byte)'\n');
            document.Position = 0;
            await shell.WriteAsync(document, cancel);
            return solution.Infeasible is null ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    /// <summary>Only where somebody is looking: into a file or a pipe go errors and nothing else.</summary>
    static Progress<double>? Progress(Shell shell) =>
        ReferenceEquals(shell.Error, Console.Error) && !Console.IsErrorRedirected ? new Progress<double>(share => shell.Error.Write($"\r{share:P0} ")) : null;

    static void Write(Utf8JsonWriter json, NamedFlowProblem named, FlowSolution solution, double seconds)
    {
        var problem = named.Problem;
        json.WriteStartObject();
        json.WriteNumber("cost", solution.Cost);
        json.WriteNumber("flow", solution.Value);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        json.WriteStartArray("arcs");
        // Who gets what comes first; what the source sends and the sink receives, which follows from it, after.
        foreach (var ends in new[] { false, true })
        {
            for (var i = 0; i < problem.ArcCount; i++)
            {
                var arc = problem.Arcs[i];
                if (solution.Flow[i] == 0 || Touches(problem, arc) != ends) continue;
                json.WriteStartArray();
                json.WriteStringValue(named.Names[arc.From]);
                json.WriteStringValue(named.Names[arc.To]);
                json.WriteNumberValue(solution.Flow[i]);
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static bool Touches(FlowProblem problem, FlowArc arc) =>
        problem.Source is not null && (arc.From == problem.Source || arc.To == problem.Source || arc.From == problem.Sink || arc.To == problem.Sink);

    /// <summary>The nodes that must send out more than they can, and the bounds of which at least `missing` in all must give way.</summary>
    static void Write(Utf8JsonWriter json, NamedFlowProblem named, FlowCut cut)
    {
        var problem = named.Problem;
        json.WriteStartObject();
        json.WriteBoolean("infeasible", true);
        json.WriteNumber("missing", cut.Missing);
        json.WriteStartArray("relax");
        foreach (var arc in problem.Arcs)
        {
            var (from, to) = (cut.Side[arc.From], cut.Side[arc.To]);
            if (from == to || (!from && arc.Lower == 0)) continue;
            json.WriteStartObject();
            json.WriteString("from", named.Names[arc.From]);
            json.WriteString("to", named.Names[arc.To]);
            json.WriteNumber(from ? "capacity" : "lower", from ? arc.Capacity : arc.Lower);
            json.WriteEndObject();
        }
        for (var node = 0; node < problem.Nodes; node++)
        {
            var supply = problem.Supply[node];
            if (supply == 0 || cut.Side[node] != supply > 0) continue;
            json.WriteStartObject();
            json.WriteString("node", named.Names[node]);
            json.WriteNumber("supply", supply);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
