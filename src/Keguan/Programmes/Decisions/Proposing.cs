using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>拟立项 and 公示: ranked, proposed with a grant by rule or by hand, put before the public. The caller saves.</summary>
public sealed class Proposing(KeguanDb db, Journal journal, Notices notices)
{
    /// <summary>The grant that the definition's rule gives for a score; never above what was asked or the cap, 0 for self-funded. Whole 0.1 万元.</summary>
    public static long GrantByRule(ProgrammeDefinition programme, Application application, long capFen)
    {
        if (programme.FundingMode(application.FundingMode)?.SelfFunded == true) return 0;
        var values = new Values().SetMoney("grant", application.GrantFen).SetMoney("cap", capFen).Set("score", (application.Score100 ?? 0) / 100m);
        var granted = ExpressionCompiler.Compile(programme.Approval.GrantRule, ProgrammeDefinition.GrantScope, ExpressionType.Money).Evaluate(values);
        var fen = granted.IsMissing ? 0 : granted.AsFen;
        return Math.Clamp(fen / 100_000 * 100_000, 0, Math.Min(application.GrantFen, capFen));
    }

    public void Propose(ProgrammeDefinition programme, Application application, long capFen, long? byHandFen, string? reason)
    {
        Refusal.If(application.Score100 is null, $"“{application.Title}”还没有评审得分", $"“{application.Title}” has no score yet");
        var least = programme.Approval.LeastScore;
        Refusal.If(application.Score100 < least.Value * 100, $"“{application.Title}”得分低于 {least.Value:0.##} 分（{least.Basis}）", $"“{application.Title}” scored below {least.Value:0.##} ({least.Basis})");
        var byRule = GrantByRule(programme, application, capFen);
        var fen = byHandFen ?? byRule;
        var selfFunded = programme.FundingMode(application.FundingMode)?.SelfFunded == true;
        Refusal.If(selfFunded && fen != 0, $"“{application.Title}”是自筹项目，资助应为 0", $"“{application.Title}” is self-funded; its grant is 0");
        Refusal.If(fen < 0 || fen > Math.Min(application.GrantFen, capFen), $"“{application.Title}”拟资助应在 0 至 {Money.Wan(Math.Min(application.GrantFen, capFen))} 万元之间", $"The grant of “{application.Title}” must be between 0 and {Money.Wan(Math.Min(application.GrantFen, capFen))} 万元");
        Refusal.If(fen != byRule && string.IsNullOrWhiteSpace(reason), $"“{application.Title}”的拟资助与规则不同（规则 {Money.Wan(byRule)} 万元），须写明理由", $"The grant of “{application.Title}” differs from the rule's {Money.Wan(byRule)} 万元: a reason is needed");
        application.ProposedFen = fen;
        application.ProposedReason = fen == byRule ? "" : reason!.Trim();
        journal.Act(ApplicationLifecycle.Table, application, "propose", new Act
        {
            Reason = application.ProposedReason, Summary = $"列入拟立项，拟资助 {Money.Wan(fen)} 万元", Payload = new { proposedFen = fen, byRuleFen = byRule },
            Posts = [Post.Count("programme.proposed"), Post.Fen("programme.proposed-grant", fen)],
        });
        application.StateSince = journal.Now;
    }

    public void Unpropose(Application application, string? reason)
    {
        journal.Act(ApplicationLifecycle.Table, application, "unpropose", new Act
        {
            Reason = reason, Summary = "移出拟立项", Posts = [Post.Count("programme.proposed", -1), Post.Fen("programme.proposed-grant", -(application.ProposedFen ?? 0))],
        });
        application.ProposedFen = null;
        application.StateSince = journal.Now;
    }

