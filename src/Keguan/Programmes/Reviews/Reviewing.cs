using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>What came of an assignment for one application.</summary>
public sealed record Assigned(Application Application, int Given, int Missing);

/// <summary>组织评审: panels, reminders, returned sheets, the concluded score. The caller saves, but for <see cref="ConcludeAsync"/> and <see cref="ReopenAsync"/>, which renew the ranks too.</summary>
public sealed class Reviewing(KeguanDb db, Journal journal, Notices notices, ReviewPanels panels, ExpertAccounts accounts)
{
    /// <summary>Subject type of what is reviewed here.</summary>
    public const string Subject = "application";

    static readonly string[] Ranked = [ApplicationLifecycle.Shortlisted, ApplicationLifecycle.Proposed, ApplicationLifecycle.Publicised, ApplicationLifecycle.Objected, ApplicationLifecycle.Approved];

    /// <summary>Fills the panels of these applications up to a number of experts. The seed of the draw stands in the Journal of each.</summary>
    public async Task<IReadOnlyList<Assigned>> AssignAsync(Call call, ProgrammeDefinition programme, IReadOnlyList<Application> applications, int experts, DateOnly due, string speciality, CancellationToken cancel = default)
    {
        RefuseDue(due);
        var library = await panels.LibraryAsync(call.Id, cancel);
        var seed = Panel.NewSeed();
        var ids = applications.Select(application => application.Id).ToArray();
        var seated = await db.ReviewTasks().AsNoTracking().Live().Where(task => task.SubjectType == Subject && ids.Contains(task.SubjectId)).Select(task => new { task.SubjectId, task.Expert.OrganisationName }).ToListAsync(cancel);
        var results = new List<Assigned>();
        foreach (var application in applications)
        {
            RefuseUnlessInReview(application);
            var sitting = seated.Where(one => one.SubjectId == application.Id).Select(one => one.OrganisationName).ToList();
            var wanted = experts - sitting.Count;
            if (wanted <= 0) { results.Add(new Assigned(application, 0, 0)); continue; }
            var candidates = await panels.CandidatesAsync(library, application, speciality, cancel);
            var chosen = Panel.Choose(candidates, wanted, seed, sitting);
            foreach (var candidate in chosen)
            {
                await GiveAsync(call, programme, application, candidate.Expert, due, "", new { seed, candidate.Load }, cancel);
                library.Loads[candidate.Expert.Id] = candidate.Load + 1;
            }
            results.Add(new Assigned(application, chosen.Count, wanted - chosen.Count));
            if (chosen.Count == 0) continue;
            journal.Note(Subject, application, "assign-experts", new Act
            {
                Summary = "分配评审专家",
                Payload = new
                {
                    seed, wanted, due, speciality,
                    chosen = chosen.Select(candidate => new { candidate.Expert.Id, candidate.Load }),
                    eligible = candidates.Where(candidate => candidate.Eligible).Select(candidate => new { candidate.Expert.Id, candidate.Load }),
                    excluded = candidates.Where(candidate => candidate.Matches && candidate.Excluded is not null).Select(candidate => new { candidate.Expert.Id, why = candidate.Excluded!.Value.Zh }),
                },
            });
            application.DueOn = due;
        }
        return results;
    }

    /// <summary>One more expert by hand. Disciplines may be overruled with a reason, a recusal never.</summary>
    public async Task<ReviewTask> AddAsync(Call call, ProgrammeDefinition programme, Application application, Guid expertId, DateOnly due, string? reason, CancellationToken cancel = default)
    {
        RefuseDue(due);
        RefuseUnlessInReview(application);
        Refusal.If(string.IsNullOrWhiteSpace(reason), "手工选定专家须写明理由", "Choosing an expert by hand needs a reason");
        var candidates = await panels.CandidatesAsync(await panels.LibraryAsync(call.Id, cancel), application, "", cancel);
        var candidate = candidates.FirstOrDefault(one => one.Expert.Id == expertId) ?? throw new Refusal("该专家不在库或已停用", "This expert is not active in the library");
        if (candidate.Excluded is { } excluded) throw new Refusal($"“{candidate.Expert.Name}”须回避：{excluded.Zh}", $"“{candidate.Expert.Name}” must not review this: {excluded.En}");
        var task = await GiveAsync(call, programme, application, candidate.Expert, due, reason!.Trim(), new { byHand = true, candidate.Load, candidate.Matches }, cancel);
        Touch(application);
        return task;
    }

