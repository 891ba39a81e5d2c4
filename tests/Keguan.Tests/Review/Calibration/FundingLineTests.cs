using Keguan.Review.Calibration;
using Keguan.Review.Exports;

namespace Keguan.Tests.Review.Calibration;

public sealed class FundingLineTests
{
    static int? Mean(IReadOnlyCollection<int> totals) => Scoring.Aggregate(Scoring.Mean, totals);

    [Fact]
    public void One_expert_who_decides_alone_is_named_with_whom_he_moves()
    {
        List<Rating> ratings =
        [
            new("甲", "一", 80), new("乙", "一", 80), new("丙", "一", 80),
            new("甲", "二", 70), new("乙", "二", 70), new("丙", "二", 100),
            new("甲", "三", 75), new("乙", "三", 75), new("丙", "三", 75),
        ];
        var line = new FundingLine(ratings, funded: 2, Mean);
        var without = line.LeaveOneOut();
        Assert.Empty(without.Single(one => one.Expert == "甲").Crossings);
        var third = without.Single(one => one.Expert == "丙");
        Assert.Equal([new Crossing("三", 3, 2, true), new Crossing("二", 2, 3, false)], third.Crossings.OrderBy(one => one.To));
        Assert.Equal("没有专家“丙”的评分，2 个项目进出资助名单", third.Words("丙").Zh);

        var standings = line.Standings(ScoreCalibration.Of(ratings));
        Assert.Equal(["一", "二", "三"], standings.Select(one => one.Proposal));
        Assert.False(standings.Single(one => one.Proposal == "一").IsClose);
        Assert.Equal((2, 3, true), standings.Where(one => one.Proposal == "二").Select(one => (one.StaysWithout, one.Experts, one.IsClose)).Single());
        Assert.All(standings, one => Assert.Null(one.ChanceAbove));
        Assert.Empty(line.IfCalibrated(ScoreCalibration.Of(ratings)));
    }

    [Fact]
    public void Who_had_the_strict_experts_rises_when_scores_are_calibrated()
    {
        var random = new Random(5);
        // Twelve experts, the first four strict by 12 points, on thirty proposals; one good proposal gets only strict ones, one poor only lenient ones.
        List<Rating> ratings = [];
        for (var p = 0; p < 30; p++)
        {
            var quality = 60 + p;
            var panel = p switch
            {
                20 => [0, 1, 2],
                15 => [8, 9, 10],
                _ => Enumerable.Range(0, 12).OrderBy(_ => random.Next()).Take(3),
            };
            ratings.AddRange(panel.Select(e => new Rating($"e{e:00}", $"p{p:00}", quality + (e < 4 ? -12 : 0) + random.NextDouble())));
        }
        var calibration = ScoreCalibration.Of(ratings);
        var crossings = new FundingLine(ratings, funded: 11, Mean).IfCalibrated(calibration);
        Assert.Contains(crossings, one => one is { Proposal: "p20", Rises: true });
        Assert.Equal(crossings.Count(one => one.Rises), crossings.Count(one => !one.Rises));

        var standings = new FundingLine(ratings, funded: 11, Mean).Standings(calibration).ToDictionary(one => one.Proposal);
        Assert.True(standings["p29"].ChanceAbove > 0.95);
        Assert.True(standings["p00"].ChanceAbove < 0.05);
    }

    [Fact]
    public void All_or_none_funded_means_nobody_crosses()
    {
        var (ratings, _, _) = ScoreCalibrationTests.Simulate(new Random(1), 6, 20, 3, 5, 3);
        foreach (var funded in new[] { 0, 20, 50 })
        {
            var line = new FundingLine(ratings, funded, Mean);
            Assert.Empty(line.IfCalibrated(ScoreCalibration.Of(ratings)));
            Assert.All(line.LeaveOneOut(), one => Assert.Empty(one.Crossings));
        }
    }
}
