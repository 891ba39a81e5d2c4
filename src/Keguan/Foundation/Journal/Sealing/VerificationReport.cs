using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>What to verify.</summary>
public sealed record VerificationOptions
{
    /// <summary>Entries before this position are taken as verified earlier; their tiles are trusted as far as the next signed root confirms them.</summary>
    public long Since { get; init; }

    /// <summary>A checkpoint that was exported and kept elsewhere: today's tree must contain it.</summary>
    public SignedNote? Checkpoint { get; init; }

    /// <summary>The public keys to believe, as kept elsewhere. Without any, the key in this machine's data folder.</summary>
    public IReadOnlyList<CheckpointPublicKey> Keys { get; init; } = [];

    /// <summary>So many findings are told one by one; further ones are only counted.</summary>
    public int MaximumFindings { get; init; } = 1000;
}

public readonly record struct VerificationProgress(long Done, long Total);

/// <summary>What kind of thing is wrong.</summary>
public enum FindingKind
{
    /// <summary>Worth knowing, but nothing is wrong.</summary>
    Note,

    /// <summary>An entry or its postings differ from what was sealed.</summary>
    Changed,

    /// <summary>A sealed entry is no longer there.</summary>
    Missing,

    /// <summary>Another entry stands at a position than the one that was sealed there.</summary>
    Reordered,

    /// <summary>Something is there that was never written by the Journal, or has no entry.</summary>
    Added,

    /// <summary>The text of an entry differs from its hash, or is gone without an erasure.</summary>
    Text,

    /// <summary>A seal differs from the tree, or is gone.</summary>
    Seal,

    /// <summary>A stored tile of the tree was changed or is gone.</summary>
    Tile,

    /// <summary>A checkpoint is not signed by a believed key, or says something else than was signed.</summary>
    Checkpoint,

    /// <summary>The tree does not have the root that was signed: entries were changed together with their seals.</summary>
    Root,

    /// <summary>The tree is not a continuation of a checkpoint that was kept elsewhere.</summary>
    History,

    /// <summary>The entries of a subject do not follow from one another.</summary>
    Chain,

    /// <summary>The state of a subject is not that of its last entry.</summary>
    Subject,

    /// <summary>A trigger that protects the Journal is missing, switched off or altered.</summary>
    Guard,
}

/// <summary>One thing that was found: where, and in words what.</summary>
public sealed record Finding(FindingKind Kind, long? Position, Guid? EntryId, Text What)
{
    public bool IsSerious => Kind != FindingKind.Note;

    /// <summary>Place and words in one line.</summary>
    public Text Line
    {
        get
        {
            var zh = Position is { } p ? $"位置 {p}" : "";
            var en = Position is { } q ? $"position {q}" : "";
            if (EntryId is { } id) (zh, en) = ($"{zh} 记录 {id}".Trim(), $"{en} entry {id}".Trim());
            return zh.Length == 0 ? What : T($"{zh}：{What.Zh}", $"{en}: {What.En}");
        }
    }
}

public sealed record VerificationReport
{
    /// <summary>The signed head up to which was verified; null where nothing has been sealed yet.</summary>
    public required Checkpoint? Head { get; init; }
    public required long Since { get; init; }
    public required long Entries { get; init; }
    public required long Postings { get; init; }

    /// <summary>Entries that wait for their seal.</summary>
    public required long Waiting { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>All findings, also those that were only counted.</summary>
    public required long Found { get; init; }
    public required TimeSpan Took { get; init; }

    /// <summary>Nothing was changed, lost, reordered or added.</summary>
    public required bool IsSound { get; init; }

    public Text Summary => IsSound
        ? T($"记录链完好：核对 {Entries} 条记录、{Postings} 笔分录，另有 {Waiting} 条待封存", $"The Journal is sound: {Entries} entries and {Postings} postings verified, {Waiting} waiting for their seal")
        : T($"记录链有异常：共 {Found} 处", $"The Journal is not sound: {Found} findings");
}

/// <summary>Collects findings, the first ones word by word.</summary>
sealed class Findings(int maximum)
{
    readonly List<Finding> _list = [];

    public long Count { get; private set; }
    public bool AnySerious { get; private set; }
    public IReadOnlyList<Finding> List => _list;

    public void Add(FindingKind kind, long? position, Guid? entryId, string zh, string en)
    {
        Count++;
        AnySerious |= kind != FindingKind.Note;
        if (_list.Count < maximum) _list.Add(new Finding(kind, position, entryId, new Text(zh, en)));
    }

    public void Add(FindingKind kind, string zh, string en) => Add(kind, null, null, zh, en);
}
