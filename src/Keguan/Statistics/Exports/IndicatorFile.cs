using System.ComponentModel;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;

namespace Keguan.Statistics.Exports;

/// <summary>指标定义: a family of indicators, definitions/indicators/*.yaml.</summary>
public sealed record IndicatorFile : IDefinition
{
    [Description("文件名 / name of the file")]
    public required string Key { get; init; }

    [Description("这组指标的名称 / name of the family")]
    public required Text Label { get; init; }

    [Description("目录中的次序 / order in the catalogue")]
    public int Order { get; init; } = 100;

    [Description("自哪日起施行 / first day")]
    public DateOnly? ValidFrom { get; init; }

    [Description("指标 / indicators")]
    public required IReadOnlyList<Indicator> Indicators { get; init; }

    public void Check(DefinitionCheck check)
    {
        check.Unique(this, nameof(Indicators), Indicators, one => one.Id);
        foreach (var one in Indicators) IndicatorRules.Check(one, check);
    }

    /// <summary>What only shows when all files are read: ids that are there twice, inputs that are not there, cycles.</summary>
    public static void CheckTogether(IReadOnlyList<(IDefinition Value, DefinitionCheck Check)> files)
    {
        var all = new Dictionary<string, (Indicator One, DefinitionCheck Check)>();
        foreach (var (value, check) in files)
            foreach (var one in ((IndicatorFile)value).Indicators)
                if (!all.TryAdd(one.Id, (one, check)) && all[one.Id].Check != check)
                    check.Error(one, nameof(Indicator.Id), new Text($"指标编号“{one.Id}”在另一文件中已有", $"the indicator “{one.Id}” is in another file already"));
        var what = new Text("指标", "indicator");
        foreach (var (one, check) in all.Values)
        {
            if (one.Of.Length > 0) check.Known(one, nameof(Indicator.Of), one.Of, all.Keys, what);
            if (one.GrowthOf.Length > 0) check.Known(one, nameof(Indicator.GrowthOf), one.GrowthOf, all.Keys, what);
            if (one.By.Length > 0) check.Known(one, nameof(Indicator.By), one.By, all.Keys, what);
            for (var i = 0; i < one.Inputs.Count; i++) check.Known(one, nameof(Indicator.Inputs), one.Inputs[i], all.Keys, what, i);
            foreach (var parts in one.Parts)
                for (var i = 0; i < parts.Of.Count; i++) check.Known(parts, nameof(IndicatorParts.Of), parts.Of[i], all.Keys, what, i);
        }
        foreach (var path in IndicatorRules.Cycles([.. all.Values.Select(pair => pair.One)]))
        {
            var (one, check) = all[path[0]];
            var shown = string.Join(" → ", path);
            check.Error(one, nameof(Indicator.Id), new Text($"指标循环引用：{shown}", $"the indicator is computed from itself: {shown}"));
        }
    }
}

/// <summary>What the shape of a definition cannot say.</summary>
static class IndicatorRules
{
    public static void Check(Indicator one, DefinitionCheck check)
    {
        void Needs(bool there, string property, string key, Text what)
        {
            if (!there) check.Error(one, nameof(Indicator.Kind), new Text($"这种指标要写“{key}”（{what.Zh}）", $"this kind needs “{key}” ({what.En})"));
        }
        void Without(bool there, string property, string key)
        {
            if (there) check.Error(one, property, new Text($"这种指标不用“{key}”", $"this kind has no “{key}”"));
        }

        var of = one.Of.Length > 0;
        var by = one.By.Length > 0;
        if (one.IsLeaf)
        {
            Needs(one.Measure.Length > 0, nameof(Indicator.Measure), "measure", new Text("分录的计量", "the measure of the postings"));
            Without(of, nameof(Indicator.Of), "of");
            Without(by, nameof(Indicator.By), "by");
            Without(one.Inputs.Count > 0, nameof(Indicator.Inputs), "inputs");
        }
        else
        {
            Without(one.Measure.Length > 0, nameof(Indicator.Measure), "measure");
            Without(!one.Where.IsEmpty, nameof(Indicator.Where), "where");
            Without(one.Money != MoneyUnit.None, nameof(Indicator.Money), "money");
        }
        switch (one.Kind)
        {
            case IndicatorKind.Observed:
                Without(of, nameof(Indicator.Of), "of");
                Without(by, nameof(Indicator.By), "by");
                Without(one.Inputs.Count > 0, nameof(Indicator.Inputs), "inputs");
                break;
            case IndicatorKind.Total or IndicatorKind.Funnel:
                Needs(one.Inputs.Count > 1, nameof(Indicator.Inputs), "inputs", new Text("至少两项", "two at least"));
                Without(of, nameof(Indicator.Of), "of");
                Without(by, nameof(Indicator.By), "by");
                break;
            case IndicatorKind.Difference or IndicatorKind.Ratio or IndicatorKind.Share or IndicatorKind.PerTenThousand or IndicatorKind.Average or IndicatorKind.Completion:
                Needs(of, nameof(Indicator.Of), "of", new Text("分子", "the numerator"));
                Needs(by, nameof(Indicator.By), "by", new Text("分母", "the denominator"));
                break;
            case IndicatorKind.Growth or IndicatorKind.Change or IndicatorKind.Cagr or IndicatorKind.Rank or IndicatorKind.Mean or IndicatorKind.BestInYears or IndicatorKind.First:
                Needs(of, nameof(Indicator.Of), "of", new Text("被比较的指标", "what is compared"));
                Without(by, nameof(Indicator.By), "by");
                break;
        }
        if (one.Kind is IndicatorKind.Cagr or IndicatorKind.BestInYears or IndicatorKind.First)
        {
            Needs(one.Years is >= 2 and <= 30, nameof(Indicator.Years), "years", new Text("2 至 30", "2 to 30"));
        }
        else Without(one.Years != 0, nameof(Indicator.Years), "years");
        if (one.DivideBy <= 0) check.Error(one, nameof(Indicator.DivideBy), new Text("应大于 0", "it must be above 0"));
        if (one.Decimals is < 0 or > 6) check.Error(one, nameof(Indicator.Decimals), new Text("小数位应为 0 至 6", "decimals are 0 to 6"));
        if (one.Cumulative && one.Kind is not (IndicatorKind.Subjects or IndicatorKind.Organisations)) check.Error(one, nameof(Indicator.Cumulative), new Text("只用于 subjects、organisations；存量请用 stock", "for subjects and organisations only; a stock is kind: stock"));
    }

    /// <summary>Every way in which indicators are computed from themselves, each once, as a path that ends where it began.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cycles(IReadOnlyList<Indicator> all)
    {
        var byId = all.DistinctBy(one => one.Id).ToDictionary(one => one.Id);
        var done = new HashSet<string>();
        var path = new List<string>();
        var found = new List<IReadOnlyList<string>>();
        foreach (var one in all) Visit(one.Id);
        return found;

        void Visit(string id)
        {
            if (path.IndexOf(id) is >= 0 and var at)
            {
                found.Add([.. path[at..], id]);
                return;
            }
            if (done.Contains(id) || !byId.TryGetValue(id, out var one)) return;
            path.Add(id);
            foreach (var used in one.Uses) Visit(used);
            path.RemoveAt(path.Count - 1);
            done.Add(id);
        }
    }
}