    async Task<ReviewTask> GiveAsync(Call call, ProgrammeDefinition programme, Application application, Expert expert, DateOnly due, string because, object payload, CancellationToken cancel)
    {
        var blind = call.Plan.Blind || programme.Review.Blind;
        var task = new ReviewTask
        {
            SubjectType = Subject, SubjectId = application.Id, Number = application.Number, ExpertId = expert.Id, Expert = expert, ExpertName = expert.Name,
            Title = blind ? new Redaction(await panels.CaseAsync(application, cancel: cancel)).Apply(application.Title) : application.Title,
            Definition = application.Definition, DefinitionVersion = application.DefinitionVersion, Batch = application.Batch, Category = application.Category,
            Criteria = [.. programme.Review.Criteria.Select(criterion => new ReviewCriterion(criterion.Key, criterion.Label, criterion.Hint, criterion.Weight))],
            Blind = blind, OpenSlots = string.Join(',', programme.Application.Sections.SelectMany(section => section.Fields).Where(one => one is { Type: FieldType.Attachment, Identifying: false }).Select(one => one.Key)),
            ChosenBecause = because, AssignedAt = journal.Now, DueAt = ChinaTime.EndOf(due),
        };
        db.Add(task);
        journal.Act(ReviewTaskLifecycle.Table, task, "assign", new Act { Summary = $"邀请{expert.Name}评审", Reason = because.Length > 0 ? because : null, Payload = payload });
        var words = T($"请您评审“{task.Title}”，{Deadline.Shown(task.DueAt)} 前提交。请先声明有无利害关系", $"You are asked to review “{task.Title}” by {Deadline.Shown(task.DueAt)}. Please declare first whether you have a conflict");
        // A new account is not stored yet: its first notice goes by mail alone.
        if (await accounts.InviteAsync(expert, cancel)) notices.Mail(expert.Email, words, words);
        else await TellAsync(task, words, $"/programmes/reviews/declare/{task.Id}", cancel);
        return task;
    }

    public async Task RemindAsync(ReviewTask task, CancellationToken cancel = default)
    {
        Refusal.If(!task.IsOpen, "这份评分表不需要催办", "Nothing to remind of");
        task.RemindedAt = journal.Now;
        journal.Note(ReviewTaskLifecycle.Table.Subject, task, "remind", new Act { Summary = $"提醒{task.ExpertName}" });
        await TellAsync(task, T($"提醒：“{task.Title}”的评审请于 {Deadline.Shown(task.DueAt)} 前完成", $"Reminder: please finish the review of “{task.Title}” by {Deadline.Shown(task.DueAt)}"), $"/programmes/reviews/score/{task.Id}", cancel);
    }

    public async Task ReturnAsync(Application application, ReviewTask task, string? reason, DateOnly due, CancellationToken cancel = default)
    {
        RefuseUnlessInReview(application);
        RefuseDue(due);
        journal.Act(ReviewTaskLifecycle.Table, task, "return", new Act { Reason = reason, Summary = $"退回{task.ExpertName}的评分表，{due:yyyy-MM-dd} 前重交", Payload = new { due, task.Total100, task.Scores } });
        task.ReturnedBecause = reason!.Trim();
        task.SubmittedAt = null;
        task.DueAt = ChinaTime.EndOf(due);
        Touch(application);
        await TellAsync(task, T($"“{task.Title}”的评分表被退回，请修改后于 {Deadline.Shown(task.DueAt)} 前再次提交：{task.ReturnedBecause}", $"Your sheet for “{task.Title}” was returned; please submit it again by {Deadline.Shown(task.DueAt)}: {task.ReturnedBecause}"), $"/programmes/reviews/score/{task.Id}", cancel);
    }

    public async Task ExtendAsync(ReviewTask task, string? reason, DateOnly due, CancellationToken cancel = default)
    {
        RefuseDue(due);
        Refusal.If(ChinaTime.EndOf(due) <= task.DueAt, "新的截止日应晚于原截止日", "The new deadline must be later than the old one");
        journal.Act(ReviewTaskLifecycle.Table, task, "extend", new Act { Reason = reason, Summary = $"评审时限延至 {due:yyyy-MM-dd}", Payload = new { before = task.DueAt, due } });
        task.DueAt = ChinaTime.EndOf(due);
        await TellAsync(task, T($"“{task.Title}”的评审时限延至 {Deadline.Shown(task.DueAt)}", $"You have until {Deadline.Shown(task.DueAt)} to review “{task.Title}”"), $"/programmes/reviews/score/{task.Id}", cancel);
    }

    public async Task CancelAsync(Application application, ReviewTask task, string? reason, CancellationToken cancel = default)
    {
        RefuseUnlessInReview(application);
        var told = task.IsOpen;
        journal.Act(ReviewTaskLifecycle.Table, task, "cancel", new Act { Reason = reason, Summary = $"撤换{task.ExpertName}" });
        Touch(application);
        if (told) await TellAsync(task, T($"“{task.Title}”的评审不再需要您办理", $"You are no longer asked to review “{task.Title}”"), "/programmes/reviews/mine", cancel);
    }

