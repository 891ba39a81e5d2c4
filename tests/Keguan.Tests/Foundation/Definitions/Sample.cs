using System.ComponentModel;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;

namespace Keguan.Tests.Foundation.Definitions;

public enum SampleMode { InAdvance, Afterwards }

/// <summary>A definition with one of everything.</summary>
public sealed record Sample : IDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    [Description("how it is paid")]
    public SampleMode Mode { get; init; } = SampleMode.Afterwards;
    public bool Blind { get; init; }
    public int Rounds { get; init; } = 1;
    public long Count { get; init; }
    public decimal Weight { get; init; }
    public long CapFen { get; init; }
    public long? FloorFen { get; init; }
    public IReadOnlyList<long> StepsFen { get; init; } = [];
    public DateOnly? ValidFrom { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string[] Codes { get; init; } = [];
    public IReadOnlyDictionary<string, Text> Words { get; init; } = new Dictionary<string, Text>();
    public RuleValue? Days { get; init; }
    public IReadOnlyList<SampleCheck> Checks { get; init; } = [];
    public SamplePart? Part { get; init; }

    /// <summary>Computed: no key of the file.</summary>
    public bool Paid => Mode == SampleMode.InAdvance;

    public void Check(DefinitionCheck check)
    {
        var scope = new ExpressionScope().Add("grant", ExpressionType.Money).Add("staff", ExpressionType.Number);
        foreach (var one in Checks)
        {
            check.Compile(one.Holds, scope, ExpressionType.Boolean);
            check.Compile(one, nameof(one.When), one.When, scope, ExpressionType.Boolean);
        }
        check.Unique(this, nameof(Tags), Tags, tag => tag);
        if (Part?.Uses is { Length: > 0 } uses) check.Known(Part, nameof(Part.Uses), uses, check.Names<Sample>(), new Text("定义", "definition"));
    }
}

public sealed record SampleCheck
{
    public required string Key { get; init; }
    public required ExpressionSource Holds { get; init; }
    public string When { get; init; } = "";
}

/// <summary>A part that may contain parts.</summary>
public sealed record SamplePart
{
    public required string Name { get; init; }
    public string Uses { get; init; } = "";
    public IReadOnlyList<SamplePart> Parts { get; init; } = [];
}
