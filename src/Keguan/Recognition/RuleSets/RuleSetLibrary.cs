using Keguan.Foundation.Definitions;

namespace Keguan.Recognition.RuleSets;

/// <summary>Finds the edition of a rule set that applies on a day and in an area.</summary>
public sealed class RuleSetLibrary(DefinitionStore definitions)
{
    /// <summary>Names of the rule sets that there are: hnte, tech-sme …</summary>
    public IReadOnlyList<string> Names => [.. definitions.All<RuleSetDefinition>().Select(definition => definition.Value.RuleSet).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All editions of one, the earliest first.</summary>
    public IReadOnlyList<RuleSet> Editions(string name) =>
        [.. definitions.All<RuleSetDefinition>().Where(definition => definition.Value.RuleSet == name).OrderBy(definition => definition.Value.ValidFrom).Select(RuleSet.Of)];

    /// <summary>The edition in force on that day; that of the area itself before that of the whole country, the latest of several. Null when there is none.</summary>
    public RuleSet? Find(string name, DateOnly asOf, string area = "") =>
        Editions(name).Where(edition => edition.Definition.AppliesAt(asOf, area))
            .OrderByDescending(edition => edition.Definition.Area.TrimEnd('0').Length).ThenByDescending(edition => edition.Definition.ValidFrom).FirstOrDefault();

    /// <summary>The very version that a stored result was made by.</summary>
    public RuleSet Get(string key, string version) => RuleSet.Of(definitions.Get<RuleSetDefinition>(key, version));
}