    /// <summary>Puts all proposed applications of a call before the public for at least the definition's working days.</summary>
    public async Task<Publicity> PubliciseAsync(Call call, ProgrammeDefinition programme, int workingDays, CancellationToken cancel = default)
    {
        var rule = programme.Approval.PublicityWorkingDays;
        Refusal.If(workingDays < rule.Whole, $"公示不得少于 {rule.Whole} 个工作日（{rule.Basis}）", $"At least {rule.Whole} working days ({rule.Basis})");
        var proposed = await db.Applications().Where(one => one.CallId == call.Id && one.State == ApplicationLifecycle.Proposed).OrderBy(one => one.Category).ThenByDescending(one => one.Score100).ToListAsync(cancel);
        Refusal.If(proposed.Count == 0, "没有拟立项的申报", "Nothing is proposed");
        var today = ChinaTime.DayOf(journal.Now);
        var publicity = new Publicity
        {
            CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code, Title = $"{call.Title}拟立项项目公示", PublishedAt = journal.Now,
            EndsOn = WorkingCalendar.Default.AddWorkingDays(today, workingDays),
        };
        foreach (var (application, order) in proposed.Select((one, i) => (one, i + 1)))
        {
            publicity.Items.Add(new PublicityItem
            {
                ApplicationId = application.Id, Order = order, Number = application.Number, Title = application.Title, OrganisationName = application.OrganisationName, Category = application.Category, Area = application.Area,
            });
            journal.Act(ApplicationLifecycle.Table, application, "publicise", new Act { Summary = $"公示至 {publicity.EndsOn:yyyy-MM-dd}" });
            application.StateSince = journal.Now;
            application.DueOn = publicity.EndsOn;
            await notices.TellOrganisationAsync(application.OrganisationId, T($"“{application.Title}”公示中，{publicity.EndsOn:yyyy-MM-dd} 止", $"“{application.Title}” is in publicity until {publicity.EndsOn:yyyy-MM-dd}"), $"/portal/publicity/{publicity.Id}", cancel);
        }
        db.Add(publicity);
        journal.Act(PublicityLifecycle.Table, publicity, "publish", new Act { Summary = $"公示 {proposed.Count} 项，{workingDays} 个工作日", Payload = new { items = proposed.Count, publicity.EndsOn } });
        await notices.TellRolesAsync([Roles.Leader, Roles.Inspector], T($"{publicity.Title}已发布，{publicity.EndsOn:yyyy-MM-dd} 止", $"{publicity.Title}: until {publicity.EndsOn:yyyy-MM-dd}"), $"/portal/publicity/{publicity.Id}", cancel: cancel);
        return publicity;
    }

    /// <summary>From the portal: named, with evidence, before the end. The application waits until it is handled.</summary>
    public async Task<Objection> ObjectAsync(Publicity publicity, PublicityItem item, ProgrammeDefinition programme, string name, string contact, string content, CancellationToken cancel = default)
    {
        Refusal.If(publicity.State != PublicityLifecycle.Running || publicity.IsOver(journal.Now), $"公示已于 {publicity.EndsOn:yyyy-MM-dd} 结束，逾期异议不予受理", $"The publicity ended on {publicity.EndsOn:yyyy-MM-dd}");
        var application = await db.Applications().FirstAsync(one => one.Id == item.ApplicationId, cancel);
        var objection = new Objection
        {
            PublicityId = publicity.Id, ApplicationId = application.Id, ApplicationTitle = application.Title, ObjectorName = name.Trim(), ObjectorContact = contact.Trim(), Content = content.Trim(),
            ReceivedAt = journal.Now, DueOn = WorkingCalendar.Default.AddWorkingDays(ChinaTime.DayOf(journal.Now), programme.Approval.ObjectionDays.Whole),
        };
        db.Add(objection);
        journal.Act(ObjectionLifecycle.Table, objection, "receive", new Act { Summary = $"收到异议：{application.Title}" });
        if (application.State == ApplicationLifecycle.Publicised) journal.Act(ApplicationLifecycle.Table, application, "object", new Act { Summary = "收到异议" });
        await notices.TellRolesAsync([Roles.Officer, Roles.Chief, Roles.Inspector], T($"收到对“{application.Title}”的异议，{objection.DueOn:yyyy-MM-dd} 前处理", $"An objection to “{application.Title}” was received; handle it by {objection.DueOn:yyyy-MM-dd}"), $"/programmes/decisions/objection/{objection.Id}", cancel: cancel);
        return objection;
    }

