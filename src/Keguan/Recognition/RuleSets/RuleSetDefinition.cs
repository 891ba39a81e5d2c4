using System.ComponentModel;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Forms;

namespace Keguan.Recognition.RuleSets;

/// <summary>
/// A set of rules as data: the conditions, points and amounts of one policy as its documents state them (definitions/rules/*.yaml). What is asked for, the
/// thresholds, the tables of bands and the formulas are all in the file; the program only evaluates them. docs/specs/rules.md.
/// </summary>
public sealed record RuleSetDefinition : IDefinition
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    [Description("规则集：同一事项先后各版、各地各版同名 / the matter; its editions and local variants share this name")]
    public required string RuleSet { get; init; }

    [Description("版本的叫法，如年份 / what this edition is called")]
    public required string Edition { get; init; }

    [Description("首个适用日 / first day on which it applies")]
    public required DateOnly ValidFrom { get; init; }

    [Description("最后适用日，空为至今 / last day; empty: still in force")]
    public DateOnly? ValidUntil { get; init; }

    [Description("适用区划代码，空为全国 / area code it applies in; empty: everywhere")]
    public string Area { get; init; } = "";

    [Description("使用说明 / what the reader should know")]
    public Text Note { get; init; }

    [Description("依据的文件 / the documents it rests on")]
    public required IReadOnlyList<RuleDocument> Documents { get; init; }

    [Description("要填的内容：自查页面即由此而来 / what is asked for; the page is made from it")]
    public required FormDefinition Form { get; init; }

    [Description("文件中还可以直接给出的量（页面不填）/ quantities that a file may give directly, not asked on the page")]
    public IReadOnlyList<RuleInput> Inputs { get; init; } = [];

    [Description("文件中允许出现而不读取的键（案例名、预期结果等）/ keys of a file that are passed over")]
    public IReadOnlyList<string> PassesOver { get; init; } = [];

    [Description("文件中金额的单位 / unit of the amounts in a file")]
    public string MoneyUnit { get; init; } = "万元";

    [Description("数值：门槛、比例、档次以外的一切数 / the numbers: thresholds, shares")]
    public IReadOnlyList<RuleSetting> Settings { get; init; } = [];

    [Description("分档表 / tables of bands")]
    public IReadOnlyList<RuleTable> Tables { get; init; } = [];

    [Description("公式：带参数的表达式 / formulas: expressions with parameters")]
    public IReadOnlyList<RuleFunction> Functions { get; init; } = [];

    [Description("计算量，依次计算 / computed quantities, one after the other")]
    public IReadOnlyList<RuleFigure> Figures { get; init; } = [];

    [Description("评分 / points, by dimension")]
    public IReadOnlyList<RuleDimension> Points { get; init; } = [];

    [Description("单项试算，不计入总分 / single items to try out, not counted")]
    public IReadOnlyList<RuleItem> Trials { get; init; } = [];

    [Description("条件 / conditions")]
    public IReadOnlyList<RuleCondition> Conditions { get; init; } = [];

    [Description("多行表逐行计算的量（如逐年并列）/ quantities computed for each row of a table (years side by side)")]
    public IReadOnlyList<RuleRowFigures> RowFigures { get; init; } = [];

    DateOnly? IDefinition.ValidFrom => ValidFrom;

    public RuleDocument? Document(string key) => Documents.FirstOrDefault(document => document.Key == key);

    public bool AppliesAt(DateOnly day, string area) => day >= ValidFrom && (ValidUntil is not { } last || day <= last) && Areas.Covers(Area, area);

    public void Check(DefinitionCheck check) => RuleSetBuilder.Check(this, check);
}

/// <summary>A document that rules come from.</summary>
public sealed record RuleDocument
{
    public required string Key { get; init; }

    [Description("文号 / document number")]
    public required string Number { get; init; }
    public required Text Title { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidUntil { get; init; }
    public required RuleStatus Status { get; init; }
}

/// <summary>Where something comes from: everything that a result shows carries it.</summary>
public interface IRuleSource
{
    string Document { get; }
    string Clause { get; }
    RuleStatus Status { get; }
}

/// <summary>What a quantity given directly may be.</summary>
public enum RuleInputType { Number, Money, Boolean, Date, Text, Numbers, Amounts }

public sealed record RuleInput
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required RuleInputType Type { get; init; }
}

/// <summary>A number that a document names. The same key may stand there several times for different times or areas.</summary>
public sealed record RuleSetting : IRuleSource
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    [Description("数、比例、金额、日期、是否：60%、5000 万元、365、true / a number, share, amount, day, yes or no")]
    public required ExpressionSource Value { get; init; }
    public required string Document { get; init; }
    public required string Clause { get; init; }
    public required RuleStatus Status { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidUntil { get; init; }
    public Text Note { get; init; }

    public bool AppliesAt(DateOnly day) => (ValidFrom is not { } first || day >= first) && (ValidUntil is not { } last || day <= last);
}

