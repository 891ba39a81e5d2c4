using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.WorkReports;

/// <summary>
/// 出具前校核: what can be wrong with a report although every figure is right in itself. Pure: a built report and the values behind it in, findings out, faults first.
/// </summary>
public static partial class ReportChecks
{
    public static IReadOnlyList<Finding> Of(BuiltReport report, Period period, IReadOnlyDictionary<Ask, IndicatorValue> values, IndicatorCatalogue catalogue)
    {
        var found = new List<Finding>();
        foreach (var figure in report.Figures) OfFigure(figure, period, found);
        foreach (var figure in report.Figures.Where(figure => figure.Value is not null)) Parts(figure, values, catalogue, found);
        foreach (var figure in report.Figures.Where(figure => catalogue.Find(figure.Indicator)?.One.Kind == IndicatorKind.Funnel)) Stages(figure, values, found);
        Recomputed(report, catalogue, found);
        foreach (var block in report.Blocks) OfText(block, report, period, found);
        TwoValues(report, found);
        return [.. found.OrderBy(finding => finding.Kind)];
    }

    static void OfFigure(BuiltFigure figure, Period period, List<Finding> found)
    {
        void Say(FindingKind kind, string rule, string zh, string en) => found.Add(new Finding(kind, rule, T(zh, en), [figure.Number]));
        if (figure.Value is null)
        {
            Say(FindingKind.Fault, "missing", $"“{figure.Label}”没有值：{figure.Why}", $"“{figure.Label}” has no value: {figure.Why}");
            return;
        }
        var at = Period.Parse(figure.Period);
        if (figure.Provisional) Say(FindingKind.Warning, "provisional", $"“{figure.Label}”用的是预计值 {figure.Printed}", $"“{figure.Label}” rests on a provisional value, {figure.Printed}");
        // Next year's targets lie ahead and a stock looks back; what happened must have happened in the period.
        if (at.From > period.Until && figure.Origin != Origin.Observed) Say(FindingKind.Warning, "outside", $"“{figure.Label}”的期间（{at.Words.Zh}）在报告期之后", $"“{figure.Label}” is of {at.Words.En}, after the report's period");
        if (figure.Unit == "%" && figure.Label.Contains('占', StringComparison.Ordinal) && figure.Value is < 0 or > 100 && figure.Unit == "%" && figure.Label.Contains('占', StringComparison.Ordinal)) Say(FindingKind.Fault, "share", $"“{figure.Label}”为 {figure.Printed}，占比应在 0 至 100% 之间", $"“{figure.Label}” is {figure.Printed}; a share lies between 0 and 100%");
        if (figure.Names.Count > 0 && figure.Origin == Origin.Counted && figure.Value != figure.Names.Count)
            Say(FindingKind.Fault, "list", $"“{figure.Label}”为 {figure.Value:0.##}，名单列出 {figure.Names.Count} 个", $"“{figure.Label}” is {figure.Value:0.##}, but {figure.Names.Count} are named");
    }

    static void Parts(BuiltFigure figure, IReadOnlyDictionary<Ask, IndicatorValue> values, IndicatorCatalogue catalogue, List<Finding> found)
    {
        foreach (var parts in catalogue.Get(figure.Indicator).One.Parts)
        {
            var ask = new Ask(figure.Indicator, Period.Parse(figure.Period), figure.Area);
            var own = parts.Of.Select(id => values.GetValueOrDefault(ask with { Indicator = id })).ToList();
            if (own.Any(value => value?.Value is null)) continue;
            var sum = own.Sum(value => value!.Value!.Value);
            var said = string.Join(" + ", own.Select(value => $"{value!.One.Label.Zh} {value.Rounded():0.######}"));
            var whole = figure.Value!.Value;
            switch (parts.Relation)
            {
                case PartsRelation.Partition when sum != whole:
                    found.Add(new Finding(FindingKind.Fault, "partition", T($"“{figure.Label}”为 {whole:0.######}，各部分相加为 {sum:0.######}（{said}）", $"“{figure.Label}” is {whole:0.######}, its parts add up to {sum:0.######}"), [figure.Number]));
                    break;
                case PartsRelation.Partition:
                    found.Add(new Finding(FindingKind.Good, "partition", T($"“{figure.Label}” {whole:0.######} = {said}", $"“{figure.Label}” {whole:0.######} is the sum of its parts"), [figure.Number]));
                    break;
                case PartsRelation.Subset when sum > whole:
                    found.Add(new Finding(FindingKind.Fault, "subset", T($"“{figure.Label}”为 {whole:0.######}，其中各项相加为 {sum:0.######}，超过总数（{said}）", $"“{figure.Label}” is {whole:0.######}, less than the parts that are named, {sum:0.######}"), [figure.Number]));
                    break;
                case PartsRelation.Crossing when own.Any(value => value!.Value > whole):
                    found.Add(new Finding(FindingKind.Fault, "crossing", T($"“{figure.Label}”为 {whole:0.######}，有一个分项超过它（{said}）", $"“{figure.Label}” is {whole:0.######}, less than one of its parts"), [figure.Number]));
                    break;
            }
        }
    }

    static void Stages(BuiltFigure figure, IReadOnlyDictionary<Ask, IndicatorValue> values, List<Finding> found)
    {
        if (values.GetValueOrDefault(new Ask(figure.Indicator, Period.Parse(figure.Period), figure.Area)) is not { } value) return;
        for (var i = 1; i < value.Inputs.Count; i++)
            if (value.Inputs[i].Value > value.Inputs[i - 1].Value)
                found.Add(new Finding(FindingKind.Fault, "funnel", T($"“{value.Inputs[i].One.Label.Zh}”{value.Inputs[i].Shown} 多于前一环节“{value.Inputs[i - 1].One.Label.Zh}”{value.Inputs[i - 1].Shown}", $"“{value.Inputs[i].One.Label.En}” {value.Inputs[i].Shown} is more than “{value.Inputs[i - 1].One.Label.En}” {value.Inputs[i - 1].Shown} before it"), [figure.Number]));
    }

