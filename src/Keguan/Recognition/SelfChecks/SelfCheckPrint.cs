using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Recognition.RuleSets;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.SelfChecks;

/// <summary>自查报告 as a paper: conclusion, conditions with clauses, points, years side by side, what was filled in.</summary>
public static class SelfCheckPrint
{
    public static WordDocument Of(RuleResult result, string organisation, DateTime madeAt, IEnumerable<FormView> sections)
    {
        var definition = result.RuleSet.Definition;
        var document = new WordDocument(definition.Label.ToString(), null, result.RuleSet.Source.Version).Title();
        document.Facts(
        [
            new(T("单位", "Organisation").ToString(), organisation, true),
            new(T("结论", "Result").ToString(), RuleWords.Of(result.Verdict).ToString()),
            new(T("得分", "Points").ToString(), result.PointsLow is null ? "" : $"{RuleWords.Points(result.PointsLow, result.PointsHigh)} / {RuleWords.Plain(result.PointsMax)}"),
            new(T("自查时间", "Checked at").ToString(), ChinaTime.Minute(madeAt)),
            new(T("适用规则", "Rules").ToString(), $"{definition.RuleSet}@{definition.Edition}，{result.AsOf:yyyy-MM-dd}"),
        ]);
        document.Note(definition.Note.ToString());
        if (result.Conditions.Count > 0)
        {
            document.Heading(1, T("条件", "Conditions").ToString());
            document.Table([new("", 0.4), new(T("条件", "Condition").ToString(), 2.4), new(T("实际", "Actual").ToString(), 1), new(T("要求", "Required").ToString(), 1), new(T("结论", "Result").ToString(), 0.9), new(T("依据与说明", "Clause and remarks").ToString(), 2.4)],
                result.Conditions.Select(line => (IReadOnlyList<string?>)[line.Rule.No, line.Rule.Label.ToString(), RuleWords.Shown(line).Value, RuleShown.Needs(line), RuleWords.Of(line.Outcome).ToString(), $"{RuleShown.Clause(definition, line.Rule)} {line.Advice}".TrimEnd()]));
        }
        if (result.Points.Count > 0)
        {
            document.Heading(1, T("评分", "Points").ToString());
            document.Table([new(T("项目", "Item").ToString(), 2.4), new(T("计分依据", "Measured").ToString(), 1), new(T("档次", "Band").ToString(), 0.6), new(T("得分", "Points").ToString(), 0.8, true), new(T("满分", "Most").ToString(), 0.7, true), new(T("依据", "Clause").ToString(), 2.4)],
                result.Points.SelectMany(dimension => dimension.Items.Select(item => Item(definition, item)).Prepend([dimension.Rule.Label.ToString(), "", "", RuleWords.Points(dimension.Low, dimension.High), RuleWords.Plain(dimension.Rule.Max), ""])),
                [T("合计", "Total").ToString(), "", "", RuleWords.Points(result.PointsLow, result.PointsHigh), RuleWords.Plain(result.PointsMax), ""]);
        }
        var figures = result.Figures.Where(figure => figure.Rule.Shown && !figure.Value.IsMissing).ToList();
        if (figures.Count > 0)
        {
            document.Heading(1, T("计算", "Figures").ToString());
            document.Table([new(T("项目", "Item").ToString(), 2.4), new(T("数值", "Value").ToString(), 1.2, true), new(T("依据", "Clause").ToString(), 2.4)],
                figures.Select(figure => (IReadOnlyList<string?>)[figure.Rule.Label.ToString(), RuleShown.Figure(figure), RuleShown.Clause(definition, figure.Rule)]));
        }
        foreach (var rows in result.Rows.Where(rows => rows.Rows.Count > 0))
        {
            document.Heading(1, rows.Field.Label.ToString());
            var lines = RuleShown.Rows(rows);
            document.Table([.. lines.Heads.Select((head, i) => new WordColumn(head, i == 0 ? 1.6 : 1, i > 0))], lines.Lines);
        }
        var open = result.Settings.Where(setting => setting.Rule.Status == RuleStatus.Unverified).ToList();
        if (open.Count > 0) document.Note(T("下列数值尚未对原文核实：", "Not yet verified against the document: ").ToString() + string.Join(T("；", "; ").ToString(), open.Select(setting => setting.Rule.Label)));
        document.Heading(1, T("填报内容", "What was filled in").ToString());
        foreach (var section in sections) FormPrinter.Print(document, section, 2);
        return document;
    }

    static IReadOnlyList<string?> Item(RuleSetDefinition definition, ItemResult item) =>
    [
        "　" + item.Rule.Label, item.Measure.Kind == ValueKind.Text ? "" : RuleWords.Shown(item.Measure, item.Rule.Unit), item.Band,
        RuleWords.Points(item.Low, item.High), RuleWords.Plain(item.Rule.Max), RuleShown.Clause(definition, item.Rule),
    ];
}
