using FsCheck;
using FsCheck.Fluent;
using Keguan.Review.Draws;
using Keguan.Review.Lottery;

namespace Keguan.Tests.Review.Lottery;

public sealed class PanelLotteryTests
{
    static PanelLottery Solved(Pools.Instance one) => PanelLottery.Solve(one.Size, one.Features, one.Pool);

    /// <summary>The weights sum to one, every panel satisfies the plan, and the panels give everybody just the chance that is stated.</summary>
    static void Holds(Pools.Instance one, PanelLottery lottery)
    {
        var plan = new PanelPlan { Size = one.Size, Reserve = 0, Features = one.Features };
        var chance = new double[one.Pool.Count];
        foreach (var panel in lottery.Panels)
        {
            Assert.Equal(one.Size, panel.Members.Distinct().Count());
            Assert.True(plan.Holds([.. panel.Members.Select(i => one.Pool[i])]));
            Assert.True(panel.Weight > 0);
            foreach (var i in panel.Members) chance[i] += panel.Weight;
        }
        Assert.Equal(1, lottery.Panels.Sum(panel => panel.Weight), 9);
        for (var i = 0; i < chance.Length; i++) Assert.Equal(lottery.Probabilities[i], chance[i], 8);
    }

    [Theory]
    [InlineData(200, 20)]
    [InlineData(2000, 200)]
    public void Both_instances_of_the_paper_give_everybody_ten_per_cent(int people, int size)
    {
        var one = Pools.Paper(people, size);
        var lottery = Solved(one);
        Assert.All(lottery.Probabilities, chance => Assert.Equal(0.1, chance, 9));
        Assert.Equal(0.1, lottery.Bound, 9);
        Assert.True(lottery.IsExact);
        Assert.Equal(3, lottery.Types);
        Holds(one, lottery);
    }

