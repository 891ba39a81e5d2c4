using Keguan.Foundation;
using Keguan.Review.Assignments;

namespace Keguan.Tests.Review.Assignments;

public sealed class RandomisedAssignmentTests
{
    [Fact]
    public void Every_pair_has_exactly_its_chance_no_chance_exceeds_the_cap_and_every_draw_keeps_the_rules()
    {
        var plan = Plan(new Random(2), experts: 8, proposals: 6, reviewers: 2);
        const int Draws = 4_000;
        var counts = new Dictionary<Pairing, int>();
        RandomisedResult result = null!;
        for (var draw = 0; draw < Draws; draw++)
        {
            result = RandomisedAssignment.Solve(plan with { Randomness = BitConverter.GetBytes(draw) }, cap: 40, TestContext.Current.CancellationToken)!;
            Assert.Empty(AssignmentExplanation.Faults(plan, [.. result.Pairs]));
            foreach (var pair in result.Pairs) counts[pair] = counts.GetValueOrDefault(pair) + 1;
        }
        Assert.All(result.Chances, chance => Assert.InRange(chance.Percent, 1, 40));
        Assert.Equal(100 * plan.Proposals.Sum(one => one.Reviewers), result.Chances.Sum(chance => chance.Percent));
        foreach (var chance in result.Chances)
        {
            var (share, expected) = (counts.GetValueOrDefault(new Pairing(chance.Expert, chance.Proposal)) / (double)Draws, chance.Percent / 100.0);
            Assert.InRange(share, expected - (4.5 * Math.Sqrt(expected * (1 - expected) / Draws)), expected + (4.5 * Math.Sqrt(expected * (1 - expected) / Draws)));
        }
        Assert.Empty(counts.Keys.Except(result.Chances.Select(chance => new Pairing(chance.Expert, chance.Proposal))));
    }

    [Fact]
    public void With_a_cap_of_one_it_is_the_best_assignment()
    {
        var plan = Plan(new Random(4), 7, 6, 2) with { Randomness = new byte[] { 7 } };
        var result = RandomisedAssignment.Solve(plan, cap: 100, TestContext.Current.CancellationToken)!;
        Assert.Equal(100 * Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken).Cost, result.ExpectedCost);
    }

    [Fact]
    public void A_cap_that_leaves_too_few_candidates_gives_nothing()
    {
        var plan = Plan(new Random(4), 3, 2, 2) with { Randomness = new byte[] { 7 } };
        Assert.Null(RandomisedAssignment.Solve(plan, cap: 50, TestContext.Current.CancellationToken));
        Assert.NotNull(RandomisedAssignment.Solve(plan, cap: 70, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_draw_depends_on_the_randomness_and_not_on_the_order_of_the_plan()
    {
        var plan = Plan(new Random(9), 8, 6, 2) with { Randomness = new byte[] { 1, 2 } };
        var turned = plan with { Experts = [.. plan.Experts.Reverse()], Proposals = [.. plan.Proposals.Reverse()], Candidates = [.. plan.Candidates.Reverse()] };
        Assert.Equal(RandomisedAssignment.Solve(plan, 40, TestContext.Current.CancellationToken)!.Pairs, RandomisedAssignment.Solve(turned, 40, TestContext.Current.CancellationToken)!.Pairs);
    }

    [Fact]
    public void Rules_that_a_draw_can_not_keep_are_refused()
    {
        var plan = Plan(new Random(4), 7, 6, 2);
        Assert.Throws<ArgumentException>(() => RandomisedAssignment.Solve(plan, 50, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => RandomisedAssignment.Solve(plan with { Randomness = new byte[] { 7 }, NotTogether = [new NotTogether("e0", "e1", new Text("同一单位", "the same employer"))] }, 50, TestContext.Current.CancellationToken));
    }

    static AssignmentPlan Plan(Random random, int experts, int proposals, int reviewers) => new()
    {
        Experts = [.. Enumerable.Range(0, experts).Select(e => new AssignmentExpert($"e{e}", $"E{e}", 0, 4))],
        Proposals = [.. Enumerable.Range(0, proposals).Select(p => new AssignmentProposal($"p{p}", $"P{p}", reviewers))],
        Candidates = [.. from p in Enumerable.Range(0, proposals) from e in Enumerable.Range(0, experts) select new Candidate($"e{e}", $"p{p}", random.Next(1_001))],
    };
}
