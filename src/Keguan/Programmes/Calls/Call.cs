using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>申报通知（批次）: one call of a programme, from the guide's draft to its archive.</summary>
public sealed class Call : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }

    /// <summary>2026-2: year and running number, the batch dimension of all postings.</summary>
    public required string Code { get; init; }
    public required int Year { get; set; }
    public required string Title { get; set; }

    /// <summary>One sentence for the portal's list.</summary>
    public string Summary { get; set; } = "";

    /// <summary>The guide, Markdown without raw HTML.</summary>
    public string Guide { get; set; } = "";
    public string DocumentNumber { get; set; } = "";
    public string Section { get; set; } = "";
    public required DateTime OpensAt { get; set; }

    /// <summary>Last instant of the window; received at this instant is in time.</summary>
    public required DateTime ClosesAt { get; set; }
    public DateTime? PublishedAt { get; set; }

    /// <summary>Why it was published with less than the lead time of the definition.</summary>
    public string ShortNoticeReason { get; set; } = "";
    public long BudgetFen { get; set; }
    public int Planned { get; set; }

    /// <summary>Own funds must be at least this many times the grant, in hundredths (120 = 1.2).</summary>
    public int OwnRatioPercent { get; set; }

    /// <summary>JSON of <see cref="CallPlan"/>: eligibility, limits, attachments, review plan.</summary>
    public string PlanJson { get; set; } = "{}";
    public CallPlan Plan
    {
        get => JsonSerializer.Deserialize<CallPlan>(PlanJson, Foundation.Journal.Journal.Json)!;
        set => PlanJson = JsonSerializer.Serialize(value, Foundation.Journal.Journal.Json);
    }

    public List<CallCategory> Categories { get; init; } = [];
    public List<CallRecommender> Recommenders { get; init; } = [];
    public Guid? DraftedBy { get; set; }

    public string State { get; set; } = Lifecycle<Call>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new(Definition, DefinitionVersion, Batch: Code);

    /// <summary>Published, and received time within the window (the closing instant included).</summary>
    public bool IsOpen(DateTime received) => State == CallLifecycle.Published && received >= OpensAt && received <= ClosesAt;

    public string Phase(DateTime now) => State != CallLifecycle.Published ? State : now < OpensAt ? "upcoming" : now <= ClosesAt ? "open" : "closed";

    sealed class Mapping : IEntityTypeConfiguration<Call>
    {
        public void Configure(EntityTypeBuilder<Call> builder)
        {
            builder.ToTable("calls");
            builder.HasIndex(call => new { call.Definition, call.Code }).IsUnique();
            builder.HasIndex(call => new { call.State, call.ClosesAt });
            builder.HasMany(call => call.Categories).WithOne().HasForeignKey(category => category.CallId);
            builder.HasMany(call => call.Recommenders).WithOne().HasForeignKey(recommender => recommender.CallId);
            builder.Ignore(call => call.Facts);
            builder.Ignore(call => call.Plan);
        }
    }
}

/// <summary>What a call opens of a category: cap, budget, number, funding modes.</summary>
public sealed class CallCategory
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid CallId { get; init; }
    public required string Category { get; init; }
    public required long CapFen { get; set; }
    public long BudgetFen { get; set; }
    public int Planned { get; set; }

    /// <summary>Keys of funding modes, comma-separated.</summary>
    public required string FundingModes { get; set; }
    public IReadOnlyList<string> Modes => FundingModes.Split(',', StringSplitOptions.RemoveEmptyEntries);

    sealed class Mapping : IEntityTypeConfiguration<CallCategory>
    {
        public void Configure(EntityTypeBuilder<CallCategory> builder)
        {
            builder.ToTable("call_categories");
            builder.Ignore(category => category.Modes);
        }
    }
}

/// <summary>推荐单位 of a call: a county bureau recommends its county's applicants, a department the units under it.</summary>
public sealed class CallRecommender
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid CallId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Name { get; init; }

    /// <summary>County whose applicants it recommends; empty for a department, which applicants choose by hand.</summary>
    public string Area { get; init; } = "";

    sealed class Mapping : IEntityTypeConfiguration<CallRecommender>
    {
        public void Configure(EntityTypeBuilder<CallRecommender> builder) => builder.ToTable("call_recommenders");
    }
}

/// <summary>The rest of a call's plan.</summary>
public sealed record CallPlan
{
    public IReadOnlyList<string> OrganisationKinds { get; init; } = [];
    public string Eligibility { get; init; } = "";
    public int LimitPerLeader { get; init; } = 1;
    public int LimitPerOrganisation { get; init; } = 2;

    /// <summary>Keys of attachment fields that this call asks for beyond those the form requires.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];
    public int Experts { get; init; } = 5;
    public bool Blind { get; init; }
    public int ReviewDays { get; init; } = 14;
}

/// <summary>The life of a call. Cancelled is only what was never published; what was stays on record and is archived.</summary>
public static class CallLifecycle
{
    public const string Drafted = "drafted";
    public const string Submitted = "submitted";
    public const string Published = "published";
    public const string Archived = "archived";
    public const string Cancelled = "cancelled";

    public static readonly Lifecycle<Call> Table = new("call", T("申报通知", "Call"),
    [
        new(Drafted, T("拟定", "Drafted")),
        new(Submitted, T("待审核", "Awaiting approval"), Tone.Amber),
        new(Published, T("已发布", "Published"), Tone.Green),
        new(Archived, T("已归档", "Archived")) { End = true },
        new(Cancelled, T("已取消", "Cancelled")) { End = true },
    ],
    [
        new("draft", T("起草", "Draft"), [Lifecycle<Call>.New], Drafted, Permissions.CallsDraft) { Done = T("起草申报通知", "drafted the call") },
        new("submit", T("提交审核", "Submit for approval"), [Drafted], Submitted, Permissions.CallsDraft) { Done = T("提交审核", "submitted for approval") },
        new("return", T("退回修改", "Return"), [Submitted], Drafted, Permissions.CallsApprove) { Done = T("退回修改", "returned"), AsksReason = true },
        new("publish", T("审核通过并发布", "Approve and publish"), [Submitted], Published, Permissions.CallsApprove)
        {
            Done = T("审核发布", "approved and published"),
            Guard = (call, actor, now) => call.DraftedBy is { } author && author == actor.AccountId
                ? T("起草人不能审核自己起草的通知，请由其他科长审核", "Who drafted it can't approve it; another section chief has to") : null,
        },
        new("extend", T("延长受理", "Extend the window"), [Published], Published, Permissions.CallsApprove) { AsksReason = true, Stays = true, Done = T("延长受理时间", "extended the window") },
        new("archive", T("归档", "Archive"), [Published], Archived, Permissions.CallsApprove)
        {
            Done = T("归档", "archived"),
            Guard = (call, _, now) => now <= call.ClosesAt ? T("受理尚未截止，不能归档", "The window has not closed yet") : null,
        },
        new("cancel", T("取消", "Cancel"), [Drafted, Submitted], Cancelled, Permissions.CallsDraft) { Done = T("取消", "cancelled"), AsksReason = true },
    ]);
}

public static class CallQueries
{
    public static DbSet<Call> Calls(this KeguanDb db) => db.Set<Call>();

    /// <summary>Published calls are public; drafts are the bureau's.</summary>
    public static IQueryable<Call> VisibleTo(this IQueryable<Call> query, Actor actor) =>
        actor.SeesAll ? query : query.Where(call => call.State == CallLifecycle.Published || call.State == CallLifecycle.Archived);
}
