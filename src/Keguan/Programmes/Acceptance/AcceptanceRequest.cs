using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

/// <summary>验收申请 with all that follows from it: plan, experts, opinion, conclusion. After a deferral there is a second one.</summary>
public sealed class AcceptanceRequest : ISubject
{
    public const string Subject = "acceptance-request";
    public const int OpinionMax = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;

    /// <summary>1; 2 after 暂缓通过.</summary>
    public required int Round { get; init; }

    /// <summary>What was typed into the definition's form, as JSON.</summary>
    public string Data { get; set; } = "{}";

    /// <summary>Last day on which it was in time.</summary>
    public DateOnly? DeadlineOn { get; set; }
    public DateTime? SubmittedAt { get; set; }
    public DateOnly? DecideBy { get; set; }

    // The plan.
    public DateOnly? PlannedOn { get; set; }
    public string Manner { get; set; } = "";
    public string Place { get; set; } = "";

    // What the experts found, and what was concluded.
    public DateTime? OpinionAt { get; set; }
    public string Opinion { get; set; } = "";

    /// <summary>Weighted points × 100.</summary>
    public int? Points100 { get; set; }

    /// <summary>pass, conclude, defer or fail.</summary>
    public string Conclusion { get; set; } = "";
    public string Reason { get; set; } = "";
    public DateOnly? ConcludedOn { get; set; }
    public string ConcludedByName { get; set; } = "";
    public string Certificate { get; set; } = "";
    public DateTime StateSince { get; set; }

    public List<AcceptanceExpert> Experts { get; init; } = [];
    public List<AcceptancePoint> Points { get; init; } = [];

    public string State { get; set; } = Lifecycle<AcceptanceRequest>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => Project?.Facts ?? new SubjectFacts();

    public bool WasLate => SubmittedAt is { } at && DeadlineOn is { } deadline && Foundation.Calendar.ChinaTime.DayOf(at) > deadline;

    sealed class Mapping : IEntityTypeConfiguration<AcceptanceRequest>
    {
        public void Configure(EntityTypeBuilder<AcceptanceRequest> builder)
        {
            builder.ToTable("acceptance_requests");
            builder.HasIndex(one => new { one.ProjectId, one.Round }).IsUnique();
            builder.HasIndex(one => new { one.State, one.StateSince });
            builder.HasOne(one => one.Project).WithMany().HasForeignKey(one => one.ProjectId);
            builder.HasMany(one => one.Experts).WithOne().HasForeignKey(expert => expert.RequestId);
            builder.HasMany(one => one.Points).WithOne().HasForeignKey(point => point.RequestId);
            builder.Ignore(one => one.Facts).Ignore(one => one.WasLate);
        }
    }
}

/// <summary>验收专家, as he stood in the library on that day.</summary>
public sealed class AcceptanceExpert
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid RequestId { get; init; }
    public required Guid ExpertId { get; init; }
    public required int Order { get; init; }
    public required string Name { get; init; }
    public required string OrganisationName { get; init; }
    public required string Title { get; init; }
    public required string Speciality { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<AcceptanceExpert>
    {
        public void Configure(EntityTypeBuilder<AcceptanceExpert> builder)
        {
            builder.ToTable("acceptance_experts");
            builder.HasIndex(expert => new { expert.RequestId, expert.ExpertId }).IsUnique();
            builder.HasIndex(expert => expert.ExpertId);
        }
    }
}

/// <summary>The group's points for one criterion of the definition.</summary>
public sealed class AcceptancePoint
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid RequestId { get; init; }
    public required string Criterion { get; init; }

    /// <summary>0 … 100, × 100.</summary>
    public required int Points100 { get; set; }
    public string Comment { get; set; } = "";
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<AcceptancePoint>
    {
        public void Configure(EntityTypeBuilder<AcceptancePoint> builder)
        {
            builder.ToTable("acceptance_points");
            builder.HasIndex(point => new { point.RequestId, point.Criterion }).IsUnique();
        }
    }
}

/// <summary>终止或撤销的清算: what was paid and spent, and what has to come back.</summary>
public sealed class Settlement
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>terminate or revoke.</summary>
    public required string Kind { get; init; }
    public required string Reason { get; init; }
    public required long PaidFen { get; init; }
    public required long SpentFen { get; init; }
    public required long RecoverFen { get; init; }
    public required DateOnly DecidedOn { get; init; }
    public required string DecidedByName { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<Settlement>
    {
        public void Configure(EntityTypeBuilder<Settlement> builder)
        {
            builder.ToTable("settlements");
            builder.HasIndex(settlement => settlement.ProjectId).IsUnique();
        }
    }
}

