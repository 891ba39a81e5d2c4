using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Jobs;

public enum JobState { Queued, Running, Done, Failed, Cancelled }

/// <summary>后台任务: work that outlasts a request. It waits, runs and is found again in this table, whatever becomes of the process that runs it.</summary>
public sealed class Job
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Which <see cref="JobHandler"/> does it.</summary>
    public required string Kind { get; init; }
    public required string TitleZh { get; init; }
    public required string TitleEn { get; init; }

    /// <summary>JSON of the handler's own.</summary>
    public required string Payload { get; init; }
    public JobState State { get; set; }

    // Whom it is done for: he sees it, and it runs with the identity he had.
    public Guid? AccountId { get; init; }
    public Guid? GrantId { get; init; }
    public string ActorName { get; init; } = "";

    public required DateTime CreatedAt { get; init; }

    /// <summary>Not before this instant: waiting after a failure.</summary>
    public required DateTime RunAfter { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    /// <summary>The lease of the process that runs it. When it has passed, another takes over.</summary>
    public DateTime? ClaimedUntil { get; set; }
    public bool CancelAsked { get; set; }

    /// <summary>So far, of <see cref="Total"/>; no total while that is unknown.</summary>
    public int Progress { get; set; }
    public int Total { get; set; }
    public string MessageZh { get; set; } = "";
    public string MessageEn { get; set; } = "";

    /// <summary>Where what it made can be seen or fetched.</summary>
    public string ResultUrl { get; set; } = "";

    /// <summary>Raised whenever it is taken up: who still holds an older one may no longer write.</summary>
    public int Version { get; set; }

    public Text Title => new(TitleZh, TitleEn);
    public Text Message => new(MessageZh, MessageEn);
    public bool Ended => State is JobState.Done or JobState.Failed or JobState.Cancelled;

    sealed class Mapping : IEntityTypeConfiguration<Job>
    {
        public void Configure(EntityTypeBuilder<Job> builder)
        {
            builder.ToTable("jobs");
            builder.HasIndex(job => new { job.State, job.RunAfter });
            builder.HasIndex(job => new { job.AccountId, job.CreatedAt });
            builder.HasIndex(job => job.CreatedAt);
            builder.Property(job => job.State).HasMaxLength(20);
            builder.Ignore(job => job.Title);
            builder.Ignore(job => job.Message);
            builder.Ignore(job => job.Ended);
        }
    }
}

public static class JobQueries
{
    public static DbSet<Job> Jobs(this KeguanDb db) => db.Set<Job>();

    /// <summary>One's own; the system administrator keeps an eye on all.</summary>
    public static IQueryable<Job> VisibleTo(this IQueryable<Job> jobs, Actor actor) =>
        actor.Can(Permissions.SystemManage) ? jobs : actor.AccountId is { } account ? jobs.Where(job => job.AccountId == account) : jobs.Where(job => false);
}
