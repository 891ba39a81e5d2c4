using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// 封存: an entry's place in the tree for ever. Kept beside the entry, not in it, because nothing in an entry ever changes.
/// An entry without a seal has been committed a few seconds ago at most.
/// </summary>
public sealed class Seal
{
    /// <summary>0, 1, 2 … in the order in which the sealer found the entries committed.</summary>
    public required long Position { get; init; }
    public required Guid EntryId { get; init; }

    /// <summary>SHA-256(0x00 ‖ record), 32 bytes.</summary>
    public required byte[] LeafHash { get; init; }

    /// <summary>What was sealed, word by word (<see cref="EntryRecord"/>): if the entry is tampered with, this says what it was.</summary>
    public required string Record { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<Seal>
    {
        public void Configure(EntityTypeBuilder<Seal> builder)
        {
            builder.ToTable("seals");
            builder.HasKey(seal => seal.Position);
            builder.Property(seal => seal.Position).ValueGeneratedNever();
            builder.HasIndex(seal => seal.EntryId).IsUnique();
        }
    }
}

/// <summary>Up to 256 neighbouring hashes of the tree (<see cref="TileId"/>). Only the last of each level grows; nothing is ever taken away.</summary>
public sealed class JournalTile
{
    public required int Level { get; init; }
    public required long Index { get; init; }
    public required byte[] Hashes { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<JournalTile>
    {
        public void Configure(EntityTypeBuilder<JournalTile> builder)
        {
            builder.ToTable("journal_tiles");
            builder.HasKey(tile => new { tile.Level, tile.Index });
        }
    }
}

/// <summary>A signed head of the tree, one after each batch of entries.</summary>
public sealed class JournalCheckpoint
{
    /// <summary>Entries sealed so far.</summary>
    public required long Size { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Root { get; init; }

    /// <summary>The signed note, as it is given to the public.</summary>
    public required string Note { get; init; }
    public required DateTime At { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<JournalCheckpoint>
    {
        public void Configure(EntityTypeBuilder<JournalCheckpoint> builder)
        {
            builder.ToTable("journal_checkpoints");
            builder.HasKey(checkpoint => checkpoint.Size);
            builder.Property(checkpoint => checkpoint.Size).ValueGeneratedNever();
            builder.HasIndex(checkpoint => checkpoint.At);
        }
    }
}

/// <summary>A public key that has signed checkpoints of this Journal; more than one only after the key file was lost or replaced.</summary>
public sealed class JournalKey
{
    /// <summary>As <see cref="CheckpointPublicKey"/> writes itself.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The size of the tree when it began to sign.</summary>
    public required long Since { get; init; }
    public required DateTime At { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<JournalKey>
    {
        public void Configure(EntityTypeBuilder<JournalKey> builder)
        {
            builder.ToTable("journal_keys");
            builder.HasKey(key => key.PublicKey);
        }
    }
}

/// <summary>An entry that waits for its seal. A trigger puts every new entry here, whoever writes it; the sealer takes it away.</summary>
public sealed class QueuedEntry
{
    public long Number { get; init; }
    public required Guid EntryId { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<QueuedEntry>
    {
        public void Configure(EntityTypeBuilder<QueuedEntry> builder)
        {
            builder.ToTable("journal_queue");
            builder.HasKey(queued => queued.Number);
            builder.Property(queued => queued.Number).ValueGeneratedOnAdd();
            builder.HasIndex(queued => queued.EntryId);
        }
    }
}

/// <summary>Which process seals now, and until when it must have shown that it lives.</summary>
public sealed class SealerLease
{
    public required string Name { get; init; }
    public required Guid Holder { get; init; }
    public required DateTime Until { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<SealerLease>
    {
        public void Configure(EntityTypeBuilder<SealerLease> builder)
        {
            builder.ToTable("journal_leases");
            builder.HasKey(lease => lease.Name);
        }
    }
}
