using System.Text.Json;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed class AssignCommandTests : IDisposable
{
    readonly string _folder = Database.NewFolder();

    [Fact]
    public async Task The_counterexample_to_filling_minimum_loads_first_costs_minus_19()
    {
        var answer = (await Terminal.RunAsync("assign", "solve", Graph("""
            p min 6 8
            n s s
            n t t
            a s u1 1 1 0
            a s u2 0 2 0
            a u1 p1 0 1 -10
            a u1 p2 0 1 -10
            a u2 p1 0 1 -9
            a u2 p2 0 1 -1
            a p1 t 0 1 0
            a p2 t 0 1 0
            """))).Ended(0);
        using var document = JsonDocument.Parse(answer.Output);
        Assert.Equal(-19, document.RootElement.GetProperty("cost").GetInt64());
        Assert.Equal(2, document.RootElement.GetProperty("flow").GetInt64());
        Assert.True(document.RootElement.GetProperty("seconds").GetDouble() >= 0);
        var arcs = document.RootElement.GetProperty("arcs").EnumerateArray().Select(arc => $"{arc[0].GetString()}>{arc[1].GetString()} {arc[2].GetInt64()}").ToList();
        Assert.Equal(["u1>p2 1", "u2>p1 1", "s>u1 1", "s>u2 1", "p1>t 1", "p2>t 1"], arcs);
        Assert.Empty(answer.Error);
    }

    [Fact]
    public async Task An_infeasible_graph_ends_with_1_and_says_what_would_have_to_give()
    {
        var answer = (await Terminal.RunAsync("assign", "solve", Graph("p min 3 2\nn 1 4\nn 3 -4\na 1 2 0 9 1\na 2 3 0 1 1\n"))).Ended(1);
        using var document = JsonDocument.Parse(answer.Output);
        Assert.True(document.RootElement.GetProperty("infeasible").GetBoolean());
        Assert.Equal(3, document.RootElement.GetProperty("missing").GetInt64());
        Assert.Equal("2", document.RootElement.GetProperty("relax")[0].GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_file_that_is_wrong_or_missing_ends_with_2_and_nothing_on_standard_output()
    {
        var wrong = (await Terminal.RunAsync("assign", "solve", Graph("p min 2 1\na 1 2 0 1\n"))).Ended(2);
        Assert.Contains("line 2: a number is missing", wrong.Error, StringComparison.Ordinal);
        Assert.Empty(wrong.Output);
        Assert.Empty((await Terminal.RunAsync("assign", "solve", Path.Combine(_folder, "nowhere.dimacs"))).Ended(2).Output);
        Assert.Empty((await Terminal.RunAsync("assign", "solve")).Ended(2).Output);
    }

    string Graph(string text)
    {
        var file = Path.Combine(_folder, "graph.dimacs");
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
