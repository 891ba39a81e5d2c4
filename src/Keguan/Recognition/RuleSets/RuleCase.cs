using Keguan.Foundation.Expressions;

namespace Keguan.Recognition.RuleSets;

/// <summary>What is to be judged: values by key, and which of them somebody gave at all.</summary>
/// <param name="Given">Keys of inputs that are there. A condition none of whose inputs is there was not asked about, which is not the same as not met.</param>
public sealed record RuleCase(IValueSource Values, IReadOnlySet<string> Given)
{
    /// <summary>What the case is called in the file.</summary>
    public string Name { get; init; } = "";

    /// <summary>The unit in which amounts were given and are answered.</summary>
    public string MoneyUnit { get; init; } = "万元";
}
