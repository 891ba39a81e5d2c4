using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>A running project with what it owes.</summary>
public sealed class SupervisionRow
{
    public Guid Id { get; init; }
    public Guid? HandlerId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public string Area { get; init; } = "";
    public string Batch { get; init; } = "";
    public DateOnly EndOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public string State { get; init; } = "";
    public string Midterm { get; init; } = "";
    public DateTime? SubmittedAt { get; init; }
    public int Rectifications { get; init; }
    public long PaidFen { get; init; }
    public long SpentFen { get; init; }
}

/// <summary>过程管理: running projects, what is due and what is late.</summary>
public sealed class SupervisionList : ListDefinition<SupervisionRow>
{
    const string NotBegun = "none";

    static readonly IReadOnlyList<Option> Midterms = [new(NotBegun, T("尚未填写", "not begun")), .. MidtermLifecycle.Table.States.Select(state => new Option(state.Code, state.Inside))];

    public SupervisionList() : base("supervision", T("过程管理", "Supervision"))
    {
        Row(one => one.Id, id => $"/programmes/supervision/project/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("title", T("项目名称", "Title"), one => one.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), one => one.OrganisationName).Clip();
        Coded("area", T("县（市、区）", "County"), one => one.Area, code => CodeTables.Default.Areas.NameOf(code)).Hidden();
        Status("midterm", T("中期报告", "Mid-term"), one => one.Midterm, code => code == NotBegun ? new Tag(T("尚未填写", "not begun"), Tone.Line) : new Tag(MidtermLifecycle.Table.StateOf(code).Inside, MidtermLifecycle.Table.StateOf(code).Tone));
        Time("submitted", T("报告提交", "Submitted"), one => one.SubmittedAt).Hidden();
        Number("rectifications", T("未关闭整改", "Open rectifications"), one => one.Rectifications);
        Amount("paid", T("已拨付", "Paid"), one => one.PaidFen).Sum();
        Amount("spent", T("累计支出", "Spent"), one => one.SpentFen).Sum();
        Date("end", T("执行期止", "Ends"), one => one.EndOn);
        Date("due", T("当前期限", "Due"), one => one.DueOn);
        Status("state", T("状态", "State"), one => one.State, ProjectLifecycle.Table);

        Search(T("项目名称、单位、编号", "Title, organisation, number"), one => one.Title, one => one.OrganisationName, one => one.Number);
        Choice("midterm", T("中期报告", "Mid-term"), one => one.Midterm, Midterms);
        Choice("state", T("状态", "State"), one => one.State, new[] { ProjectLifecycle.Running, ProjectLifecycle.Rectifying, ProjectLifecycle.Due }.Select(code => new Option(code, ProjectLifecycle.Table.StateOf(code).Inside)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Foundation.Text.Same(batch)))]);
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<SupervisionRow>(context, one => one.HandlerId)).Silent();
        Where("late", T("期限", "Deadline"), [new Option("late", T("已逾期", "Overdue")), new Option("soon", T("30 日内到期", "Within 30 days"))], (context, value) =>
        {
            var today = context.Today;
            var soon = today.AddDays(30);
            return value == "late" ? one => one.DueOn < today : one => one.DueOn >= today && one.DueOn <= soon;
        });

        Tab("late", T("逾期", "Overdue"), "late=late");
        Tab("soon", T("30 日内到期", "Due soon"), "late=soon");
        Tab("review", T("中期待审核", "Reports to review"), "midterm=submitted", actor => actor.SeesAll);
        Tab("rectifying", T("整改中", "Rectifying"), "state=rectifying");
        Bulk("?handler=Remind", T("催办", "Remind"), Permissions.SupervisionManage);
        Sorts("due");
        Empty = T("没有在研项目", "No running projects");
        EmptyHint = T("任务书生效后显示在这里。", "Projects appear here once the agreement is in force.");
    }

    public override string Permission => Permissions.ProjectsRead;

    public override IQueryable<SupervisionRow> Query(KeguanDb db, Actor actor) =>
        from project in db.Projects().VisibleTo(actor)
        where project.State == ProjectLifecycle.Running || project.State == ProjectLifecycle.Rectifying || project.State == ProjectLifecycle.Due
        join report in db.Midterms() on project.Id equals report.ProjectId into reports
        from report in reports.DefaultIfEmpty()
        select new SupervisionRow
        {
            Id = project.Id, HandlerId = project.HandlerId, Number = project.Number, Title = project.Title, OrganisationName = project.OrganisationName, Area = project.Area, Batch = project.Batch, EndOn = project.EndOn, DueOn = project.DueOn,
            State = project.State, Midterm = report == null ? NotBegun : report.State, SubmittedAt = report == null ? null : report.SubmittedAt, PaidFen = project.PaidFen, SpentFen = project.SpentFen,
            Rectifications = db.Rectifications().Count(one => one.ProjectId == project.Id && one.State != RectificationLifecycle.Closed),
        };
}