public sealed record RuleTable : IRuleSource
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required IReadOnlyList<RuleBand> Rows { get; init; }
    public required string Document { get; init; }
    public required string Clause { get; init; }
    public required RuleStatus Status { get; init; }
}

/// <summary>A row: `from` ≥, `above` &gt;, `to` ≤, `below` &lt;, or `is` a word; and what it gives.</summary>
public sealed record RuleBand
{
    public ExpressionSource? From { get; init; }
    public ExpressionSource? Above { get; init; }
    public ExpressionSource? To { get; init; }
    public ExpressionSource? Below { get; init; }
    public string Is { get; init; } = "";

    [Description("档次名 / name of the band")]
    public string Band { get; init; } = "";

    [Description("定值 / the one value it gives")]
    public ExpressionSource? Value { get; init; }

    [Description("分数的下限与上限 / least and most points")]
    public decimal? Low { get; init; }
    public decimal? High { get; init; }
    public Text Note { get; init; }
}

/// <summary>Types of the parameters of a formula.</summary>
public enum RuleParameterType { Number, Money, Date, Text, Boolean, Numbers, Amounts }

public sealed record RuleFunction
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    [Description("参数名与类型 / names and types of the parameters")]
    public required IReadOnlyList<RuleParameter> Parameters { get; init; }
    public required ExpressionSource Value { get; init; }
}

public sealed record RuleParameter
{
    public required string Key { get; init; }
    public required RuleParameterType Type { get; init; }
}

public sealed record RuleFigure : IRuleSource
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required ExpressionSource Value { get; init; }

    [Description("单位；% 的按百分数显示 / unit; with % it is shown as a percentage")]
    public Text Unit { get; init; }
    public int Decimals { get; init; } = 2;

    [Description("是否列在结果里 / listed with the result")]
    public bool Shown { get; init; } = true;

    [Description("主要结果 / one of the main results")]
    public bool Main { get; init; }
    public string Document { get; init; } = "";
    public string Clause { get; init; } = "";
    public RuleStatus Status { get; init; } = RuleStatus.Computed;
}

/// <summary>How the items of a dimension make its points.</summary>
public enum RuleCombination { Sum, Best }

public sealed record RuleDimension
{
    public required string Key { get; init; }
    public required Text Label { get; init; }

    [Description("满分；超出的不计 / most points; what is beyond is not counted")]
    public required decimal Max { get; init; }

    [Description("各项相加 sum，或取最高 best / items are added up, or the best counts")]
    public RuleCombination Combine { get; init; }

    [Description("直接给出的得分 / points given as such")]
    public ExpressionSource? Given { get; init; }
    public required IReadOnlyList<RuleItem> Items { get; init; }
}

/// <summary>An item: its points are exact (`points`), or a range that the table or `low` and `high` give and in which the experts choose.</summary>
public sealed record RuleItem : IRuleSource
{
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required decimal Max { get; init; }

    [Description("据以评分的量 / what the points are given for")]
    public ExpressionSource? Measure { get; init; }
    public Text Unit { get; init; }
    public int Decimals { get; init; } = 2;
    public string Table { get; init; } = "";
    public ExpressionSource? Points { get; init; }
    public ExpressionSource? Low { get; init; }
    public ExpressionSource? High { get; init; }
    public required string Document { get; init; }
    public required string Clause { get; init; }
    public required RuleStatus Status { get; init; }
    public Text Note { get; init; }
}

public sealed record RuleCondition : IRuleSource
{
    [Description("文件中的序号 / its number in the document")]
    public required string No { get; init; }
    public required string Key { get; init; }
    public required Text Label { get; init; }
    public required ExpressionSource Holds { get; init; }

    [Description("实际值与要求值 / what there is, and what is required")]
    public ExpressionSource? Value { get; init; }
    public ExpressionSource? Needs { get; init; }
    public Text Unit { get; init; }
    public int Decimals { get; init; } = 2;

    [Description("要求的方向 / which way the requirement goes")]
    public string Compare { get; init; } = "≥";

    [Description("还差多少 / how much is lacking")]
    public ExpressionSource? ShortBy { get; init; }
    public Text ShortUnit { get; init; }
    public int ShortDecimals { get; init; } = 2;

    [Description("差在哪里，{0} 处写上差额 / what is lacking; {0} is the amount")]
    public Text Advice { get; init; }
    public required string Document { get; init; }
    public required string Clause { get; init; }
    public required RuleStatus Status { get; init; }
    public Text Note { get; init; }
}

public sealed record RuleRowFigures
{
    [Description("哪张多行表 / which table")]
    public required string Of { get; init; }
    public required IReadOnlyList<RuleFigure> Figures { get; init; }
}
