using System.Text.Json.Nodes;
using Keguan.Review.Draws;
using Keguan.Tests.Support;

namespace Keguan.Tests.Review.Draws;

public sealed class Rfc3797Tests
{
    static readonly long[][] Sources = [[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]];
    static readonly int[] Selected = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4];

    [Fact]
    public void The_reference_example_gives_all_sixteen()
    {
        var key = Rfc3797.Key(Sources);
        Assert.Equal("9319./2.5.8.10.12./9.18.26.34.41.45./", key);
        var rounds = Rfc3797.Select(key, 25, 16);
        Assert.Equal(Selected, rounds.Select(round => round.Selected));
        Assert.Equal("990DD0A5692A029A98B5E01AA28F3459", rounds[0].Md5);
        Assert.Equal(new Rfc3797Round("3269E6CE559ABD57E2BA6AAB495EB9BD", 10, 4), rounds[15]);
    }

    [Fact]
    public void Every_row_of_the_shared_vectors_is_exact()
    {
        if (Repository.Shared("rules", "vectors", "rfc3797.json") is not { } path) { Assert.Skip("The shared vectors are not beside the repository."); return; }
        var vectors = JsonNode.Parse(File.ReadAllText(path))!;
        var rounds = Rfc3797.Select(vectors["inputs"]!["key"]!.ToString(), 25, 16);
        Assert.Equal(vectors["results"]!.AsArray().Select(row => (row!["md5"]!.ToString(), row["div"]!.GetValue<int>(), row["selected"]!.GetValue<int>())), rounds.Select(round => (round.Md5, round.Remaining, round.Selected)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65_536, 1)]
    [InlineData(5, 6)]
    [InlineData(5, 0)]
    public void What_the_rfc_can_not_draw_is_refused(int pool, int take) => Assert.Throws<ArgumentOutOfRangeException>(() => Rfc3797.Select("1./", pool, take));
}
