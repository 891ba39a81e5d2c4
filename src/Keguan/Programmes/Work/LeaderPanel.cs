using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Work;

/// <summary>A county's projects approved in the year, and how far the money has gone.</summary>
public sealed record CountyRow(string Name, string Url, int Projects, long GrantFen, long ReleasedFen, long PaidFen)
{
    public decimal? ReleasedPercent => GrantFen == 0 ? null : ReleasedFen * 100m / GrantFen;
}

/// <summary>How the plan stands, for the bureau's leaders.</summary>
public sealed record LeaderView(int Year, string YearUrl, int InPublicity, int Running, int Overdue, int UnderWay, IReadOnlyList<CountyRow> Counties)
{
    public int Projects => Counties.Sum(row => row.Projects);
    public long GrantFen => Counties.Sum(row => row.GrantFen);
    public long ReleasedFen => Counties.Sum(row => row.ReleasedFen);
    public long PaidFen => Counties.Sum(row => row.PaidFen);
}

/// <summary>On the leader's desk: the plan in a few figures, and by county. Each figure opens the list it counts.</summary>
public sealed class LeaderPanel : IDeskPanel
{
    public static readonly string RunningUrl = "/programmes/projects?" + string.Join('&', ProjectLifecycle.Active.Select(state => "state=" + state));
    public static readonly string UnderWayUrl = "/programmes/applications?" + string.Join('&', ApplicationLifecycle.Counting.Select(state => "state=" + state));
    public const string OverdueUrl = "/programmes/projects?state=" + ProjectLifecycle.Due + "&late=late";

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.ApprovalDecide)) return null;
        var today = ChinaTime.DayOf(now);
        var publicity = await db.Publicities().CountAsync(one => one.State == PublicityLifecycle.Running && one.EndsOn >= today, cancel);
        var underWay = await db.Applications().CountAsync(one => ApplicationLifecycle.Counting.Contains(one.State), cancel);
        var projects = await db.Projects().Where(one => ProjectLifecycle.Active.Contains(one.State)).GroupBy(_ => 1)
            .Select(all => new { Running = all.Count(), Overdue = all.Count(one => one.State == ProjectLifecycle.Due && one.DueOn < today) }).FirstOrDefaultAsync(cancel);

        // The year in which something was approved last: in January that is still the old one.
        var last = await db.Projects().MaxAsync(one => (DateOnly?)one.ApprovedOn, cancel) ?? today;
        var (from, to) = (new DateOnly(last.Year, 1, 1), new DateOnly(last.Year, 12, 31));
        var rows = await db.Projects().Where(one => one.ApprovedOn >= from && one.ApprovedOn <= to).GroupBy(one => new { one.Area, one.Batch })
            .Select(group => new { group.Key.Area, group.Key.Batch, Count = group.Count(), Grant = group.Sum(one => one.GrantFen), Released = group.Sum(one => one.ReleasedFen), Paid = group.Sum(one => one.PaidFen) }).ToListAsync(cancel);
        var year = "/programmes/projects?" + string.Join('&', rows.Select(row => row.Batch).Distinct().Order(StringComparer.Ordinal).Select(batch => "batch=" + Uri.EscapeDataString(batch)));
        var counties = rows.GroupBy(row => row.Area).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CountyRow(CodeTables.Default.Areas.NameOf(group.Key).ToString(), $"{year}&area={group.Key}", group.Sum(row => row.Count), group.Sum(row => row.Grant), group.Sum(row => row.Released), group.Sum(row => row.Paid)));
        return new DeskPanel(DeskPlace.Top, 10, "/Programmes/Work/_Leader.cshtml", new LeaderView(last.Year, year, publicity, projects?.Running ?? 0, projects?.Overdue ?? 0, underWay, [.. counties]));
    }
}
