using Keguan.Foundation;
using Keguan.Review.Assignments;

namespace Keguan.Tests.Review.Assignments;

public sealed class AssignmentExplanationTests
{
    static readonly Text Reason = new("两年前曾在该单位任职", "worked there two years ago");

    [Fact]
    public void It_says_who_would_have_fitted_better_and_why_he_has_not_got_it()
    {
        var plan = AssignerTests.Plan([("甲", 0, 1), ("乙", 0, 1), ("丙", 0, 2)], ["一", "二"], [[900, 950], [800, 0], [300, 300]]) with { Balance = 0, Barred = [new Barred("乙", "一", Reason)] };
        var explanation = new AssignmentExplanation(plan, Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken));
        var why = explanation.Why(new Pairing("丙", "一"));
        Assert.Equal((300, 2, 2), (why.Affinity, why.Rank, why.Candidates));
        Assert.Equal(["甲", "乙"], why.PassedOver.Select(one => one.Expert));
        Assert.Equal("“甲”已满 1 份，让出其中任何一份都得不偿失", why.PassedOver[0].Reason.Zh);
        Assert.Equal("“乙”须回避：两年前曾在该单位任职", why.PassedOver[1].Reason.Zh);
        Assert.Equal("“乙” is barred: worked there two years ago", why.PassedOver[1].Reason.En);
        Assert.Equal(1, explanation.Why(new Pairing("甲", "二")).Rank);
        Assert.Throws<ArgumentException>(() => explanation.Why(new Pairing("甲", "一")));
    }

    [Fact]
    public void A_change_costs_what_solving_with_it_says_and_an_optimum_is_never_improved()
    {
        var random = new Random(5);
        for (var round = 0; round < 120; round++)
        {
            var plan = AssignerTests.Any(random) with { Kept = [] };
            var result = Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken);
            if (!result.IsFeasible) continue;
            var explanation = new AssignmentExplanation(plan, result);
            foreach (var pair in result.Pairs)
            {
                foreach (var other in plan.Experts.Where(one => one.Id != pair.Expert && !result.Pairs.Contains(new Pairing(one.Id, pair.Proposal))))
                {
                    var change = explanation.Change(pair, other.Id, TestContext.Current.CancellationToken);
                    if (!change.Possible) continue;
                    Assert.True(change.Cost >= 0);
                    var after = result.Pairs.Except(change.Moves.Select(move => move.Gone)).Concat(change.Moves.Select(move => move.Come)).ToList();
                    Assert.Contains(new Pairing(other.Id, pair.Proposal), after);
                    Assert.DoesNotContain(pair, after);
                    Assert.Empty(AssignmentExplanation.Faults(plan, after));
                }
            }
        }
    }

    [Fact]
    public void A_change_that_the_rules_forbid_says_which()
    {
        var plan = AssignerTests.Plan([("甲", 0, 1), ("乙", 0, 1), ("丙", 0, 1)], ["一"], [[900], [800], [700]]) with { Barred = [new Barred("乙", "一", Reason)] };
        var explanation = new AssignmentExplanation(plan, Assigner.Solve(plan, cancel: TestContext.Current.CancellationToken));
        var forbidden = explanation.Change(new Pairing("甲", "一"), "乙", TestContext.Current.CancellationToken);
        Assert.False(forbidden.Possible);
        Assert.Equal("不能这样改：“乙”须回避：两年前曾在该单位任职", forbidden.Sentence.Zh);
        var allowed = explanation.Change(new Pairing("甲", "一"), "丙", TestContext.Current.CancellationToken);
        Assert.Equal((true, 200), (allowed.Possible, allowed.Cost));
        Assert.Equal("改由专家“丙”评审，总体代价 200 分；另有 0 处随之调整", allowed.Sentence.Zh);
    }

    [Fact]
    public void An_assignment_changed_by_hand_is_held_against_every_rule()
    {
        var plan = AssignerTests.Plan([("甲", 1, 1), ("乙", 0, 1)], ["一", "二"], [[900, 900], [800, 800]]) with
        {
            Proposals = [new AssignmentProposal("一", "一", 2, NeedsSenior: true), new AssignmentProposal("二", "二", 1)],
            Barred = [new Barred("乙", "二", Reason)],
            NotTogether = [new NotTogether("甲", "乙", new Text("同一单位", "the same employer"))],
        };
        var faults = AssignmentExplanation.Faults(plan, [new Pairing("甲", "一"), new Pairing("乙", "一"), new Pairing("乙", "二")]).Select(one => one.Zh).ToList();
        Assert.Equal(["项目“一”缺少资深专家", "项目“一”的专家“甲”和“乙”不能同组：同一单位", "专家“乙”须回避项目“二”：两年前曾在该单位任职", "专家“乙”有 2 份，超过上限 1 份"], faults);
        Assert.Contains("项目“一”应有 2 位评审专家，现有 0 位", AssignmentExplanation.Faults(plan, []).Select(one => one.Zh));
    }
}
