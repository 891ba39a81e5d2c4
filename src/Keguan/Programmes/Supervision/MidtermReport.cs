using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>中期报告 of a project: the definition's form, and how far each target is.</summary>
public sealed class MidtermReport : ISubject
{
    public const string Subject = "midterm-report";

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;

    /// <summary>What was typed into the form, as JSON.</summary>
    public string Data { get; set; } = "{}";

    /// <summary>Last day for the organisation to hand it in.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Until when the bureau has promised to decide.</summary>
    public DateOnly? DecideBy { get; set; }
    public DateTime? SubmittedAt { get; set; }
    public DateTime? PassedAt { get; set; }
    public string Opinion { get; set; } = "";
    public DateTime StateSince { get; set; }

    public string State { get; set; } = Lifecycle<MidtermReport>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => Project?.Facts ?? new SubjectFacts();

    sealed class Mapping : IEntityTypeConfiguration<MidtermReport>
    {
        public void Configure(EntityTypeBuilder<MidtermReport> builder)
        {
            builder.ToTable("midterm_reports");
            builder.HasIndex(report => report.ProjectId).IsUnique();
            builder.HasIndex(report => new { report.State, report.StateSince });
            builder.HasOne(report => report.Project).WithMany().HasForeignKey(report => report.ProjectId);
            builder.Ignore(report => report.Facts);
        }
    }
}

public static class MidtermLifecycle
{
    public const string Drafted = "drafted";
    public const string Submitted = "submitted";
    public const string Returned = "returned";
    public const string Passed = "passed";

    public static readonly Lifecycle<MidtermReport> Table = new(MidtermReport.Subject, T("中期报告", "Mid-term report"),
    [
        new(Drafted, T("填写中", "Being written")),
        new(Submitted, T("待审核", "Awaiting review"), Tone.Amber) { Outside = T("审核中", "In review") },
        new(Returned, T("已退回修改", "Returned"), Tone.Amber) { Outside = T("请修改后重新提交", "Please mend and submit again") },
        new(Passed, T("已通过", "Passed"), Tone.Green) { End = true },
    ],
    [
        new("draft", T("开始填写", "Begin"), [Lifecycle<MidtermReport>.New], Drafted, Permissions.ProjectsOwn) { Done = T("开始填写", "begun") },
        new("submit", T("提交中期报告", "Submit the report"), [Drafted, Returned], Submitted, Permissions.ProjectsOwn) { Done = T("提交中期报告", "submitted") },
        new("return", T("退回修改", "Return"), [Submitted], Returned, Permissions.SupervisionManage) { Done = T("退回修改", "returned"), AsksReason = true },
        new("pass", T("中期报告通过", "Pass"), [Submitted], Passed, Permissions.SupervisionManage) { Done = T("中期报告通过", "passed") },
    ]);
}

public static class MidtermQueries
{
    public static DbSet<MidtermReport> Midterms(this KeguanDb db) => db.Set<MidtermReport>();

    public static IQueryable<MidtermReport> VisibleTo(this IQueryable<MidtermReport> query, KeguanDb db, Actor actor)
    {
        if (actor.SeesAll) return query;
        var visible = db.Projects().VisibleTo(actor).Select(project => project.Id);
        return query.Where(report => visible.Contains(report.ProjectId));
    }
}
