using System.Text;
using Keguan.Review.Assignments.Flow;

namespace Keguan.Tests.Review.Assignments.Flow;

public sealed class DimacsFlowTests
{
    [Fact]
    public void The_classic_format_with_supplies_is_read()
    {
        var read = Read("c a comment\np min 4 5\nn 1 4\nn 4 -4\na 1 2 0 4 2\na 1 3 0 2 2\na 2 3 0 2 1\na 2 4 0 3 3\na 3 4 0 5 1\n");
        Assert.Equal(["1", "4", "2", "3"], read.Names);
        var solution = MinimumCostFlow.Solve(read.Problem, cancel: TestContext.Current.CancellationToken);
        // Two along 1-3-4 at 3, two along 1-2-3-4 at 4: 14.
        Assert.Equal((14L, 4L), (solution.Cost, solution.Value));
    }

    [Fact]
    public void Nodes_with_names_a_source_and_a_sink_are_read()
    {
        var read = Read("\uFEFFp min 4 4\r\nn .source s\r\nn .sink t\r\n\r\na .source 专家甲 0 2 0\r\na 专家甲 p1 0 1 3\r\na p1 .sink 0 1 0\r\na .source p1 0 1 9\r\n");
        Assert.Equal([".source", ".sink", "专家甲", "p1"], read.Names);
        Assert.Equal((0, 1), (read.Problem.Source, read.Problem.Sink));
        Assert.Equal(3, MinimumCostFlow.Solve(read.Problem, cancel: TestContext.Current.CancellationToken).Cost);
    }

    [Theory]
    [InlineData("", "line 0: there is no line")]
    [InlineData("a 1 2 0 1 1\n", "line 1: the line p must come first")]
    [InlineData("p max 2 1\n", "line 1: only problems")]
    [InlineData("p min 2 2\na 1 2 0 1 1\n", "line 2: 1 arcs, but the line p says 2")]
    [InlineData("p min 1 1\na 1 2 0 1 1\n", "line 2: “2” would be node 2")]
    [InlineData("p min 2 1\na 1 2 0 x 1\n", "line 2: “x” is not a whole number")]
    [InlineData("p min 2 1\na 1 2 0 1\n", "line 2: a number is missing")]
    [InlineData("p min 2 1\na 1 2 3 1 1\n", "line 2: bounds 3…1")]
    [InlineData("p min 2 1\na 1 2 0 1 1 1\n", "line 2: something is left over")]
    [InlineData("p min 2 0\nn 1 s\n", "line 2: a source")]
    [InlineData("p min 2 0\nn 1 s\nn 2 s\n", "line 3: a second source")]
    [InlineData("p min 2 0\nx 1\n", "line 2: “x” is not a kind of line")]
    public void A_fault_is_told_with_its_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<DimacsException>(() => Read(text)).Message, StringComparison.Ordinal);

    static NamedFlowProblem Read(string text) => DimacsFlow.Read(Encoding.UTF8.GetBytes(text));
}
