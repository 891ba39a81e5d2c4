namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// The growing tree: knows only its right edge (at most one open tile per level), appends a leaf with two hashes on average,
/// and hands out the tiles that have changed. Not for several threads.
/// </summary>
public sealed class TileTree
{
    readonly List<List<byte>> edge = [];
    readonly List<(int Height, MerkleHash Hash)> frontier = [];
    readonly Dictionary<TileId, byte[]> full = [];
    readonly HashSet<int> grown = [];

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The root over all leaves so far.</summary>
    public MerkleHash Root
    {
        get
        {
            if (frontier.Count == 0) return Merkle.EmptyRoot;
            var root = frontier[^1].Hash;
            for (var i = frontier.Count - 2; i >= 0; i--) root = Merkle.Node(frontier[i].Hash, root);
            return root;
        }
    }

    /// <summary>Goes on where a stored tree ends. <paramref name="read"/> is asked for the tiles of <see cref="TileId.EdgeOf"/>.</summary>
    /// <exception cref="InvalidDataException">A tile is missing or too short.</exception>
    public static TileTree Open(long size, Func<TileId, byte[]?> read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var tree = new TileTree { Size = size };
        var tiles = TileId.EdgeOf(size).ToDictionary(id => id, id =>
        {
            var bytes = read(id) ?? throw new InvalidDataException($"tile {id.Path} is missing");
            var length = id.WidthIn(size) * MerkleHash.Length;
            return bytes.Length >= length ? bytes[..length] : throw new InvalidDataException($"tile {id.Path} is too short for a tree of {size}");
        });
        foreach (var node in TreeNode.Of(0, size)) tree.frontier.Add((node.Height, node.From(tiles[node.Tile])));
        foreach (var (id, bytes) in tiles.OrderBy(t => t.Key.Level)) tree.Level(id.Level).AddRange(bytes);
        return tree;
    }

    public void Append(MerkleHash leaf)
    {
        Put(0, Size, leaf);
        var (height, hash) = (0, leaf);
        while (frontier.Count > 0 && frontier[^1].Height == height)
        {
            hash = Merkle.Node(frontier[^1].Hash, hash);
            frontier.RemoveAt(frontier.Count - 1);
            height++;
            if (height % TileId.Height == 0) Put(height / TileId.Height, Size >> height, hash);
        }
        frontier.Add((height, hash));
        Size++;
    }

    /// <summary>The root that the tree would have with these leaves behind its own; the tree stays as it is.</summary>
    public MerkleHash RootWith(IReadOnlyList<MerkleHash> leaves)
    {
        var copy = new TileTree { Size = Size };
        copy.frontier.AddRange(frontier);
        foreach (var leaf in leaves) copy.Append(leaf);
        return copy.Root;
    }

    /// <summary>The tiles that are new or longer than at the last call, full ones and open ones.</summary>
    public IReadOnlyList<(TileId Id, byte[] Hashes)> TakeChanged()
    {
        var changed = full.Select(t => (t.Key, t.Value)).ToList();
        foreach (var level in grown.Where(level => edge[level].Count > 0))
            changed.Add((new TileId(level, (Size >> (level * TileId.Height)) / TileId.Width), edge[level].ToArray()));
        full.Clear();
        grown.Clear();
        return changed;
    }

    void Put(int level, long index, MerkleHash hash)
    {
        var open = Level(level);
        open.AddRange(hash.ToArray());
        grown.Add(level);
        if (open.Count < TileId.Width * MerkleHash.Length) return;
        full[new TileId(level, index / TileId.Width)] = open.ToArray();
        open.Clear();
        grown.Remove(level);
    }

    List<byte> Level(int level)
    {
        while (edge.Count <= level) edge.Add([]);
        return edge[level];
    }
}
