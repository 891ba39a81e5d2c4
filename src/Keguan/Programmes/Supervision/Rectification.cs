using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>整改: what a project has to put right until a day; reported by the organisation, closed by the bureau.</summary>
public sealed class Rectification : ISubject
{
    public const string Subject = "rectification";
    public const int ItemsMax = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;

    /// <summary>1, 2, … within the project.</summary>
    public required int Number { get; init; }
    public required string Items { get; init; }
    public required DateOnly OpenedOn { get; init; }
    public required DateOnly DueOn { get; set; }
    public string Report { get; set; } = "";
    public DateTime? ReportedAt { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public DateTime StateSince { get; set; }

    public string State { get; set; } = Lifecycle<Rectification>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => Project?.Facts ?? new SubjectFacts();

    /// <summary>The last day itself is in time.</summary>
    public bool IsLate(DateOnly today) => State == RectificationLifecycle.Open && DueOn < today;

    sealed class Mapping : IEntityTypeConfiguration<Rectification>
    {
        public void Configure(EntityTypeBuilder<Rectification> builder)
        {
            builder.ToTable("rectifications");
            builder.HasIndex(one => new { one.ProjectId, one.Number }).IsUnique();
            builder.HasIndex(one => new { one.State, one.DueOn });
            builder.HasOne(one => one.Project).WithMany().HasForeignKey(one => one.ProjectId);
            builder.Ignore(one => one.Facts);
        }
    }
}

public static class RectificationLifecycle
{
    public const string Open = "open";
    public const string Reported = "reported";
    public const string Closed = "closed";

    public static readonly Lifecycle<Rectification> Table = new(Rectification.Subject, T("整改", "Rectification"),
    [
        new(Open, T("整改中", "Being put right"), Tone.Amber) { Outside = T("请整改并报告", "Put right and report") },
        new(Reported, T("待复核", "Awaiting review"), Tone.Amber) { Outside = T("复核中", "In review") },
        new(Closed, T("已关闭", "Closed"), Tone.Green) { End = true },
    ],
    [
        new("open", T("通知整改", "Ask to put right"), [Lifecycle<Rectification>.New], Open, Permissions.SupervisionManage) { Done = T("通知整改", "asked for") },
        new("report", T("提交整改报告", "Report"), [Open], Reported, Permissions.ProjectsOwn) { Done = T("提交整改报告", "reported") },
        new("return", T("整改不到位，退回", "Not enough, return"), [Reported], Open, Permissions.SupervisionManage) { Done = T("整改不到位，退回", "not enough, returned"), AsksReason = true },
        new("close", T("复核通过，关闭", "Close"), [Reported], Closed, Permissions.SupervisionManage) { Done = T("复核通过，关闭", "closed") },
    ]);
}

public static class RectificationQueries
{
    public static DbSet<Rectification> Rectifications(this KeguanDb db) => db.Set<Rectification>();

    public static IQueryable<Rectification> VisibleTo(this IQueryable<Rectification> query, KeguanDb db, Actor actor)
    {
        if (actor.SeesAll) return query;
        var visible = db.Projects().VisibleTo(actor).Select(project => project.Id);
        return query.Where(one => visible.Contains(one.ProjectId));
    }
}
