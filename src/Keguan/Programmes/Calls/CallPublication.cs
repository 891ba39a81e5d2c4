using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Numbering;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>The chief's part: publishing with a document number, extending the window, archiving.</summary>
public sealed class CallPublication(KeguanDb db, CurrentActor actor, Journal journal, Notices notices, DocumentNumbers documents, DefinitionStore definitions)
{
    static readonly string[] Drafting = ["draft", "revise", "submit"];

    /// <summary>Why this actor can't publish this call, or null. Whoever had a hand in the draft can't approve it, not only who began it.</summary>
    public async Task<Text?> WhyNotAsync(Call call, CancellationToken cancel = default)
    {
        if (CallLifecycle.Table.Refused(call, "publish", actor.Value, journal.Now) is { } reason) return reason;
        var own = actor.Value.AccountId is { } me && await db.Set<Entry>().AnyAsync(entry => entry.SubjectType == "call" && entry.SubjectId == call.Id && entry.ActorId == me && Drafting.Contains(entry.Action), cancel);
        return own ? T("您修改过这份通知，须由其他科长审核", "You had a hand in this draft; another section chief has to approve it") : null;
    }

    /// <param name="number">A document number from the paper register; null for the next of the programme's mark.</param>
    public async Task PublishAsync(Call call, string? number, string? shortNotice, CancellationToken cancel = default)
    {
        Refusal.If(await WhyNotAsync(call, cancel));
        var programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        var now = journal.Now;
        if (CallRules.ProblemsOf(call, programme, now) is { Count: > 0 } problems) throw new Refusal($"不能发布：{problems[0].Words.Zh}", $"It can't be published: {problems[0].Words.En}");
        var lead = LeadTime.Of(now, call.OpensAt, programme);
        shortNotice = shortNotice?.Trim() ?? "";
        Refusal.If(lead.IsShort && shortNotice.Length == 0,
            $"{lead.Shown.Zh}，不足 {lead.Rule.Whole} 日（{lead.Rule.Basis}），须写明理由或调整受理时间", $"{lead.Shown.En}, less than {lead.Rule.Whole} ({lead.Rule.Basis}): give the reason or move the window");
        await db.InTransactionAsync(async () =>
        {
            if (number is not null) await documents.RequireFreeAsync(number, cancel);
            call.DocumentNumber = number ?? await documents.NextAsync(programme.DocumentMark, ChinaTime.DayOf(now), cancel);
            call.PublishedAt = now;
            call.ShortNoticeReason = lead.IsShort ? shortNotice : "";
            journal.Act(CallLifecycle.Table, call, "publish", new Act
            {
                Reason = call.ShortNoticeReason,
                Summary = lead.IsShort ? $"审核发布，{call.DocumentNumber}，{lead.Shown.Zh}，不足 {lead.Rule.Whole} 日" : $"审核发布，{call.DocumentNumber}",
                Payload = new { documentNumber = call.DocumentNumber, publishedAt = now, opensAt = call.OpensAt, closesAt = call.ClosesAt, leadDays = lead.Days, leadDaysAsked = lead.Rule.Whole, budgetFen = call.BudgetFen, planned = call.Planned },
            });
            var url = $"/programmes/calls/details/{call.Id}";
            var window = $"{ChinaTime.Minute(call.OpensAt)}–{Deadline.Shown(call.ClosesAt)}";
            await notices.TellRolesAsync([Roles.Officer, Roles.Chief], T($"申报通知“{call.Title}”已发布，受理 {window}", $"The call “{call.Title}” is published, open {window}"), url, cancel: cancel);
            foreach (var unit in call.Recommenders)
                await notices.TellRolesAsync([Roles.Recommender], T($"申报通知“{call.Title}”已发布，请组织推荐，受理 {window}", $"The call “{call.Title}” is published; please prepare to recommend, open {window}"), url, unit.OrganisationId, cancel: cancel);
            await db.SaveChangesAsync(cancel);
        }, cancel);
    }

    /// <summary>Moves the closing to later, never to earlier: what the public was promised holds.</summary>
    public async Task ExtendAsync(Call call, DateTime closes, string? reason, CancellationToken cancel = default)
    {
        var before = call.ClosesAt;
        Refusal.If(CallLifecycle.Table.Refused(call, "extend", actor.Value, journal.Now));
        Refusal.If(closes <= before, $"新的截止时间应晚于现在的 {Deadline.Shown(before)}；已发布的受理时间只能延长", $"The new closing must be after {Deadline.Shown(before)}: a published window can only be extended");
        Refusal.If(closes <= journal.Now, "新的截止时间已过", "The new closing has already passed");
        call.ClosesAt = closes;
        journal.Act(CallLifecycle.Table, call, "extend", new Act
        {
            Reason = reason,
            Summary = $"受理截止由 {Deadline.Shown(before)} 延至 {Deadline.Shown(closes)}",
            Payload = new { changes = new[] { new CallChange("受理截止", Deadline.Shown(before), Deadline.Shown(closes)) } },
        });
        var title = T($"“{call.Title}”受理截止延至 {Deadline.Shown(closes)}", $"“{call.Title}” now closes at {Deadline.Shown(closes)}");
        var url = $"/programmes/calls/details/{call.Id}";
        await notices.TellRolesAsync([Roles.Officer, Roles.Chief], title, url, cancel: cancel);
        foreach (var unit in call.Recommenders) await notices.TellRolesAsync([Roles.Recommender], title, url, unit.OrganisationId, cancel: cancel);
        var concerned = await db.Applications().Where(one => one.CallId == call.Id && (one.State == ApplicationLifecycle.Draft || one.State == ApplicationLifecycle.Returned)).Select(one => one.OrganisationId).Distinct().ToListAsync(cancel);
        foreach (var organisation in concerned) await notices.TellOrganisationAsync(organisation, title, url, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task ArchiveAsync(Call call, CancellationToken cancel = default)
    {
        journal.Act(CallLifecycle.Table, call, "archive", new Act { Summary = "归档" });
        await db.SaveChangesAsync(cancel);
    }
}
