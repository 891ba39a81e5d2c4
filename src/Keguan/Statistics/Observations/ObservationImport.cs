using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Imports;
using Keguan.Statistics.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Observations;

public sealed class ObservationRow
{
    public string Indicator { get; set; } = "";
    public Period Period { get; set; }
    public string Area { get; set; } = "";
    public string ValueText { get; set; } = "";
    public decimal? Value { get; set; }
    public Hedge Hedge { get; set; }
    public string Unit { get; set; } = "";
    public string Document { get; set; } = "";
    public string Page { get; set; } = "";
    public DateOnly DocumentOn { get; set; }
    public bool Provisional { get; set; }
    public bool Garbled { get; set; }
    public string AsRead { get; set; } = "";
    public string Explanation { get; set; } = "";
    public string Note { get; set; } = "";
}

/// <summary>Observations from a spreadsheet: `statistics/observations`.</summary>
public sealed class ObservationImport : ImportDefinition<ObservationRow>
{
    readonly IndicatorCatalogue _catalogue;
    readonly Observing _observing;

    public ObservationImport(IndicatorCatalogue catalogue, Observing observing) : base("statistics/observations", T("观测值", "Observations"))
    {
        (_catalogue, _observing) = (catalogue, observing);
        Guide = T("每行一个外部数据，须写明来源文件。同一指标、期间、范围已有值的，须写明差异的原因，否则整表不导入。", "One figure a row, with its document. Where there is a value for the same indicator, period and area already, say why they differ, or nothing is brought in.");
        DoneUrl = "/statistics/observations";
        Parsed<string>("indicator", T("指标", "Indicator"), KnownIndicator, (row, id) => row.Indicator = id, T("指标编号或名称", "id or name of the indicator")).Required().Alias("指标编号", "指标名称");
        Parsed<Period>("period", T("期间", "Period"), KnownPeriod, (row, period) => row.Period = period, T("2017、2019H1、2019-05 等", "2017, 2019H1, 2019-05 …")).Required().Like("2017");
        Parsed<string>("area", T("范围", "Area"), KnownArea, (row, code) => row.Area = code, T("地区代码或名称，本级留空", "area code or name; blank for the bureau's own")).Alias("地区");
        Parsed<(decimal, Hedge)>("value", T("数值", "Value"), ReadValue, (row, read) => (row.Value, row.Hedge) = (read.Item1, read.Item2), T("数，可带修饰：3000余、近50", "a number, hedged or not: 3000余, 近50")).Required().Like("67.3");
        Words("unit", T("单位", "Unit"), (row, text) => row.Unit = text, 20);
        Words("document", T("来源文件", "Document"), (row, text) => row.Document = text, Observation.DocumentMax).Required().Alias("来源", "文件");
        Words("page", T("页", "Page"), (row, text) => row.Page = text, Observation.PageMax).Alias("页码");
        Date("document_on", T("文件日期", "Dated"), (row, day) => row.DocumentOn = day).Required();
        Choice("state", T("状态", "State"), (row, code) => row.Provisional = code == ObservationLifecycle.Provisional, (ObservationLifecycle.Confirmed, T("核定", "confirmed")), (ObservationLifecycle.Provisional, T("预计", "provisional")));
        YesNo("garbled", T("原文不清", "Unclear source"), (row, yes) => row.Garbled = yes);
        Words("as_read", T("原文", "As read"), (row, text) => row.AsRead = text, Observation.AsReadMax);
        Words("explanation", T("差异说明", "Why it differs"), (row, text) => row.Explanation = text, Observation.NoteMax);
        Words("note", T("说明", "Note"), (row, text) => row.Note = text, Observation.NoteMax).Alias("备注");
        Key("indicator", row => row.Explanation.Length > 0 ? null : $"{row.Indicator}|{row.Period.Code}|{row.Area}");
    }

    public override string Permission => Permissions.ObservationsManage;

    bool KnownIndicator(string text, out string id, out Text error)
    {
        id = text.Trim();
        error = T($"没有指标“{id}”", $"there is no indicator “{id}”");
        if (_catalogue.Find(id) is not null) return true;
        var named = _catalogue.All.Where(known => known.One.Kind == IndicatorKind.Observed && (known.One.Label.Zh == text.Trim() || known.One.Label.En == text.Trim())).ToList();
        if (named.Count == 1) id = named[0].One.Id;
        else if (named.Count > 1) error = T($"有 {named.Count} 个指标叫“{text.Trim()}”，请写编号", $"{named.Count} indicators are called “{text.Trim()}”; write the id");
        return named.Count == 1;
    }

