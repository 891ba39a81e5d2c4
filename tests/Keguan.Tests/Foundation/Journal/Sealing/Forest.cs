using Keguan.Foundation.Journal.Sealing;

namespace Keguan.Tests.Foundation.Journal.Sealing;

/// <summary>Trees for tests: the one of the product with its tiles in memory, and the definition of RFC 6962 word by word.</summary>
internal sealed class Forest
{
    public TileTree Tree { get; private set; } = new();
    public Dictionary<TileId, byte[]> Tiles { get; } = [];
    public List<MerkleHash> Leaves { get; } = [];

    public static Forest Of(int size)
    {
        var forest = new Forest();
        for (var i = 0; i < size; i++) forest.Append(Merkle.Leaf(BitConverter.GetBytes(i * 7919)));
        forest.Store();
        return forest;
    }

    public void Append(MerkleHash leaf)
    {
        Tree.Append(leaf);
        Leaves.Add(leaf);
    }

    public void Store()
    {
        foreach (var (id, hashes) in Tree.TakeChanged()) Tiles[id] = hashes;
    }

    public byte[]? Read(TileId id) => Tiles.GetValueOrDefault(id);

    public void Reopen() => Tree = TileTree.Open(Leaves.Count, Read);

    public MerkleHash RootOf(int size) => ByDefinition(0, size);

    public IReadOnlyList<MerkleHash> Inclusion(long index, long size) => ProofPlan.Inclusion(index, size).Resolve(Read);

    public IReadOnlyList<MerkleHash> Consistency(long first, long second) => ProofPlan.Consistency(first, second).Resolve(Read);

    private MerkleHash ByDefinition(int from, int to)
    {
        if (from == to) return Merkle.EmptyRoot;
        if (to - from == 1) return Leaves[from];
        var k = 1;
        while (k * 2 < to - from) k *= 2;
        return Merkle.Node(ByDefinition(from, from + k), ByDefinition(from + k, to));
    }
}
