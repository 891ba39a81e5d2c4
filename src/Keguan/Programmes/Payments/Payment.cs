using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Payments;

/// <summary>拨款: one instalment of a project, from plan to voucher.</summary>
public sealed class Payment : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;

    /// <summary>1 = 第一期.</summary>
    public required int Number { get; init; }
    public required long AmountFen { get; set; }

    /// <summary>What must be passed first: agreement, midterm, acceptance.</summary>
    public required string After { get; init; }
    public required string ConditionZh { get; init; }
    public required string ConditionEn { get; init; }

    // Dimensions of its postings, those of the project.
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }
    public required Guid OrganisationId { get; set; }
    public required string Area { get; init; }
    public required string Category { get; init; }
    public required string Batch { get; init; }
    public required string FundingMode { get; init; }

    /// <summary>The amount reaches the threshold of the definition from which the bureau's leader signs too.</summary>
    public required bool NeedsLeader { get; set; }
    public DateOnly? RequestedOn { get; set; }
    public DateOnly? DeterminedOn { get; set; }
    public DateOnly? ReleasedOn { get; set; }
    public string ReleaseDocument { get; set; } = "";
    public DateOnly? PaidOn { get; set; }
    public string Voucher { get; set; } = "";
    public long RecoveredFen { get; set; }

    /// <summary>Batch list that it went to finance with.</summary>
    public string ListNumber { get; set; } = "";
    public DateTime StateSince { get; set; }

    public string State { get; set; } = Lifecycle<Payment>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public Text Condition => new(ConditionZh, ConditionEn);
    public SubjectFacts Facts => new(Definition, DefinitionVersion, OrganisationId, Area, "", Category, Batch, FundingMode);

    sealed class Mapping : IEntityTypeConfiguration<Payment>
    {
        public void Configure(EntityTypeBuilder<Payment> builder)
        {
            builder.ToTable("payments");
            builder.HasIndex(payment => new { payment.ProjectId, payment.Number }).IsUnique();
            builder.HasIndex(payment => new { payment.State, payment.StateSince });
            builder.HasIndex(payment => new { payment.Batch, payment.State });
            builder.HasIndex(payment => payment.PaidOn);
            builder.HasOne(payment => payment.Project).WithMany().HasForeignKey(payment => payment.ProjectId);
            builder.Ignore(payment => payment.Facts);
            builder.Ignore(payment => payment.Condition);
        }
    }
}

public static class PaymentLifecycle
{
    public const string Pending = "pending";
    public const string Requested = "requested";
    public const string Checked = "checked";
    public const string Determined = "determined";
    public const string Released = "released";
    public const string Paid = "paid";
    public const string Recovered = "recovered";
    public const string Cancelled = "cancelled";

    public static readonly Lifecycle<Payment> Table = new("payment", T("拨款", "Payment"),
    [
        new(Pending, T("待申请", "Planned")),
        new(Requested, T("待审核", "Awaiting approval"), Tone.Amber),
        new(Checked, T("待审批", "Awaiting the leader"), Tone.Amber),
        new(Determined, T("已核定", "Determined"), Tone.Blue),
        new(Released, T("已下达", "Released"), Tone.Blue),
        new(Paid, T("已拨付", "Paid"), Tone.Green),
        new(Recovered, T("已追回", "Recovered")) { End = true },
        new(Cancelled, T("已取消", "Cancelled")) { End = true },
    ],
    [
        new("plan", T("列入计划", "Plan"), [Lifecycle<Payment>.New], Pending, Permissions.ApprovalDecide) { Done = T("列入计划", "planned") },
        // Of before the system: an opening entry with its document.
        new("open", T("期初建账", "Opening entry"), [Lifecycle<Payment>.New], Released, Permissions.ApprovalPropose) { Done = T("期初建账", "entered at the opening") },
        new("open-pending", T("期初列入计划", "Planned at the opening"), [Lifecycle<Payment>.New], Pending, Permissions.ApprovalPropose) { Done = T("期初列入计划", "planned at the opening") },
        new("request", T("申请拨款", "Request"), [Pending], Requested, Permissions.PaymentsRequest) { Done = T("申请拨款", "requested") },
        new("approve", T("审核通过", "Approve"), [Requested], Determined, Permissions.PaymentsApprove) { Done = T("审核通过", "approved"), When = payment => !payment.NeedsLeader },
        new("approve", T("审核通过，报局领导", "Approve, to the leader"), [Requested], Checked, Permissions.PaymentsApprove) { Done = T("审核通过，报局领导", "approved and passed on to the leader"), When = payment => payment.NeedsLeader },
        new("approve-high", T("审批同意", "Approve"), [Checked], Determined, Permissions.PaymentsApproveHigh) { Done = T("审批同意", "approved") },
        new("return", T("退回", "Return"), [Requested, Checked], Pending, Permissions.PaymentsApprove) { Done = T("退回", "returned"), AsksReason = true },
        new("return-high", T("退回", "Return"), [Checked], Pending, Permissions.PaymentsApproveHigh) { Done = T("退回", "returned"), AsksReason = true },
        new("release", T("下达", "Release"), [Determined], Released, Permissions.PaymentsApprove) { Done = T("下达", "released") },
        new("pay", T("登记拨付", "Record the payment"), [Released], Paid, Permissions.PaymentsPay) { Done = T("已拨付", "paid") },
        new("recover", T("追回", "Recover"), [Paid, Released], Recovered, Permissions.PaymentsPay) { Done = T("追回", "recovered"), AsksReason = true },
        new("cancel", T("取消", "Cancel"), [Pending, Requested, Checked, Determined], Cancelled, Permissions.PaymentsApprove) { Done = T("取消", "cancelled"), AsksReason = true },
    ]);
}

public static class PaymentQueries
{
    public static DbSet<Payment> Payments(this KeguanDb db) => db.Set<Payment>();

    public static IQueryable<Payment> VisibleTo(this IQueryable<Payment> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        if (actor.Audience == Audience.Recommender && actor.OrganisationId is { } recommender) return query.Where(payment => payment.Project.RecommenderId == recommender);
        if (actor.Audience == Audience.Applicant && actor.OrganisationId is { } own) return query.Where(payment => payment.OrganisationId == own);
        return query.Where(payment => false);
    }
}
