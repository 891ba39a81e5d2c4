using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>What the panels of the programmes on an organisation's page have in common.</summary>
static class OrganisationMatters
{
    public static readonly PanelColumn Number = new(T("编号", "Number"));
    public static readonly PanelColumn Title = new(T("项目名称", "Title"));
    public static readonly PanelColumn Category = new(T("类别", "Category"));
    public static readonly PanelColumn State = new(T("状态", "State"));
    public static readonly Text Wan = T("万元", "CNY 10,000");

    public static PanelColumn Amount(Text label) => new(label, true, Wan);

    public static PanelCell Tag(ILifecycle lifecycle, string code, Actor reader)
    {
        var state = lifecycle.States.FirstOrDefault(one => one.Code == code);
        return state is null ? code : new PanelCell(reader.Audience == Audience.Officer ? state.Inside : state.Outside, state.Tone);
    }

    /// <summary>The list of all of them: lists are searched by the organisation's name.</summary>
    public static async Task<string> UrlAsync(KeguanDb db, string list, Guid organisation, CancellationToken cancel) =>
        $"{list}?q={Uri.EscapeDataString(await db.Organisations().Where(one => one.Id == organisation).Select(one => one.Name).FirstOrDefaultAsync(cancel) ?? "")}";
}

/// <summary>申报 on an organisation's page.</summary>
public sealed class OrganisationApplications : IOrganisationPanel
{
    public int Order => 10;

    public async Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ApplicationsRead)) return null;
        var all = db.Applications().VisibleTo(actor).Where(one => one.OrganisationId == organisationId);
        var counts = await all.GroupBy(one => one.State).Select(group => new { State = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var rows = await all.OrderByDescending(one => one.Number).Take(most).Select(one => new { one.Id, one.Number, one.Title, one.Category, one.GrantFen, one.FundingMode, one.State, Call = one.Call.Title }).ToListAsync(cancel);
        int Of(IEnumerable<string> states) => counts.Where(row => states.Contains(row.State)).Sum(row => row.Count);
        return new OrganisationPanel(T("申报", "Applications"),
            [OrganisationMatters.Title, OrganisationMatters.Number, new(T("申报通知", "Call")), OrganisationMatters.Category, OrganisationMatters.Amount(T("申请资助", "Grant asked")), OrganisationMatters.State],
            [.. rows.Select(one => new PanelRow($"/programmes/applications/details/{one.Id}",
                [ApplicationWork.Named(one.Title, one.Number), one.Number, one.Call, ProgrammeWords.Category(one.Category), ProgrammeWords.GrantAsked(one.GrantFen, one.FundingMode), OrganisationMatters.Tag(ApplicationLifecycle.Table, one.State, actor)]))],
            counts.Sum(row => row.Count), await OrganisationMatters.UrlAsync(db, "/programmes/applications", organisationId, cancel))
        {
            Figures = counts.Count == 0 ? [] :
            [
                new(T("填报中", "Drafts"), Of([ApplicationLifecycle.Draft]).ToString(Culture), T("项", "")),
                new(T("办理中", "Under way"), Of(ApplicationLifecycle.Counting).ToString(Culture), T("项", "")),
                new(T("已立项", "Approved"), Of([ApplicationLifecycle.Approved]).ToString(Culture), T("项", "")),
            ],
            Empty = T("该单位没有申报", "The organisation has not applied"),
        };
    }

    static readonly System.Globalization.CultureInfo Culture = System.Globalization.CultureInfo.InvariantCulture;
}

/// <summary>项目 on an organisation's page.</summary>
public sealed class OrganisationProjects : IOrganisationPanel
{
    public int Order => 20;

    public async Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ProjectsRead)) return null;
        var all = db.Projects().VisibleTo(actor).Where(one => one.OrganisationId == organisationId);
        var sums = await all.GroupBy(_ => 1).Select(group => new
        {
            Count = group.Count(), Active = group.Count(one => ProjectLifecycle.Active.Contains(one.State)), Grant = group.Sum(one => one.GrantFen), Released = group.Sum(one => one.ReleasedFen), Paid = group.Sum(one => one.PaidFen),
        }).FirstOrDefaultAsync(cancel);
        var rows = await all.OrderByDescending(one => one.Number).Take(most).Select(one => new { one.Id, one.Number, one.Title, one.Category, one.FundingMode, one.LeaderName, one.GrantFen, one.ReleasedFen, one.EndOn, one.State }).ToListAsync(cancel);
        return new OrganisationPanel(T("项目", "Projects"),
            [
                OrganisationMatters.Title, OrganisationMatters.Number, OrganisationMatters.Category, new(T("负责人", "Leader")), OrganisationMatters.Amount(T("核定资助", "Grant")),
                OrganisationMatters.Amount(T("已下达", "Released")), new(T("执行期止", "Ends")), OrganisationMatters.State,
            ],
            [.. rows.Select(one => new PanelRow($"/programmes/projects/details/{one.Id}",
                [
                    one.Title, one.Number, ProgrammeWords.Category(one.Category), one.LeaderName, ProgrammeWords.GrantAsked(one.GrantFen, one.FundingMode), Money.Wan(one.ReleasedFen, 1), Foundation.Calendar.ChinaTime.Day(one.EndOn),
                    OrganisationMatters.Tag(ProjectLifecycle.Table, one.State, actor),
                ]))],
            sums?.Count ?? 0, await OrganisationMatters.UrlAsync(db, "/programmes/projects", organisationId, cancel))
        {
            Figures = sums is null ? [] :
            [
                new(T("在研", "Running"), sums.Active.ToString(System.Globalization.CultureInfo.InvariantCulture), T("项", "")),
                new(T("核定资助合计", "Granted"), Money.Wan(sums.Grant, 1), OrganisationMatters.Wan),
                new(T("已下达", "Released"), Money.Wan(sums.Released, 1), OrganisationMatters.Wan),
                new(T("已拨付", "Paid"), Money.Wan(sums.Paid, 1), OrganisationMatters.Wan),
            ],
            Empty = T("该单位没有立项项目", "The organisation has no project"),
        };
    }
}

