using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Architecture;

/// <summary>The rooms of the house and their doors (ARCHITECTURE.md, section 3), held against the built assembly.</summary>
public sealed partial class ModuleTests
{
    /// <summary>Whom each module may use, beside itself. A module that is not listed does not exist: a new one is a decision, made here.</summary>
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Foundation"] = [],
        ["Organisations"] = ["Foundation"],
        ["Review"] = ["Foundation", "Organisations"],
        ["Programmes"] = ["Foundation", "Organisations", "Review"],
        ["Recognition"] = ["Foundation", "Organisations", "Review", "Programmes"],
        ["Carriers"] = ["Foundation", "Organisations", "Review", "Programmes", "Recognition"],
        ["Market"] = ["Foundation", "Organisations"],
        ["Finance"] = ["Foundation", "Organisations"],
        ["Property"] = ["Foundation", "Organisations"],
        ["Service"] = ["Foundation", "Organisations"],
        ["Registers"] = ["Foundation", "Organisations"],
        ["Statistics"] = ["Foundation"],
        ["Reports"] = ["Foundation", "Statistics"],
        ["Portal"] = [.. Business],
        ["Demo"] = ["Portal", .. Business],
        ["Cli"] = [House.Root, "Demo", "Portal", .. Business],
        [House.Root] = ["Cli", "Demo", "Portal", .. Business],
    };

    static IEnumerable<string> Business =>
    [
        "Foundation", "Organisations", "Review", "Programmes", "Recognition", "Carriers", "Market", "Finance", "Property", "Service", "Registers", "Statistics",
        "Reports",
    ];

    /// <summary>They put the house together, so they may reach behind the doors: the composition root, the command line, the demonstration city.</summary>
    static readonly string[] Builders = [House.Root, "Cli", "Demo"];

    static readonly House House = new(typeof(Program).Assembly.Location);

    [Fact]
    public void Every_module_stands_in_the_plan() =>
        Assert.Empty(House.Types.Keys.Except(MayUse.Keys));

    [Fact]
    public void A_module_uses_only_those_below_it() =>
        Assert.Empty(House.Uses
            .Where(use => !MayUse.GetValueOrDefault(use.From, []).Contains(use.To))
            .Select(use => $"{use.FromType} uses {use.ToType}, but {use.From} may not use {use.To}"));

    [Fact]
    public void The_plan_itself_has_no_cycle_but_the_composition_root_and_its_command_line()
    {
        foreach (var module in MayUse.Keys.Except(Builders))
        {
            var reached = new HashSet<string>();
            var open = new Stack<string>(MayUse[module]);
            while (open.TryPop(out var next))
            {
                if (!reached.Add(next)) continue;
                foreach (var further in MayUse[next]) open.Push(further);
            }
            Assert.DoesNotContain(module, reached);
        }
    }

    [Fact]
    public void Across_modules_only_what_the_other_exports_is_used() =>
        Assert.Empty(House.Uses
            .Where(use => use.To != "Foundation" && !Builders.Contains(use.From))
            .Where(use => use.ToNamespace != $"Keguan.{use.To}.Exports" && !use.ToNamespace.StartsWith($"Keguan.{use.To}.Exports.", StringComparison.Ordinal))
            .Select(use => $"{use.FromType} uses {use.ToType}; across modules hold an id and use Keguan.{use.To}.Exports"));

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var wrong = new List<string>();
        foreach (var (top, name) in new[] { ("src/Keguan", "Keguan"), ("tests/Keguan.Tests", "Keguan.Tests"), ("tests/Keguan.Browser.Tests", "Keguan.Browser.Tests"), ("bench/Keguan.Bench", "Keguan.Bench") })
        {
            foreach (var (file, text) in SourceFiles.Below(top, ".cs"))
            {
                if (Namespace().Match(text) is not { Success: true } match) continue;
                var folder = Path.GetDirectoryName(file)!.Replace('\\', '/');
                var expected = folder.Length == 0 ? name : name + "." + folder.Replace('/', '.');
                if (match.Groups[1].Value != expected) wrong.Add($"{top}/{file}: namespace {match.Groups[1].Value}, folder says {expected}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_page_model_stands_beside_its_page_in_the_same_folder()
    {
        var wrong = new List<string>();
        foreach (var (file, text) in SourceFiles.Below("src/Keguan", ".cshtml"))
        {
            if (!text.Contains("@page", StringComparison.Ordinal) || Model().Match(text) is not { Success: true } match) continue;
            var model = match.Groups[1].Value.Split('.')[^1];
            var behind = Repository.At("src", "Keguan", file + ".cs");
            if (!File.Exists(behind) || !File.ReadAllText(behind).Contains("class " + model, StringComparison.Ordinal)) wrong.Add($"{file}: its model {model} is not in {Path.GetFileName(file)}.cs");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_map_of_the_modules_is_written()
    {
        var lines = SourceFiles.Below("src/Keguan", ".cs", ".cshtml", ".js", ".css")
            .GroupBy(file => file.Path.Contains('/') ? file.Path[..file.Path.IndexOf('/')] : House.Root)
            .ToDictionary(group => group.Key, group => (Files: group.Count(), Lines: group.Sum(file => file.Text.AsSpan().Count('\n'))));
        var modules = MayUse.Keys.Where(House.Types.ContainsKey).ToList();

        var page = new StringBuilder();
        page.Append("""
            # Modules

            Written by `./test` from the built assembly; do not edit. Who may use whom is in ARCHITECTURE.md, section 3; here is who does.
            An arrow points from the user to the used; the composition root and what everybody uses (Foundation) are left out of the picture.

            ```mermaid
            flowchart LR

            """);
        foreach (var module in modules.Where(module => module is not (House.Root or "Foundation"))) page.Append(CultureInfo.InvariantCulture, $"    {module}\n");
        foreach (var (from, to) in House.Uses.Select(use => (use.From, use.To)).Distinct().Where(pair => pair.To is not (House.Root or "Foundation") && pair.From != House.Root).Order())
            page.Append(CultureInfo.InvariantCulture, $"    {from} --> {to}\n");
        page.Append("```\n\n| module | types | files | lines | uses |\n|---|--:|--:|--:|---|\n");
        foreach (var module in modules)
        {
            var size = lines.GetValueOrDefault(module);
            var used = House.Uses.Where(use => use.From == module).GroupBy(use => use.To).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ({group.Select(use => use.ToType).Distinct().Count()} types)"));
            page.Append(CultureInfo.InvariantCulture, $"| {module} | {House.Types[module]} | {size.Files} | {size.Lines} | {string.Join(", ", used)} |\n");
        }
        Repository.WriteDocument("docs/modules.md", page.ToString());
        Assert.Contains("Foundation", modules);
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*[;{]", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^@model\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Model();
}