    public async Task HandleAsync(Objection objection, bool upheld, string? reply, CancellationToken cancel = default)
    {
        journal.Act(ObjectionLifecycle.Table, objection, upheld ? "uphold" : "dismiss", new Act { Reason = reply, Summary = upheld ? "异议成立" : "异议不成立" });
        objection.Reply = reply!.Trim();
        var application = await db.Applications().FirstAsync(one => one.Id == objection.ApplicationId, cancel);
        var others = await db.Objections().AnyAsync(other => other.ApplicationId == application.Id && other.Id != objection.Id && other.State == ObjectionLifecycle.Received, cancel);
        if (application.State == ApplicationLifecycle.Objected && (upheld || !others))
        {
            journal.Act(ApplicationLifecycle.Table, application, upheld ? "uphold-objection" : "dismiss-objection", new Act
            {
                Reason = reply, Posts = upheld ? [Post.Count("programme.proposed", -1), Post.Fen("programme.proposed-grant", -(application.ProposedFen ?? 0))] : [],
            });
            application.StateSince = journal.Now;
            // The last one, after the end: now the leader can decide.
            if (await db.Publicities().Include(one => one.Items).FirstOrDefaultAsync(one => one.Id == objection.PublicityId && one.State == PublicityLifecycle.Closed, cancel) is { } closed)
            {
                var (ready, objected) = await StandAsync(closed, application.Id, cancel);
                if (objected == 0) await TellDeciderAsync(closed, ready + (upheld ? 0 : 1), cancel);
            }
        }
        if (objection.ObjectorContact.Contains('@', StringComparison.Ordinal))
            notices.Mail(objection.ObjectorContact, T($"关于“{objection.ApplicationTitle}”异议的答复", $"Reply to your objection to “{objection.ApplicationTitle}”"), T(objection.Reply, objection.Reply));
        await notices.TellOrganisationAsync(application.OrganisationId, T($"对“{application.Title}”的异议已处理：{(upheld ? "成立，不予立项" : "不成立")}", $"The objection to “{application.Title}” was {(upheld ? "upheld" : "dismissed")}"), $"/programmes/applications/details/{application.Id}", cancel);
    }

    /// <summary>The last day is over: it is ended, and whoever goes on is told. Its items must be loaded.</summary>
    public async Task CloseAsync(Publicity publicity, CancellationToken cancel = default)
    {
        var received = await db.Objections().CountAsync(one => one.PublicityId == publicity.Id, cancel);
        var (ready, objected) = await StandAsync(publicity, null, cancel);
        journal.Act(PublicityLifecycle.Table, publicity, "close", new Act
        {
            Summary = received == 0 ? "公示期满，无异议" : $"公示期满，收到异议 {received} 件{(objected > 0 ? $"，{objected} 项待处理" : "")}", Payload = new { publicity.EndsOn, received, ready, objected },
        });
        if (objected > 0)
            await notices.TellRolesAsync(Permissions.All[Permissions.ObjectionsHandle], T($"{publicity.Title}期满，还有 {objected} 项异议待处理，处理完才能立项", $"{publicity.Title} has ended; {objected} objections are to be handled before the approval"), Url(publicity), cancel: cancel);
        else await TellDeciderAsync(publicity, ready, cancel);
    }

    static string Url(Publicity publicity) => $"/programmes/decisions/publicity/{publicity.Id}";

    Task TellDeciderAsync(Publicity publicity, int ready, CancellationToken cancel) => ready == 0 ? Task.CompletedTask
        : notices.TellRolesAsync(Permissions.All[Permissions.ApprovalDecide], T($"{publicity.Title}期满，{ready} 项待立项审定", $"{publicity.Title} has ended; {ready} await your approval"), Url(publicity), cancel: cancel);

    /// <summary>How many of its applications can be approved, and how many are held back by an objection, one of them left out.</summary>
    async Task<(int Ready, int Objected)> StandAsync(Publicity publicity, Guid? except, CancellationToken cancel)
    {
        var ids = publicity.Items.Select(item => item.ApplicationId).Where(id => id != except).ToArray();
        var states = await db.Applications().Where(one => ids.Contains(one.Id)).Select(one => one.State).ToListAsync(cancel);
        return (states.Count(state => state == ApplicationLifecycle.Publicised), states.Count(state => state == ApplicationLifecycle.Objected));
    }

    /// <summary>The rest of a call is told that it was not approved.</summary>
    public async Task DeclineAsync(Application application, string? reason, CancellationToken cancel = default)
    {
        var proposed = application.State is ApplicationLifecycle.Proposed or ApplicationLifecycle.Publicised;
        journal.Act(ApplicationLifecycle.Table, application, "decline", new Act
        {
            Reason = reason, Summary = "未立项", Posts = proposed ? [Post.Count("programme.proposed", -1), Post.Fen("programme.proposed-grant", -(application.ProposedFen ?? 0))] : [],
        });
        application.StateSince = journal.Now;
        application.DueOn = null;
        await notices.TellOrganisationAsync(application.OrganisationId, T($"“{application.Title}”未立项：{reason}", $"“{application.Title}” was not approved: {reason}"), $"/programmes/applications/details/{application.Id}", cancel);
    }

}
