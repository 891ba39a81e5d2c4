using System.Text.Json;
using Keguan.Tests.Support;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>WCAG 2.2 A and AA, as far as a machine can see, by axe-core from npm.</summary>
static class Axe
{
    static readonly Lazy<string> Script = new(() =>
    {
        var file = Repository.At("node_modules", "axe-core", "axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : throw new InvalidOperationException("axe-core is missing: run .ci/assets (or npm ci).");
    });

    public static async Task CheckAsync(IPage page, Action<string> wrong)
    {
        // Evaluated, not added as an element: the pages' Content-Security-Policy allows no foreign script.
        await page.EvaluateAsync(Script.Value + ";undefined");
        var json = await page.EvaluateAsync<string>("""
            async () => {
                const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] });
                return JSON.stringify(result.violations.map(v => ({
                    id: v.id, impact: v.impact, help: v.help,
                    nodes: v.nodes.map(n => ({ target: n.target.join(' '), html: n.html, summary: n.failureSummary }))
                })));
            }
            """);
        foreach (var violation in JsonSerializer.Deserialize<List<Violation>>(json, JsonSerializerOptions.Web) ?? [])
        {
            var places = violation.Nodes.Take(5).Select(node => $"    {node.Target}\n      {Short(node.Html)}\n      {node.Summary.ReplaceLineEndings(" ")}");
            wrong($"  axe {violation.Id} ({violation.Impact}): {violation.Help}, {violation.Nodes.Count} ×\n{string.Join("\n", places)}");
        }
    }

    static string Short(string html) => html.Length > 200 ? html[..200] + "…" : html;

    sealed record Violation(string Id, string? Impact, string Help, List<Node> Nodes);

    sealed record Node(string Target, string Html, string Summary);
}
