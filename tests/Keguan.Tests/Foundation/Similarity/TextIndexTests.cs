using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Similarity;

namespace Keguan.Tests.Foundation.Similarity;

public sealed class TextIndexTests
{
    [Fact]
    public void Keywords_and_titles_find_their_own_abstract_first_in_a_thousand()
    {
        var records = Paper.Real();
        var index = new TextIndex<int>();
        for (var i = 0; i < records.Count; i++) index.Add(i, records[i].Abstract);
        bool First(string query, int own) => index.Search(query, 5) is [var hit, ..] && hit.Key == own;
        var byKeywords = Enumerable.Range(0, records.Count).Count(i => First(records[i].Keywords, i));
        var byTitle = Enumerable.Range(0, records.Count).Count(i => First(records[i].Title, i));
        Assert.True(byKeywords >= 991 && byTitle >= 974, $"{byKeywords} by keywords, {byTitle} by title");
    }

    [Fact]
    public void The_text_with_the_words_comes_first()
    {
        var index = new TextIndex<string>();
        foreach (var record in Paper.Own) index.Add(record.Title, record.Abstract);
        foreach (var record in Paper.Own)
        {
            Assert.Equal(record.Title, index.Search(record.Keywords, 3)[0].Key);
            Assert.Equal(record.Title, index.Search(record.Title, 3)[0].Key);
        }
        Assert.Empty(index.Search("quantum", 3));
        Assert.Empty(index.Search("", 3));
    }

    [Fact]
    public void Width_and_case_make_no_difference()
    {
        var index = new TextIndex<string>();
        index.Add("a", "ＯＬＥＤ显示屏的封装");
        Assert.Equal("a", Assert.Single(index.Search("oled", 3)).Key);
    }

    [Fact]
    public void Pruning_finds_exactly_what_looking_at_everything_finds()
    {
        // Few terms, so that lists are long and bounds are tight.
        var letters = Gen.Choose(0, 899).Select(number => (char)('一' + (int)Math.Sqrt(number))).ArrayOf(12).Select(all => new string(all));
        Prop.ForAll(letters.ArrayOf(400).ToArbitrary(), letters.ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), (documents, query, top) =>
        {
            var index = new TextIndex<int>();
            for (var i = 0; i < documents.Length; i++)
            {
                index.Add(i, documents[i]);
                if (i % 97 == 5) index.Search("一", 1);
            }
            var all = index.Search(query, documents.Length + 1);
            var best = index.Search(query, top);
            Assert.Equal(all.Take(top).Select(hit => Math.Round(hit.Score, 3)), best.Select(hit => Math.Round(hit.Score, 3)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Long_lists_are_jumped_through_without_losing_anything()
    {
        var index = new TextIndex<int>();
        for (var i = 0; i < 20_000; i++) index.Add(i, "常见常见词语" + (i % 1_000 == 7 ? "稀有" : "") + new string('增', i % 5));
        var hits = index.Search("常见词语稀有", 20);
        Assert.Equal(20, hits.Count);
        Assert.All(hits, hit => Assert.Equal(7, hit.Key % 1_000));
    }

    [Fact]
    public void What_is_replaced_or_removed_is_no_longer_found_across_merges()
    {
        var index = new TextIndex<int>();
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 50; i++) index.Add(i, $"第{round}版方案 n{i}r{round}");
            Assert.Equal(50, index.Count);
            Assert.Equal(7, Assert.Single(index.Search($"n7r{round}", 3)).Key);
            if (round > 0) Assert.Empty(index.Search($"n7r{round - 1}", 3));
        }
        Assert.True(index.Remove(7));
        Assert.False(index.Remove(7));
        Assert.Empty(index.Search("n7r19", 3));
        index.Compact(TestContext.Current.CancellationToken);
        Assert.Equal(8, Assert.Single(index.Search("n8r19", 3)).Key);
        Assert.Equal(49, index.Count);
    }

    [Fact]
    public async Task Searching_goes_on_while_others_add_and_merge()
    {
        var index = new TextIndex<int>();
        index.Add(-1, "金丝雀");
        var writing = Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 400; i++)
            {
                index.Add((writer * 1_000) + i, $"第{i}号文本 w{writer}i{i}");
                if (i % 50 == 0) index.Compact(TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken)));
        while (!writing.IsCompleted) Assert.Equal(-1, Assert.Single(index.Search("金丝雀", 2)).Key);
        await writing;
        for (var writer = 0; writer < 3; writer++)
            for (var i = 0; i < 400; i += 37) Assert.Equal((writer * 1_000) + i, Assert.Single(index.Search($"w{writer}i{i}", 2)).Key);
    }
}
