using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Sheets;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Indicators;

/// <summary>One indicator: value, series, by county and category, and the entries behind it.</summary>
[Needs(Permissions.StatisticsRead)]
public sealed class DetailsModel(Exports.Indicators indicators, IndicatorCatalogue catalogue, HomeArea home, SubjectPages pages, Lifecycles lifecycles, IEnumerable<Foundation.Journal.CategoryWords> words) : KeguanPage
{
    const int Size = 20;
    IReadOnlyDictionary<(string, Guid), string> _urls = new Dictionary<(string, Guid), string>();

    public sealed record PartTable(Text Title, Text Note, IReadOnlyList<IndicatorValue> Values);

    [BindProperty(SupportsGet = true)] public string Id { get; set; } = "";
    [BindProperty(SupportsGet = true, Name = "area")] public string? Area { get; set; }
    [BindProperty(SupportsGet = true, Name = "by")] public string? By { get; set; }
    [BindProperty(SupportsGet = true, Name = "asof")] public long? AsOf { get; set; }

    public int Number { get; private set; } = 1;
    public Period Period { get; private set; }
    public Known Known { get; private set; } = null!;
    public Text Formula { get; private set; }
    public IndicatorValue Value { get; private set; } = null!;
    public IndicatorValue Before { get; private set; } = null!;

    /// <summary>The value without the limit of a position.</summary>
    public IndicatorValue Present { get; private set; } = null!;
    public string Growth { get; private set; } = "—";
    public long? Last { get; private set; }
    public IReadOnlyList<IndicatorValue> Series { get; private set; } = [];
    public IReadOnlyList<SeriesPoint> Points { get; private set; } = [];
    public IReadOnlyList<(CodeItem Area, IndicatorValue Now, IndicatorValue Before)> ByArea { get; private set; } = [];
    public IReadOnlyList<(string Key, decimal Value, long Postings)> ByCategory { get; private set; } = [];
    public IReadOnlyList<PartTable> Parts { get; private set; } = [];
    public EntryPage Entries { get; private set; } = new([], 0, 0);
    public EntryPage? Changes { get; private set; }
    public int First => ((Number - 1) * Size) + 1;
    public bool AreasAddUp => Known.One.IsLeaf && Known.One.Kind is not (IndicatorKind.Subjects or IndicatorKind.Organisations);
    public IEnumerable<Choice> Areas => home.Parts.Select(part => new Choice(part.Code, part.Name));

    Ask Ask => new(Id, Period, Area ?? "");

    protected internal override async Task<bool> LoadAsync()
    {
        if (catalogue.Find(Id) is not { } known) return false;
        Known = known;
        Formula = indicators.FormulaOf(known);
        Period = Exports.Period.TryParse(Request.Query["period"], out var asked) ? asked : Exports.Period.YearUntil(ChinaTime.DayOf(Now));
        Number = int.TryParse(Request.Query["page"], out var number) ? Math.Clamp(number, 1, 10_000) : 1;
        By = By is "month" or "quarter" ? By : "year";
        Last = await indicators.LastPositionAsync(Cancel);

        var before = Ask with { Period = Period.Before() };
        List<Ask> series = [.. SeriesPeriods().Select(period => Ask with { Period = period })];
        var areas = string.IsNullOrEmpty(Area) && known.One.Kind != IndicatorKind.Rank ? home.Parts : [];
        List<Ask> asks = [Ask, before, .. series];
        foreach (var area in areas) asks.AddRange([Ask with { Area = area.Code }, before with { Area = area.Code }]);
        foreach (var part in known.One.Parts.SelectMany(parts => parts.Of)) asks.Add(Ask with { Indicator = part });
        var values = await indicators.ValuesAsync([.. asks.Distinct()], AsOf, Cancel);
        (Value, Before) = (values[Ask], values[before]);
        Growth = GrowthOf(Value, Before);
        Series = [.. series.Select(ask => values[ask])];
        Points = [.. Series.Select(value => new SeriesPoint(Short(value.Ask.Period), value.Rounded(), value.Shown, With("period", value.Ask.Period.Code) + "#source", value.Ask.Period == Period))];
        ByArea = [.. areas.Select(area => (area, values[Ask with { Area = area.Code }], values[before with { Area = area.Code }]))];
        ByCategory = await indicators.ByAsync(Id, Period, PostingDimension.Category, Area ?? "", AsOf, Cancel);
        Parts = [.. known.One.Parts.Select(parts => new PartTable(TitleOf(parts.Relation), NoteOf(parts.Relation), [.. parts.Of.Select(id => values[Ask with { Indicator = id }])]))];
        Entries = await indicators.EntriesAsync(Ask, (Number - 1) * Size, Size, AsOf, Cancel);
        _urls = await pages.OfAsync(Entries.Lines.Select(line => (line.SubjectType, line.SubjectId)), Cancel);
        if (AsOf is { } position)
        {
            Changes = await indicators.ChangesAsync(Ask, position, null, 20, Cancel);
            Present = await indicators.ValueAsync(Ask, null, Cancel);
        }
        return true;
    }

    IEnumerable<Period> SeriesPeriods()
    {
        var year = Period.Until.Year;
        return By switch
        {
            "month" => Enumerable.Range(1, 12).Select(month => Exports.Period.Parse($"{year}-{month:00}")),
            "quarter" => Enumerable.Range(0, 8).Select(quarter => Exports.Period.Parse($"{year - 1 + (quarter / 4)}Q{(quarter % 4) + 1}")),
            _ => Enumerable.Range(0, 5).Reverse().Select(Period.Before),
        };
    }

