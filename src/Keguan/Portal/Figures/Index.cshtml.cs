using Keguan.Foundation.Calendar;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Figures;

/// <summary>公开数据: each figure with what it counts and what it is made of.</summary>
[AllowAnonymous]
public sealed class IndexModel(OpenFigures figures) : PortalPage
{
    public IReadOnlyList<FigureDetail> Figures { get; private set; } = [];
    public IReadOnlyList<int> Years { get; private set; } = [];
    public DateOnly Until { get; private set; }

    [BindProperty(SupportsGet = true)] public int? Year { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        Years = await figures.YearsAsync(Now, Cancel);
        var year = Year is { } asked && Years.Contains(asked) ? asked : Years.Count > 0 ? Years[0] : ChinaTime.DayOf(Now).Year;
        Year = year;
        Until = (await figures.YearAsync(year, Now, Cancel)).Until;
        Figures = await figures.DetailsAsync(year, Now, Cancel);
        return true;
    }
}
