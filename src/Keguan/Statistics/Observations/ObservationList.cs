using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

/// <summary>观测值: every figure from outside, with its paper.</summary>
public sealed class ObservationList : ListDefinition<Observation>
{
    public ObservationList() : base("observations", T("观测值", "Observations"))
    {
        Row(x => x.Id, id => $"/statistics/observations/{id}");
        Coded("indicator", T("指标", "Indicator"), x => x.Indicator, IndicatorWords.Of).Title();
        Coded("period", T("期间", "Period"), x => x.Period, code => Period.TryParse(code, out var period) ? period.Words : Text.Same(code));
        Coded("area", T("范围", "Area"), x => x.Area, code => code.Length == 0 ? T("本级", "own") : CodeTables.Default.Areas.NameOf(code)).Zero(T("本级", "own"));
        Coded("value", T("数值", "Value"), x => x.Micro, ShownMicro).Unsorted();
        Coded("hedge", T("修饰", "Hedge"), x => x.Hedge, word => Enum.TryParse<Hedge>(word, out var hedge) && hedge != Hedge.None ? hedge.Words() : Text.Same("")).Unsorted();
        Coded("unit", T("单位", "Unit"), x => x.Indicator, IndicatorWords.UnitOf).Unsorted();
        Column("document", T("来源文件", "Document"), x => x.Document).Clip();
        Column("page", T("页", "Page"), x => x.Page).Unsorted();
        Date("document-on", T("文件日期", "Dated"), x => x.DocumentOn).Unsorted();
        Column("as-read", T("原文", "As read"), x => x.AsRead).Hidden().Unsorted();
        Status("state", T("状态", "State"), x => x.State, ObservationLifecycle.Table).Unsorted();
        Date("until", T("期末", "Last day"), x => x.Until).Hidden();
        Time("recorded", T("登记时间", "Recorded"), x => x.RecordedAt).Hidden();
        Sorts("-until");

        Search(T("来源文件、说明、指标编号", "Document, note, indicator"), x => x.Document, x => x.Note, x => x.Indicator);
        Choice("state", T("状态", "State"), x => x.State, ObservationLifecycle.Table);
        Choice("indicator", T("指标", "Indicator"), x => x.Indicator, context => Task.FromResult<IReadOnlyList<Option>>([.. IndicatorWords.Observed.Select(one => new Option(one.Id, one.Label))]));
        YesNo("garbled", T("原文不清", "Unclear source"), x => x.Garbled).More();
        DateRange("until", T("期末", "Last day"), x => x.Until).More();
        Tab("provisional", T("待核定", "Provisional"), "state=provisional");
        Tab("unclear", T("原文不清", "Unclear"), "garbled=yes");
        Unit = T("条", "observations");
        Empty = T("还没有观测值", "No observations yet");
        EmptyHint = T("把统计局、上级通报等外部数据连同文件、页码登记在这里，报告里的每个数就有了出处。", "Figures of the statistics bureau or of superiors are recorded here with paper and page, so that every figure of a report has its source.");
        (EmptyUrl, EmptyAct) = ("/statistics/observations/add", T("登记观测值", "Record one"));
    }

    public override string Permission => Permissions.StatisticsRead;

    public override IQueryable<Observation> Query(KeguanDb db, Actor actor) => db.Observations().VisibleTo(actor);

    static Text ShownMicro(string micro) => Text.Same(long.TryParse(micro, out var number) ? (number / 1_000_000m).ToString("#,##0.######", System.Globalization.CultureInfo.InvariantCulture) : micro);
}

/// <summary>Words of indicators for lists, which know no services.</summary>
static class IndicatorWords
{
    static readonly Lazy<IReadOnlyDictionary<string, Indicator>> All = new(() => Files()
        .Select(Foundation.Definitions.DefinitionReader.ReadFile<IndicatorFile>).SelectMany(read => read.Value?.Indicators ?? []).DistinctBy(one => one.Id).ToDictionary(one => one.Id));

    static string[] Files() => Path.Combine(CodeFolder.Find(), "..", "indicators") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];

    public static Text Of(string id) => All.Value.GetValueOrDefault(id)?.Label ?? Text.Same(id);

    public static Text UnitOf(string id) => All.Value.GetValueOrDefault(id)?.Unit ?? default;

    public static IEnumerable<Indicator> Observed => All.Value.Values.Where(one => one.Kind == IndicatorKind.Observed);
}
