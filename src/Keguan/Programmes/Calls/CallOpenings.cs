using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>An application that the organisation has in a call already.</summary>
public sealed record OwnApplication(Guid Id, string Number, string Title, string State);

/// <summary>A call as an applicant sees it: whether he can begin, and every reason why he can't.</summary>
public sealed record Opening(Call Call, ProgrammeDefinition Programme, IReadOnlyList<Text> Reasons, IReadOnlyList<OwnApplication> Mine)
{
    public bool CanStart => Reasons.Count == 0;
    public Text? Refused => Reasons.Count == 0 ? null : Reasons[0];
}

/// <summary>可申报: what an organisation can apply for now, soon, or why not. The page, the desk and the start of an application ask here.</summary>
public sealed class CallOpenings(KeguanDb db, DefinitionStore definitions)
{
    /// <summary>How long a closed call stays on the list.</summary>
    const int ClosedDays = 30;

    sealed record Standing(Organisation? Organisation, int Overdue, bool Banned, IReadOnlyDictionary<Guid, int> Counting);

    /// <summary>All published calls: open ones by closing, then those to come, then what closed lately.</summary>
    public async Task<IReadOnlyList<Opening>> AllAsync(Actor actor, DateTime now, CancellationToken cancel = default)
    {
        var since = now.AddDays(-ClosedDays);
        var calls = await db.Calls().Where(call => call.State == CallLifecycle.Published && call.ClosesAt >= since).Include(call => call.Categories).AsNoTracking().ToListAsync(cancel);
        var standing = await StandingAsync(actor, now, cancel);
        var mine = await OwnAsync(actor, [.. calls.Select(call => call.Id)], cancel);
        return
        [
            .. calls.OrderBy(call => call.Phase(now) switch { "open" => 0, "upcoming" => 1, _ => 2 }).ThenBy(call => call.Phase(now) == "upcoming" ? call.OpensAt : call.ClosesAt)
                .Select(call => new Opening(call, definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value, Reasons(call, standing, now), mine.GetValueOrDefault(call.Id, []))),
        ];
    }

    /// <summary>Why the actor can't begin an application in this call now; empty: he can.</summary>
    public async Task<IReadOnlyList<Text>> ReasonsAsync(Call call, Actor actor, DateTime now, CancellationToken cancel = default) => Reasons(call, await StandingAsync(actor, now, cancel), now);

    static List<Text> Reasons(Call call, Standing standing, DateTime now)
    {
        var reasons = new List<Text>();
        void If(bool true_, string zh, string en) { if (true_) reasons.Add(T(zh, en)); }

        If(call.State != CallLifecycle.Published, "该通知未发布或已归档", "This call is not open to applications");
        if (call.State == CallLifecycle.Published)
        {
            If(now < call.OpensAt, $"受理尚未开始，{ChinaTime.Minute(call.OpensAt)} 开始", $"The window opens at {ChinaTime.Minute(call.OpensAt)}");
            If(now > call.ClosesAt, $"受理已于 {Deadline.Shown(call.ClosesAt)} 截止", $"The window closed at {Deadline.Shown(call.ClosesAt)}");
        }
        if (standing.Organisation is not { } organisation)
        {
            reasons.Add(T("请先以某个单位的成员身份登录", "Please act as a member of an organisation"));
            return reasons;
        }
        var plan = call.Plan;
        var kind = OrganisationKinds.Of(organisation.Kind);
        If(organisation.State == OrganisationLifecycle.Suspended, "单位已停用，请联系主管部门", "Your organisation is suspended; please ask the bureau");
        If(organisation.State != OrganisationLifecycle.Suspended && !organisation.IsVerified, "单位登记尚未核实，核实通过后才能申报", "Your organisation has not been verified yet; it can apply once it is");
        If(plan.OrganisationKinds.Count > 0 && !plan.OrganisationKinds.Contains(organisation.Kind), $"本通知不面向{kind.Zh}", $"This call is not for: {kind.En}");
        var applied = standing.Counting.GetValueOrDefault(call.Id);
        If(applied >= plan.LimitPerOrganisation, $"本单位在本批已申报 {applied} 项，达到每单位 {plan.LimitPerOrganisation} 项的限项", $"Your organisation has {applied} applications in this call; the limit is {plan.LimitPerOrganisation}");
        If(standing.Overdue > 0, $"本单位有 {standing.Overdue} 个项目逾期未验收，验收后才能申报", $"{standing.Overdue} projects of your organisation are overdue; it can apply once they are accepted");
        If(standing.Banned, "本单位处于失信禁入期", "Your organisation is banned from applying at present");
        return reasons;
    }

    async Task<Standing> StandingAsync(Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.Audience != Audience.Applicant || actor.OrganisationId is not { } own) return new Standing(null, 0, false, new Dictionary<Guid, int>());
        var today = ChinaTime.DayOf(now);
        var organisation = await db.Organisations().AsNoTracking().FirstOrDefaultAsync(one => one.Id == own, cancel);
        var counting = await db.Applications().Where(one => one.OrganisationId == own && ApplicationLifecycle.Counting.Contains(one.State))
            .GroupBy(one => one.CallId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        var overdue = await db.Projects().CountAsync(one => one.OrganisationId == own && one.State == ProjectLifecycle.Due && one.DueOn < today, cancel);
        var banned = await db.IntegrityRecords().InForce(today).AnyAsync(record => record.OrganisationId == own, cancel);
        return new Standing(organisation, overdue, banned, counting);
    }

    async Task<Dictionary<Guid, IReadOnlyList<OwnApplication>>> OwnAsync(Actor actor, IReadOnlyList<Guid> calls, CancellationToken cancel)
    {
        if (actor.Audience != Audience.Applicant) return [];
        var rows = await db.Applications().VisibleTo(actor).Where(one => calls.Contains(one.CallId) && one.State != ApplicationLifecycle.Withdrawn).OrderBy(one => one.Number).AsNoTracking()
            .Select(one => new { one.CallId, Own = new OwnApplication(one.Id, one.Number, one.Title, one.State) }).ToListAsync(cancel);
        return rows.GroupBy(row => row.CallId).ToDictionary(group => group.Key, IReadOnlyList<OwnApplication> (group) => [.. group.Select(row => row.Own)]);
    }
}