    Words Short(Period period) => By switch
    {
        "month" => T($"{period.From.Month}月", period.From.ToString("MMM", System.Globalization.CultureInfo.InvariantCulture)),
        "quarter" => Text.Same(period.Code.Replace("Q", " Q", StringComparison.Ordinal)),
        _ => Text.Same(period.Code),
    };

    static string GrowthOf(IndicatorValue now, IndicatorValue before)
    {
        if (now.Value is not { } value || before.Value is not { } earlier) return "—";
        // Of a percentage the difference is told, not the growth.
        if (now.One.Unit.Zh == "%" || now.One.Kind is IndicatorKind.Rank) return Signed(value - earlier, 1) + (now.One.Kind == IndicatorKind.Rank ? "" : T(" 个百分点", " points").ToString());
        return earlier == 0 ? "—" : Signed((value - earlier) / Math.Abs(earlier) * 100, 1) + "%";
    }

    static string Signed(decimal value, int decimals) => (value > 0 ? "+" : "") + IndicatorValue.Number(value, decimals);

    static Text TitleOf(PartsRelation relation) => relation switch
    {
        PartsRelation.Partition => T("构成", "Made of"),
        PartsRelation.Subset => T("其中", "Of these"),
        _ => T("交叉分类", "By other questions"),
    };

    static Text NoteOf(PartsRelation relation) => relation switch
    {
        PartsRelation.Partition => T("互斥且穷尽，相加等于总数", "exclusive and complete: they add up"),
        PartsRelation.Subset => T("只列一部分，不大于总数", "some are named; at most the whole"),
        _ => T("口径交叉，不能相加", "they overlap and are never added"),
    };

    public static Text OriginWords(Origin origin) => origin switch
    {
        Origin.Counted => T("记录计数", "records counted"),
        Origin.Summed => T("记录求和", "records added up"),
        Origin.Formula => T("公式计算", "computed"),
        _ => T("外部观测", "observed outside"),
    };

    public string With(string name, string value)
    {
        var query = Request.Query.Where(pair => pair.Key != name && pair.Key is not ("page" or "handler")).SelectMany(pair => pair.Value.Select(one => (pair.Key, Value: one ?? ""))).Where(pair => pair.Value.Length > 0).Append((Key: name, Value: value));
        return $"/statistics/indicators/{Id}?{string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}";
    }

    public string? PageOf(EntryLine line) => _urls.GetValueOrDefault((line.SubjectType, line.SubjectId));

    public Text CategoryOf(string key) => key.Length == 0 ? T("未分类", "none") : words.Select(one => one.Of(key)).FirstOrDefault(found => found is not null) ?? Text.Same(key);

    public static string Title(EntryLine line) => line.Organisation.Length > 0 ? line.Organisation : line.Summary.Length > 0 ? line.Summary : line.SubjectType;

    public decimal Quantity(EntryLine line) => line.Quantity / (line.Unit == "micro" ? 1_000_000m : Known.One.Scale) * (Known.One.Kind == IndicatorKind.Removals ? -1 : 1);

    /// <summary>Every entry behind the value, with its position: a sheet that proves itself.</summary>
    public async Task<IActionResult> OnGetExportAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var plan = new SheetPlan(Known.One.Label.ToString(),
        [
            new("indicator", T("指标", "Indicator").ToString()), new("position", T("记录号", "Position").ToString(), CellKind.Number), new("day", T("日期", "Day").ToString(), CellKind.Date), new("kind", T("对象", "Subject").ToString()),
            new("organisation", T("单位", "Organisation").ToString()), new("summary", T("事项", "What").ToString()), new("area", T("县（市、区）", "County").ToString()), new("category", T("类别", "Category").ToString()), new("level", T("级别", "Level").ToString()), new("batch", T("批次", "Batch").ToString()),
            new("value", T("数值", "Value").ToString(), CellKind.Number, Known.One.Unit.ToString(), Known.One.Decimals, Sum: true),
        ])
        {
            Notes = [(T("期间", "Period").ToString(), Period.Words.ToString()), (T("公式", "Formula").ToString(), Formula.ToString()), (T("值", "Value").ToString(), Value.ToString()), (T("定义", "Definition").ToString(), Known.Definition), (T("截至记录号", "As of position").ToString(), $"{AsOf ?? Last}")],
        };
        var output = new MemoryStream();
        using (var writer = SheetWriter.Create(SheetFormat.Xlsx, output, plan))
        {
            foreach (var source in indicators.Sources(Ask))
            {
                var one = catalogue.Get(source.Indicator).One;
                for (var skip = 0; ; skip += 5_000)
                {
                    var page = await indicators.EntriesAsync(source, skip, 5_000, AsOf, Cancel);
                    foreach (var line in page.Lines)
                        writer.Row([$"{one.Label} {source.Period.Words}", line.Position, line.OccurredOn, lifecycles.Find(line.SubjectType)?.Label.ToString() ?? line.SubjectType, line.Organisation, line.Summary, line.Area.Length == 0 ? "" : CodeTables.Default.Areas.NameOf(line.Area).ToString(), line.Category, line.Level, line.Batch, line.Quantity / (line.Unit == "micro" ? 1_000_000m : one.Scale)]);
                    if (skip + page.Lines.Count >= page.Total || page.Lines.Count == 0) break;
                }
            }
            writer.Finish();
        }
        output.Position = 0;
        return File(output, SheetWriter.ContentType(SheetFormat.Xlsx), $"{Known.One.Label.Zh}-{Period.Code}.xlsx");
    }
}
