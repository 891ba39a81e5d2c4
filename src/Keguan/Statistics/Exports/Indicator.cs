using System.ComponentModel;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;

namespace Keguan.Statistics.Exports;

/// <summary>How an indicator's value arises.</summary>
public enum IndicatorKind
{
    /// <summary>Postings of a measure within the period, added up: how many.</summary>
    Count,

    /// <summary>Postings of a measure within the period, added up: how much.</summary>
    Sum,

    /// <summary>Only what was added within the period, without what was taken away.</summary>
    Additions,

    /// <summary>Only what was taken away within the period, as a positive number.</summary>
    Removals,

    /// <summary>All postings up to the last day of the period.</summary>
    Stock,

    /// <summary>Different subjects with something left of the measure.</summary>
    Subjects,

    /// <summary>Different organisations with something left of the measure.</summary>
    Organisations,

    /// <summary>A figure from outside with its document.</summary>
    Observed,

    /// <summary>Parts added up.</summary>
    Total,

    /// <summary>One less another.</summary>
    Difference,

    /// <summary>One divided by another.</summary>
    Ratio,

    /// <summary>One as a percentage of another that contains it.</summary>
    Share,

    /// <summary>One for each 10 000 of another (inhabitants, mostly).</summary>
    [DefinitionName("per-10000")] PerTenThousand,

    /// <summary>An amount divided by how many share it.</summary>
    Average,

    /// <summary>同比: growth in per cent over the same period of the year before.</summary>
    Growth,

    /// <summary>How much more than in the same period of the year before (percentage points where it is a percentage).</summary>
    Change,

    /// <summary>年均增幅: yearly growth in per cent over some years.</summary>
    Cagr,

    /// <summary>One as a percentage of the target set for it.</summary>
    Completion,

    /// <summary>Place among the members of a comparison group, 1 the best.</summary>
    Rank,

    /// <summary>Mean of the members of a comparison group.</summary>
    Mean,

    /// <summary>For how many years, this one included, there was nothing better; at most as many as are looked at.</summary>
    BestInYears,

    /// <summary>1 where it is the first time in the years looked at that there is anything at all (零的突破), otherwise 0.</summary>
    First,

    /// <summary>Stages that follow each other; the value is the last as a percentage of the first.</summary>
    Funnel,
}

/// <summary>What unit the amounts of a measure in 分 are told in.</summary>
public enum MoneyUnit { None, Yuan, Wan, Yi }

/// <summary>Which period an input is taken of.</summary>
public enum InputPeriod
{
    /// <summary>The same.</summary>
    Same,

    /// <summary>The calendar year in which the period ends: population at the end of the year.</summary>
    Year,

    /// <summary>The calendar year before: where this year's is not known yet.</summary>
    LastYear,
}

/// <summary>How parts make up a whole.</summary>
public enum PartsRelation
{
    /// <summary>Every one belongs to exactly one part: the parts add up to the whole.</summary>
    Partition,

    /// <summary>其中: some parts are named; together they are at most the whole.</summary>
    Subset,

    /// <summary>Parts by different questions (发明专利, 企业专利): each at most the whole, never added.</summary>
    Crossing,
}

/// <summary>Only postings with these dimensions. Every list that is given must hold the posting's value. `{year}` stands for the year in which the period ends.</summary>
public sealed record IndicatorFilter
{
    [Description("业务定义，如 science-plan、某台账 / definitions: science-plan, a register")]
    public IReadOnlyList<string> Definition { get; init; } = [];

    [Description("级别 / levels")]
    public IReadOnlyList<string> Level { get; init; } = [];

    [Description("类别 / categories")]
    public IReadOnlyList<string> Category { get; init; } = [];

    [Description("资助方式或类别内的种类 / funding mode or kind within the category")]
    public IReadOnlyList<string> Mode { get; init; } = [];

    [Description("批次，{year} 为期间所在年 / batches; {year} is the year of the period")]
    public IReadOnlyList<string> Batch { get; init; } = [];

    [Description("县（市、区）代码，含其下级 / area codes with what lies below")]
    public IReadOnlyList<string> Area { get; init; } = [];

    [Description("单位种类 / kinds of organisations: enterprise, institute, university …")]
    public IReadOnlyList<string> OrganisationKind { get; init; } = [];

