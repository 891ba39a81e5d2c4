using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Keguan.Review.Draws;
using Keguan.Tests.Support;

namespace Keguan.Tests.Review.Draws;

public sealed class LabelOrderTests
{
    static List<string> Ordered(DrawHash hash, byte[] prk, IReadOnlyList<string> labels) => [.. LabelOrder.Of(hash, prk, labels).Select(i => labels[i])];

    static byte[] Prk(DrawHash hash, int seed) => hash.Extract(BitConverter.GetBytes(seed), "test"u8);

    [Fact]
    public void The_worked_example_gives_its_order()
    {
        var commitment = "1a510673a5959d19421ec2d79658adbe80cc057e1d74b18217b53201fc29d733";
        var secret = Encoding.UTF8.GetBytes("示例秘密-请勿用于生产");
        Assert.Equal(commitment, Convert.ToHexStringLower(DrawHash.Sha256.Chain(secret, 5)));
        var randomness = Encoding.UTF8.GetBytes("9319./2.5.8.10.12./9.18.26.34.41.45./");
        var labels = Enumerable.Range(1, 12).Select(i => $"EXP-{i:0000}").ToList();
        foreach (var (iteration, prk, order) in new[]
        {
            (1, "cd200a817fcdfe93ed992e548cd182188678cded27c87c8f5d6580076bff0e69", new[] { 2, 6, 9, 5, 1, 11, 3, 7, 8, 10, 4, 12 }),
            (2, "3af08fd66da3513dd54f930da9389b32a2d806b99c202edc0739d36c65be3c0b", [11, 10, 6, 7, 3, 2, 5, 9, 8, 12, 1, 4]),
        })
        {
            var code = DrawHash.Sha256.Chain(secret, 5 - iteration);
            Assert.Equal(commitment, Convert.ToHexStringLower(DrawHash.Sha256.Chain(code, iteration)));
            var key = DrawHash.Sha256.Extract(code, randomness);
            Assert.Equal(prk, Convert.ToHexStringLower(key));
            Assert.Equal(order.Select(i => $"EXP-{i:0000}"), Ordered(DrawHash.Sha256, key, labels));
        }
    }

    [Fact]
    public void The_shared_vectors_give_every_position()
    {
        if (Repository.Shared("rules", "vectors", "verifiable_draw_vrs.json") is not { } path) { Assert.Skip("The shared vectors are not beside the repository."); return; }
        foreach (var iteration in JsonNode.Parse(File.ReadAllText(path))!["iterations"]!.AsArray())
        {
            var prk = Convert.FromHexString(iteration!["prk_hex"]!.ToString());
            foreach (var (label, position) in iteration["positions"]!.AsObject()) Assert.Equal(position!.ToString(), Convert.ToHexStringLower(LabelOrder.Position(DrawHash.Sha256, prk, label)));
        }
    }

    [Fact]
    public void Adding_or_removing_a_candidate_does_not_change_the_order_of_the_others() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
        Gen.Choose(1, 40).Two().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (sizes, seed) =>
        {
            var (count, gone) = sizes;
            foreach (var hash in new[] { DrawHash.Sha256, DrawHash.Sm3 })
            {
                var prk = Prk(hash, seed);
                var labels = Enumerable.Range(0, count + 1).Select(i => $"专家{seed % 97}-{i}").ToList();
                var without = labels[gone % labels.Count];
                Assert.Equal(Ordered(hash, prk, labels).Where(label => label != without), Ordered(hash, prk, [.. labels.Where(label => label != without)]));
            }
        }));

    [Fact]
    public void The_order_does_not_depend_on_how_the_list_was_typed()
    {
        var labels = Enumerable.Range(0, 6000).Select(i => $"X{i}").ToList();
        var prk = Prk(DrawHash.Sha256, 1);
        var order = Ordered(DrawHash.Sha256, prk, labels);
        Assert.Equal(order, Ordered(DrawHash.Sha256, prk, [.. labels.AsEnumerable().Reverse()]));
        Assert.Equal(order, [.. labels.OrderBy(label => Convert.ToHexString(LabelOrder.Position(DrawHash.Sha256, prk, label)), StringComparer.Ordinal)]);
    }

    /// <summary>3 of 10, 20 000 times: every person 0.30, every pair 1/15, every ordered triple reached. Bounds are the 0.1 % points of chi-square; the seeds are fixed.</summary>
    [Fact]
    public void Singles_and_pairs_come_as_often_as_they_should()
    {
        const int Draws = 20_000, People = 10, Take = 3;
        var labels = Enumerable.Range(0, People).Select(i => $"E{i}").ToList();
        var singles = new int[People];
        var pairs = new int[People, People];
        var panels = new HashSet<int>();
        for (var seed = 0; seed < Draws; seed++)
        {
            var taken = LabelOrder.Of(DrawHash.Sha256, Prk(DrawHash.Sha256, seed), labels)[..Take];
            panels.Add(taken[0] * 100 + taken[1] * 10 + taken[2]);
            foreach (var i in taken)
            {
                singles[i]++;
                foreach (var j in taken) if (i < j) pairs[i, j]++;
            }
        }
        static double Chi(IEnumerable<int> counts, double expected) => counts.Sum(count => (count - expected) * (count - expected) / expected);
        // Drawn without replacement the sums scale by (n − 1)/(n − k) and, for pairs, lie below the bound of independent cells.
        Assert.True(Chi(singles, Draws * 0.3) * (People - 1) / (People - Take) < 27.9, string.Join(' ', singles));
        Assert.True(Chi(Enumerable.Range(0, 45).Select(at => pairs[Pair(at).Low, Pair(at).High]), Draws / 15d) < 83, "pairs");
        Assert.Equal(720, panels.Count);
    }

    static (int Low, int High) Pair(int at)
    {
        for (var low = 0; ; low++)
        {
            if (at < 9 - low) return (low, low + 1 + at);
            at -= 9 - low;
        }
    }
}
