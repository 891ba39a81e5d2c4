using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Checks;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>任务列表: the sections with their states, pre-check and submission; what is due and who works on it.</summary>
[Needs(Permissions.ApplicationsWrite)]
public sealed class TasksModel(ApplicationDossiers dossiers, Submission submission) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];
    public int Completed { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier || Actor.Audience != Audience.Applicant) return false;
        Dossier = dossier;
        (Checks, _) = await dossiers.CheckAsync(dossier, Now, Cancel);
        Completed = dossier.Sections.Count(IsComplete);
        return true;
    }

    public bool IsComplete(FormSection section) => Dossier.Saved(section.Key) is not null && Dossier.Reading.IsComplete(section.Key);

    /// <summary>未开始, 填写中 (something missing), 要改 (something wrong), 已完成.</summary>
    public (Text Word, Tone Tone) StateOf(FormSection section)
    {
        if (Dossier.Saved(section.Key) is not { Revision: > 0 }) return Dossier.Reading.IsComplete(section.Key) && Dossier.Saved(section.Key) is not null ? (T("已完成", "Complete"), Tone.Green) : (T("未开始", "Not started"), Tone.Grey);
        if (Dossier.Reading.IsComplete(section.Key)) return CheckFailed(section) ? (T("要改", "To correct"), Tone.Red) : (T("已完成", "Complete"), Tone.Green);
        return Dossier.Read(Dossier.Typed, asksAll: false).ErrorsOf(section.Key).Any() ? (T("要改", "To correct"), Tone.Red) : (T("填写中", "In progress"), Tone.Blue);
    }

    bool CheckFailed(FormSection section) => Checks.Any(check => check.Status == CheckStatus.Failed && check.Field.Split('.')[0] == section.Key);

    public int Failed => Checks.Count(check => check.Status == CheckStatus.Failed);
    public bool Ready => Completed == Dossier.Sections.Count() && Failed == 0 && Checks.All(check => check.Status != CheckStatus.Unanswered);

    public Text? WithdrawRefused => ApplicationLifecycle.Table.Refused(Dossier.Application, "withdraw", Actor, Now);

    [Acts(Permissions.ApplicationsSubmit)]
    public async Task<IActionResult> OnPostWithdrawAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await submission.WithdrawAsync(Dossier.Application, Cancel);
        return Done(T("已撤回，可修改后再次提交；截止前未再次提交的视为未申报", "Withdrawn. Change it and submit it again before the deadline"), $"/programmes/applications/tasks/{Id}");
    }

    [Acts(Permissions.ApplicationsSubmit)]
    public async Task<IActionResult> OnPostAbandonAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await submission.AbandonAsync(Dossier.Application, Reason, Cancel);
        return Done(T("已放弃本次申报", "Given up"), "/programmes/applications");
    }
}