    [Fact]
    public void Every_small_instance_gives_what_listing_all_panels_gives() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Elements(false, true).ToArbitrary(), (seed, tight) =>
    {
        var one = Pools.Small(seed, tight);
        var expected = BruteForce.Leximin(one.Size, one.Features, one.Pool);
        if (expected is null)
        {
            Assert.Throws<InfeasiblePlanException>(() => Solved(one));
            return;
        }
        var lottery = Solved(one);
        Assert.True(lottery.IsExact);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], lottery.Probabilities[i], 6);
        Assert.Equal(lottery.Minimum, lottery.Bound, 7);
        Holds(one, lottery);
    }));

    /// <summary>Where the relaxation promises more than whole panels can keep, only a proof from all panels puts it right.</summary>
    [Fact]
    public void What_only_the_relaxation_allows_is_cut_off()
    {
        // Three features, each shared by two of three people, at most one of each: any two of them break one, though halves of all three would not.
        var one = new Pools.Instance(2,
            [.. Enumerable.Range(0, 3).Select(f => new QuotaFeature($"f{f}", [new Quota("yes", 0, 1)]))],
            [.. Enumerable.Range(0, 3).Select(i => new Candidate($"a{i}", Enumerable.Range(0, 3).ToDictionary(f => $"f{f}", f => f == i ? "no" : "yes"))),
             .. Enumerable.Range(0, 2).Select(i => new Candidate($"b{i}", Enumerable.Range(0, 3).ToDictionary(f => $"f{f}", _ => "no")))]);
        var phases = new List<string>();
        var lottery = PanelLottery.Solve(one.Size, one.Features, one.Pool, at => phases.Add(at.Phase));
        var expected = BruteForce.Leximin(one.Size, one.Features, one.Pool)!;
        for (var i = 0; i < 5; i++) Assert.Equal(expected[i], lottery.Probabilities[i], 7);
        Assert.Equal(1d / 3, lottery.Minimum, 7);
        Assert.Contains("generate", phases);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(6, true)]
    public void The_bureaus_own_case_is_exact(int seed, bool uneven)
    {
        var one = Pools.Made(seed, 500, 7, [4, 5, 3, 3, 2], uneven);
        var lottery = Solved(one);
        Assert.True(lottery.IsExact);
        Assert.Equal(lottery.Bound, lottery.Minimum, 7);
        Assert.Equal(7, lottery.Probabilities.Sum(), 6);
        Holds(one, lottery);
        if (!uneven) Assert.All(lottery.Probabilities, chance => Assert.Equal(0.014, chance, 7));
    }

    [Fact]
    public void Who_is_alike_has_the_same_chance()
    {
        var one = Pools.Made(4, 120, 9, [3, 2, 2], uneven: true);
        var lottery = Solved(one);
        foreach (var alike in Enumerable.Range(0, 120).GroupBy(i => string.Join(' ', one.Pool[i].Features.Values))) Assert.Single(alike.Select(i => lottery.Probabilities[i]).Distinct());
    }

    [Fact]
    public void The_same_plan_gives_the_same_lottery()
    {
        var one = Pools.Made(2, 300, 7, [4, 5, 3], uneven: true);
        static string Told(PanelLottery lottery) => string.Join(';', lottery.Panels.Select(panel => $"{string.Join(',', panel.Members)}:{panel.Weight:r}"));
        Assert.Equal(Told(Solved(one)), Told(Solved(one)));
    }

    [Fact]
    public void Rounded_to_equal_panels_nobody_is_farther_off_than_stated()
    {
        foreach (var (one, panels) in new[] { (Pools.Paper(200, 20), 1000), (Pools.Made(2, 500, 7, [4, 5, 3, 3, 2], true), 10_000), (Pools.Made(8, 60, 5, [3, 3], true), 137) })
        {
            var lottery = Solved(one);
            var (rounded, deviation) = lottery.Rounded(panels);
            Assert.Equal(panels, rounded.Count);
            var plan = new PanelPlan { Size = one.Size, Reserve = 0, Features = one.Features };
            Assert.All(rounded, panel => Assert.True(plan.Holds([.. panel.Distinct().Select(i => one.Pool[i])])));
            var off = Enumerable.Range(0, one.Pool.Count).Max(i => Math.Abs(rounded.Count(panel => panel.Contains(i)) / (double)panels - lottery.Probabilities[i]));
            Assert.Equal(off, deviation, 12);
            Assert.True(deviation < 2.0 / panels, $"{deviation}");
        }
    }

    [Fact]
    public void A_plan_without_a_panel_names_the_fewest_quotas_to_relax()
    {
        var infeasible = Assert.Throws<InfeasiblePlanException>(() => PanelLottery.Solve(5,
            [new("role", [new("technical", 3, 5), new("finance", 2, 5)]), new("area", [new("outside", 4, 5)])],
            [.. Enumerable.Range(0, 10).Select(i => new Candidate($"p{i}", new Dictionary<string, string> { ["role"] = i < 8 ? "technical" : "finance", ["area"] = i < 2 ? "outside" : "inside" }))]));
        Assert.Equal([new Relaxation("area", "outside", true, 4, 2)], infeasible.Relax);
    }

    [Fact]
    public void What_is_to_be_relaxed_is_enough_and_no_part_of_it_is()
    {
        var seen = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var one = Pools.Small(seed, seed % 2 == 0);
            if (BruteForce.Panels(one.Size, one.Features, one.Pool).Count > 0) continue;
            seen++;
            var relax = Assert.Throws<InfeasiblePlanException>(() => Solved(one)).Relax;
            bool Feasible(IEnumerable<Relaxation> some) => BruteForce.Panels(one.Size, [.. one.Features.Select(feature => new QuotaFeature(feature.Name, [.. feature.Values.Select(quota => some
                .Where(r => r.Feature == feature.Name && r.Value == quota.Value).Aggregate(quota, (now, r) => r.IsMinimum ? now with { Min = r.To } : now with { Max = r.To }))]))], one.Pool).Count > 0;
            Assert.True(Feasible(relax), $"seed {seed}");
            foreach (var left in relax) Assert.False(Feasible(relax.Where(r => r != left)), $"seed {seed}");
        }
        Assert.True(seen > 100);
    }

    [Fact]
    public void A_pool_smaller_than_the_panel_is_told_so()
    {
        var infeasible = Assert.Throws<InfeasiblePlanException>(() => PanelLottery.Solve(5, [], [new Candidate("a", new Dictionary<string, string>()), new Candidate("b", new Dictionary<string, string>())]));
        Assert.Equal([new Relaxation(null, null, true, 5, 2)], infeasible.Relax);
    }

    [Fact]
    public void Stopped_at_once_it_still_gives_panels_and_a_proven_bound()
    {
        var one = Pools.Made(3, 300, 9, [4, 5, 3, 3, 2], uneven: true);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var lottery = PanelLottery.Solve(one.Size, one.Features, one.Pool, stop: stop.Token);
        Assert.False(lottery.IsExact);
        Assert.True(lottery.Bound >= Solved(one).Minimum - 1e-9);
        Holds(one, lottery);
    }
}
