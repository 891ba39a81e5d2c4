using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>What acceptance and evaluation put on the desks.</summary>
public sealed class AcceptanceWork : IWorkSource
{
    static readonly string[] Owing = [ProjectLifecycle.Due, ProjectLifecycle.Deferred];
    static readonly string[] Decided = [ProjectLifecycle.Passed, ProjectLifecycle.Concluded, ProjectLifecycle.Failed];

    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem) return [];
        var today = ChinaTime.DayOf(now);
        var queues = new List<WorkQueue>();
        async Task AddAsync(int order, Text stage, string url, IQueryable<Project> projects, bool handled = false)
        {
            var rows = await projects.Select(project => new { project.DueOn, project.StateSince, project.HandlerId }).ToListAsync(cancel);
            if (rows.Count == 0) return;
            WorkQueue Of(bool own)
            {
                var these = own ? rows.Where(row => row.HandlerId is null || row.HandlerId == actor.AccountId).ToList() : rows;
                return new WorkQueue(order, stage, own ? url + Work.Handling.Query : url, these.Count, these.Count(row => row.DueOn == today), these.Count(row => row.DueOn < today), these.Count == 0 ? null : these.Min(row => ChinaTime.DayOf(row.StateSince)), null);
            }
            queues.Add(actor.SeesAll && handled ? Of(own: false) with { Own = Of(own: true) } : Of(own: false));
        }
        var visible = db.Projects().VisibleTo(actor);
        if (actor.Can(Permissions.AcceptanceManage)) await AddAsync(90, T("验收受理", "Acceptance requests"), "/programmes/acceptance?state=acceptance-requested", visible.Where(project => project.State == ProjectLifecycle.AcceptanceRequested), handled: true);
        if (actor.Can(Permissions.AcceptanceDecide))
        {
            var ready = db.AcceptanceRequests().Where(request => request.State == AcceptanceLifecycle.Organised && request.OpinionAt != null).Select(request => request.ProjectId);
            await AddAsync(92, T("验收结论", "Conclusions"), "/programmes/acceptance?state=in-acceptance", visible.Where(project => project.State == ProjectLifecycle.InAcceptance && ready.Contains(project.Id)));
        }
        if (actor.Can(Permissions.EvaluationManage)) await AddAsync(95, T("绩效评价", "Evaluation"), "/programmes/evaluation?state=passed&state=concluded&state=failed", visible.Where(project => Decided.Contains(project.State)));
        if (actor.Can(Permissions.ProjectsOwn)) await AddAsync(90, T("待申请验收", "Acceptance to be requested"), "/programmes/acceptance?state=due&state=deferred", visible.Where(project => Owing.Contains(project.State)));
        return queues;
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ProjectsRead) || actor.IsSystem) return [];
        string[] states = actor.Audience == Audience.Applicant ? Owing : [.. Owing, ProjectLifecycle.AcceptanceRequested, ProjectLifecycle.InAcceptance];
        var rows = await db.Projects().VisibleTo(actor).Where(project => states.Contains(project.State) && project.DueOn <= until).OrderBy(project => project.DueOn).Take(most)
            .Select(project => new { project.Id, project.Title, project.DueOn }).ToListAsync(cancel);
        return [.. rows.Select(row => new WorkItem(T("验收", "Acceptance"), row.Title, $"/programmes/acceptance/project/{row.Id}", row.DueOn!.Value))];
    }
}
