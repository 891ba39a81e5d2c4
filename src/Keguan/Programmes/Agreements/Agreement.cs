using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Agreements;

/// <summary>任务书: made from the application when the project is approved; the typed targets and the budget are the project's own.</summary>
public sealed class Agreement : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;

    /// <summary>Approach, editable where the definition allows it.</summary>
    public string Route { get; set; } = "";
    public DateTime? SubmittedAt { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateOnly? SignedOn { get; set; }
    public DateOnly? DueOn { get; set; }

    public string State { get; set; } = Lifecycle<Agreement>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => Project?.Facts ?? new SubjectFacts();

    sealed class Mapping : IEntityTypeConfiguration<Agreement>
    {
        public void Configure(EntityTypeBuilder<Agreement> builder)
        {
            builder.ToTable("agreements");
            builder.HasIndex(agreement => agreement.ProjectId).IsUnique();
            builder.HasIndex(agreement => new { agreement.State, agreement.DueOn });
            builder.HasOne(agreement => agreement.Project).WithMany().HasForeignKey(agreement => agreement.ProjectId);
            builder.Ignore(agreement => agreement.Facts);
        }
    }
}

public static class AgreementLifecycle
{
    public const string Drafted = "drafted";
    public const string Submitted = "submitted";
    public const string Accepted = "accepted";
    public const string Sealed = "sealed";
    public const string InForce = "in-force";

    public static readonly Lifecycle<Agreement> Table = new("agreement", T("任务书", "Agreement"),
    [
        new(Drafted, T("单位填写中", "Being filled in"), Tone.Blue) { Outside = T("请核对填写", "Please check and fill in") },
        new(Submitted, T("待审核", "Awaiting review"), Tone.Amber) { Outside = T("审核中", "In review") },
        new(Accepted, T("待单位签章", "Awaiting the organisation's seal"), Tone.Blue) { Outside = T("请打印签章后上传", "Print, sign and upload") },
        new(Sealed, T("待本局签章", "Awaiting the bureau's seal"), Tone.Amber) { Outside = T("待主管部门签章", "Awaiting the bureau's seal") },
        new(InForce, T("已生效", "In force"), Tone.Green) { End = true },
    ],
    [
        new("generate", T("生成任务书", "Generate"), [Lifecycle<Agreement>.New], Drafted, null) { Done = T("由申报书生成任务书", "generated from the application") },
        new("submit", T("提交审核", "Submit"), [Drafted], Submitted, Permissions.ProjectsOwn) { Done = T("提交审核", "submitted") },
        new("return", T("退回修改", "Return"), [Submitted], Drafted, Permissions.AgreementsReview) { Done = T("退回修改", "returned"), AsksReason = true },
        new("accept", T("审核通过", "Accept"), [Submitted], Accepted, Permissions.AgreementsReview) { Done = T("审核通过", "accepted") },
        new("seal", T("上传单位签章件", "Upload the sealed paper"), [Accepted], Sealed, Permissions.ProjectsOwn) { Done = T("上传单位签章件", "sealed paper uploaded") },
        new("reject-seal", T("签章件不合格，退回", "Return the sealed paper"), [Sealed], Accepted, Permissions.AgreementsReview) { Done = T("签章件不合格，退回", "sealed paper returned"), AsksReason = true },
        new("enforce", T("上传双方签章件并生效", "Upload with both seals, in force"), [Sealed], InForce, Permissions.AgreementsReview) { Done = T("上传双方签章件并生效", "uploaded with both seals") },
    ]);
}

public static class AgreementQueries
{
    public static DbSet<Agreement> Agreements(this KeguanDb db) => db.Set<Agreement>();
}
