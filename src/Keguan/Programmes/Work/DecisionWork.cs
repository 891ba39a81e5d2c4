using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>Objections on the officers' desks, and on the leader's the publicities that have ended and wait for his decision.</summary>
public sealed class DecisionWork(DefinitionStore definitions) : IWorkSource
{
    static readonly Foundation.Text Objected = T("公示异议", "Objections");
    static readonly Foundation.Text Deciding = T("立项审定", "Approval");

    /// <summary>The last day is over, and something is left to be approved.</summary>
    static IQueryable<Publicity> ToDecide(KeguanDb db, DateOnly today)
    {
        var applications = db.Applications();
        return db.Publicities().Where(publicity => publicity.EndsOn < today && publicity.Items.Any(item => applications.Any(one => one.Id == item.ApplicationId && one.State == ApplicationLifecycle.Publicised)));
    }

    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var queues = new List<WorkQueue>();
        if (actor.IsSystem) return queues;
        var today = ChinaTime.DayOf(now);
        if (actor.Can(Permissions.ObjectionsHandle))
        {
            var open = await (
                from objection in db.Objections()
                join publicity in db.Publicities() on objection.PublicityId equals publicity.Id
                where objection.State == ObjectionLifecycle.Received
                group objection by new { publicity.Definition, publicity.DefinitionVersion } into all
                select new
                {
                    all.Key.Definition, all.Key.DefinitionVersion, Count = all.Count(), Due = all.Count(one => one.DueOn == today), Late = all.Count(one => one.DueOn < today), Oldest = all.Min(one => one.ReceivedAt),
                }).ToListAsync(cancel);
            if (open.Count > 0)
                queues.Add(new WorkQueue(44, Objected, "/programmes/decisions", open.Sum(row => row.Count), open.Sum(row => row.Due), open.Sum(row => row.Late), ChinaTime.DayOf(open.Min(row => row.Oldest)),
                    open.Min(row => definitions.Get<ProgrammeDefinition>(row.Definition, row.DefinitionVersion).Value.Approval.ObjectionDays.Whole)));
        }
        if (actor.Can(Permissions.ApprovalDecide))
        {
            var ended = await ToDecide(db, today).OrderBy(publicity => publicity.EndsOn).Select(publicity => new { publicity.Id, publicity.EndsOn }).Take(100).ToListAsync(cancel);
            if (ended.Count > 0)
                queues.Add(new WorkQueue(46, Deciding, ended.Count == 1 ? $"/programmes/decisions/publicity/{ended[0].Id}" : "/programmes/decisions", ended.Count, 0, 0, ended[0].EndsOn, null));
        }
        return queues;
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.ObjectionsHandle)) return [];
        var rows = await db.Objections().Where(one => one.State == ObjectionLifecycle.Received && one.DueOn <= until).OrderBy(one => one.DueOn).Take(most)
            .Select(one => new { one.Id, one.ApplicationTitle, one.DueOn }).ToListAsync(cancel);
        return [.. rows.Select(row => new WorkItem(Objected, row.ApplicationTitle, "/programmes/decisions/objection/" + row.Id, row.DueOn))];
    }
}
