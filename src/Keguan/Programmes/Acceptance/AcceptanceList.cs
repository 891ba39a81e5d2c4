using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>A project from its end on, with its last request.</summary>
public sealed class AcceptanceRow
{
    public Guid Id { get; init; }
    public Guid? HandlerId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public string Area { get; init; } = "";
    public string Batch { get; init; } = "";
    public long GrantFen { get; init; }
    public DateOnly EndOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public string State { get; init; } = "";
    public string Certificate { get; init; } = "";
    public DateTime? SubmittedAt { get; init; }
    public DateOnly? PlannedOn { get; init; }
}

/// <summary>验收列表.</summary>
public sealed class AcceptanceList : ListDefinition<AcceptanceRow>
{
    static readonly string[] States =
    [
        ProjectLifecycle.Due, ProjectLifecycle.AcceptanceRequested, ProjectLifecycle.InAcceptance, ProjectLifecycle.Deferred, ProjectLifecycle.Passed, ProjectLifecycle.Concluded, ProjectLifecycle.Failed,
        ProjectLifecycle.Evaluated, ProjectLifecycle.Archived, ProjectLifecycle.Terminated, ProjectLifecycle.Revoked,
    ];

    public AcceptanceList() : base("acceptance", T("验收", "Acceptance"))
    {
        Row(one => one.Id, id => $"/programmes/acceptance/project/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("title", T("项目名称", "Title"), one => one.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), one => one.OrganisationName).Clip();
        Coded("area", T("县（市、区）", "County"), one => one.Area, code => CodeTables.Default.Areas.NameOf(code)).Hidden();
        Amount("grant", T("核定资助", "Grant"), one => one.GrantFen).Sum().Zero(T("自筹", "own"));
        Date("end", T("执行期止", "Ends"), one => one.EndOn);
        Time("submitted", T("申请时间", "Requested"), one => one.SubmittedAt);
        Date("planned", T("验收日期", "Planned"), one => one.PlannedOn);
        Date("due", T("当前期限", "Due"), one => one.DueOn);
        Status("state", T("状态", "State"), one => one.State, ProjectLifecycle.Table);
        Column("certificate", T("证书编号", "Certificate"), one => one.Certificate).Hidden();

        Search(T("项目名称、单位、编号、证书编号", "Title, organisation, number, certificate"), one => one.Title, one => one.OrganisationName, one => one.Number, one => one.Certificate);
        Choice("state", T("状态", "State"), one => one.State, States.Select(code => new Option(code, ProjectLifecycle.Table.StateOf(code).Inside)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Foundation.Text.Same(batch)))]);
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<AcceptanceRow>(context, one => one.HandlerId)).Silent();
        Where("late", T("期限", "Deadline"), [new Option("late", T("已逾期", "Overdue")), new Option("soon", T("30 日内到期", "Within 30 days"))], (context, value) =>
        {
            var today = context.Today;
            var soon = today.AddDays(30);
            return value == "late" ? one => one.DueOn < today : one => one.DueOn >= today && one.DueOn <= soon;
        });

        Tab("due", T("到期待申请", "To be requested"), "state=due&state=deferred&sort=due");
        Tab("requested", T("待受理", "To be begun"), "state=acceptance-requested");
        Tab("running", T("验收中", "In acceptance"), "state=in-acceptance");
        Tab("late", T("逾期", "Overdue"), "late=late");
        Sorts("due");
        Empty = T("没有到期或验收的项目", "No projects due or in acceptance");
        EmptyHint = T("执行期满的项目显示在这里。", "Projects appear here when their time has ended.");
    }

    public override string Permission => Permissions.ProjectsRead;

    public override IQueryable<AcceptanceRow> Query(KeguanDb db, Actor actor) => db.Projects().VisibleTo(actor).Where(project => States.Contains(project.State)).Select(project => new AcceptanceRow
    {
        Id = project.Id, HandlerId = project.HandlerId, Number = project.Number, Title = project.Title, OrganisationName = project.OrganisationName, Area = project.Area, Batch = project.Batch, GrantFen = project.GrantFen, EndOn = project.EndOn, DueOn = project.DueOn,
        State = project.State, Certificate = project.Certificate,
        SubmittedAt = db.AcceptanceRequests().Where(one => one.ProjectId == project.Id).OrderByDescending(one => one.Round).Select(one => one.SubmittedAt).FirstOrDefault(),
        PlannedOn = db.AcceptanceRequests().Where(one => one.ProjectId == project.Id).OrderByDescending(one => one.Round).Select(one => one.PlannedOn).FirstOrDefault(),
    });
}
