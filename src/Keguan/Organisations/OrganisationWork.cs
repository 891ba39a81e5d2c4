using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>On the officers' desk: organisations that wait to be verified. On the unit administrator's: his own that has to be corrected.</summary>
public sealed class OrganisationWork(Verifying verifying) : IWorkSource
{
    const int Order = 5;
    static readonly Text Stage = T("单位核实", "Organisations to verify");
    static readonly Text OwnStage = T("单位信息待更正", "Your organisation's facts to correct");

    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.Can(Permissions.OrganisationsVerify) && !actor.IsSystem)
        {
            var (lateBefore, dueBefore) = verifying.Bounds(ChinaTime.DayOf(now));
            var sum = await Verifying.Waiting(db).GroupBy(_ => 1).Select(all => new
            {
                Count = all.Count(),
                Late = all.Count(one => one.StateSince < lateBefore),
                Due = all.Count(one => one.StateSince >= lateBefore && one.StateSince < dueBefore),
                Oldest = all.Min(one => one.StateSince),
            }).FirstOrDefaultAsync(cancel);
            return [new WorkQueue(Order, Stage, "/organisations?state=registered", sum?.Count ?? 0, sum?.Due ?? 0, sum?.Late ?? 0, sum is null ? null : ChinaTime.DayOf(sum.Oldest), verifying.Days)];
        }
        if (actor.Can(Permissions.OrganisationManage) && actor.OrganisationId is { } own
            && await db.Organisations().Where(one => one.Id == own && one.State == OrganisationLifecycle.Refused).Select(one => (DateTime?)one.StateSince).FirstOrDefaultAsync(cancel) is { } since)
            return [new WorkQueue(Order, OwnStage, "/organisations/own", 1, 0, 0, ChinaTime.DayOf(since), null)];
        return [];
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.OrganisationsVerify) || actor.IsSystem) return [];
        var (_, dueBefore) = verifying.Bounds(until);
        var rows = await Verifying.Waiting(db).Where(one => one.StateSince < dueBefore).OrderBy(one => one.StateSince).Take(most).Select(one => new { one.Id, one.Name, one.StateSince }).ToListAsync(cancel);
        return [.. rows.Select(row => new WorkItem(Stage, row.Name, $"/organisations/details/{row.Id}", verifying.DueOn(row.StateSince)))];
    }
}
