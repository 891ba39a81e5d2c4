using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Statistics.Indicators;

/// <summary>指标目录: every indicator with its value of a period.</summary>
[Needs(Permissions.StatisticsRead)]
public sealed class IndexModel(Exports.Indicators indicators, IndicatorCatalogue catalogue) : KeguanPage
{
    public sealed record Row(Known Known, IndicatorValue Value, Text Formula);

    [BindProperty(SupportsGet = true, Name = "q")] public string? Q { get; set; }

    public Period Period { get; private set; }
    public int Total => catalogue.All.Count;
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        Period = Exports.Period.TryParse(Request.Query["period"], out var asked) ? asked : Exports.Period.YearUntil(ChinaTime.DayOf(Now));
        var found = catalogue.Search(Q).ToList();
        var values = await indicators.ValuesAsync([.. found.Select(known => new Ask(known.One.Id, Period))], null, Cancel);
        Rows = [.. found.Select(known => new Row(known, values[new Ask(known.One.Id, Period)], indicators.FormulaOf(known)))];
        return true;
    }

    public string Link(Row row) => $"/statistics/indicators/{row.Known.One.Id}?period={Uri.EscapeDataString(Period.Code)}";
}