/// <summary>拨款 on an organisation's page: released and paid ones first.</summary>
public sealed class OrganisationPayments : IOrganisationPanel
{
    public int Order => 30;

    public async Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ProjectsRead)) return null;
        var all = db.Payments().VisibleTo(actor).Where(one => one.OrganisationId == organisationId && one.State != PaymentLifecycle.Cancelled);
        var total = await all.CountAsync(cancel);
        if (total == 0) return null;
        var rows = await all.OrderByDescending(one => one.Project.Number).ThenBy(one => one.Number).Take(most)
            .Select(one => new { one.ProjectId, Project = one.Project.Number, one.Number, one.AmountFen, one.ConditionZh, one.ConditionEn, one.ReleasedOn, one.PaidOn, one.Voucher, one.State }).ToListAsync(cancel);
        return new OrganisationPanel(T("拨款", "Payments"),
            [new(T("项目", "Project")), new(T("期次", "Instalment"), true), OrganisationMatters.Amount(T("金额", "Amount")), new(T("拨付条件", "Condition")), new(T("下达", "Released")), new(T("拨付", "Paid")), new(T("凭证", "Voucher")), OrganisationMatters.State],
            [.. rows.Select(one => new PanelRow($"/programmes/payments/project/{one.ProjectId}",
                [
                    one.Project, one.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Money.Wan(one.AmountFen, 1), T(one.ConditionZh, one.ConditionEn), Day(one.ReleasedOn), Day(one.PaidOn),
                    one.Voucher.Length > 0 ? one.Voucher : "—", OrganisationMatters.Tag(PaymentLifecycle.Table, one.State, actor),
                ]))],
            total, await OrganisationMatters.UrlAsync(db, "/programmes/payments", organisationId, cancel));

        static string Day(DateOnly? day) => day is { } given ? Foundation.Calendar.ChinaTime.Day(given) : "—";
    }
}

/// <summary>Who stands in an application or leads a project stays in the organisation's list: the forms and the limits point to him.</summary>
public sealed class PersonInMatters : IPersonUse
{
    public async Task<Text?> UseAsync(KeguanDb db, Person person, CancellationToken cancel)
    {
        if (await db.Projects().Where(one => one.LeaderId == person.Id).OrderByDescending(one => ProjectLifecycle.Active.Contains(one.State)).ThenByDescending(one => one.Number).Select(one => one.Number).FirstOrDefaultAsync(cancel) is { } project)
            return T($"此人是项目 {project} 的负责人，不能移除；更换负责人请申请变更", $"He leads the project {project} and can't be removed; ask for a change of the leader");
        var led = await db.Applications().Where(one => one.LeaderId == person.Id).OrderByDescending(one => one.State != ApplicationLifecycle.Draft).ThenByDescending(one => one.Number).Select(one => new { one.Number, one.State }).FirstOrDefaultAsync(cancel);
        if (led is not null)
            return ApplicationLifecycle.Editable.Contains(led.State)
                ? T($"此人是申报 {led.Number} 的负责人，请先在该申报中更换负责人", $"He is the leader in the application {led.Number}; name another one there first")
                : T($"此人是申报 {led.Number} 的负责人，不能移除", $"He is the leader in the application {led.Number} and can't be removed");
        if (person.IdKey.Length == 0) return null;
        var takesPart = await db.Set<ApplicationMember>().Where(member => member.PersonKey == person.IdKey && member.Application.OrganisationId == person.OrganisationId).OrderByDescending(member => member.Application.Number)
            .Select(member => member.Application.Number).FirstOrDefaultAsync(cancel);
        return takesPart is null ? null : T($"此人是申报 {takesPart} 的成员，不能移除", $"He takes part in the application {takesPart} and can't be removed");
    }
}