    static bool KnownPeriod(string text, out Period period, out Text error)
    {
        error = T("期间应写成 2017、2019H1、2019Q3、2019-05、2019-05-12 或 2013..2017", "write a period as 2017, 2019H1, 2019Q3, 2019-05, 2019-05-12 or 2013..2017");
        return Period.TryParse(HalfWidth.Of(text), out period);
    }

    static bool KnownArea(string text, out string code, out Text error)
    {
        var areas = CodeTables.Default.Areas;
        code = HalfWidth.Of(text).Trim();
        error = T($"没有地区“{code}”", $"there is no area “{code}”");
        if (areas.Find(code) is not null) return true;
        var name = code;
        var named = areas.Items.Where(item => item.Name.Zh == name).ToList();
        if (named.Count == 1) code = named[0].Code;
        else if (named.Count > 1) error = T($"有 {named.Count} 个地区叫“{name}”，请写代码", $"{named.Count} areas are called “{name}”; write the code");
        return named.Count == 1;
    }

    static bool ReadValue(string text, out (decimal, Hedge) read, out Text error)
    {
        var good = ObservedNumber.TryRead(text, out var value, out var hedge, out error);
        read = (value, hedge);
        return good;
    }

    protected override async Task CheckAsync(ImportContext context, IReadOnlyList<ImportRow<ObservationRow>> rows, CancellationToken cancel)
    {
        var standing = await StandingAsync(context, rows, cancel);
        var today = ChinaTime.DayOf(context.Now);
        foreach (var row in rows)
        {
            var one = row.Value;
            if (_observing.WhyNot(Made(one, context.Now)) is { } why)
            {
                row.Fault(one.Garbled && one.AsRead.Length == 0 ? "as_read" : "indicator", why);
                continue;
            }
            var unit = _catalogue.Get(one.Indicator).One.Unit;
            row.FaultIf(one.Unit.Length > 0 && one.Unit != unit.Zh && !string.Equals(one.Unit, unit.En, StringComparison.OrdinalIgnoreCase), "unit", T($"这个指标的单位是“{unit.Zh}”，请换算后填写", $"the unit of this indicator is “{unit.En}”; convert the value"));
            row.FaultIf(one.DocumentOn > today, "document_on", T("文件日期不能晚于今天", "the document can't be dated after today"));
            if (one.Explanation.Length == 0 && standing.TryGetValue((one.Indicator, one.Period.Code, one.Area), out var taken)) row.Fault("value", _observing.Taken(taken));
        }
    }

    protected override async Task ApplyAsync(ImportContext context, IReadOnlyList<ImportRow<ObservationRow>> rows, CancellationToken cancel)
    {
        var standing = await StandingAsync(context, rows, cancel);
        foreach (var row in rows.Select(row => row.Value))
        {
            var key = (row.Indicator, row.Period.Code, row.Area);
            var made = _observing.Record(Made(row, context.Now), row.Provisional, standing.GetValueOrDefault(key));
            standing.TryAdd(key, made);
        }
    }

    static async Task<Dictionary<(string, string, string), Observation>> StandingAsync(ImportContext context, IReadOnlyList<ImportRow<ObservationRow>> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Value.Indicator).Distinct().ToArray();
        var periods = rows.Select(row => row.Value.Period.Code).Distinct().ToArray();
        return (await context.Db.Observations().AsNoTracking().Where(one => ids.Contains(one.Indicator) && periods.Contains(one.Period) && (one.State == ObservationLifecycle.Confirmed || one.State == ObservationLifecycle.Provisional)).ToListAsync(cancel))
            .GroupBy(one => (one.Indicator, one.Period, one.Area)).ToDictionary(group => group.Key, group => group.OrderBy(one => one.State).First());
    }

    static Observation Made(ObservationRow row, DateTime now) => new()
    {
        Indicator = row.Indicator, Period = row.Period.Code, Until = row.Period.Until, Area = row.Area, Micro = (long)((row.Value ?? 0) * Observed.Scale), Hedge = row.Hedge, AsRead = row.AsRead, Garbled = row.Garbled,
        Document = row.Document, Page = row.Page, DocumentOn = row.DocumentOn, Note = row.Note, Explanation = row.Explanation, RecordedAt = now,
    };
}
