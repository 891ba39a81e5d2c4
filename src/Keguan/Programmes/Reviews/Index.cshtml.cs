using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>评审: by call what waits, and every application with how far its panel is.</summary>
[Needs(Permissions.ReviewOrganise)]
public sealed class IndexModel(Reviewing reviewing) : ListPage<ReviewList>
{
    public sealed record Waiting(Guid CallId, string Title, int InReview, int Unassigned, int Open);

    public IReadOnlyList<Waiting> Calls { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        var tasks = Db.ReviewTasks().Where(task => task.SubjectType == Reviewing.Subject);
        var rows = await Db.Applications().VisibleTo(Actor).Where(one => one.State == ApplicationLifecycle.InReview).GroupBy(one => one.CallId).Select(group => new
        {
            group.Key,
            InReview = group.Count(),
            Unassigned = group.Count(one => !tasks.Any(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Live.Contains(task.State))),
            Open = group.Count(one => tasks.Any(task => task.SubjectId == one.Id && ReviewTaskLifecycle.Open.Contains(task.State))),
        }).ToListAsync(Cancel);
        var ids = rows.Select(row => row.Key).ToArray();
        var calls = await Db.Calls().AsNoTracking().Where(call => ids.Contains(call.Id)).OrderByDescending(call => call.ClosesAt).Select(call => new { call.Id, call.Title }).ToListAsync(Cancel);
        Calls = [.. calls.Select(call => rows.First(row => row.Key == call.Id) is var row ? new Waiting(call.Id, call.Title, row.InReview, row.Unassigned, row.Open) : null!)];
        return await base.LoadAsync();
    }

    public async Task<IActionResult> OnPostRemindAsync(Guid[] ids)
    {
        Refusal.If(ids.Length == 0, "请先勾选申报", "Choose some applications first");
        var visible = await Db.Applications().VisibleTo(Actor).CountAsync(one => ids.Contains(one.Id), Cancel);
        if (visible != ids.Distinct().Count()) return NotFound();
        var tasks = await Db.ReviewTasks().Include(task => task.Expert).Where(task => task.SubjectType == Reviewing.Subject && ids.Contains(task.SubjectId) && ReviewTaskLifecycle.Open.Contains(task.State)).ToListAsync(Cancel);
        foreach (var task in tasks) await reviewing.RemindAsync(task, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已催办 {tasks.Count} 份评分表", $"{tasks.Count} reminders sent"), "/programmes/reviews");
    }
}
