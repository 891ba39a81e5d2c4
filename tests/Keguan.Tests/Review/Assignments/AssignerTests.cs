using Keguan.Foundation;
using Keguan.Review.Assignments;

namespace Keguan.Tests.Review.Assignments;

public sealed class AssignerTests
{
    static readonly Text Reason = new("同一单位", "the same employer");

    [Fact]
    public void Every_small_plan_costs_what_trying_everything_says_and_is_infeasible_when_nothing_works()
    {
        var random = new Random(1);
        var (feasible, infeasible) = (0, 0);
        for (var round = 0; round < 600; round++)
        {
            var plan = Any(random);
            var result = Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken);
            var best = BruteForce(plan);
            Assert.Equal(best, result.IsFeasible ? result.Cost : null);
            if (best is null)
            {
                infeasible++;
                Assert.All(result.Relaxations, one => Assert.False(one.Words.IsEmpty));
                continue;
            }
            feasible++;
            Assert.True(result.IsOptimal);
            Assert.Empty(AssignmentExplanation.Faults(plan, [.. result.Pairs]));
        }
        Assert.True(feasible > 50 && infeasible > 50);
    }

    [Fact]
    public void Minimum_loads_are_part_of_the_optimum()
    {
        // The counterexample to two stages, as affinities: 1 000 − cost.
        var plan = Plan([("甲", 1, 1), ("乙", 0, 2)], ["一", "二"], [[1000, 1000], [999, 991]]) with { Balance = 0 };
        var result = Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken);
        Assert.Equal([new Pairing("乙", "一"), new Pairing("甲", "二")], result.Pairs);
        Assert.Equal(1, result.Cost);
    }

    [Fact]
    public void Balance_spreads_equal_work_over_equal_experts()
    {
        var plan = Plan([("甲", 0, 9), ("乙", 0, 9), ("丙", 0, 9)], ["一", "二", "三", "四", "五", "六"], [[800, 800, 800, 800, 800, 800], [790, 790, 790, 790, 790, 790], [780, 780, 780, 780, 780, 780]]);
        var loads = Assigner.Solve(plan with { Balance = 50 }, cancel: TestContext.Current.CancellationToken).Pairs.CountBy(pair => pair.Expert).Select(one => one.Value);
        Assert.Equal([2, 2, 2], loads);
        Assert.Equal(6, Assigner.Solve(plan with { Balance = 0 }, cancel: TestContext.Current.CancellationToken).Pairs.Count(pair => pair.Expert == "甲"));
    }

    [Fact]
    public void Equals_are_told_apart_by_the_randomness_fairly_and_not_by_their_order()
    {
        var plan = Plan([("甲", 0, 1), ("乙", 0, 1), ("丙", 0, 1)], ["一"], [[500], [500], [500]]);
        var turned = plan with { Experts = [.. plan.Experts.Reverse()], Candidates = [.. plan.Candidates.Reverse()] };
        var counts = new Dictionary<string, int>();
        for (var draw = 0; draw < 600; draw++)
        {
            var randomness = BitConverter.GetBytes(draw);
            var chosen = Assert.Single(Assigner.Solve(plan with { Randomness = randomness }, cancel: TestContext.Current.CancellationToken).Pairs).Expert;
            Assert.Equal(chosen, Assert.Single(Assigner.Solve(turned with { Randomness = randomness }, cancel: TestContext.Current.CancellationToken).Pairs).Expert);
            counts[chosen] = counts.GetValueOrDefault(chosen) + 1;
        }
        // 200 expected each, standard deviation 11.5.
        Assert.Equal(3, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 150, 250));
    }

    [Fact]
    public void Kept_assignments_stay_even_where_others_fit_better()
    {
        var plan = Plan([("甲", 0, 2), ("乙", 0, 2)], ["一", "二"], [[900, 900], [100, 100]]) with { Balance = 0, Kept = [new Pairing("乙", "一")] };
        Assert.Equal([new Pairing("乙", "一"), new Pairing("甲", "二")], Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken).Pairs);
        var conflict = Assigner.Solve(plan with { Barred = [new Barred("乙", "一", Reason)] }, cancel: TestContext.Current.CancellationToken);
        Assert.Equal("不再保留专家“乙”对项目“一”的原有分配：同一单位", Assert.Single(conflict.Relaxations).Words.Zh);
    }

    [Fact]
    public void An_infeasible_plan_names_the_smallest_relaxation_in_words()
    {
        var plan = Plan([("甲", 0, 1), ("乙", 0, 1)], ["一", "二", "三"], [[500, 500, 500], [500, 500, 500]]);
        var relaxation = Assert.Single(Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken).Relaxations);
        Assert.Equal(("most", 1), (relaxation.Rule, relaxation.By));
        Assert.Matches("^专家“.”的评审上限由 1 份提高到 2 份$", relaxation.Words.Zh);
        Assert.Matches("^“.” takes up to 2 instead of 1$", relaxation.Words.En);

        var senior = Plan([("甲", 0, 5)], ["一"], [[500]]) with { Proposals = [new AssignmentProposal("一", "一", 1, NeedsSenior: true)] };
        Assert.Equal("senior", Assert.Single(Assigner.Solve(senior, cancel: TestContext.Current.CancellationToken).Relaxations).Rule);

        var nobody = Plan([("甲", 0, 5)], ["一"], [[500]]) with { Barred = [new Barred("甲", "一", Reason)] };
        Assert.Equal("项目“一”原定 1 位评审专家，减少 1 位，或增加 1 位无须回避的候选专家", Assert.Single(Assigner.Solve(nobody, cancel: TestContext.Current.CancellationToken).Relaxations).Words.Zh);
    }

    [Fact]
    public void Contradictory_plans_are_refused()
    {
        var plan = Plan([("甲", 0, 1)], ["一"], [[500]]);
        Assert.Throws<ArgumentException>(() => Assigner.Solve(plan with { Experts = [.. plan.Experts, .. plan.Experts] }, cancel: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Assigner.Solve(plan with { Candidates = [new Candidate("谁", "一", 1)] }, cancel: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Assigner.Solve(plan with { Candidates = [new Candidate("甲", "一", 1_001)] }, cancel: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Assigner.Solve(plan with { Experts = [new AssignmentExpert("甲", "甲", 2, 1)] }, cancel: TestContext.Current.CancellationToken));
    }

    /// <summary>affinities[expert][proposal]; one reviewer each.</summary>
    internal static AssignmentPlan Plan((string Name, int Least, int Most)[] experts, string[] proposals, int[][] affinities) => new()
    {
        Experts = [.. experts.Select(one => new AssignmentExpert(one.Name, one.Name, one.Least, one.Most))],
        Proposals = [.. proposals.Select(one => new AssignmentProposal(one, one, 1))],
        Candidates = [.. affinities.SelectMany((row, e) => row.Select((affinity, p) => new Candidate(experts[e].Name, proposals[p], affinity)))],
    };

    internal static AssignmentPlan Any(Random random)
    {
        var (experts, proposals) = (random.Next(1, 5), random.Next(1, 4));
        List<(int E, int P)> pairs = [.. from e in Enumerable.Range(0, experts) from p in Enumerable.Range(0, proposals) select (e, p)];
        List<Candidate> candidates = [.. pairs.Where(_ => random.Next(6) > 0).Select(pair => new Candidate($"e{pair.E}", $"p{pair.P}", random.Next(1_001)))];
        return new AssignmentPlan
        {
            Experts = [.. Enumerable.Range(0, experts).Select(e => random.Next(4) == 0 ? 1 : 0).Select((least, e) => new AssignmentExpert($"e{e}", $"E{e}", least, least + random.Next(1, 3), random.Next(3) == 0))],
            Proposals = [.. Enumerable.Range(0, proposals).Select(p => new AssignmentProposal($"p{p}", $"P{p}", random.Next(1, 3), random.Next(5) == 0))],
            Candidates = candidates,
            NotTogether = [.. from e in Enumerable.Range(0, experts) from other in Enumerable.Range(0, e) where random.Next(4) == 0 select new NotTogether($"e{e}", $"e{other}", Reason)],
            Barred = [.. candidates.Where(_ => random.Next(9) == 0).Select(one => new Barred(one.Expert, one.Proposal, Reason))],
            Kept = [.. candidates.Where(_ => random.Next(15) == 0).Select(one => new Pairing(one.Expert, one.Proposal))],
            Balance = random.Next(2) * 100,
            Randomness = random.Next(2) == 0 ? default : new byte[] { 1, 2, 3 },
        };
    }

    static long? BruteForce(AssignmentPlan plan)
    {
        var affinity = plan.Candidates.ToDictionary(one => new Pairing(one.Expert, one.Proposal), one => one.Affinity);
        var all = (from expert in plan.Experts from proposal in plan.Proposals select new Pairing(expert.Id, proposal.Id)).ToList();
        long? best = null;
        for (var choice = 0; choice < 1 << all.Count; choice++)
        {
            List<Pairing> pairs = [.. all.Where((_, i) => (choice >> i & 1) != 0)];
            if (pairs.Count != plan.Proposals.Sum(one => one.Reviewers) || plan.Kept.Except(pairs).Any() || AssignmentExplanation.Faults(plan, pairs).Count > 0) continue;
            var cost = pairs.Sum(pair => (long)AssignmentPlan.MostAffinity - affinity.GetValueOrDefault(pair)) + pairs.CountBy(pair => pair.Expert).Sum(load => (long)plan.Balance * load.Value * (load.Value - 1) / 2);
            if (best is null || cost < best) best = cost;
        }
        return best;
    }
}
