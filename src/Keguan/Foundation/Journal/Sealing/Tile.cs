namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// Place of a tile, as in C2SP tlog-tiles: up to 256 neighbouring hashes of one height. Level 0 holds leaf hashes; each hash at
/// level l + 1 is the root of a full tile of level l. The heights between are computed from these when they are needed.
/// </summary>
public readonly record struct TileId(int Level, long Index)
{
    /// <summary>Levels of the tree that one tile spans.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 1 << Height;

    /// <summary>How many hashes the tile has in a tree of so many leaves (0: it does not exist yet).</summary>
    public int WidthIn(long size)
    {
        var hashes = Level * Height > 62 ? 0 : size >> (Level * Height);
        return (int)Math.Clamp(hashes - Index * Width, 0, Width);
    }

    /// <summary>The path of the tlog-tiles protocol: <c>0/x001/x234/067</c>.</summary>
    public string Path
    {
        get
        {
            var path = (Index % 1000).ToString("000", System.Globalization.CultureInfo.InvariantCulture);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
                path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Level}/{path}");
        }
    }

    /// <summary>The not yet full tiles at the right edge of a tree of so many leaves: what one must know to go on appending.</summary>
    public static IReadOnlyList<TileId> EdgeOf(long size)
    {
        var edge = new List<TileId>();
        for (var level = 0; size > 0; level++, size >>= Height)
            if (size % Width > 0) edge.Add(new TileId(level, size / Width));
        return edge;
    }
}

/// <summary>A complete subtree: the root over the leaves [index · 2^height, (index + 1) · 2^height).</summary>
public readonly record struct TreeNode(int Height, long Index)
{
    public TileId Tile => new(Height / TileId.Height, (Index << (Height % TileId.Height)) / TileId.Width);

    /// <summary>Computes the node from the hashes of its tile.</summary>
    /// <exception cref="InvalidDataException">The tile is too short to hold the node.</exception>
    public MerkleHash From(ReadOnlySpan<byte> tile)
    {
        var count = 1 << (Height % TileId.Height);
        var first = (int)((Index << (Height % TileId.Height)) % TileId.Width);
        if (tile.Length < (first + count) * MerkleHash.Length)
            throw new InvalidDataException($"tile {Tile.Path} has {tile.Length / MerkleHash.Length} hashes, {first + count} are needed");
        Span<MerkleHash> hashes = new MerkleHash[count];
        for (var i = 0; i < count; i++) hashes[i] = new MerkleHash(tile.Slice((first + i) * MerkleHash.Length, MerkleHash.Length));
        for (; count > 1; count /= 2)
            for (var i = 0; i < count / 2; i++) hashes[i] = Merkle.Node(hashes[2 * i], hashes[2 * i + 1]);
        return hashes[0];
    }

    /// <summary>The complete subtrees that make up a range of leaves, from left to right; the range starts where a subtree of its size may start.</summary>
    public static IReadOnlyList<TreeNode> Of(long from, long to)
    {
        var nodes = new List<TreeNode>();
        while (from < to)
        {
            var height = System.Numerics.BitOperations.Log2((ulong)(to - from));
            nodes.Add(new TreeNode(height, from >> height));
            from += 1L << height;
        }
        return nodes;
    }
}
