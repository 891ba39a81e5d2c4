using Keguan.Review.Calibration;

namespace Keguan.Tests.Review.Calibration;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void A_lenient_expert_is_recognised_and_his_proposals_are_not_favoured()
    {
        var (ratings, qualities, leniencies) = Simulate(new Random(3), experts: 20, proposals: 120, perProposal: 4, leniency: 6, chance: 4);
        var calibration = ScoreCalibration.Of(ratings);
        Assert.Null(calibration.Off);
        foreach (var habit in calibration.Experts) Assert.InRange(habit.Leniency, leniencies[habit.Expert] - (4 * habit.LeniencyError) - 1, leniencies[habit.Expert] + (4 * habit.LeniencyError) + 1);
        double Miss(Func<ProposalScore, double> score)
        {
            var (mean, own) = (calibration.Proposals.Average(one => qualities[one.Proposal]), calibration.Proposals.Average(score));
            return Math.Sqrt(calibration.Proposals.Average(one => Math.Pow(score(one) - own - (qualities[one.Proposal] - mean), 2)));
        }
        Assert.True(Miss(one => one.Calibrated) < 0.75 * Miss(one => one.Mean), $"{Miss(one => one.Calibrated)} against {Miss(one => one.Mean)}");
        Assert.True(Miss(one => one.Quality) <= Miss(one => one.Calibrated) + 0.1);
        Assert.InRange(calibration.LeniencyDeviation, 3.5, 9);
        Assert.InRange(calibration.ChanceDeviation, 3.2, 4.8);
    }

    [Fact]
    public void The_stated_error_covers_the_truth_as_often_as_it_should()
    {
        var (inside, all) = (0, 0);
        for (var round = 0; round < 8; round++)
        {
            var (ratings, _, leniencies) = Simulate(new Random(round), experts: 15, proposals: 60, perProposal: 4, leniency: 5, chance: 5);
            foreach (var habit in ScoreCalibration.Of(ratings).Experts)
            {
                all++;
                if (Math.Abs(habit.Leniency - leniencies[habit.Expert]) < 2 * habit.LeniencyError) inside++;
            }
        }
        // 95 % in theory; the variances are estimated too.
        Assert.True(inside >= 0.85 * all, $"{inside} of {all}");
    }

    [Fact]
    public void Where_nobody_is_lenient_nearly_nothing_is_corrected()
    {
        var (ratings, _, _) = Simulate(new Random(8), experts: 20, proposals: 100, perProposal: 5, leniency: 0, chance: 5);
        Assert.All(ScoreCalibration.Of(ratings).Experts, habit => Assert.InRange(habit.Leniency, -1.2, 1.2));
    }

    [Fact]
    public void Who_keeps_to_the_middle_is_recognised()
    {
        var (ratings, qualities, _) = Simulate(new Random(4), experts: 12, proposals: 150, perProposal: 5, leniency: 0, chance: 2);
        var flat = ratings.Select(one => one.Expert == "e00" ? one with { Score = 75 + ((one.Score - 75) * 0.5) } : one);
        var habits = ScoreCalibration.Of(flat).Experts;
        Assert.Equal("e00", habits.MinBy(one => one.Spread)!.Expert);
        Assert.InRange(habits[0].Spread, 0.4, 0.75);
        Assert.All(habits.Skip(1), habit => Assert.InRange(habit.Spread, 0.85, 1.2));
        Assert.NotEmpty(qualities);
    }

    [Fact]
    public void Too_few_ratings_switch_it_off_and_it_says_so()
    {
        Assert.Equal("还没有评分", ScoreCalibration.Of([]).Off?.Zh);
        List<Rating> few = [new("甲", "一", 90), new("乙", "一", 70), new("甲", "二", 80)];
        var calibration = ScoreCalibration.Of(few);
        Assert.Equal("评分达到 6 份的专家不足 3 位，评分按原样计算，不作校准", calibration.Off?.Zh);
        Assert.All(calibration.Experts, habit => Assert.False(habit.IsCalibrated));
        Assert.All(calibration.Proposals, one => Assert.Equal(one.Mean, one.Calibrated));

        var alone = Enumerable.Range(0, 30).Select(i => new Rating($"e{i % 3}", $"p{i}", 70 + (i % 7)));
        Assert.Equal("平均每个项目不足 2 份评分，无法比较专家，不作校准", ScoreCalibration.Of(alone).Off?.Zh);

        var (ratings, _, _) = Simulate(new Random(1), experts: 6, proposals: 30, perProposal: 3, leniency: 5, chance: 3);
        var guest = ScoreCalibration.Of(ratings.Append(new Rating("guest", "p000", 99))).Experts.Single(one => one.Expert == "guest");
        Assert.False(guest.IsCalibrated);
        Assert.Equal("专家“客人”只有 1 份评分，少于 6 份，不作校准", guest.Words("客人").Zh);
    }

    [Fact]
    public void The_order_of_the_ratings_makes_no_difference()
    {
        var (ratings, _, _) = Simulate(new Random(2), experts: 8, proposals: 40, perProposal: 3, leniency: 5, chance: 3);
        var (one, other) = (ScoreCalibration.Of(ratings), ScoreCalibration.Of(ratings.Reverse()));
        Assert.Equal(one.Experts, other.Experts);
        Assert.Equal(one.Proposals, other.Proposals);
        Assert.Throws<ArgumentException>(() => ScoreCalibration.Of(ratings.Append(ratings[0])));
    }

    internal static (IReadOnlyList<Rating> Ratings, Dictionary<string, double> Qualities, Dictionary<string, double> Leniencies) Simulate(Random random, int experts, int proposals, int perProposal, double leniency, double chance)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var leniencies = Enumerable.Range(0, experts).ToDictionary(e => $"e{e:00}", _ => leniency * Normal());
        var qualities = Enumerable.Range(0, proposals).ToDictionary(p => $"p{p:000}", _ => 75 + (8 * Normal()));
        var ratings = new List<Rating>();
        foreach (var (proposal, quality) in qualities)
            foreach (var expert in leniencies.Keys.OrderBy(_ => random.Next()).Take(perProposal)) ratings.Add(new Rating(expert, proposal, quality + leniencies[expert] + (chance * Normal())));
        return (ratings, qualities, leniencies);
    }
}
