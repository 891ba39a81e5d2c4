using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

/// <summary>变更: what a unit asks to be otherwise than the agreement says, of a kind that the definition names.</summary>
public sealed class Change : ISubject
{
    public const int WhyMax = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;
    public string Number { get; set; } = "";

    /// <summary>Key of the kind in the definition: leader, extension, budget …</summary>
    public required string Kind { get; init; }
    public required string KindZh { get; init; }
    public required string KindEn { get; init; }

    /// <summary>unit, bureau or major.</summary>
    public required string Level { get; init; }
    public required string Basis { get; init; }

    /// <summary>Why the unit asks.</summary>
    public string Why { get; set; } = "";

    /// <summary>A <see cref="ChangeContent"/> as JSON: the typed new values, and every field before and after in words.</summary>
    public string Content { get; set; } = "{}";
    public string Opinion { get; set; } = "";
    public DateTime? SubmittedAt { get; set; }
    public DateTime? DecidedAt { get; set; }
    public DateTime StateSince { get; set; }

    // Dimensions of its postings, those of the project.
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }
    public required Guid OrganisationId { get; set; }
    public required string Area { get; init; }
    public required string Category { get; init; }
    public required string Batch { get; init; }
    public required string FundingMode { get; init; }

    public string State { get; set; } = Lifecycle<Change>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public Text KindText => new(KindZh, KindEn);
    public SubjectFacts Facts => new(Definition, DefinitionVersion, OrganisationId, Area, "", Category, Batch, FundingMode);

    sealed class Mapping : IEntityTypeConfiguration<Change>
    {
        public void Configure(EntityTypeBuilder<Change> builder)
        {
            builder.ToTable("project_changes");
            builder.HasIndex(change => new { change.ProjectId, change.Kind, change.State });
            builder.HasIndex(change => new { change.State, change.StateSince });
            builder.HasIndex(change => new { change.OrganisationId, change.State });
            builder.HasIndex(change => change.Number);
            builder.HasOne(change => change.Project).WithMany().HasForeignKey(change => change.ProjectId);
            builder.Ignore(change => change.Facts);
            builder.Ignore(change => change.KindText);
        }
    }
}

/// <summary>One field, before and after, as people read it.</summary>
public sealed record ChangeLine(string Zh, string En, string Before, string After);

/// <param name="Goal">× <see cref="ProjectTarget.Scale"/>.</param>
public sealed record TargetContent(Guid Id, long Goal, DateOnly? DueOn, string Method);

/// <param name="Id">The row of the budget; none where a subject is new in it.</param>
public sealed record BudgetContent(Guid? Id, string Subject, long GrantFen, long OwnFen);

/// <summary>What is asked: the new values by type; only those of the kind are given.</summary>
public sealed record ChangeContent
{
    public DateOnly? EndOn { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? OrganisationId { get; init; }
    public string? Name { get; init; }
    public string? Words { get; init; }
    public IReadOnlyList<TargetContent>? Targets { get; init; }
    public IReadOnlyList<BudgetContent>? Budget { get; init; }
    public IReadOnlyList<ChangeLine> Lines { get; init; } = [];
}

public static class ChangeLevels
{
    public const string Unit = "unit";
    public const string Bureau = "bureau";
    public const string Major = "major";

    public static Text Of(string level) => level switch
    {
        Unit => T("单位自主，报局备案", "Decided by the unit, filed with the bureau"),
        Bureau => T("科室审批", "Decided by the section"),
        Major => T("重大变更，局领导审批", "Major: decided by the bureau leader"),
        _ => Text.Same(level),
    };
}

public static class ChangeLifecycle
{
    public const string Drafted = "drafted";
    public const string Submitted = "submitted";
    public const string Checked = "checked";
    public const string Approved = "approved";
    public const string Refused = "refused";
    public const string Filed = "filed";
    public const string Withdrawn = "withdrawn";

    public static readonly IReadOnlyList<string> Open = [Drafted, Submitted, Checked];
    public static readonly IReadOnlyList<string> Done = [Approved, Filed];

    public static readonly Lifecycle<Change> Table = new("change", T("变更", "Change"),
    [
        new(Drafted, T("起草中", "Draft")),
        new(Submitted, T("待审核", "Awaiting the section"), Tone.Amber) { Outside = T("审核中", "Under review") },
        new(Checked, T("待局领导审批", "Awaiting the leader"), Tone.Amber) { Outside = T("审核中", "Under review") },
        new(Approved, T("已批准", "Approved"), Tone.Green) { End = true },
        new(Refused, T("未批准", "Refused"), Tone.Red) { End = true },
        new(Filed, T("已备案", "Filed"), Tone.Green) { End = true },
        new(Withdrawn, T("已撤回", "Withdrawn")) { End = true },
    ],
    [
        new("draft", T("起草", "Draft"), [Lifecycle<Change>.New], Drafted, Permissions.ProjectsOwn) { Done = T("起草", "drafted") },
        new("submit", T("提交变更申请", "Submit"), [Drafted], Submitted, Permissions.ProjectsOwn) { Done = T("提交变更申请", "submitted"), When = change => change.Level != ChangeLevels.Unit },
        new("submit", T("提交备案", "File"), [Drafted], Filed, Permissions.ProjectsOwn) { Done = T("提交备案", "filed"), When = change => change.Level == ChangeLevels.Unit },
        new("withdraw", T("撤回", "Withdraw"), [Drafted, Submitted], Withdrawn, Permissions.ProjectsOwn) { Done = T("撤回", "withdrawn") },
        new("return", T("退回修改", "Return"), [Submitted], Drafted, Permissions.ChangesReview) { Done = T("退回修改", "returned"), AsksReason = true },
        new("check", T("审核通过，报局领导", "Pass on to the leader"), [Submitted], Checked, Permissions.ChangesReview) { Done = T("审核通过，报局领导", "passed on to the leader"), When = change => change.Level == ChangeLevels.Major },
        new("approve", T("批准", "Approve"), [Submitted], Approved, Permissions.ChangesReview) { Done = T("批准", "approved"), When = change => change.Level == ChangeLevels.Bureau },
        new("refuse", T("不予批准", "Refuse"), [Submitted], Refused, Permissions.ChangesReview) { Done = T("不予批准", "refused"), AsksReason = true },
        new("approve-major", T("批准", "Approve"), [Checked], Approved, Permissions.ChangesApproveMajor) { Done = T("批准", "approved") },
        new("refuse-major", T("不予批准", "Refuse"), [Checked], Refused, Permissions.ChangesApproveMajor) { Done = T("不予批准", "refused"), AsksReason = true },
    ]);
}

public static class ChangeQueries
{
    public static DbSet<Change> Changes(this KeguanDb db) => db.Set<Change>();

    public static IQueryable<Change> VisibleTo(this IQueryable<Change> query, Actor actor)
    {
        if (actor.SeesAll) return query.Where(change => change.State != ChangeLifecycle.Drafted || change.SubmittedAt != null);
        if (actor.Audience == Audience.Recommender && actor.OrganisationId is { } recommender) return query.Where(change => change.Project.RecommenderId == recommender && change.SubmittedAt != null);
        if (actor.Audience == Audience.Applicant && actor.OrganisationId is { } own) return query.Where(change => change.OrganisationId == own);
        return query.Where(change => false);
    }
}
