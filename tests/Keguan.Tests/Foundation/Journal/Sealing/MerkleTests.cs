using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Journal.Sealing;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public class MerkleTests
{
    /// <summary>The eight leaves that implementations of Certificate Transparency have tested with since 2012, and the roots over the first n of them.</summary>
    static readonly string[] ReferenceLeaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    static readonly string[] ReferenceRoots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_reference_leaves_give_the_reference_roots()
    {
        var forest = new Forest();
        Assert.Equal(ReferenceRoots[0], forest.Tree.Root.ToString());
        foreach (var (n, leaf) in ReferenceLeaves.Index())
        {
            forest.Append(Merkle.Leaf(Convert.FromHexString(leaf)));
            Assert.Equal(ReferenceRoots[n + 1], forest.Tree.Root.ToString());
        }
    }

    [Theory]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    public void The_reference_leaves_give_the_reference_inclusion_proofs(int index, int size, string proof)
    {
        var forest = Reference();
        Assert.Equal(proof.Split(' '), forest.Inclusion(index, size).Select(h => h.ToString()));
        Assert.True(Merkle.VerifyInclusion(forest.Leaves[index], index, size, forest.Inclusion(index, size), MerkleHash.FromHex(ReferenceRoots[size])));
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    public void The_reference_leaves_give_the_reference_consistency_proofs(int first, int second, string proof)
    {
        var found = Reference().Consistency(first, second);
        Assert.Equal(proof.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Select(h => h.ToString()));
        Assert.True(Merkle.VerifyConsistency(first, second, MerkleHash.FromHex(ReferenceRoots[first]), MerkleHash.FromHex(ReferenceRoots[second]), found));
    }

    [Fact]
    public void Every_proof_of_every_small_tree_verifies()
    {
        var forest = Forest.Of(70);
        for (var size = 1; size <= 70; size++)
        {
            var root = forest.RootOf(size);
            for (var index = 0; index < size; index++)
                Assert.True(Merkle.VerifyInclusion(forest.Leaves[index], index, size, forest.Inclusion(index, size), root));
            for (var first = 0; first <= size; first++)
                Assert.True(Merkle.VerifyConsistency(first, size, forest.RootOf(first), root, forest.Consistency(first, size)));
        }
    }

    [Fact]
    public void Proofs_of_large_trees_verify_and_need_few_tiles()
    {
        var forest = Forest.Of(70_000);
        var root = forest.RootOf(70_000);
        var grown = new Forest();
        MerkleHash[] roots = [Merkle.EmptyRoot, .. forest.Leaves.Select(leaf => { grown.Append(leaf); return grown.Tree.Root; })];
        Check.One(Quick, Prop.ForAll(Gen.Choose(0, 69_999).ToArbitrary(), index =>
        {
            var plan = ProofPlan.Inclusion(index, 70_000);
            return plan.Tiles.Count <= 5 && Merkle.VerifyInclusion(forest.Leaves[index], index, 70_000, plan.Resolve(forest.Read), root);
        }));
        Check.One(Quick, Prop.ForAll(Gen.Choose(0, 70_000).ToArbitrary(), first =>
        {
            var plan = ProofPlan.Consistency(first, 70_000);
            return plan.Tiles.Count <= 5 && Merkle.VerifyConsistency(first, 70_000, roots[first], root, plan.Resolve(forest.Read));
        }));
    }

    [Fact]
    public void A_changed_bit_anywhere_in_an_inclusion_proof_is_refused() => Check.One(Quick, Prop.ForAll(
        (from size in Gen.Choose(2, 600) from index in Gen.Choose(0, size - 1) from bit in Gen.Choose(0, int.MaxValue) select (size, index, bit)).ToArbitrary(), x =>
        {
            var forest = Big.Value;
            var proof = forest.Inclusion(x.index, x.size).ToList();
            var (leaf, root) = (forest.Leaves[x.index], forest.RootOf(x.size));
            var all = proof.Prepend(leaf).Append(root).ToArray();
            all[x.bit % all.Length] = Flip(all[x.bit % all.Length], x.bit / all.Length);
            return Merkle.VerifyInclusion(leaf, x.index, x.size, proof, root)
                && !Merkle.VerifyInclusion(all[0], x.index, x.size, all[1..^1], all[^1])
                && !Merkle.VerifyInclusion(leaf, x.index, x.size, [.. proof, root], root)
                && !Merkle.VerifyInclusion(leaf, x.index, x.size, proof[..^1], root)
                && !Merkle.VerifyInclusion(leaf, (x.index + 1) % x.size, x.size, proof, root)
                && !Merkle.VerifyInclusion(leaf, x.size, x.size, proof, root)
                && !Merkle.VerifyInclusion(leaf, -1, x.size, proof, root);
        }));

    [Fact]
    public void A_changed_bit_anywhere_in_a_consistency_proof_is_refused() => Check.One(Quick, Prop.ForAll(
        (from second in Gen.Choose(2, 600) from first in Gen.Choose(1, second - 1) from bit in Gen.Choose(0, int.MaxValue) select (first, second, bit)).ToArbitrary(), x =>
        {
            var forest = Big.Value;
            var proof = forest.Consistency(x.first, x.second).ToList();
            var (one, two) = (forest.RootOf(x.first), forest.RootOf(x.second));
            var all = proof.Prepend(one).Append(two).ToArray();
            all[x.bit % all.Length] = Flip(all[x.bit % all.Length], x.bit / all.Length);
            return Merkle.VerifyConsistency(x.first, x.second, one, two, proof)
                && !Merkle.VerifyConsistency(x.first, x.second, all[0], all[^1], all[1..^1])
                && !Merkle.VerifyConsistency(x.first, x.second, one, two, [.. proof, two])
                && !Merkle.VerifyConsistency(x.first, x.second, one, two, proof[..^1])
                && !Merkle.VerifyConsistency(x.first, x.second, two, one, proof)
                && !Merkle.VerifyConsistency(x.second, x.first, two, one, proof);
        }));

    [Fact]
    public void The_empty_tree_begins_every_tree_and_equal_trees_need_no_proof()
    {
        var forest = Big.Value;
        Assert.True(Merkle.VerifyConsistency(0, 5, Merkle.EmptyRoot, forest.RootOf(5), []));
        Assert.True(Merkle.VerifyConsistency(0, 0, Merkle.EmptyRoot, Merkle.EmptyRoot, []));
        Assert.False(Merkle.VerifyConsistency(0, 0, Merkle.EmptyRoot, forest.RootOf(1), []));
        Assert.False(Merkle.VerifyConsistency(0, 5, forest.RootOf(1), forest.RootOf(5), []));
        Assert.False(Merkle.VerifyConsistency(0, 5, Merkle.EmptyRoot, forest.RootOf(5), [Merkle.EmptyRoot]));
        Assert.True(Merkle.VerifyConsistency(5, 5, forest.RootOf(5), forest.RootOf(5), []));
        Assert.False(Merkle.VerifyConsistency(5, 5, forest.RootOf(5), forest.RootOf(6), []));
    }

    [Fact]
    public void A_leaf_cannot_be_passed_off_as_a_node()
    {
        var (a, b) = (Merkle.Leaf([1]), Merkle.Leaf([2]));
        Assert.NotEqual(Merkle.Node(a, b), Merkle.Leaf([.. a.ToArray(), .. b.ToArray()]));
        Assert.NotEqual(Merkle.Node(a, b), Merkle.Node(b, a));
    }

    internal static Config Quick => Config.QuickThrowOnFailure.WithMaxTest(150);

    static readonly Lazy<Forest> Big = new(() => Forest.Of(600));

    static Forest Reference()
    {
        var forest = new Forest();
        foreach (var leaf in ReferenceLeaves) forest.Append(Merkle.Leaf(Convert.FromHexString(leaf)));
        forest.Store();
        return forest;
    }

    static MerkleHash Flip(MerkleHash hash, int bit)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8 % 32] ^= (byte)(1 << (bit % 8));
        return new MerkleHash(bytes);
    }
}
