using Keguan.Foundation;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>What an indicator computes, in a sentence for people.</summary>
public static class Formula
{
    public static Text Of(Indicator one, IndicatorCatalogue catalogue)
    {
        Text Name(string id) => catalogue.Find(id)?.One.Label is { } label ? T($"“{label.Zh}”", $"“{label.En}”") : Text.Same(id);
        var (of, by) = (one.Of.Length > 0 ? Name(one.Of) : default, one.By.Length > 0 ? Name(one.By) : default);
        var when = one.ByPeriod switch { InputPeriod.Year => T("（当年）", " (of the year)"), InputPeriod.LastYear => T("（上年）", " (of last year)"), _ => default };
        var where = Filter(one.Where);
        return one.Kind switch
        {
            IndicatorKind.Count => T($"期间内分录“{one.Measure}”的数量合计{where.Zh}", $"the postings {one.Measure} of the period added up{where.En}"),
            IndicatorKind.Sum => T($"期间内分录“{one.Measure}”的数额合计{where.Zh}", $"the amounts of the postings {one.Measure} of the period added up{where.En}"),
            IndicatorKind.Additions => T($"期间内分录“{one.Measure}”的增加数{where.Zh}", $"what was added to {one.Measure} in the period{where.En}"),
            IndicatorKind.Removals => T($"期间内分录“{one.Measure}”的减少数{where.Zh}", $"what was taken from {one.Measure} in the period{where.En}"),
            IndicatorKind.Stock => T($"截至期末分录“{one.Measure}”的累计{where.Zh}", $"all postings {one.Measure} up to the last day{where.En}"),
            IndicatorKind.Subjects => T($"{(one.Cumulative ? "截至期末" : "期间内")}有分录“{one.Measure}”的不同事项数{where.Zh}", $"different matters with postings {one.Measure} {(one.Cumulative ? "up to the last day" : "in the period")}{where.En}"),
            IndicatorKind.Organisations => T($"{(one.Cumulative ? "截至期末" : "期间内")}有分录“{one.Measure}”的不同单位数{where.Zh}", $"different organisations with postings {one.Measure} {(one.Cumulative ? "up to the last day" : "in the period")}{where.En}"),
            IndicatorKind.Observed => T("外部数据，取自登记的观测值及其文件，不作推算", "observed outside, taken from the recorded observation and its document; never recomputed"),
            IndicatorKind.Total => T(string.Join(" + ", one.Inputs.Select(id => Name(id).Zh)), string.Join(" + ", one.Inputs.Select(id => Name(id).En))),
            IndicatorKind.Difference => T($"{of.Zh} − {by.Zh}{when.Zh}", $"{of.En} − {by.En}{when.En}"),
            IndicatorKind.Ratio or IndicatorKind.Average => T($"{of.Zh} ÷ {by.Zh}{when.Zh}", $"{of.En} ÷ {by.En}{when.En}"),
            IndicatorKind.Share or IndicatorKind.Completion => T($"{of.Zh} ÷ {by.Zh}{when.Zh} × 100%", $"{of.En} ÷ {by.En}{when.En} × 100%"),
            IndicatorKind.PerTenThousand => T($"{of.Zh} ÷ {by.Zh}{when.Zh} × 10 000", $"{of.En} ÷ {by.En}{when.En} × 10,000"),
            IndicatorKind.Growth => T($"（本期{of.Zh} − 上年同期）÷ 上年同期 × 100%", $"({of.En} − the same a year before) ÷ the same a year before × 100%"),
            IndicatorKind.Change => T($"本期{of.Zh} − 上年同期", $"{of.En} − the same a year before"),
            IndicatorKind.Cagr => T($"（本期{of.Zh} ÷ {one.Years} 年前）的 {one.Years} 次方根 − 1", $"({of.En} ÷ that of {one.Years} years before) to the power 1/{one.Years}, less 1"),
            IndicatorKind.Rank => T($"{of.Zh}在{Group(one).Zh}中的位次（{(one.LessIsBetter ? "由低到高" : "由高到低")}）", $"place of {of.En} among {Group(one).En} ({(one.LessIsBetter ? "lowest" : "highest")} first)"),
            IndicatorKind.Mean => T($"{of.Zh}在{Group(one).Zh}的平均", $"mean of {of.En} over {Group(one).En}"),
            IndicatorKind.BestInYears => T($"{of.Zh}连续多少年中最好（最多看 {one.Years} 年）", $"in how many years {of.En} was never better ({one.Years} are looked at)"),
            IndicatorKind.First => T($"{of.Zh}在此前 {one.Years} 年均为 0、本期大于 0 时为 1", $"1 where {of.En} was 0 in the {one.Years} years before and is above 0 now"),
            _ => T(string.Join(" → ", one.Inputs.Select(id => Name(id).Zh)) + "，末环节 ÷ 首环节 × 100%", string.Join(" → ", one.Inputs.Select(id => Name(id).En)) + "; the last ÷ the first × 100%"),
        };
    }

    static Text Group(Indicator one) => one.Among.Count == 0 ? T("本级下属各地", "the parts of the bureau's own area") : T(string.Join("、", one.Among.Select(code => CodeTables.Default.Areas.NameOf(code).Zh)), string.Join(", ", one.Among.Select(code => CodeTables.Default.Areas.NameOf(code).En)));

    static Text Filter(IndicatorFilter where)
    {
        var parts = new List<(string Zh, string En)>();
        void Add(string zh, string en, IReadOnlyList<string> values)
        {
            if (values.Count > 0) parts.Add(($"{zh}为 {string.Join("、", values)}", $"{en} {string.Join(" or ", values)}"));
        }
        Add("业务", "definition", where.Definition);
        Add("级别", "level", where.Level);
        Add("类别", "category", where.Category);
        Add("方式", "mode", where.Mode);
        Add("批次", "batch", where.Batch);
        Add("地区", "area", where.Area);
        Add("单位种类", "kind of organisation", where.OrganisationKind);
        return parts.Count == 0 ? default : T("，" + string.Join("，", parts.Select(part => part.Zh)), ", with " + string.Join(", ", parts.Select(part => part.En)));
    }
}
