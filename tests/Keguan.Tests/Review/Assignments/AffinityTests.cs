using Keguan.Review.Assignments;

namespace Keguan.Tests.Review.Assignments;

public sealed class AffinityTests
{
    [Theory]
    [InlineData("240.5010", "2405010", 1)]
    [InlineData("240.5010", "240.5020", 0.7)]
    [InlineData("240.50", "240.10", 0.4)]
    [InlineData("240", "240", 1)]
    [InlineData("240", "241", 0)]
    [InlineData("", "", 0)]
    public void Disciplines_agree_from_the_front(string one, string other, double expected) =>
        Assert.Equal(expected, Affinity.Of(new Profile([one], []), new Profile([other], []), 0, 0).Disciplines);

    [Theory]
    [InlineData("C3521", "C3521", 1)]
    [InlineData("C3521", "C3529", 0.8)]
    [InlineData("C3521", "C3599", 0.5)]
    [InlineData("C35", "C36", 0.1)]
    [InlineData("C35", "D44", 0)]
    public void Industries_agree_from_the_front(string one, string other, double expected) =>
        Assert.Equal(expected, Affinity.Of(new Profile([], [one]), new Profile([], [other]), 0, 0).Industries);

    [Fact]
    public void The_whole_is_the_weighted_sum_in_points_and_says_why()
    {
        var affinity = Affinity.Of(new Profile(["110.14", "520.20"], ["I65"]), new Profile(["520.2030"], ["I651"]), 3, 4);
        Assert.Equal(new Affinity(0.7, 0.5, 0.75), affinity);
        Assert.Equal(700, affinity.Points);
        Assert.Equal("二级学科一致，行业相近，文本相近程度为候选专家中最高者的 75%", affinity.Words().Zh);
        Assert.Equal("same branch of the discipline, neighbouring industry, text 75 % as near as the nearest candidate's", affinity.Words().En);
        Assert.Equal(0, Affinity.Of(new Profile([], []), new Profile([], []), 0, 0).Points);
    }
}
