using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>One application's review: sheets and what they make together; remind, return, extend, replace, conclude, reopen.</summary>
[Needs(Permissions.ReviewOrganise)]
public sealed class DetailsModel(DefinitionStore definitions, Reviewing reviewing, Lifecycles lifecycles) : KeguanPage
{
    public Application Application { get; private set; } = null!;
    public ReviewSheets Sheets { get; private set; } = null!;
    public IReadOnlyList<Happening> Record { get; private set; } = [];
    public int Planned => Application.Call.Plan.Experts;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Guid TaskId { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public DateOnly? Due { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        string[] before = [ApplicationLifecycle.Draft, ApplicationLifecycle.Returned, ApplicationLifecycle.Recommending, ApplicationLifecycle.FormalCheck, ApplicationLifecycle.Supplementing, ApplicationLifecycle.Withdrawn];
        var application = await Db.Applications().VisibleTo(Actor).Include(one => one.Call).FirstOrDefaultAsync(one => one.Id == Id && !before.Contains(one.State), Cancel);
        if (application is null) return false;
        Application = application;
        Sheets = await ReviewSheets.LoadAsync(Db, definitions, application, Now, Cancel);
        var rows = await Timeline.LoadAsync(Db, lifecycles, [.. Sheets.Tasks.Select(task => (ReviewTaskLifecycle.Table.Subject, task.Id))], 0, 20, Cancel);
        Record = [.. rows.Select(row => new Happening(row.At, Foundation.Text.Same(row.Line), Foundation.Text.Same(row.ActorName), row.Position, row.Hash) { Reason = Foundation.Text.Same(row.Reason) })];
        Due ??= ChinaTime.DayOf(Now).AddDays(application.Call.Plan.ReviewDays);
        return true;
    }

    /// <summary>Why the button is closed; a missing reason is asked for after pressing it.</summary>
    public Text? ConcludeRefused => Reviewing.ConcludeRefused(Application, [.. Sheets.Tasks], Planned, "…", Actor, Now);
    public bool NeedsReason => Sheets.Submitted.Count < Planned;
    public bool InReview => Application.State == ApplicationLifecycle.InReview;

    ReviewTask? Picked => Sheets.Tasks.FirstOrDefault(task => task.Id == TaskId);

    async Task<IActionResult> OnTaskAsync(Func<ReviewTask, Task> act, Func<ReviewTask, Text> said)
    {
        if (!await LoadAsync() || Picked is not { } task) return NotFound();
        await act(task);
        await Db.SaveChangesAsync(Cancel);
        return Done(said(task), $"/programmes/reviews/details/{Id}");
    }

    public Task<IActionResult> OnPostRemindAsync() => OnTaskAsync(task => reviewing.RemindAsync(task, Cancel), task => T($"已提醒 {task.ExpertName}", $"{task.ExpertName} was reminded"));

    public Task<IActionResult> OnPostReturnAsync() => OnTaskAsync(task => reviewing.ReturnAsync(Application, task, Reason, Due!.Value, Cancel), task => T($"已退回 {task.ExpertName} 的评分表", $"The sheet of {task.ExpertName} was returned"));

    public Task<IActionResult> OnPostExtendAsync() => OnTaskAsync(task => reviewing.ExtendAsync(task, Reason, Due!.Value, Cancel), task => T($"已延长至 {Deadline.Shown(task.DueAt)}", $"Extended to {Deadline.Shown(task.DueAt)}"));

    public async Task<IActionResult> OnPostReplaceAsync()
    {
        var answer = await OnTaskAsync(task => reviewing.CancelAsync(Application, task, Reason, Cancel), task => T($"已撤换 {task.ExpertName}，请补选专家", $"{task.ExpertName} was taken off; choose another"));
        return answer is LocalRedirectResult ? LocalRedirect($"/programmes/reviews/assign/{Application.CallId}?show={Id}") : answer;
    }

    public async Task<IActionResult> OnPostConcludeAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await reviewing.ConcludeAsync(Application.Call, Sheets.Programme, Application, [.. Sheets.Tasks], Reason, Actor, Cancel);
        return Done(T($"评审已汇总，得分 {Scoring.Shown(Application.Score100)}", $"Concluded with {Scoring.Shown(Application.Score100)}"), $"/programmes/reviews/details/{Id}");
    }

    public async Task<IActionResult> OnPostReopenAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await reviewing.ReopenAsync(Application, Reason, Cancel);
        return Done(T("已退回复议，可退回评分表或补选专家", "Sent back to review: return sheets or add experts"), $"/programmes/reviews/details/{Id}");
    }
}
