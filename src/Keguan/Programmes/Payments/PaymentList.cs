using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

public sealed record PaymentRow
{
    public Guid Id { get; init; }
    public Guid ProjectId { get; init; }
    public Guid? HandlerId { get; init; }
    public string ProjectNumber { get; init; } = "";
    public string Title { get; init; } = "";
    public string Organisation { get; init; } = "";
    public int Number { get; init; }
    public long AmountFen { get; init; }
    public string Condition { get; init; } = "";
    public string After { get; init; } = "";
    public string State { get; init; } = "";
    public string Definition { get; init; } = "";
    public string Batch { get; init; } = "";
    public string Category { get; init; } = "";
    public string Area { get; init; } = "";
    public bool NeedsLeader { get; init; }
    public DateOnly? RequestedOn { get; init; }
    public DateOnly? DeterminedOn { get; init; }
    public DateOnly? ReleasedOn { get; init; }
    public string ReleaseDocument { get; init; } = "";
    public string ListNumber { get; init; } = "";
    public DateOnly? PaidOn { get; init; }
    public string Voucher { get; init; } = "";
    public long RecoveredFen { get; init; }
    public DateTime StateSince { get; init; }
}

/// <summary>拨款列表: instalments of all projects, with what may be done to several at once.</summary>
public sealed class PaymentList : ListDefinition<PaymentRow>
{
    public PaymentList() : base("payments", T("拨款列表", "Payments"))
    {
        Unit = T("笔", "payments");
        Row(one => one.Id);
        Column("project", T("项目编号", "Project"), one => one.ProjectNumber).LinksTo(one => one.ProjectId, id => $"/programmes/payments/project/{id}");
        Column("title", T("项目名称", "Title"), one => one.Title).Clip();
        Column("organisation", T("承担单位", "Organisation"), one => one.Organisation).Clip();
        Number("number", T("期次", "Instalment"), one => one.Number);
        Amount("amount", T("金额", "Amount"), one => one.AmountFen).Sum();
        Coded("after", T("拨付条件", "Condition"), one => one.After, After);
        Status("state", T("状态", "State"), one => one.State, PaymentLifecycle.Table);
        Coded("category", T("类别", "Category"), one => one.Category, ProgrammeWords.Category).Hidden();
        Coded("area", T("县（市、区）", "County"), one => one.Area, code => CodeTables.Default.Areas.NameOf(code)).Hidden();
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();
        Date("requested", T("申请", "Requested"), one => one.RequestedOn).Hidden();
        Date("released", T("下达", "Released"), one => one.ReleasedOn);
        Column("document", T("下达文号", "Document"), one => one.ReleaseDocument);
        Column("list", T("下达清单", "List"), one => one.ListNumber).LinksTo(one => one.ListNumber, number => $"/programmes/payments/list/{number}").Hidden();
        Date("paid", T("拨付", "Paid"), one => one.PaidOn);
        Column("voucher", T("凭证", "Voucher"), one => one.Voucher);
        Amount("recovered", T("追回", "Recovered"), one => one.RecoveredFen).Sum().Hidden();
        Time("since", T("到件", "Here since"), one => one.StateSince).Hidden();

        Search(T("项目编号、名称、单位、文号、凭证", "Project, title, organisation, document, voucher"), one => one.ProjectNumber, one => one.Title, one => one.Organisation, one => one.ReleaseDocument, one => one.Voucher);
        Choice("state", T("状态", "State"), one => one.State, PaymentLifecycle.Table);
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await Projects.ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Text.Same(batch)))]);
        Choice("category", T("计划类别", "Category"), one => one.Category, ProgrammeWords.Categories.Select(category => new Option(category.Key, category.Label)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<PaymentRow>(context, one => one.HandlerId)).Silent();
        AmountRange("sum", T("金额", "Amount"), one => one.AmountFen).More();
        DateRange("released", T("下达日期", "Released"), one => one.ReleasedOn).More();
        DateRange("paid", T("拨付日期", "Paid"), one => one.PaidOn).More();
        Choice("condition", T("拨付条件", "Condition"), one => one.After, ((string[])["agreement", "midterm", "acceptance"]).Select(key => new Option(key, After(key)))).More();
        YesNo("high", T("须局领导审批", "Leader signs"), one => one.NeedsLeader).More();

        Tab("pending", T("待申请", "Planned"), "state=pending&sort=project", actor => actor.Can(Permissions.PaymentsRequest));
        Tab("requested", T("待审核", "To approve"), "state=requested&sort=since", actor => actor.Can(Permissions.PaymentsApprove));
        Tab("checked", T("待审批", "For the leader"), "state=checked&sort=since", actor => actor.Can(Permissions.PaymentsApproveHigh) || actor.Can(Permissions.PaymentsApprove));
        Tab("determined", T("待下达", "To release"), "state=determined&sort=project", actor => actor.Can(Permissions.PaymentsApprove));
        Tab("released", T("待拨付", "To pay"), "state=released&sort=project", actor => actor.SeesAll);
        Bulk("?handler=Request", T("批量申请", "Request"), Permissions.PaymentsRequest);
        Bulk("?handler=Approve", T("批量审核通过", "Approve"), Permissions.PaymentsApprove);
        Bulk("?handler=ApproveHigh", T("批量审批同意", "Approve"), Permissions.PaymentsApproveHigh);
        Bulk("/programmes/payments/release", T("汇总下达", "Release as one list"), Permissions.PaymentsApprove);
        Bulk("/programmes/payments/pay", T("登记拨付", "Record payments"), Permissions.PaymentsPay);
        Sorts("project");
        Empty = T("没有拨款", "No payments");
        EmptyHint = T("项目立项后，按办法的分期列入拨款计划。", "Instalments are planned when a project is approved.");
    }

    public override string Permission => Permissions.ProjectsRead;

    static Text After(string key) => key switch
    {
        "agreement" => T("任务书生效", "Agreement in force"),
        "midterm" => T("中期通过", "Mid-term passed"),
        "acceptance" => T("验收通过", "Acceptance passed"),
        _ => Text.Same(key),
    };

    public override IQueryable<PaymentRow> Query(KeguanDb db, Actor actor) => db.Payments().VisibleTo(actor).Select(one => new PaymentRow
    {
        Id = one.Id, ProjectId = one.ProjectId, HandlerId = one.Project.HandlerId, ProjectNumber = one.Project.Number, Title = one.Project.Title, Organisation = one.Project.OrganisationName, Number = one.Number, AmountFen = one.AmountFen,
        Condition = one.ConditionZh, After = one.After, State = one.State, Definition = one.Definition, Batch = one.Batch, Category = one.Category, Area = one.Area, NeedsLeader = one.NeedsLeader,
        RequestedOn = one.RequestedOn, DeterminedOn = one.DeterminedOn, ReleasedOn = one.ReleasedOn, ReleaseDocument = one.ReleaseDocument, ListNumber = one.ListNumber, PaidOn = one.PaidOn, Voucher = one.Voucher,
        RecoveredFen = one.RecoveredFen, StateSince = one.StateSince,
    });
}