public static class AcceptanceLifecycle
{
    public const string Drafted = "drafted";
    public const string Submitted = "submitted";
    public const string Returned = "returned";
    public const string Organised = "organised";
    public const string Concluded = "concluded";

    public static readonly Lifecycle<AcceptanceRequest> Table = new(AcceptanceRequest.Subject, T("验收申请", "Request for acceptance"),
    [
        new(Drafted, T("填写中", "Being written")),
        new(Submitted, T("待受理", "Awaiting the officer"), Tone.Amber) { Outside = T("审核中", "In review") },
        new(Returned, T("已退回修改", "Returned"), Tone.Amber) { Outside = T("请修改后重新提交", "Please mend and submit again") },
        new(Organised, T("验收中", "In acceptance"), Tone.Blue),
        new(Concluded, T("已有结论", "Concluded"), Tone.Green) { End = true },
    ],
    [
        new("draft", T("开始填写", "Begin"), [Lifecycle<AcceptanceRequest>.New], Drafted, Permissions.ProjectsOwn) { Done = T("开始填写", "begun") },
        new("submit", T("提交验收申请", "Submit the request"), [Drafted, Returned], Submitted, Permissions.ProjectsOwn) { Done = T("提交验收申请", "submitted") },
        new("return", T("退回修改", "Return"), [Submitted], Returned, Permissions.AcceptanceManage) { Done = T("退回修改", "returned"), AsksReason = true },
        new("organise", T("受理并组织验收", "Begin acceptance"), [Submitted], Organised, Permissions.AcceptanceManage) { Done = T("受理并组织验收", "acceptance begun") },
        new("opinion", T("登记专家组意见", "Record the experts' opinion"), [Organised], Organised, Permissions.AcceptanceManage) { Done = T("登记专家组意见", "experts' opinion recorded"), Stays = true },
        new("conclude", T("作出验收结论", "Conclude"), [Organised], Concluded, Permissions.AcceptanceDecide) { Done = T("作出验收结论", "concluded") },
    ]);
}

public static class AcceptanceWords
{
    public static readonly IReadOnlyDictionary<string, Text> Conclusions = new Dictionary<string, Text>
    {
        ["pass"] = T("通过验收", "Passed"), ["conclude"] = T("结题", "Concluded"), ["defer"] = T("暂缓通过，限期整改", "Deferred"), ["fail"] = T("不通过", "Failed"),
    };

    public static readonly IReadOnlyDictionary<string, Text> Manners = new Dictionary<string, Text>
    {
        ["meeting"] = T("会议验收", "Meeting"), ["on-site"] = T("现场验收", "On site"), ["written"] = T("书面验收", "In writing"), ["online"] = T("线上验收", "Online"),
    };

    /// <summary>Key of the attachment field that holds the audit report.</summary>
    public const string Audit = "audit";

    static readonly IReadOnlySet<string> None = new HashSet<string>();
    static readonly IReadOnlySet<string> WithAudit = new HashSet<string> { Audit };

    /// <summary>From the definition's threshold on, itself included.</summary>
    public static bool AuditNeeded(Project project, ProgrammeDefinition programme) => Money.InWan(project.GrantFen) >= programme.Acceptance.AuditFrom.Value;

    public static IReadOnlySet<string> AlsoRequired(Project project, ProgrammeDefinition programme) => AuditNeeded(project, programme) ? WithAudit : None;
}

public static class AcceptanceQueries
{
    public static DbSet<AcceptanceRequest> AcceptanceRequests(this KeguanDb db) => db.Set<AcceptanceRequest>();

    public static DbSet<Settlement> Settlements(this KeguanDb db) => db.Set<Settlement>();

    public static IQueryable<AcceptanceRequest> VisibleTo(this IQueryable<AcceptanceRequest> query, KeguanDb db, Actor actor)
    {
        if (actor.SeesAll) return query;
        var visible = db.Projects().VisibleTo(actor).Select(project => project.Id);
        return query.Where(one => visible.Contains(one.ProjectId));
    }
}
