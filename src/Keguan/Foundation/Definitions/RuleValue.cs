using System.ComponentModel;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Definitions;

/// <summary>How sure it is that a rule says what the definition says.</summary>
public enum RuleStatus
{
    /// <summary>Read in the source itself.</summary>
    [DefinitionName("源")] Source,

    /// <summary>Read in a reprint, an article, a comment.</summary>
    [DefinitionName("二手")] SecondHand,

    /// <summary>Written from knowledge of the trade, not yet verified.</summary>
    [DefinitionName("未核")] Unverified,

    /// <summary>Computed from other values.</summary>
    [DefinitionName("算")] Computed,

    /// <summary>This bureau's own rule, free to change.</summary>
    [DefinitionName("本地规定")] Local,
}

public static class RuleStatuses
{
    /// <summary>What stands beside a rule on a page.</summary>
    public static Text Words(this RuleStatus status) => status switch
    {
        RuleStatus.Source => T("已核原文", "read in the source"),
        RuleStatus.SecondHand => T("据转载", "from a reprint"),
        RuleStatus.Unverified => T("未核", "not verified"),
        RuleStatus.Computed => T("推算", "computed"),
        _ => T("本地规定", "local rule"),
    };
}

/// <summary>A number that a rule names — a threshold, a number of days, a share — with the document it comes from.</summary>
public sealed record RuleValue
{
    [Description("数值 / the number")]
    public required decimal Value { get; init; }

    [Description("单位 / the unit: 个工作日, 日, 个月, 万元, %, 人 …")]
    public Text Unit { get; init; }

    [Description("依据：文号和条款，或“本地规定” / document number and clause, or 本地规定")]
    public required string Basis { get; init; }

    [Description("核实情况 / how sure: 源 read in the source, 二手 second hand, 未核 not verified, 算 computed, 本地规定 local rule")]
    public required RuleStatus Status { get; init; }

    [Description("适用区划代码 / area code it applies in (GB/T 2260)")]
    public string Jurisdiction { get; init; } = "";

    [Description("生效日 / first day")]
    public DateOnly? ValidFrom { get; init; }

    [Description("失效日 / last day")]
    public DateOnly? ValidUntil { get; init; }

    /// <summary>The number where it counts something.</summary>
    public int Whole => Value == decimal.Truncate(Value) ? (int)Value : throw new InvalidOperationException($"{Value} {Unit.En} is no whole number ({Basis}).");

    /// <summary>5 个工作日 / 5 working days.</summary>
    public Text Shown => new($"{Value:0.####} {Unit.Zh}".TrimEnd(), $"{Value:0.####} {Unit.En}".TrimEnd());
}
