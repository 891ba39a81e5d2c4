using Keguan.Foundation.Calendar;
using Keguan.Foundation.Public;
using Keguan.Portal.Figures;
using Keguan.Portal.Notices;
using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Portal;

/// <summary>首页: what can be applied for, what is in publicity, what was published and decided. What is not there is not shown.</summary>
[AllowAnonymous]
public sealed class IndexModel(PublicCalls calls, PublicResults results, IEnumerable<IPublicitySource> publicities, OpenFigures figures) : PortalPage
{
    const int Lines = 6;

    public IReadOnlyList<PublicCall> Open { get; private set; } = [];
    public IReadOnlyList<PublicCall> Upcoming { get; private set; } = [];
    public IReadOnlyList<PublicityHead> Publicities { get; private set; } = [];
    public IReadOnlyList<PortalNotice> Notices { get; private set; } = [];
    public IReadOnlyList<PublicResult> Results { get; private set; } = [];
    public FigureYear Figures { get; private set; } = null!;
    public DateOnly Today => ChinaTime.DayOf(Now);

    /// <summary>Near an opening or closing the page is nearly always made anew.</summary>
    protected override int Fresh => Open.Select(call => call.ClosesAt).Concat(Upcoming.Select(call => call.OpensAt)).Any(at => at - Now < TimeSpan.FromHours(1)) ? 5 : Seconds;

    protected internal override async Task<bool> LoadAsync()
    {
        var shown = await calls.ListAsync(Now, most: 50, cancel: Cancel);
        Open = [.. shown.Where(call => call.Window == CallWindow.Open)];
        Upcoming = [.. shown.Where(call => call.Window == CallWindow.Upcoming)];
        Publicities = await PublicityLists.AllAsync(publicities, Db, Now, "", Lines, Cancel);
        Notices = await Db.PortalNotices().Published().OrderByDescending(notice => notice.PublishedAt).Take(Lines).AsNoTracking().ToListAsync(Cancel);
        Results = await results.ListAsync(most: Lines, cancel: Cancel);
        Figures = await figures.LatestAsync(Now, Cancel);
        return true;
    }
}
