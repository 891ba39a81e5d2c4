using System.Text.Json;
using Keguan.Foundation.Definitions;
using Keguan.Recognition.RuleSets;
using Keguan.Tests.Support;

namespace Keguan.Tests.Recognition.RuleSets;

/// <summary>The house's own rule sets, read from their files without a database, and cases written as JSON.</summary>
static class Rules
{
    public static readonly DateOnly Today = new(2026, 11, 20);

    public static RuleSet Hnte { get; } = Load("hnte-2016");
    public static RuleSet TechSme { get; } = Load("tech-sme-2017");
    public static RuleSet SuperDeduction { get; } = Load("super-deduction-2015");

    static RuleSet Load(string name)
    {
        var text = File.ReadAllText(Repository.At("definitions", "rules", name + ".yaml"));
        return RuleSet.Of(new Definition<RuleSetDefinition>(name, ContentHash.Of(text), DefinitionReader.Read<RuleSetDefinition>(text, name + ".yaml").Required(), text));
    }

    public static RuleResult Judge(this RuleSet set, string json, DateOnly? asOf = null)
    {
        using var document = JsonDocument.Parse(json);
        return set.Judge(document.RootElement, asOf);
    }

    public static RuleResult Judge(this RuleSet set, JsonElement json, DateOnly? asOf = null)
    {
        var errors = new List<RuleCaseError>();
        var day = RuleCaseReader.AsOf(json, "", errors) ?? asOf ?? Today;
        var given = RuleCaseReader.Read(set, json, "", errors);
        Assert.Empty(errors);
        return set.Evaluate(given, day);
    }

    public static List<RuleCaseError> Faults(this RuleSet set, string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<RuleCaseError>();
        RuleCaseReader.AsOf(document.RootElement, "", errors);
        RuleCaseReader.Read(set, document.RootElement, "", errors);
        return errors;
    }

    /// <summary>A file of vectors, or the test is skipped where there is none.</summary>
    public static string Vectors(string name)
    {
        var file = Repository.Shared("rules", "vectors", name);
        if (file is null) Assert.Skip("The folder of test vectors (../shared/rules/vectors) is not here.");
        return file;
    }

    public static ConditionResult Condition(this RuleResult result, string key) => result.Conditions.Single(line => line.Rule.Key == key);

    public static ItemResult Item(this RuleResult result, string key) => result.Points.SelectMany(dimension => dimension.Items).Concat(result.Trials).First(item => item.Rule.Key == key);
}
