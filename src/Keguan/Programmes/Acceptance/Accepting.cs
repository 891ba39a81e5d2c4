using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>验收: returned or organised, the experts' opinion, the conclusion; 终止 and 撤销 with settlement. The caller saves (in a transaction where a certificate gets its number).</summary>
public sealed class Accepting(KeguanDb db, Journal journal, Notices notices, Numbers numbers, CurrentActor actor)
{
    DateOnly Today => ChinaTime.DayOf(journal.Now);

    /// <summary>Why the organisation can't ask for acceptance now. Late is possible, and visible; after a deferral it is not.</summary>
    public static Text? RequestRefused(Project project, bool deferredBefore, Actor actor, DateTime now)
    {
        if (ProjectLifecycle.Table.Refused(project, "request-acceptance", actor, now) is { } refused) return refused;
        return deferredBefore && project.DueOn is { } due && ChinaTime.DayOf(now) > due
            ? T($"整改期限 {due:yyyy-MM-dd} 已过，不能再申请验收", $"The time for mending ended on {due:yyyy-MM-dd}; acceptance can no longer be requested") : null;
    }

    public async Task SubmitAsync(AcceptanceRequest request, ProgrammeDefinition programme, bool deferredBefore, object payload, CancellationToken cancel = default)
    {
        var project = request.Project;
        Refusal.If(RequestRefused(project, deferredBefore, actor.Value, journal.Now));
        request.DeadlineOn = project.State == ProjectLifecycle.Running || project.DueOn is null ? ProjectDates.Request(project, programme) : project.DueOn;
        var late = Today > request.DeadlineOn ? Today.DayNumber - request.DeadlineOn.Value.DayNumber : 0;
        var summary = late > 0 ? $"申请验收（逾期 {late} 天）" : request.Round > 1 ? "整改后再次申请验收" : "申请验收";
        journal.Act(AcceptanceLifecycle.Table, request, "submit", new Act { Summary = summary, Payload = payload });
        journal.Act(ProjectLifecycle.Table, project, "request-acceptance", new Act { Summary = summary, Payload = new { request.Round, late, deadline = request.DeadlineOn } });
        request.SubmittedAt = request.StateSince = project.StateSince = journal.Now;
        request.DecideBy = project.DueOn = Today.AddDays(programme.Acceptance.FinishDays.Whole);
        await notices.TellRolesAsync([Roles.Officer], T($"“{project.Title}”申请验收，请受理", $"“{project.Title}” asks for acceptance"), Url(project), cancel: cancel);
    }

    public async Task ReturnAsync(AcceptanceRequest request, ProgrammeDefinition programme, string? reason, CancellationToken cancel = default)
    {
        var project = request.Project;
        journal.Act(AcceptanceLifecycle.Table, request, "return", new Act { Reason = reason, Summary = "验收申请退回修改" });
        journal.Act(ProjectLifecycle.Table, project, "return-acceptance", new Act { Reason = reason, Summary = "验收申请退回修改" });
        request.StateSince = project.StateSince = journal.Now;
        // Whoever was in time gets the days of a correction, also where the deadline itself has passed meanwhile.
        var mend = WorkingCalendar.Default.AddWorkingDays(Today, programme.FormalCheck.CorrectionDays.Whole);
        var deadline = request.DeadlineOn ?? ProjectDates.Request(project, programme);
        project.DueOn = request.WasLate || deadline > mend ? deadline : mend;
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”验收申请被退回，{project.DueOn:yyyy-MM-dd} 前修改提交：{reason}", $"The request of “{project.Title}” was returned; mend it by {project.DueOn:yyyy-MM-dd}: {reason}"), Url(project), cancel);
    }