    /// <summary>Why the review can't be concluded now. Fewer sheets than planned need a reason.</summary>
    public static Text? ConcludeRefused(Application application, IReadOnlyCollection<ReviewTask> tasks, int planned, string? reason, Actor actor, DateTime now)
    {
        if (ApplicationLifecycle.Table.Refused(application, "conclude-review", actor, now) is { } refused) return refused;
        if (tasks.Count(task => task.IsOpen) is > 0 and var open) return T($"还有 {open} 份评分表未提交，请催办、延期或撤换后再汇总", $"{open} sheets are still missing: remind, extend or replace first");
        var submitted = tasks.Count(task => task.State == ReviewTaskLifecycle.Submitted);
        if (submitted == 0) return T("还没有提交的评分表", "No sheet has been submitted yet");
        return submitted < planned && string.IsNullOrWhiteSpace(reason) ? T($"只有 {submitted} 份评分表，少于计划的 {planned} 份，须写明理由", $"Only {submitted} sheets of {planned} planned: a reason is needed") : null;
    }

    public async Task ConcludeAsync(Call call, ProgrammeDefinition programme, Application application, IReadOnlyCollection<ReviewTask> tasks, string? reason, Actor actor, CancellationToken cancel = default)
    {
        Refusal.If(ConcludeRefused(application, tasks, call.Plan.Experts, reason, actor, journal.Now));
        var sheets = tasks.Where(task => task.State == ReviewTaskLifecycle.Submitted).ToList();
        var totals = sheets.Select(task => task.Total100 ?? throw new InvalidOperationException($"Sheet {task.Id} was submitted without a total.")).ToList();
        application.Score100 = Scoring.Aggregate(programme.Review.Aggregate, totals);
        application.SpreadFlagged = Scoring.IsWide(totals, programme.Review.Spread.Value);
        journal.Act(ApplicationLifecycle.Table, application, "conclude-review", new Act
        {
            Summary = "评审完成", Reason = reason, Posts = [Post.Count("programme.reviewed")],
            Payload = new { application.Score100, application.SpreadFlagged, method = programme.Review.Aggregate, sheets = sheets.Select(task => new { task.Id, task.Total100, task.Recommendation }) },
        });
        Settle(application);
        await SaveRankedAsync(application, cancel);
    }

    public async Task ReopenAsync(Application application, string? reason, CancellationToken cancel = default)
    {
        journal.Act(ApplicationLifecycle.Table, application, "reopen-review", new Act { Reason = reason, Summary = "退回复议", Posts = [Post.Count("programme.reviewed", -1)], Payload = new { application.Score100, application.SpreadFlagged } });
        (application.Score100, application.SpreadFlagged, application.Rank) = (null, false, null);
        Settle(application);
        await SaveRankedAsync(application, cancel);
    }

    /// <summary>
    /// Stores, and ranks all reviewed applications of the call's category anew: 1 + number of better ones, so equals share a rank. By one statement, without a new version of
    /// the other rows: whoever works on one of them is not disturbed.
    /// </summary>
    Task SaveRankedAsync(Application application, CancellationToken cancel) => db.InTransactionAsync(async () =>
    {
        await db.SaveChangesAsync(cancel);
        var all = db.Applications().Where(one => one.CallId == application.CallId && one.Category == application.Category && Ranked.Contains(one.State));
        await all.ExecuteUpdateAsync(set => set.SetProperty(one => one.Rank, one => 1 + all.Count(other => other.Score100 > one.Score100)), cancel);
    }, cancel);

    void Settle(Application application)
    {
        application.StateSince = journal.Now;
        application.DueOn = null;
    }

    /// <summary>A new version of the application: whoever concludes its review at the same time is refused.</summary>
    void Touch(Application application) => db.Entry(application).Property(one => one.Version).IsModified = true;

    static void RefuseUnlessInReview(Application application) =>
        Refusal.If(application.State != ApplicationLifecycle.InReview, $"“{application.Title}”不在评审中（{ApplicationLifecycle.Table.StateOf(application.State).Inside.Zh}）", $"“{application.Title}” is not in review ({ApplicationLifecycle.Table.StateOf(application.State).Inside.En})");

    void RefuseDue(DateOnly due) => Refusal.If(due < ChinaTime.DayOf(journal.Now), "截止日不能早于今天", "The deadline can't be in the past");

    Task TellAsync(ReviewTask task, Text text, string url, CancellationToken cancel)
    {
        if (task.Expert.AccountId is { } account) return notices.TellAccountAsync(account, text, url, cancel);
        if (task.Expert.Email.Length > 0) notices.Mail(task.Expert.Email, text, text);
        return Task.CompletedTask;
    }
}
