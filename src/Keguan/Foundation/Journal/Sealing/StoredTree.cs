using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>Where an entry stands in the tree, with all that an outsider needs to check it: no text, no names, only hashes.</summary>
public sealed record InclusionProof(long Position, MerkleHash Leaf, Checkpoint Head, IReadOnlyList<MerkleHash> Path);

/// <summary>The sealed tree as it stands in the database: its signed head, and proofs that touch a few tiles only.</summary>
public sealed class StoredTree(KeguanDb db)
{
    /// <summary>The signed note of the last checkpoint, or of the first that covers so many entries; null before anything was sealed.</summary>
    public async Task<SignedNote?> NoteAsync(long? size = null, CancellationToken cancel = default)
    {
        var checkpoints = db.Set<JournalCheckpoint>().AsNoTracking();
        var note = size is { } given
            ? await checkpoints.Where(c => c.Size == given).Select(c => c.Note).FirstOrDefaultAsync(cancel)
            : await checkpoints.OrderByDescending(c => c.Size).Select(c => c.Note).FirstOrDefaultAsync(cancel);
        return note is null ? null : SignedNote.Parse(note);
    }

    public async Task<Checkpoint?> HeadAsync(CancellationToken cancel = default) =>
        await NoteAsync(null, cancel) is { } note ? Checkpoint.Parse(note.Text) : null;

    /// <summary>The keys that have signed, the present one last.</summary>
    public async Task<IReadOnlyList<CheckpointPublicKey>> KeysAsync(CancellationToken cancel = default) =>
        [.. (await db.Set<JournalKey>().AsNoTracking().OrderBy(key => key.Since).ThenBy(key => key.At).Select(key => key.PublicKey).ToListAsync(cancel)).Select(CheckpointPublicKey.Parse)];

    /// <summary>Position of an entry, or null while it waits for its seal.</summary>
    public async Task<long?> PositionAsync(Guid entryId, CancellationToken cancel = default) =>
        await db.Set<Seal>().AsNoTracking().Where(seal => seal.EntryId == entryId).Select(seal => (long?)seal.Position).FirstOrDefaultAsync(cancel);

    /// <summary>That the entry is in the tree of the present head, or of an earlier checkpoint. Null when it is not (yet) sealed there.</summary>
    /// <exception cref="InvalidDataException">The stored tree is damaged.</exception>
    public async Task<InclusionProof?> InclusionAsync(Guid entryId, long? size = null, CancellationToken cancel = default)
    {
        if (await NoteAsync(size, cancel) is not { } note) return null;
        var head = Checkpoint.Parse(note.Text);
        var seal = await db.Set<Seal>().AsNoTracking().Where(s => s.EntryId == entryId).Select(s => new { s.Position, s.LeafHash }).FirstOrDefaultAsync(cancel);
        if (seal is null || seal.Position >= head.Size) return null;
        return new InclusionProof(seal.Position, new MerkleHash(seal.LeafHash), head, await ResolveAsync(ProofPlan.Inclusion(seal.Position, head.Size), cancel));
    }

    /// <summary>That the tree of the first size is the beginning of the tree of the second; both at most the size of the head.</summary>
    public Task<IReadOnlyList<MerkleHash>> ConsistencyAsync(long first, long second, CancellationToken cancel = default) =>
        ResolveAsync(ProofPlan.Consistency(first, second), cancel);

    /// <summary>The root over the first entries, computed from the tiles.</summary>
    public async Task<MerkleHash> RootAsync(long size, CancellationToken cancel = default) =>
        size == 0 ? Merkle.EmptyRoot : (await ResolveAsync(ProofPlan.Root(size), cancel))[0];

    async Task<IReadOnlyList<MerkleHash>> ResolveAsync(ProofPlan plan, CancellationToken cancel)
    {
        var tiles = await new JournalRows(db).TilesAsync(plan.Tiles, cancel);
        return plan.Resolve(id => tiles.GetValueOrDefault(id));
    }
}