    /// <summary>A growth told from outside must fit the count that it is a growth of: some whole number must have been there before.</summary>
    static void Recomputed(BuiltReport report, IndicatorCatalogue catalogue, List<Finding> found)
    {
        foreach (var figure in report.Figures.Where(figure => figure.Value is not null && figure.Origin == Origin.Observed))
        {
            if (catalogue.Get(figure.Indicator).One.GrowthOf is not { Length: > 0 } of || report.Figures.FirstOrDefault(other => other.Indicator == of && other.Area == figure.Area && other.Value is not null) is not { } level) continue;
            if (WholeBefore(level.Value!.Value, figure.Value!.Value, figure.Decimals) is { } before)
                found.Add(new Finding(FindingKind.Good, "growth", T($"“{figure.Label}” {figure.Printed}：由 {before} 到 {level.Value:0.######}，相符", $"“{figure.Label}” {figure.Printed}: from {before} to {level.Value:0.######}, which fits"), [figure.Number, level.Number]));
            else if (level.Value == decimal.Truncate(level.Value.Value))
                found.Add(new Finding(FindingKind.Fault, "growth", T($"“{figure.Label}” {figure.Printed} 与“{level.Label}” {level.Value:0.######} 不符：推算的上期数 {level.Value / (1 + (figure.Value / 100)):0.##} 不是整数", $"“{figure.Label}” {figure.Printed} does not fit “{level.Label}” {level.Value:0.######}: the count before would be {level.Value / (1 + (figure.Value / 100)):0.##}"), [figure.Number, level.Number]));
        }
    }

    /// <summary>The whole number from which a count grew by so many per cent, as far as that many decimals tell; null where there is none.</summary>
    public static long? WholeBefore(decimal now, decimal growth, int decimals)
    {
        if (growth <= -100) return null;
        var about = now / (1 + (growth / 100));
        foreach (var candidate in new[] { Math.Floor(about), Math.Ceiling(about) })
            if (candidate > 0 && Math.Round((now - candidate) / candidate * 100, decimals, MidpointRounding.AwayFromZero) == Math.Round(growth, decimals, MidpointRounding.AwayFromZero)) return (long)candidate;
        return null;
    }

    static void OfText(BuiltBlock block, BuiltReport report, Period period, List<Finding> found)
    {
        for (var i = 0; i < block.Runs.Count; i++)
        {
            var run = block.Runs[i];
            var (before, after) = (i > 0 ? block.Runs[i - 1].Text : "", i + 1 < block.Runs.Count ? block.Runs[i + 1].Text : "");
            if (run.Figure is { } number)
            {
                var figure = report.Figures[number - 1];
                if (figure.Qualifier is Hedge.Over or Hedge.OrMore && before.EndsWith('近')) found.Add(new Finding(FindingKind.Fault, "hedge", T($"“近{run.Text}”前后修饰相反", $"“近{run.Text}” is hedged both ways"), [number]));
                if (figure.Qualifier == Hedge.Nearly && after.Length > 0 && after[0] is '余' or '多') found.Add(new Finding(FindingKind.Fault, "hedge", T($"“{run.Text}{after[0]}”前后修饰相反", $"“{run.Text}{after[0]}” is hedged both ways"), [number]));
                if (char.IsAsciiDigit(run.Text.Length > 0 ? run.Text[^1] : ' ') && (after.Length == 0 || char.IsPunctuation(after[0]))) found.Add(new Finding(FindingKind.Warning, "unit", T($"“{figure.Label}” {run.Text} 后面没有单位", $"“{figure.Label}” {run.Text} has no unit behind it"), [number]));
            }
            else if (run.Free)
                foreach (var (_, text) in LiteralNumbers.In(run.Text)) found.Add(new Finding(FindingKind.Warning, "typed", T($"手写的数字“{text}”没有关联指标：请关联或注明是引用", $"The numeral “{text}” is typed by hand: tie it to an indicator or declare it a quotation"), []));
            if (run.Figure is null)
                foreach (Match year in Years().Matches(run.Text))
                    if (int.TryParse(year.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && (said < period.From.Year - 10 || said > period.Until.Year + 1))
                        found.Add(new Finding(FindingKind.Warning, "year", T($"正文出现“{year.Value}”，与报告期（{period.Words.Zh}）不符，请核对", $"The text speaks of “{year.Value}”, far from the report's period"), []));
        }
    }

    [GeneratedRegex("((?:19|20)[0-9]{2})年", RegexOptions.CultureInvariant)]
    private static partial Regex Years();

    /// <summary>The same thing told twice with two numbers: two indicators of one name, period and scope.</summary>
    static void TwoValues(BuiltReport report, List<Finding> found)
    {
        foreach (var group in report.Figures.Where(figure => figure.Value is not null).GroupBy(figure => (figure.Label, figure.Period, figure.Area)).Where(group => group.Select(figure => figure.Value).Distinct().Count() > 1))
            found.Add(new Finding(FindingKind.Fault, "two", T($"“{group.Key.Label}”在文中有两个值：{string.Join("、", group.Select(figure => figure.Printed))}", $"“{group.Key.Label}” has two values in the text: {string.Join(", ", group.Select(figure => figure.Printed))}"), [.. group.Select(figure => figure.Number)]));
    }
}
