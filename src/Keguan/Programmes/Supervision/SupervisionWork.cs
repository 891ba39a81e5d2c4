using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>What supervision puts on the desks: reports to review and rectifications to close for the bureau, reports and rectifications owed for the organisations.</summary>
public sealed class SupervisionWork : IWorkSource
{
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(now);
        var queues = new List<WorkQueue>();
        WorkQueue Queue(int order, Text stage, string url, IReadOnlyList<(DateOnly? Due, DateTime Since)> rows) =>
            new(order, stage, url, rows.Count, rows.Count(row => row.Due == today), rows.Count(row => row.Due < today), rows.Count == 0 ? null : rows.Min(row => ChinaTime.DayOf(row.Since)), null);
        void Add(int order, Text stage, string url, List<(DateOnly? Due, DateTime Since)> rows)
        {
            if (rows.Count > 0) queues.Add(Queue(order, stage, url, rows));
        }
        void AddHandled(int order, Text stage, string url, List<(DateOnly? Due, DateTime Since, Guid? Handler)> rows)
        {
            if (rows.Count == 0) return;
            queues.Add(Queue(order, stage, url, [.. rows.Select(row => (row.Due, row.Since))]) with
            {
                Own = Queue(order, stage, url + Work.Handling.Query, [.. rows.Where(row => row.Handler is null || row.Handler == actor.AccountId).Select(row => (row.Due, row.Since))]),
            });
        }
        if (actor.Can(Permissions.SupervisionManage) && !actor.IsSystem)
        {
            AddHandled(80, T("中期报告审核", "Mid-term reports"), "/programmes/supervision?midterm=submitted", [.. (await db.Midterms().Where(report => report.State == MidtermLifecycle.Submitted).Select(report => new { report.DecideBy, report.StateSince, report.Project.HandlerId }).ToListAsync(cancel)).Select(row => (row.DecideBy, row.StateSince, row.HandlerId))]);
            AddHandled(82, T("整改复核", "Rectifications to review"), "/programmes/supervision?state=rectifying", [.. (await db.Rectifications().Where(one => one.State == RectificationLifecycle.Reported).Select(one => new { one.StateSince, one.Project.HandlerId }).ToListAsync(cancel)).Select(row => ((DateOnly?)null, row.StateSince, row.HandlerId))]);
        }
        if (actor.Can(Permissions.ProjectsOwn))
        {
            Add(80, T("中期报告待提交", "Mid-term reports owed"), "/programmes/supervision", [.. (await Owed(db, actor, today.AddDays(30)).Select(project => new { project.DueOn, project.StateSince }).ToListAsync(cancel)).Select(row => (row.DueOn, row.StateSince))]);
            Add(82, T("整改待报告", "Rectifications owed"), "/programmes/supervision?state=rectifying", [.. (await db.Rectifications().VisibleTo(db, actor).Where(one => one.State == RectificationLifecycle.Open).Select(one => new { one.DueOn, one.StateSince }).ToListAsync(cancel)).Select(row => ((DateOnly?)row.DueOn, row.StateSince))]);
        }
        return queues;
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ProjectsRead) || actor.IsSystem) return [];
        var items = new List<WorkItem>();
        if (actor.Can(Permissions.SupervisionManage))
            items.AddRange((await db.Midterms().Where(report => report.State == MidtermLifecycle.Submitted && report.DecideBy <= until).OrderBy(report => report.DecideBy).Take(most).Select(report => new { report.ProjectId, report.Project.Title, report.DecideBy }).ToListAsync(cancel))
                .Select(row => new WorkItem(T("中期报告审核", "Mid-term report"), row.Title, $"/programmes/supervision/midterm/{row.ProjectId}", row.DecideBy!.Value)));
        items.AddRange((await db.Rectifications().VisibleTo(db, actor).Where(one => one.State == RectificationLifecycle.Open && one.DueOn <= until).OrderBy(one => one.DueOn).Take(most).Select(one => new { one.Id, one.Project.Title, one.DueOn }).ToListAsync(cancel))
            .Select(row => new WorkItem(T("整改", "Rectification"), row.Title, $"/programmes/supervision/rectification/{row.Id}", row.DueOn)));
        items.AddRange((await Owed(db, actor, until).OrderBy(project => project.DueOn).Take(most).Select(project => new { project.Id, project.Title, project.DueOn }).ToListAsync(cancel))
            .Select(row => new WorkItem(T("中期报告", "Mid-term report"), row.Title, $"/programmes/supervision/project/{row.Id}", row.DueOn!.Value)));
        return [.. items.OrderBy(item => item.DueOn).Take(most)];
    }

    /// <summary>Running projects whose next date is the mid-term report.</summary>
    static IQueryable<Project> Owed(KeguanDb db, Actor actor, DateOnly until)
    {
        var reported = db.Midterms().Where(report => report.State == MidtermLifecycle.Submitted || report.State == MidtermLifecycle.Passed).Select(report => report.ProjectId);
        return db.Projects().VisibleTo(actor).Where(project => project.State == ProjectLifecycle.Running && project.DueOn <= until && project.DueOn < project.EndOn && !reported.Contains(project.Id));
    }
}
