using System.Numerics;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// Which hashes a proof consists of, before anything is read: the ranges of leaves in the order of RFC 9162. So the few tiles
/// that are needed (O(log n)) can be fetched in one go, and the proof then computed without a database.
/// </summary>
public sealed class ProofPlan
{
    readonly List<(long From, long To)> ranges = [];

    ProofPlan() { }

    /// <summary>That the leaf at <paramref name="index"/> is in the tree of <paramref name="size"/> leaves.</summary>
    public static ProofPlan Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var plan = new ProofPlan();
        plan.Path(index, 0, size);
        return plan;
    }

    /// <summary>That the tree of <paramref name="first"/> leaves is the beginning of the tree of <paramref name="second"/> leaves.</summary>
    public static ProofPlan Consistency(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var plan = new ProofPlan();
        if (first > 0) plan.Subproof(first, 0, second, known: true);
        return plan;
    }

    /// <summary>The root of the tree of <paramref name="size"/> leaves, as a "proof" of one hash.</summary>
    public static ProofPlan Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var plan = new ProofPlan();
        plan.ranges.Add((0, size));
        return plan;
    }

    /// <summary>The tiles that <see cref="Resolve"/> will ask for.</summary>
    public IReadOnlyCollection<TileId> Tiles =>
        ranges.SelectMany(r => TreeNode.Of(r.From, r.To)).Select(n => n.Tile).ToHashSet();

    /// <exception cref="InvalidDataException">A tile is missing or too short: the stored tree is damaged.</exception>
    public IReadOnlyList<MerkleHash> Resolve(Func<TileId, byte[]?> read) => ranges.ConvertAll(range =>
    {
        var nodes = TreeNode.Of(range.From, range.To);
        MerkleHash? hash = null;
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            var tile = read(nodes[i].Tile) ?? throw new InvalidDataException($"tile {nodes[i].Tile.Path} is missing");
            var left = nodes[i].From(tile);
            hash = hash is { } right ? Merkle.Node(left, right) : left;
        }
        return hash!.Value;
    });

    void Path(long index, long from, long to)
    {
        if (to - from == 1) return;
        var middle = from + Split(to - from);
        if (index < middle)
        {
            Path(index, from, middle);
            ranges.Add((middle, to));
        }
        else
        {
            Path(index, middle, to);
            ranges.Add((from, middle));
        }
    }

    void Subproof(long first, long from, long to, bool known)
    {
        if (first == to)
        {
            if (!known) ranges.Add((from, to));
            return;
        }
        var middle = from + Split(to - from);
        if (first <= middle)
        {
            Subproof(first, from, middle, known);
            ranges.Add((middle, to));
        }
        else
        {
            Subproof(first, middle, to, known: false);
            ranges.Add((from, middle));
        }
    }

    /// <summary>The largest power of two smaller than the count: there RFC 6962 parts a tree.</summary>
    static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));
}