    /// <summary>Experts of the library who may sit: active, of another organisation, and not the leader himself.</summary>
    public static IQueryable<Expert> Eligible(IQueryable<Expert> experts, Project project)
    {
        var (organisation, name, key) = (project.OrganisationId, project.OrganisationName, project.LeaderKey);
        return experts.Where(expert => expert.State == ExpertLifecycle.Active && (expert.OrganisationId == null || expert.OrganisationId != organisation) && expert.OrganisationName != name && (key == "" || expert.IdKey != key));
    }

    public async Task OrganiseAsync(AcceptanceRequest request, ProgrammeDefinition programme, DateOnly on, string manner, string place, IReadOnlyList<Guid> experts, CancellationToken cancel = default)
    {
        var project = request.Project;
        var (rules, earliest) = (programme.Acceptance, Today.AddDays(programme.Acceptance.NoticeDays.Whole));
        Refusal.If(on < earliest, $"验收须提前 {rules.NoticeDays.Shown.Zh}通知，最早 {earliest:yyyy-MM-dd}（{rules.NoticeDays.Basis}）", $"Acceptance needs {rules.NoticeDays.Shown.En} of notice: {earliest:yyyy-MM-dd} at the earliest ({rules.NoticeDays.Basis})");
        Refusal.If(experts.Distinct().Count() != rules.Experts.Whole || experts.Count != rules.Experts.Whole, $"请选择 {rules.Experts.Whole} 名不同的专家", $"Choose {rules.Experts.Whole} different experts");
        var chosen = await Eligible(db.Experts(), project).AsNoTracking().Where(expert => experts.Contains(expert.Id)).ToDictionaryAsync(expert => expert.Id, cancel);
        Refusal.If(chosen.Count != experts.Count, "所选专家须在库，且不能来自承担单位", "The experts must be active in the library and not of the project's organisation");
        var summary = $"受理验收，{on:yyyy-MM-dd} {AcceptanceWords.Manners[manner].Zh}";
        journal.Act(AcceptanceLifecycle.Table, request, "organise", new Act { Summary = summary, Payload = new { on, manner, place, experts = experts.Select(id => new { id, chosen[id].Name, chosen[id].OrganisationName }) } });
        journal.Act(ProjectLifecycle.Table, project, "begin-acceptance", new Act { Summary = summary, Payload = new { on, manner, place } });
        (request.PlannedOn, request.Manner, request.Place, request.StateSince, project.StateSince) = (on, manner, place, journal.Now, journal.Now);
        for (var i = 0; i < experts.Count; i++)
        {
            var expert = chosen[experts[i]];
            db.Add(new AcceptanceExpert { RequestId = request.Id, ExpertId = expert.Id, Order = i + 1, Name = expert.Name, OrganisationName = expert.OrganisationName, Title = expert.Title, Speciality = expert.Speciality });
            if (expert.Email.Length > 0)
                notices.Mail(expert.Email, T($"验收邀请：{project.Title}", $"Invitation: acceptance of {project.Title}"), T($"{expert.Name}：\n请于 {on:yyyy-MM-dd} 参加“{project.Title}”的{AcceptanceWords.Manners[manner].Zh}，地点：{place}。", $"{expert.Name}:\nyou are invited to the acceptance of “{project.Title}” on {on:yyyy-MM-dd}, {place}."));
        }
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”将于 {on:yyyy-MM-dd} {AcceptanceWords.Manners[manner].Zh}，{place}", $"“{project.Title}” will be accepted on {on:yyyy-MM-dd}, {place}"), Url(project), cancel);
    }

