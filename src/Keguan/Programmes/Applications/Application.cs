using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Programmes.Calls;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Programmes.Applications;

/// <summary>申报书: what an organisation asks for in one call. The form's values live in its sections; what lists filter and sort by stands here too.</summary>
public sealed class Application : ISubject
{
    public const int TitleMax = 50;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>YKJ2026-0142; given when the draft is started.</summary>
    public required string Number { get; init; }
    public required Guid CallId { get; init; }
    public Call Call { get; init; } = null!;
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }
    public required string Batch { get; init; }

    public required Guid OrganisationId { get; init; }
    public required string OrganisationName { get; set; }

    /// <summary>County of the organisation.</summary>
    public required string Area { get; set; }

    /// <summary>Person who leads the project; limits are counted by <see cref="LeaderKey"/>.</summary>
    public Guid? LeaderId { get; set; }
    public string LeaderName { get; set; } = "";
    public string LeaderKey { get; set; } = "";

    // Facts bound from the form, kept equal to it by Applications/Sections.
    public string Title { get; set; } = "";
    public string Category { get; set; } = "";
    public string FundingMode { get; set; } = "";
    public string Industry { get; set; } = "";
    public string Discipline { get; set; } = "";
    public long GrantFen { get; set; }
    public long OwnFen { get; set; }
    public DateOnly? StartOn { get; set; }
    public DateOnly? EndOn { get; set; }

    public Guid? RecommenderId { get; set; }
    public string RecommenderName { get; set; } = "";

    /// <summary>The bureau's officer who handles it.</summary>
    public Guid? HandlerId { get; set; }
    public string HandlerName { get; set; } = "";

    public Guid CreatedBy { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? SubmittedAt { get; set; }

    /// <summary>R2026-1118-0412, on the receipt with time and content hash.</summary>
    public string ReceiptNumber { get; set; } = "";
    public string ContentHash { get; set; } = "";
    public DateTime? RecommendedAt { get; set; }
    public DateTime? CheckedAt { get; set; }

    /// <summary>Since when it waits where it is, and until when that is promised or due (end of that business day).</summary>
    public DateTime StateSince { get; set; }
    public DateOnly? DueOn { get; set; }

    /// <summary>Automatic checks at the last run.</summary>
    public int ChecksFailed { get; set; }
    public int ChecksWarned { get; set; }
    public int CorrectionsAsked { get; set; }

    /// <summary>Aggregated score × 100, and whether the spread asks for a second look.</summary>
    public int? Score100 { get; set; }
    public bool SpreadFlagged { get; set; }
    public int? Rank { get; set; }
    public long? ProposedFen { get; set; }
    public string ProposedReason { get; set; } = "";

    /// <summary>Version number of the form, counted over all sections: “第 17 版”.</summary>
    public int Revision { get; set; }
    public List<ApplicationSection> Sections { get; init; } = [];

    public string State { get; set; } = Lifecycle<Application>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new(Definition, DefinitionVersion, OrganisationId, Area, "", Category, Batch, FundingMode);
    public bool IsEditable => ApplicationLifecycle.Editable.Contains(State);

    sealed class Mapping : IEntityTypeConfiguration<Application>
    {
        public void Configure(EntityTypeBuilder<Application> builder)
        {
            builder.ToTable("applications");
            builder.HasIndex(application => application.Number).IsUnique();
            builder.HasIndex(application => new { application.CallId, application.State, application.Number });
            builder.HasIndex(application => new { application.State, application.StateSince });
            builder.HasIndex(application => new { application.State, application.Number });
            builder.HasIndex(application => new { application.OrganisationId, application.State });
            builder.HasIndex(application => new { application.LeaderKey, application.State });
            builder.HasIndex(application => new { application.RecommenderId, application.State });
            builder.HasIndex(application => new { application.HandlerId, application.State });
            builder.HasIndex(application => application.ReceiptNumber);
            builder.HasOne(application => application.Call).WithMany().HasForeignKey(application => application.CallId);
            builder.HasMany(application => application.Sections).WithOne().HasForeignKey(section => section.ApplicationId);
            builder.Ignore(application => application.Facts);
            builder.Ignore(application => application.IsEditable);
        }
    }
}

/// <summary>The present values of one section of the form, as JSON by field key.</summary>
public sealed class ApplicationSection
{
    public Guid ApplicationId { get; init; }
    public required string Section { get; init; }

    /// <summary>Value of <see cref="Application.Revision"/> when this section was last saved; an editor who started from an older one gets the conflict page.</summary>
    public int Revision { get; set; }
    public string Data { get; set; } = "{}";

    /// <summary>All required fields are there and valid.</summary>
    public bool Complete { get; set; }
    public Guid UpdatedBy { get; set; }
    public string UpdatedByName { get; set; } = "";
    public DateTime UpdatedAt { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<ApplicationSection>
    {
        public void Configure(EntityTypeBuilder<ApplicationSection> builder)
        {
            builder.ToTable("application_sections");
            builder.HasKey(section => new { section.ApplicationId, section.Section });
        }
    }
}

/// <summary>Every saved version of a section, so that nothing typed is lost: 历次版本.</summary>
public sealed class ApplicationRevision
{
    public Guid ApplicationId { get; init; }
    public required int Revision { get; init; }
    public required string Section { get; init; }
    public required string Data { get; init; }
    public Guid By { get; init; }
    public string ByName { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>Saved by the browser while typing, not by the button.</summary>
    public bool Automatic { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<ApplicationRevision>
    {
        public void Configure(EntityTypeBuilder<ApplicationRevision> builder)
        {
            builder.ToTable("application_revisions");
            builder.HasKey(revision => new { revision.ApplicationId, revision.Revision });
        }
    }
}

/// <summary>成员: who takes part in an application, kept beside the form so that limits can be counted by person.</summary>
public sealed class ApplicationMember
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ApplicationId { get; init; }
    public Application Application { get; init; } = null!;
    public required string Name { get; init; }

    /// <summary>Person.IdKey, empty when no resident id was given.</summary>
    public string PersonKey { get; init; } = "";
    public string OrganisationName { get; init; } = "";

    sealed class Mapping : IEntityTypeConfiguration<ApplicationMember>
    {
        public void Configure(EntityTypeBuilder<ApplicationMember> builder)
        {
            builder.ToTable("application_members");
            builder.HasOne(member => member.Application).WithMany().HasForeignKey(member => member.ApplicationId);
            builder.HasIndex(member => member.PersonKey);
        }
    }
}

public static class ApplicationQueries
{
    public static DbSet<Application> Applications(this KeguanDb db) => db.Set<Application>();

    /// <summary>The bureau sees what was submitted (and drafts only as numbers); members their organisation's; a recommending unit what was submitted to it.</summary>
    public static IQueryable<Application> VisibleTo(this IQueryable<Application> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        if (actor.Audience == Audience.Recommender && actor.OrganisationId is { } recommender)
            return query.Where(application => application.RecommenderId == recommender && application.State != ApplicationLifecycle.Draft && application.State != ApplicationLifecycle.Withdrawn);
        if (actor.Audience == Audience.Applicant && actor.OrganisationId is { } own)
            return query.Where(application => application.OrganisationId == own);
        return query.Where(application => false);
    }
}
