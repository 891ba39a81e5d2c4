using Keguan.Foundation.Similarity;

namespace Keguan.Tests.Foundation.Similarity;

public sealed class DuplicateFinderTests
{
    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0.15, 0.15)]
    [InlineData(0, 0.3)]
    [InlineData(0.3, 0.3)]
    public void Records_altered_by_a_third_are_found_again_and_hardly_anything_else(double deleted, double replaced)
    {
        var records = Paper.Real();
        var random = new Random(3);
        // Every second record is known; the altered others must not be taken for anything.
        var finder = new DuplicateFinder<int>(i => records[i].Abstract);
        for (var i = 0; i < records.Count; i += 2) finder.Add(i, records[i].Abstract);
        var (right, wrong, missed) = (0, 0, 0);
        for (var i = 0; i < records.Count; i++)
        {
            var found = finder.Find(Paper.Alter(records[i].Abstract, deleted, replaced, random));
            right += found.Count(one => one.Key == i);
            wrong += found.Count(one => one.Key != i);
            if (i % 2 == 0 && found.All(one => one.Key != i)) missed++;
        }
        Assert.True(right >= 0.98 * (right + missed) && right >= 0.99 * (right + wrong), $"{right} found, {missed} missed, {wrong} wrong");
    }

    [Fact]
    public void A_text_changed_and_reordered_is_found_and_the_others_are_not()
    {
        var random = new Random(11);
        var finder = Own();
        foreach (var record in Paper.Own)
        {
            var found = Assert.Single(finder.Find(Paper.Alter(record.Abstract, 0.15, 0.15, random)));
            Assert.Equal(record.Title, found.Key);
            Assert.True(found.Whole);
            Assert.InRange(found.Score, 0.4, 0.99);
        }
        Assert.Empty(finder.Find("本项目研究城市轨道交通车站的客流预测，结果表明所提方法的误差小于百分之五，具有一定的推广价值。"));
    }

    [Fact]
    public void The_same_text_scores_one()
    {
        var found = Assert.Single(Own().Find(Paper.Own[0].Abstract));
        Assert.Equal(1, found.Score);
        Assert.Single(found.Comparison.Passages);
    }

    [Fact]
    public void A_passage_taken_into_a_long_text_of_its_own_is_found_with_its_place_in_both()
    {
        var stolen = Paper.Own[3].Abstract[5..80];
        var filler = string.Concat(Enumerable.Range(0, 400).Select(i => (char)('一' + (i * 37 % 2_000))));
        var text = filler + stolen + filler[100..300];
        var found = Assert.Single(Own().Find(text));
        Assert.Equal(Paper.Own[3].Title, found.Key);
        var passage = found.Comparison.Passages.MaxBy(one => one.Equal);
        Assert.Equal(stolen, text.Substring(passage.Start, passage.Length));
        Assert.Equal(stolen, Paper.Own[3].Abstract.Substring(passage.OtherStart, passage.OtherLength));
    }

    [Fact]
    public void Reuse_by_the_same_team_is_told_apart_and_earlier_versions_can_be_skipped()
    {
        var title = Paper.Own[1].Title;
        Assert.True(Assert.Single(Own().Find(Paper.Own[1].Abstract, sameTeam: key => key == title)).SameTeam);
        Assert.Empty(Own().Find(Paper.Own[1].Abstract, skip: key => key == title));
    }

    [Fact]
    public void A_few_words_say_nothing()
    {
        var finder = new DuplicateFinder<int>(_ => "研究结果表明。");
        finder.Add(1, "研究结果表明。");
        Assert.Empty(finder.Find("研究结果表明。"));
    }

    static DuplicateFinder<string> Own()
    {
        var finder = new DuplicateFinder<string>(title => Paper.Own.First(record => record.Title == title).Abstract);
        foreach (var record in Paper.Own) finder.Add(record.Title, record.Abstract);
        return finder;
    }
}
