using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Journal.Sealing;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public class TileTreeTests
{
    [Theory]
    [InlineData(256, "0/000:256 1/000:1")]
    [InlineData(300, "0/000:256 0/001:44 1/000:1")]
    [InlineData(66_000, "1/000:256 1/001:1 2/000:1 (level 0: 258)")]
    public void A_tree_is_kept_in_the_tiles_that_tlog_tiles_prescribes(int size, string tiles)
    {
        var forest = Forest.Of(size);
        Assert.All(forest.Tiles, t => Assert.Equal(t.Key.WidthIn(size) * MerkleHash.Length, t.Value.Length));
        var many = forest.Tiles.Count > 100;
        var named = string.Join(' ', forest.Tiles.Where(t => !many || t.Key.Level > 0).OrderBy(t => t.Key.Level).ThenBy(t => t.Key.Index)
            .Select(t => $"{t.Key.Path}:{t.Value.Length / MerkleHash.Length}"));
        Assert.Equal(tiles, many ? $"{named} (level 0: {forest.Tiles.Keys.Count(t => t.Level == 0)})" : named);
    }

    [Fact]
    public void A_tile_s_path_is_that_of_the_protocol()
    {
        Assert.Equal("0/x001/x234/067", new TileId(0, 1_234_067).Path);
        Assert.Equal("3/000", new TileId(3, 0).Path);
    }

    /// <summary>The example of the specification: 273 full and one partial tile of 112, one full and one partial of 17, one of 1.</summary>
    [Fact]
    public void A_tree_of_70_000_has_three_open_tiles()
    {
        Assert.Equal([(0, 273L, 112), (1, 1L, 17), (2, 0L, 1)], TileId.EdgeOf(70_000).Select(t => (t.Level, t.Index, t.WidthIn(70_000))));
        Assert.Equal(256, new TileId(0, 272).WidthIn(70_000));
        Assert.Equal(0, new TileId(0, 274).WidthIn(70_000));
    }

    [Fact]
    public void However_the_leaves_are_portioned_and_the_tree_reopened_the_result_is_the_same() => Check.One(MerkleTests.Quick.WithMaxTest(60), Prop.ForAll(
        Gen.Choose(1, 400).ListOf(6).ToArbitrary(), portions =>
        {
            var (whole, parts) = (Forest.Of(portions.Sum()), new Forest());
            foreach (var portion in portions)
            {
                for (var i = 0; i < portion; i++) parts.Append(whole.Leaves[parts.Leaves.Count]);
                parts.Store();
                parts.Reopen();
            }
            return parts.Tree.Root == whole.Tree.Root && whole.Tree.Root == whole.RootOf(whole.Leaves.Count)
                && parts.Tree.Size == whole.Leaves.Count
                && parts.Tiles.Count == whole.Tiles.Count
                && parts.Tiles.All(t => t.Value.AsSpan().SequenceEqual(whole.Tiles[t.Key]));
        }));

    [Fact]
    public void Only_tiles_that_have_grown_are_handed_out()
    {
        var forest = Forest.Of(70_000);
        forest.Append(Merkle.Leaf([1]));
        Assert.Equal([new TileId(0, 273)], forest.Tree.TakeChanged().Select(t => t.Id));
        Assert.Empty(forest.Tree.TakeChanged());
    }

    [Fact]
    public void A_tree_with_a_missing_or_shortened_tile_is_not_opened()
    {
        var forest = Forest.Of(300);
        Assert.Throws<InvalidDataException>(() => TileTree.Open(300, id => id.Level == 1 ? null : forest.Read(id)));
        Assert.Throws<InvalidDataException>(() => TileTree.Open(300, id => forest.Read(id)![..^32]));
        Assert.Throws<InvalidDataException>(() => ProofPlan.Inclusion(3, 300).Resolve(_ => []));
    }
}
