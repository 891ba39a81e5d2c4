using Keguan.Foundation.Expressions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Expressions;

/// <summary>docs/specs/expressions.md says what the code does: its tables are written from the code.</summary>
public sealed class SpecificationTests
{
    const string Page = "docs/specs/expressions.md";

    [Fact]
    public void The_table_of_functions_is_the_one_of_the_code() => Holds("functions", string.Join('\n',
    [
        "| function | 作用 | what it gives |", "|---|---|---|",
        .. Builtins.Forms.Select(form => $"| `{Before(form.Value.Zh)}` | {After(form.Value.Zh)} | {After(form.Value.En)} |"),
        .. Builtins.Functions.Values.Select(f =>
            $"| {string.Join("<br>", f.Signatures.Select(s => $"`{Signature(f.Name, s)}`"))} | {Cell(f.Description.Zh)} | {Cell(f.Description.En)} |"),
    ]));

    [Fact]
    public void The_bounds_are_those_of_the_code() => Holds("bounds", string.Join('\n',
        "| bound | at most |", "|---|--:|",
        $"| characters of source | {ExpressionLimits.SourceLength} |",
        $"| nesting | {ExpressionLimits.Nesting} |",
        $"| parts (nodes) | {ExpressionLimits.Nodes} |",
        $"| steps of one evaluation | {ExpressionLimits.Steps} |",
        $"| characters of a computed text | {ExpressionLimits.TextLength} |",
        $"| characters of a pattern | {ExpressionLimits.PatternLength} |"));

    static string Signature(string name, FunctionSignature s) =>
        $"{name}({string.Join(", ", s.Parameters.Select((p, i) => i >= s.Parameters.Count - s.Optional ? $"[{p}]" : p.ToString()))}{(s.Repeats ? ", …" : "")}) → {s.Result}".Replace("list of missing", "list");

    static string Before(string usage) => usage[..usage.IndexOf('：')];
    static string After(string usage) => Cell(usage[(usage.IndexOfAny(['：', ':']) + 1)..].Trim());
    static string Cell(string text) => text.Replace("|", "\\|");

    static void Holds(string part, string expected)
    {
        var page = File.ReadAllText(Repository.At(Page.Split('/')));
        var (open, close) = ($"<!-- {part} -->\n", $"<!-- /{part} -->");
        var start = page.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var end = page.IndexOf(close, StringComparison.Ordinal);
        Repository.WriteDocument(Page, page[..start] + expected + "\n" + page[end..]);
        if (!Repository.WritesDocuments) Assert.Equal(expected, page[start..end].TrimEnd());
    }
}
