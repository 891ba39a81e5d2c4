using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Review.Exports;

/// <summary>One line of a score sheet as it stood when the task was given. Weight in per cent.</summary>
public sealed record ReviewCriterion(string Key, Text Label, Text Hint, decimal Weight);

/// <summary>评审任务: one expert's review of one subject, from the invitation to the submitted sheet. Whose subject it is, the module above knows.</summary>
public sealed class ReviewTask : ISubject
{
    public const int CommentMax = 2000;
    public const int ConflictMax = 300;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What is reviewed: type and id of a subject of the Journal.</summary>
    public required string SubjectType { get; init; }
    public required Guid SubjectId { get; init; }

    /// <summary>As the expert may read it: without names where the review is blind.</summary>
    public required string Title { get; init; }
    public string Number { get; init; } = "";
    public required Guid ExpertId { get; init; }
    public Expert Expert { get; init; } = null!;
    public required string ExpertName { get; init; }

    public string Definition { get; init; } = "";
    public string DefinitionVersion { get; init; } = "";
    public string Batch { get; init; } = "";
    public string Category { get; init; } = "";

    public string CriteriaJson { get; set; } = "[]";
    public IReadOnlyList<ReviewCriterion> Criteria
    {
        get => JsonSerializer.Deserialize<List<ReviewCriterion>>(CriteriaJson, Journal.Json)!;
        set => CriteriaJson = JsonSerializer.Serialize(value, Journal.Json);
    }

    /// <summary>Points × 100 by key of the criterion, as far as given.</summary>
    public string ScoresJson { get; set; } = "{}";
    public IReadOnlyDictionary<string, int> Scores
    {
        get => JsonSerializer.Deserialize<Dictionary<string, int>>(ScoresJson, Journal.Json)!;
        set => ScoresJson = JsonSerializer.Serialize(value, Journal.Json);
    }

    /// <summary>Weighted total × 100 once every criterion has its points.</summary>
    public int? Total100 { get; set; }
    public string Comment { get; set; } = "";

    /// <summary>One of <see cref="Advice"/>, empty while open.</summary>
    public string Recommendation { get; set; } = "";

    /// <summary>The expert must not learn who applies.</summary>
    public bool Blind { get; init; }

    /// <summary>Keys of the file slots that give nobody away, comma-separated: all that a blind reviewer may open.</summary>
    public string OpenSlots { get; init; } = "";

    /// <summary>What the expert declared; empty = no conflict.</summary>
    public string Conflict { get; set; } = "";
    public DateTime? DeclaredAt { get; set; }

    /// <summary>Added by hand, and why; empty = by the balanced draw.</summary>
    public string ChosenBecause { get; init; } = "";
    public string ReturnedBecause { get; set; } = "";
    public required DateTime AssignedAt { get; init; }

    /// <summary>Last instant at which a sheet is taken, by server time.</summary>
    public required DateTime DueAt { get; set; }
    public DateTime? RemindedAt { get; set; }
    public DateTime? SubmittedAt { get; set; }

    public string State { get; set; } = Lifecycle<ReviewTask>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new(Definition, DefinitionVersion, Category: Category, Batch: Batch);
    public bool IsOpen => ReviewTaskLifecycle.Open.Contains(State);
    public bool IsOverdue(DateTime now) => IsOpen && now > DueAt;

    sealed class Mapping : IEntityTypeConfiguration<ReviewTask>
    {
        public void Configure(EntityTypeBuilder<ReviewTask> builder)
        {
            builder.ToTable("review_tasks");
            builder.HasOne(task => task.Expert).WithMany().HasForeignKey(task => task.ExpertId);
            builder.HasIndex(task => new { task.SubjectType, task.SubjectId, task.State });
            builder.HasIndex(task => new { task.ExpertId, task.State });
            builder.HasIndex(task => new { task.State, task.DueAt });
            builder.Ignore(task => task.Criteria).Ignore(task => task.Scores).Ignore(task => task.Facts).Ignore(task => task.IsOpen);
        }
    }
}

/// <summary>What an expert advises.</summary>
public static class Advice
{
    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>
    {
        ["support"] = new("建议立项", "Approve"),
        ["revise"] = new("修改后立项", "Approve after changes"),
        ["oppose"] = new("不建议立项", "Do not approve"),
    };

    public static Text Of(string key) => All.TryGetValue(key, out var text) ? text : Text.Same(key);
}

public static class ReviewTaskQueries
{
    public static DbSet<ReviewTask> ReviewTasks(this KeguanDb db) => db.Set<ReviewTask>();

    /// <summary>The bureau sees all; an expert only his own, never another's sheet.</summary>
    public static IQueryable<ReviewTask> VisibleTo(this IQueryable<ReviewTask> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        return actor.Audience == Audience.Expert && actor.AccountId is { } own ? query.Where(task => task.Expert.AccountId == own) : query.Where(task => false);
    }

    /// <summary>Invited, at work or done: all that count for a panel.</summary>
    public static IQueryable<ReviewTask> Live(this IQueryable<ReviewTask> query) => query.Where(task => ReviewTaskLifecycle.Live.Contains(task.State));
}
