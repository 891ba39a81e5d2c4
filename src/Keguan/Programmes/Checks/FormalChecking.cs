using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Checks;

/// <summary>形式审查: passing, asking for correction once, refusing with a coded reason. The caller saves.</summary>
public sealed class FormalChecking(KeguanDb db, CurrentActor actor, Journal journal, Notices notices, ApplicationDossiers dossiers)
{
    /// <summary>Why it can't be passed now; null when it can.</summary>
    public static Text? PassRefused(ApplicationDossier dossier, IReadOnlyList<CheckLine> checks, IReadOnlyCollection<ManualAnswer> answers, Actor actor, DateTime now)
    {
        if (ApplicationLifecycle.Table.Refused(dossier.Application, "pass", actor, now) is { } refused) return refused;
        var failed = checks.Count(check => check.Status is CheckStatus.Failed or CheckStatus.Unanswered);
        if (failed > 0) return T($"{failed} 项自动核查不通过", $"{failed} automatic checks failed");
        var manual = dossier.Programme.FormalCheck.Manual;
        var mend = answers.Count(answer => answer.Answer == ManualAnswer.Mend);
        var no = answers.Count(answer => answer.Answer == ManualAnswer.No);
        var open = manual.Count(check => answers.All(answer => answer.Check != check.Key));
        if (mend + no + open == 0) return null;
        string[] zh = [.. new[] { mend > 0 ? $"{mend} 项判为补正" : "", no > 0 ? $"{no} 项判为不符" : "", open > 0 ? $"{open} 项未判" : "" }.Where(part => part.Length > 0)];
        string[] en = [.. new[] { mend > 0 ? $"{mend} to be mended" : "", no > 0 ? $"{no} do not hold" : "", open > 0 ? $"{open} not judged" : "" }.Where(part => part.Length > 0)];
        return T("不能通过：" + string.Join("，", zh), "Can't pass: " + string.Join(", ", en));
    }

    public static Text? CorrectionRefused(ApplicationDossier dossier, Actor actor, DateTime now)
    {
        if (ApplicationLifecycle.Table.Refused(dossier.Application, "ask-correction", actor, now) is { } refused) return refused;
        var rule = dossier.Programme.FormalCheck.CorrectionTimes;
        return dossier.Application.CorrectionsAsked >= rule.Whole
            ? T($"补正限 {rule.Whole} 次，已用（{rule.Basis}）", $"Correction is allowed {rule.Whole} time(s) and has been used ({rule.Basis})") : null;
    }

    public async Task PassAsync(ApplicationDossier dossier, string? opinion, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        var (checks, _) = await dossiers.CheckAsync(dossier, application.SubmittedAt ?? journal.Now, cancel);
        var answers = await AnswersAsync(application.Id, cancel);
        Refusal.If(PassRefused(dossier, checks, answers, actor.Value, journal.Now));
        journal.Act(ApplicationLifecycle.Table, application, "pass", new Act
        {
            Reason = opinion, Summary = "形式审查通过", Posts = [Post.Count("programme.accepted")],
            Payload = new { automatic = checks.Select(check => new { check.Key, check.Status, check.Value }), manual = answers.Select(answer => new { answer.Check, answer.Answer, answer.Comment }) },
        });
        Settle(application, null);
        application.CheckedAt = journal.Now;
        await TellAsync(application, T($"“{application.Title}”通过形式审查，进入评审", $"“{application.Title}” passed the formal check"), cancel);
    }

    public async Task AskCorrectionAsync(ApplicationDossier dossier, string? opinion, DateOnly? until, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        Refusal.If(CorrectionRefused(dossier, actor.Value, journal.Now));
        var due = until ?? dossier.DueFor(ApplicationLifecycle.Supplementing, journal.Now)!.Value;
        Refusal.If(due < ChinaTime.DayOf(journal.Now), "补正期限不能早于今天", "The deadline for correction can't be in the past");
        journal.Act(ApplicationLifecycle.Table, application, "ask-correction", new Act { Reason = opinion, Summary = $"通知补正，{due:yyyy-MM-dd} 前", Payload = new { due } });
        application.CorrectionsAsked++;
        Settle(application, due);
        await TellAsync(application, T($"“{application.Title}”需要补正，{due:yyyy-MM-dd} 前提交：{opinion}", $"“{application.Title}” needs correction by {due:yyyy-MM-dd}: {opinion}"), cancel);
    }

    public async Task RejectAsync(ApplicationDossier dossier, string? reasonKey, string? opinion, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        var reason = dossier.Programme.FormalCheck.Reasons.FirstOrDefault(one => one.Key == reasonKey)
            ?? throw new Refusal("请选择不予通过的理由", "Please choose the reason of refusal");
        journal.Act(ApplicationLifecycle.Table, application, "reject", new Act
        {
            Reason = string.IsNullOrWhiteSpace(opinion) ? $"{reason.Key} {reason.Label.Zh}" : $"{reason.Key} {reason.Label.Zh}：{opinion}", Summary = $"形式审查不通过：{reason.Label.Zh}",
            Payload = new { code = reason.Key, reason.Basis },
        });
        Settle(application, null);
        await TellAsync(application, T($"“{application.Title}”形式审查不通过：{reason.Label.Zh}（{reason.Basis}）", $"“{application.Title}” was refused at the formal check: {reason.Label.En} ({reason.Basis})"), cancel);
    }

    public async Task LapseAsync(Application application, CancellationToken cancel = default)
    {
        journal.Act(ApplicationLifecycle.Table, application, "lapse", new Act { Summary = "逾期未补正，不予通过" });
        Settle(application, null);
        await TellAsync(application, T($"“{application.Title}”逾期未补正，形式审查不通过", $"“{application.Title}” was not corrected in time and is refused"), cancel);
    }

    public async Task<List<ManualAnswer>> AnswersAsync(Guid applicationId, CancellationToken cancel = default) =>
        await db.Set<ManualAnswer>().Where(answer => answer.ApplicationId == applicationId).ToListAsync(cancel);

    void Settle(Application application, DateOnly? due)
    {
        application.StateSince = journal.Now;
        application.DueOn = due;
        if (actor.Value.AccountId is { } who)
        {
            application.HandlerId = who;
            application.HandlerName = actor.Value.Name;
        }
    }

    Task TellAsync(Application application, Text text, CancellationToken cancel) =>
        notices.TellOrganisationAsync(application.OrganisationId, text, application.State == ApplicationLifecycle.Supplementing ? $"/programmes/applications/tasks/{application.Id}" : $"/programmes/applications/details/{application.Id}", cancel);
}
