using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Programmes.Projects;

/// <summary>项目: an approved application, from agreement to archive.</summary>
public sealed class Project : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The application's number carries over.</summary>
    public required string Number { get; init; }

    /// <summary>Empty for projects of before the system, which were imported.</summary>
    public Guid? ApplicationId { get; init; }
    public Guid? CallId { get; init; }
    public Guid? ApprovalBatchId { get; init; }
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }

    /// <summary>Batch of approval, 2025-1.</summary>
    public required string Batch { get; init; }

    public required Guid OrganisationId { get; set; }
    public required string OrganisationName { get; set; }
    public required string Area { get; set; }
    public Guid? LeaderId { get; set; }
    public string LeaderName { get; set; } = "";
    public string LeaderKey { get; set; } = "";
    public Guid? RecommenderId { get; set; }
    public Guid? HandlerId { get; set; }
    public string HandlerName { get; set; } = "";

    public required string Title { get; set; }
    public required string Category { get; init; }
    public required string FundingMode { get; init; }
    public string Industry { get; set; } = "";
    public string Discipline { get; set; } = "";

    public required long GrantFen { get; set; }
    public long OwnFen { get; set; }
    public long ReleasedFen { get; set; }
    public long PaidFen { get; set; }
    public long RecoveredFen { get; set; }

    /// <summary>As reported by the unit.</summary>
    public long SpentFen { get; set; }

    public required DateOnly StartOn { get; set; }
    public required DateOnly EndOn { get; set; }
    public DateOnly? OriginalEndOn { get; set; }
    public required DateOnly ApprovedOn { get; init; }
    public required string DocumentNumber { get; init; }
    public string Certificate { get; set; } = "";

    /// <summary>Until when the present step is due, and the next date that the unit must keep.</summary>
    public DateOnly? DueOn { get; set; }
    public DateTime StateSince { get; set; }

    public List<ProjectTarget> Targets { get; init; } = [];
    public List<BudgetItem> Budget { get; init; } = [];

    public string State { get; set; } = Lifecycle<Project>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new(Definition, DefinitionVersion, OrganisationId, Area, "", Category, Batch, FundingMode);
    public long OutstandingFen => GrantFen - ReleasedFen;

    sealed class Mapping : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> builder)
        {
            builder.ToTable("projects");
            builder.HasIndex(project => project.Number).IsUnique();
            builder.HasIndex(project => new { project.Definition, project.Batch, project.State });
            builder.HasIndex(project => new { project.State, project.EndOn });
            builder.HasIndex(project => new { project.State, project.Number });
            builder.HasIndex(project => new { project.OrganisationId, project.State });
            builder.HasIndex(project => new { project.LeaderKey, project.State });
            builder.HasIndex(project => project.ApplicationId);
            builder.HasIndex(project => new { project.RecommenderId, project.State });
            builder.HasMany(project => project.Targets).WithOne().HasForeignKey(target => target.ProjectId);
            builder.HasMany(project => project.Budget).WithOne().HasForeignKey(item => item.ProjectId);
            builder.Ignore(project => project.Facts);
            builder.Ignore(project => project.OutstandingFen);
        }
    }
}

/// <summary>考核指标: typed, from application to agreement to acceptance.</summary>
public sealed class ProjectTarget
{
    /// <summary>Quantities of targets are stored × 10 000.</summary>
    public const long Scale = 10_000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid ProjectId { get; init; }
    public required int Order { get; init; }

    /// <summary>technical, application, output or economic.</summary>
    public required string Kind { get; set; }
    public required string Name { get; set; }
    public required string Unit { get; set; }
    public long Baseline { get; set; }

    /// <summary>at-least, at-most or equal.</summary>
    public string Direction { get; set; } = "at-least";
    public required long Goal { get; set; }
    public DateOnly? DueOn { get; set; }
    public string Method { get; set; } = "";
    public long? Current { get; set; }
    public string Evidence { get; set; } = "";
    public int Version { get; set; }

    public bool Met => Current is { } current && Direction switch { "at-most" => current <= Goal, "equal" => current == Goal, _ => current >= Goal };

    /// <summary>0…1 of the way from baseline to goal.</summary>
    public double Progress => Current is not { } current ? 0
        : Met ? 1 : Goal == Baseline ? 0 : Math.Clamp((double)(current - Baseline) / (Goal - Baseline), 0, 1);

    sealed class Mapping : IEntityTypeConfiguration<ProjectTarget>
    {
        public void Configure(EntityTypeBuilder<ProjectTarget> builder)
        {
            builder.ToTable("project_targets");
            builder.Ignore(target => target.Met);
            builder.Ignore(target => target.Progress);
        }
    }
}

/// <summary>预算科目 of a project.</summary>
public sealed class BudgetItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid ProjectId { get; init; }
    public required int Order { get; init; }
    public required string Subject { get; set; }
    public string Note { get; set; } = "";
    public required long GrantFen { get; set; }
    public required long OwnFen { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<BudgetItem>
    {
        public void Configure(EntityTypeBuilder<BudgetItem> builder) => builder.ToTable("project_budget_items");
    }
}

public static class ProjectQueries
{
    public static DbSet<Project> Projects(this KeguanDb db) => db.Set<Project>();

    public static IQueryable<Project> VisibleTo(this IQueryable<Project> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        if (actor.Audience == Audience.Recommender && actor.OrganisationId is { } recommender) return query.Where(project => project.RecommenderId == recommender);
        if (actor.Audience == Audience.Applicant && actor.OrganisationId is { } own) return query.Where(project => project.OrganisationId == own);
        return query.Where(project => false);
    }
}
