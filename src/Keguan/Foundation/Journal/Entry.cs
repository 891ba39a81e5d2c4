using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Journal;

/// <summary>记录: one thing that happened to one subject. Inserted in the transaction that changes the subject, never changed or deleted.</summary>
public sealed class Entry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What kind of subject: "application", "project", "call" …</summary>
    public required string SubjectType { get; init; }
    public required Guid SubjectId { get; init; }

    /// <summary>1 for the subject's first entry; unique per subject, so two people cannot both write the next one.</summary>
    public required int Sequence { get; init; }

    /// <summary>Definition and version the subject was made under, "science-plan@3f2a…"; empty where no definition rules.</summary>
    public string Definition { get; init; } = "";
    public required string Action { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>UTC, whole milliseconds.</summary>
    public required DateTime At { get; init; }

    /// <summary>The business day it counts for.</summary>
    public required DateOnly OccurredOn { get; init; }

    public Guid? ActorId { get; init; }

    /// <summary>Role the actor acted in, "system" for the system itself, empty for the public.</summary>
    public string ActorRole { get; init; } = "";
    public Guid? ActorOrganisationId { get; init; }

    /// <summary>An earlier entry that this one corrects.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>SHA-256 over salt and text, hex. The text itself lies beside (<see cref="EntryText"/>), so that a lawful erasure leaves the tree whole.</summary>
    public required string TextHash { get; init; }

    public EntryText? Text { get; init; }
    public List<Posting> Postings { get; init; } = [];

    sealed class Mapping : IEntityTypeConfiguration<Entry>
    {
        public void Configure(EntityTypeBuilder<Entry> builder)
        {
            builder.ToTable("entries");
            builder.HasIndex(entry => new { entry.SubjectType, entry.SubjectId, entry.Sequence }).IsUnique();
            builder.HasIndex(entry => entry.At);
            builder.HasIndex(entry => new { entry.ActorId, entry.At });
            builder.HasOne(entry => entry.Text).WithOne().HasForeignKey<EntryText>(text => text.EntryId);
            builder.HasMany(entry => entry.Postings).WithOne().HasForeignKey(posting => posting.EntryId);
        }
    }
}

/// <summary>The free and personal text of an entry, and who acted by name.</summary>
public sealed class EntryText
{
    public required Guid EntryId { get; init; }
    public required string Salt { get; init; }
    public string ActorName { get; init; } = "";

    /// <summary>One line for timelines, in Chinese: “第一期拨款 28.0 万元，凭证 2025-0907”. May be empty: the action's own words are shown then.</summary>
    public string Summary { get; init; } = "";
    public string Reason { get; init; } = "";

    /// <summary>JSON of what was decided; "{}" where nothing more is to say.</summary>
    public string Payload { get; init; } = "{}";

    sealed class Mapping : IEntityTypeConfiguration<EntryText>
    {
        public void Configure(EntityTypeBuilder<EntryText> builder)
        {
            builder.ToTable("entry_texts");
            builder.HasKey(text => text.EntryId);
        }
    }
}

/// <summary>分录: a signed quantity of a named measure, counted for a day, with the dimensions that statistics ask for.</summary>
public sealed class Posting
{
    public Guid EntryId { get; init; }

    /// <summary>0, 1, … within the entry.</summary>
    public required int Index { get; init; }
    public required string Measure { get; init; }

    /// <summary>Scaled integer in <see cref="Unit"/>: count → pieces, fen → 分.</summary>
    public required long Quantity { get; init; }
    public required string Unit { get; init; }
    public required DateOnly OccurredOn { get; init; }
    public string Area { get; init; } = "";
    public Guid? OrganisationId { get; init; }
    public string Level { get; init; } = "";
    public string Category { get; init; } = "";
    public string Batch { get; init; } = "";
    public string Definition { get; init; } = "";

    /// <summary>Funding mode or kind within the category (前补助 subsidised, 自筹 self-funded, 后补助 post-subsidy).</summary>
    public string Mode { get; init; } = "";

    sealed class Mapping : IEntityTypeConfiguration<Posting>
    {
        public void Configure(EntityTypeBuilder<Posting> builder)
        {
            builder.ToTable("postings");
            builder.HasKey(posting => new { posting.EntryId, posting.Index });
            builder.HasIndex(posting => new { posting.Measure, posting.OccurredOn });
            builder.HasIndex(posting => new { posting.Measure, posting.Batch });
            builder.HasIndex(posting => posting.OrganisationId);
        }
    }
}