    /// <summary>What the group found, criterion by criterion; weights and number of criteria are the definition's.</summary>
    public async Task RecordOpinionAsync(AcceptanceRequest request, ProgrammeDefinition programme, IReadOnlyDictionary<string, (decimal Points, string Comment)> points, string opinion, CancellationToken cancel = default)
    {
        var project = request.Project;
        Refusal.If(request.PlannedOn is { } on && Today < on, $"验收定于 {request.PlannedOn:yyyy-MM-dd}，届时再登记意见", $"The acceptance is on {request.PlannedOn:yyyy-MM-dd}; record the opinion then");
        foreach (var criterion in programme.Acceptance.Criteria)
        {
            var (value, comment) = points[criterion.Key];
            var row = request.Points.FirstOrDefault(one => one.Criterion == criterion.Key);
            if (row is null)
            {
                row = new AcceptancePoint { RequestId = request.Id, Criterion = criterion.Key, Points100 = 0 };
                db.Add(row);
                if (!request.Points.Contains(row)) request.Points.Add(row);
            }
            (row.Points100, row.Comment) = ((int)Math.Round(value * 100, MidpointRounding.AwayFromZero), comment);
        }
        request.Points100 = Weighted(programme.Acceptance.Criteria, points.ToDictionary(one => one.Key, one => one.Value.Points));
        (request.Opinion, request.OpinionAt) = (opinion, journal.Now);
        var shown = (request.Points100.Value / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        journal.Act(AcceptanceLifecycle.Table, request, "opinion", new Act { Summary = $"专家组意见，{shown} 分", Reason = opinion, Payload = points.Select(one => new { criterion = one.Key, one.Value.Points, one.Value.Comment }) });
        journal.Note("project", project, "acceptance-opinion", new Act { Summary = $"登记验收专家组意见，{shown} 分" });
        await notices.TellRolesAsync([Roles.Chief], T($"“{project.Title}”专家组意见已登记，请作出验收结论", $"The experts' opinion on “{project.Title}” is recorded; please conclude"), Url(project), cancel: cancel);
    }

    public static int Weighted(IReadOnlyList<Criterion> criteria, IReadOnlyDictionary<string, decimal> points) =>
        (int)Math.Round(criteria.Sum(criterion => points[criterion.Key] * criterion.Weight), MidpointRounding.AwayFromZero);

    /// <summary>Why this conclusion can't be given; the same sentence for button and refusal.</summary>
    public static Text? ConclusionRefused(Project project, AcceptanceRequest? request, string conclusion, bool deferredBefore, Actor actor, DateTime now)
    {
        if (ProjectLifecycle.Table.Refused(project, conclusion, actor, now) is { } refused) return refused;
        if (project.State == ProjectLifecycle.Deferred)
            return project.DueOn is { } due && ChinaTime.DayOf(now) <= due ? T($"整改期限到 {due:yyyy-MM-dd}，期内不能直接判为不通过", $"The time for mending runs until {due:yyyy-MM-dd}") : null;
        if (request?.OpinionAt is null) return T("专家组意见尚未登记", "The experts' opinion has not been recorded");
        if (conclusion == "defer" && deferredBefore) return T("暂缓通过限一次，已用过，请作出其他结论", "A deferral is possible once and has been used");
        return null;
    }

    public async Task ConcludeAsync(AcceptanceRequest request, ProgrammeDefinition programme, string conclusion, bool deferredBefore, string? reason, CancellationToken cancel = default)
    {
        var project = request.Project;
        Refusal.If(ConclusionRefused(project, request, conclusion, deferredBefore, actor.Value, journal.Now));
        var words = AcceptanceWords.Conclusions[conclusion];
        var afterwards = project.State == ProjectLifecycle.Deferred;
        string? measure = conclusion switch { "pass" => "programme.passed", "conclude" => "programme.concluded", "fail" => "programme.failed", _ => null };
        DateOnly? due = conclusion == "defer" ? Today.AddMonths(programme.Acceptance.RectifyMonths.Whole) : null;
        // The steps come first: what they refuse must not cost a number.
        journal.Act(ProjectLifecycle.Table, project, conclusion, new Act
        {
            Reason = reason, Summary = afterwards ? "逾期未完成整改，验收不通过" : due is { } until ? $"暂缓通过，{until:yyyy-MM-dd} 前整改并再次申请" : $"验收结论：{words.Zh}",
            Payload = new { conclusion, points = request.Points100 / 100m, due }, Posts = measure is null ? [] : [Post.Count(measure)],
        });
        if (!afterwards)
        {
            journal.Act(AcceptanceLifecycle.Table, request, "conclude", new Act { Reason = reason, Summary = $"验收结论：{words.Zh}" });
            (request.Conclusion, request.Reason, request.ConcludedOn, request.ConcludedByName, request.StateSince) = (conclusion, (reason ?? "").Trim(), Today, actor.Value.Name, journal.Now);
        }
        if (conclusion is "pass" or "conclude")
            request.Certificate = project.Certificate = await numbers.Next("acceptance-certificate." + programme.Key, programme.NumberPrefix + "YS{year}-{n:4}", Today, cancel: cancel);
        project.StateSince = journal.Now;
        project.DueOn = due;
        await notices.TellOrganisationAsync(project.OrganisationId, due is null
            ? T($"“{project.Title}”验收结论：{words.Zh}{(request.Certificate.Length > 0 ? $"，证书编号 {request.Certificate}" : "")}", $"“{project.Title}”: {words.En}{(request.Certificate.Length > 0 ? $", certificate {request.Certificate}" : "")}")
            : T($"“{project.Title}”暂缓通过，请于 {due:yyyy-MM-dd} 前整改并再次申请验收：{reason}", $"“{project.Title}” was deferred; mend and ask again by {due:yyyy-MM-dd}: {reason}"), Url(project), cancel);
        if (due is null) await notices.TellRolesAsync([Roles.Officer], T($"“{project.Title}”验收已有结论，请办理绩效评价", $"“{project.Title}” has been concluded; evaluate it"), $"/programmes/evaluation/details/{project.Id}", cancel: cancel);
    }

    /// <summary>终止 or 撤销: with what was paid and spent so far and what has to come back.</summary>
    public async Task SettleAsync(Project project, string kind, string? reason, long recoverFen, CancellationToken cancel = default)
    {
        Refusal.If(ProjectLifecycle.Table.Refused(project, kind, actor.Value, journal.Now));
        var most = Math.Max(0, project.PaidFen - project.RecoveredFen);
        Refusal.If(recoverFen < 0 || recoverFen > most, $"应收回金额应在 0 至 {Money.Wan(most)} 万元之间（已拨付减已收回）", $"The amount to come back must be between 0 and {Money.Wan(most)} 万元 (paid less recovered)");
        var word = kind == "revoke" ? T("撤销", "revoked") : T("终止", "terminated");
        journal.Act(ProjectLifecycle.Table, project, kind, new Act
        {
            Reason = reason, Summary = $"项目{word.Zh}，应收回 {Money.Wan(recoverFen)} 万元", Posts = [Post.Count(kind == "revoke" ? "programme.revoked" : "programme.terminated")],
            Payload = new { project.PaidFen, project.SpentFen, recoverFen },
        });
        db.Add(new Settlement { ProjectId = project.Id, Kind = kind, Reason = reason!.Trim(), PaidFen = project.PaidFen, SpentFen = project.SpentFen, RecoverFen = recoverFen, DecidedOn = Today, DecidedByName = actor.Value.Name });
        project.StateSince = journal.Now;
        project.DueOn = null;
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”已{word.Zh}，应收回 {Money.Wan(recoverFen)} 万元：{reason}", $"“{project.Title}” was {word.En}; {Money.Wan(recoverFen)} 万元 to be returned: {reason}"), Url(project), cancel);
        await notices.TellRolesAsync([Roles.Finance], T($"“{project.Title}”已{word.Zh}，应收回 {Money.Wan(recoverFen)} 万元", $"“{project.Title}” was {word.En}; {Money.Wan(recoverFen)} 万元 to be recovered"), $"/programmes/payments/project/{project.Id}", cancel: cancel);
    }

    static string Url(Project project) => $"/programmes/acceptance/project/{project.Id}";
}
