using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Statistics.Indicators;

/// <summary>各地比较: a family of indicators, county beside county.</summary>
[Needs(Permissions.StatisticsRead)]
public sealed class CountiesModel(Exports.Indicators indicators, IndicatorCatalogue catalogue, HomeArea home) : KeguanPage
{
    public sealed record Row(Known Known, IReadOnlyList<IndicatorValue> Values)
    {
        /// <summary>Place of the one best county; −1 where several are equal or there is none.</summary>
        public int Best
        {
            get
            {
                var counties = Values.SkipLast(1).Select((value, i) => (value.Value, i)).Where(pair => pair.Value is not null and not 0).ToList();
                if (counties.Count < 2) return -1;
                var best = Known.One.LessIsBetter ? counties.Min(pair => pair.Value) : counties.Max(pair => pair.Value);
                var at = counties.Where(pair => pair.Value == best).ToList();
                return at.Count == 1 ? at[0].i : -1;
            }
        }
    }

    [BindProperty(SupportsGet = true, Name = "family")] public string? Family { get; set; }

    public Period Period { get; private set; }
    public IReadOnlyList<CodeItem> Areas => home.Parts;
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IEnumerable<Choice> Families => catalogue.All.OrderBy(known => known.Order).DistinctBy(known => known.File).Select(known => new Choice(known.File, known.Family));

    protected internal override async Task<bool> LoadAsync()
    {
        Period = Exports.Period.TryParse(Request.Query["period"], out var asked) ? asked : Exports.Period.YearUntil(ChinaTime.DayOf(Now));
        var all = catalogue.Search(null).ToList();
        Family = all.Any(known => known.File == Family) ? Family : all.FirstOrDefault()?.File;
        var shown = all.Where(known => known.File == Family && known.One.Kind is not (IndicatorKind.Rank or IndicatorKind.Mean or IndicatorKind.Funnel)).ToList();
        string[] areas = [.. home.Parts.Select(part => part.Code), ""];
        var values = await indicators.ValuesAsync([.. shown.SelectMany(known => areas.Select(area => new Ask(known.One.Id, Period, area)))], null, Cancel);
        Rows = [.. shown.Select(known => new Row(known, [.. areas.Select(area => values[new Ask(known.One.Id, Period, area)])]))];
        return true;
    }
}
