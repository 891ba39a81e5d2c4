using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Review.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Review.Exports;

/// <summary>From points to a score, to the last hundredth.</summary>
public sealed class ScoringTests
{
    static int[] Hundredths(string scores) => [.. scores.Split(' ').Select(score => (int)(decimal.Parse(score, CultureInfo.InvariantCulture) * 100))];

    [Theory]
    [InlineData("90 85 88 92 70", "85.00", "87.67")]
    [InlineData("80 80 80", "80.00", "80.00")]
    [InlineData("100 60 75 75 75 75 75", "76.43", "75.00")]
    [InlineData("89.5 90.25 91.75 88.0 90.0", "89.90", "89.92")]
    [InlineData("95 95 60 60 60", "74.00", "71.67")]
    [InlineData("70 90 80 60", "75.00", "75.00")]
    [InlineData("77.77", "77.77", "77.77")]
    [InlineData("0.01 0.02", "0.02", "0.02")]
    public void Scores_are_put_together_as_mean_and_as_trimmed_mean(string scores, string mean, string trimmed)
    {
        Assert.Equal(mean, Scoring.Shown(Scoring.Aggregate(Scoring.Mean, Hundredths(scores))));
        Assert.Equal(trimmed, Scoring.Shown(Scoring.Aggregate(Scoring.TrimmedMean, Hundredths(scores))));
    }

    [Fact]
    public void The_shared_vectors_hold()
    {
        if (Repository.Shared("rules", "vectors", "score_aggregation.json") is not { } path) { Assert.Skip("The shared vectors are not beside the repository."); return; }
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var one in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            int[] scores = [.. one.GetProperty("scores").EnumerateArray().Select(score => (int)(decimal.Parse(score.ToString(), CultureInfo.InvariantCulture) * 100))];
            Assert.Equal(one.GetProperty("mean_2dp").GetString(), Scoring.Shown(Scoring.Aggregate(Scoring.Mean, scores)));
            Assert.Equal(one.GetProperty("trimmed_mean_2dp").GetString(), Scoring.Shown(Scoring.Aggregate(Scoring.TrimmedMean, scores)));
        }
    }

    [Fact]
    public void A_sheet_is_weighted_and_has_no_total_while_points_are_missing()
    {
        ReviewCriterion[] criteria = [new("a", Text.Same("a"), default, 30), new("b", Text.Same("b"), default, 25), new("c", Text.Same("c"), default, 20), new("d", Text.Same("d"), default, 25)];
        Assert.Equal(8405, Scoring.Total(criteria, new Dictionary<string, int> { ["a"] = 9050, ["b"] = 8000, ["c"] = 8200, ["d"] = 8200 }));
        Assert.Null(Scoring.Total(criteria, new Dictionary<string, int> { ["a"] = 9050, ["b"] = 8000, ["c"] = 8200 }));
        Assert.Null(Scoring.Total([], new Dictionary<string, int>()));
    }

    [Fact]
    public void Half_a_hundredth_goes_up() =>
        Assert.Equal(7001, Scoring.Total([new("a", Text.Same("a"), default, 50), new("b", Text.Same("b"), default, 50)], new Dictionary<string, int> { ["a"] = 7000, ["b"] = 7001 }));

    [Theory]
    [InlineData("70 90", false)]
    [InlineData("70 90.01", true)]
    [InlineData("80", false)]
    public void A_spread_is_wide_only_above_the_limit(string scores, bool wide) => Assert.Equal(wide, Scoring.IsWide(Hundredths(scores), 20));

    [Fact]
    public void Nothing_makes_no_score() => Assert.Null(Scoring.Aggregate(Scoring.Mean, []));

    [Fact]
    public void An_unknown_way_is_a_fault_of_the_definition() => Assert.Throws<ArgumentException>(() => Scoring.Aggregate("median", [1]));
}
