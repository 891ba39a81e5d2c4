using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>评审 on the desks: for the bureau panels to fill, sheets overdue and reviews to conclude; for an expert invitations and unfinished sheets.</summary>
public sealed class ReviewWork : IWorkSource
{
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(now);
        var tonight = ChinaTime.EndOf(today);
        if (actor.Can(Permissions.ReviewScore) && !actor.IsSystem)
        {
            var own = await db.ReviewTasks().VisibleTo(actor).Where(task => ReviewTaskLifecycle.Open.Contains(task.State)).GroupBy(task => task.State).Select(group => new
            {
                group.Key, Count = group.Count(), DueToday = group.Count(task => task.DueAt >= now && task.DueAt <= tonight), Overdue = group.Count(task => task.DueAt < now), Oldest = group.Min(task => task.AssignedAt),
            }).ToListAsync(cancel);
            return
            [
                .. own.OrderByDescending(row => row.Key).Select(row => new WorkQueue(
                    30, row.Key == ReviewTaskLifecycle.Pending ? T("评审邀请", "Invitations") : T("待评分", "To score"), $"/programmes/reviews/mine?state={row.Key}", row.Count, row.DueToday, row.Overdue, ChinaTime.DayOf(row.Oldest), null)),
            ];
        }
        if (!actor.Can(Permissions.ReviewOrganise)) return [];
        var tasks = db.ReviewTasks().Where(task => task.SubjectType == Reviewing.Subject);
        var inReview = db.Applications().VisibleTo(actor).Where(one => one.State == ApplicationLifecycle.InReview);
        var unassigned = await inReview.Where(one => !tasks.Any(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Live.Contains(task.State)))
            .GroupBy(_ => 1).Select(group => new { Count = group.Count(), Oldest = group.Min(one => one.StateSince) }).FirstOrDefaultAsync(cancel);
        var open = await tasks.Where(task => ReviewTaskLifecycle.Open.Contains(task.State))
            .GroupBy(_ => 1).Select(group => new { Count = group.Count(), DueToday = group.Count(task => task.DueAt >= now && task.DueAt <= tonight), Overdue = group.Count(task => task.DueAt < now), Oldest = group.Min(task => task.AssignedAt) }).FirstOrDefaultAsync(cancel);
        var complete = await inReview.Where(one => tasks.Any(task => task.SubjectId == one.Id && task.State == ReviewTaskLifecycle.Submitted) && !tasks.Any(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Open.Contains(task.State)))
            .GroupBy(_ => 1).Select(group => new { Count = group.Count(), Oldest = group.Min(one => one.StateSince) }).FirstOrDefaultAsync(cancel);
        var queues = new List<WorkQueue>();
        if (unassigned is not null) queues.Add(new(30, T("评审：待分配专家", "Review: experts to assign"), "/programmes/reviews?progress=unassigned", unassigned.Count, 0, 0, ChinaTime.DayOf(unassigned.Oldest), null));
        if (open is not null) queues.Add(new(31, T("评审：评分表未交", "Review: sheets missing"), open.Overdue > 0 ? "/programmes/reviews?progress=overdue" : "/programmes/reviews?progress=open", open.Count, open.DueToday, open.Overdue, ChinaTime.DayOf(open.Oldest), null));
        if (complete is not null) queues.Add(new(32, T("评审：待汇总", "Review: to conclude"), "/programmes/reviews?progress=complete", complete.Count, 0, 0, ChinaTime.DayOf(complete.Oldest), null));
        return queues;
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        var expert = actor.Can(Permissions.ReviewScore) && !actor.IsSystem;
        if (!expert && !actor.Can(Permissions.ReviewOrganise)) return [];
        var end = ChinaTime.EndOf(until);
        var rows = await db.ReviewTasks().VisibleTo(actor).AsNoTracking().Where(task => task.SubjectType == Reviewing.Subject && ReviewTaskLifecycle.Open.Contains(task.State) && task.DueAt <= end)
            .OrderBy(task => task.DueAt).Take(most).Select(task => new { task.Id, task.SubjectId, task.Title, task.ExpertName, task.DueAt }).ToListAsync(cancel);
        // A deadline at 24:00 belongs to the day that ends then.
        return [.. rows.Select(row => new WorkItem(T("评审", "Review"), expert ? row.Title : $"{row.Title}（{row.ExpertName}）", expert ? $"/programmes/reviews/score/{row.Id}" : $"/programmes/reviews/details/{row.SubjectId}", ChinaTime.DayOf(row.DueAt.AddTicks(-1))))];
    }
}
