namespace Keguan.Foundation.Journal;

/// <summary>A thing whose whole history is in the Journal. Its state is always the `to` of its last entry.</summary>
public interface ISubject
{
    Guid Id { get; }
    string State { get; set; }

    /// <summary>Number of its entries so far.</summary>
    int Sequence { get; set; }

    /// <summary>The dimensions that its postings carry unless a posting says otherwise.</summary>
    SubjectFacts Facts { get; }
}

/// <summary>Dimensions of a subject. `Definition` is the key ("science-plan"), `DefinitionVersion` the version it was made under.</summary>
public sealed record SubjectFacts(
    string Definition = "", string DefinitionVersion = "", Guid? OrganisationId = null, string Area = "", string Level = "", string Category = "", string Batch = "", string Mode = "");

/// <summary>What an act posts: `Post.Count("programme.applied")`, `Post.Fen("programme.grant", 4_500_000_00)`.</summary>
public sealed record Post(string Measure, long Quantity, string Unit)
{
    /// <summary>Overrides of the subject's own dimensions.</summary>
    public SubjectFacts? Facts { get; init; }

    public static Post Count(string measure, long quantity = 1) => new(measure, quantity, "count");
    public static Post Fen(string measure, long fen) => new(measure, fen, "fen");
}

/// <summary>All that is said about one act beside the act itself.</summary>
public sealed record Act
{
    public string? Reason { get; init; }
    public string? Summary { get; init; }

    /// <summary>Anything JSON can hold; what was decided: amounts, document number, changed fields before and after.</summary>
    public object? Payload { get; init; }

    /// <summary>Business day it counts for; today in China when not given.</summary>
    public DateOnly? OccurredOn { get; init; }
    public IReadOnlyList<Post> Posts { get; init; } = [];
    public Guid? Corrects { get; init; }
}