    internal bool IsEmpty => Definition.Count + Level.Count + Category.Count + Mode.Count + Batch.Count + Area.Count + OrganisationKind.Count == 0;
}

/// <summary>The parts that a whole is made of.</summary>
public sealed record IndicatorParts
{
    [Description("partition 互斥且穷尽 / subset 其中 / crossing 交叉，不能相加")]
    public required PartsRelation Relation { get; init; }

    [Description("部分的指标 / indicators of the parts")]
    public required IReadOnlyList<string> Of { get; init; }
}

/// <summary>指标: one figure's meaning. Level and growth are different indicators.</summary>
public sealed record Indicator
{
    [Description("编号，全库唯一 / id, unique in the house")]
    public required string Id { get; init; }

    [Description("名称 / name")]
    public required Text Label { get; init; }

    [Description("单位 / unit")]
    public required Text Unit { get; init; }

    [Description("怎样得出 / how the value arises")]
    public required IndicatorKind Kind { get; init; }

    [Description("分录的计量 / measure of the postings")]
    public string Measure { get; init; } = "";

    [Description("只计这些 / only these")]
    public IndicatorFilter Where { get; init; } = new();

    [Description("主要输入：分子、被比较的指标 / first input: numerator, what is compared")]
    public string Of { get; init; } = "";

    [Description("第二输入：分母、目标、被减数 / second input: denominator, target, what is subtracted")]
    public string By { get; init; } = "";

    [Description("相加的各项或漏斗各环节 / what is added up, or the stages of a funnel")]
    public IReadOnlyList<string> Inputs { get; init; } = [];

    [Description("这个总数的构成 / what this whole is made of")]
    public IReadOnlyList<IndicatorParts> Parts { get; init; } = [];

    [Description("第二输入取哪一期 / which period the second input is taken of")]
    public InputPeriod ByPeriod { get; init; }

    [Description("年数：年均增幅、历年之最 / years: yearly growth, best in years")]
    public int Years { get; init; }

    [Description("比较的地区，空则为本级下属各地 / areas compared; empty: the parts of the bureau's own")]
    public IReadOnlyList<string> Among { get; init; } = [];

    [Description("越小越好 / less is better")]
    public bool LessIsBetter { get; init; }

    [Description("金额的单位 / unit of amounts: yuan, wan, yi")]
    public MoneyUnit Money { get; init; }

    [Description("分录数量除以此数 / quantities are divided by this")]
    public decimal DivideBy { get; init; } = 1;

    [Description("显示的小数位 / decimals shown")]
    public int Decimals { get; init; }

    [Description("从开始以来累计（仅 subjects、organisations）/ since the beginning (subjects and organisations only)")]
    public bool Cumulative { get; init; }

    [Description("这个外部增速所对应的数量指标，校核时核对两者 / the level that an observed growth belongs to; the check holds them against each other")]
    public string GrowthOf { get; init; } = "";

    [Description("预计或测算，不是已发生的 / a forecast, not a fact (T20)")]
    public bool Forecast { get; init; }

    [Description("口径说明 / what exactly it counts")]
    public Text Note { get; init; }

    [Description("依据的文件 / the document it rests on")]
    public string Basis { get; init; } = "";

    /// <summary>Computed from postings directly.</summary>
    public bool IsLeaf => Kind is IndicatorKind.Count or IndicatorKind.Sum or IndicatorKind.Additions or IndicatorKind.Removals or IndicatorKind.Stock or IndicatorKind.Subjects or IndicatorKind.Organisations;

    /// <summary>Needs the postings since the beginning, not only those of the period.</summary>
    public bool SinceTheBeginning => Kind == IndicatorKind.Stock || (Cumulative && Kind is IndicatorKind.Subjects or IndicatorKind.Organisations);

    /// <summary>Every indicator that it is computed from.</summary>
    public IEnumerable<string> Uses => new[] { Of, By }.Where(id => id.Length > 0).Concat(Inputs);

    /// <summary>What a quantity of the postings is divided by to give the value.</summary>
    public decimal Scale => Money switch { MoneyUnit.Yuan => 100m, MoneyUnit.Wan => 1_000_000m, MoneyUnit.Yi => 10_000_000_000m, _ => 1m } * DivideBy;
}
