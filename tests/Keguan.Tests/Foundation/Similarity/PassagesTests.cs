using Keguan.Foundation.Similarity;

namespace Keguan.Tests.Foundation.Similarity;

public sealed class PassagesTests
{
    [Fact]
    public void A_changed_word_does_not_part_a_passage()
    {
        const string One = "建立了液冷回路的一维模型，台架试验表明升温时间明显缩短。";
        const string Other = "我们先建立了液冷回路的三维模型，台架试验表明升温时间明显缩短了。";
        var passage = Assert.Single(Passages.Compare(One, Other).Passages);
        Assert.Equal("建立了液冷回路的一维模型，台架试验表明升温时间明显缩短", One.Substring(passage.Start, passage.Length));
        Assert.Equal("建立了液冷回路的三维模型，台架试验表明升温时间明显缩短", Other.Substring(passage.OtherStart, passage.OtherLength));
        Assert.Equal(25, passage.Equal);
    }

    [Fact]
    public void Punctuation_width_and_case_make_no_difference()
    {
        var comparison = Passages.Compare("采用 PLC 控制器，实现自动化。", "采用ｐｌｃ控制器实现，自动化");
        Assert.Equal((1.0, 1.0), (comparison.Share, comparison.OtherShare));
    }

    [Fact]
    public void Reordered_sentences_are_found_each_in_its_place()
    {
        const string A = "硫酸盐结晶是表层酥碱的主要原因。";
        const string B = "比较了三种渗透加固剂的耐久性能。";
        var comparison = Passages.Compare(A + B, B + A);
        Assert.Equal(1, comparison.Share);
        Assert.Equal(2, comparison.Passages.Count);
        Assert.Equal([(0, B.Length), (A.Length, 0)], comparison.Passages.Select(passage => (passage.Start, passage.OtherStart)));
    }

    [Fact]
    public void Nothing_in_common_is_nothing()
    {
        Assert.Equal(0, Passages.Compare("", "").Share);
        Assert.Empty(Passages.Compare("风马牛不相及", "张冠李戴之误").Passages);
        Assert.Empty(Passages.Compare("abc", "abc").Passages);
    }

    [Fact]
    public void Shares_stay_between_nothing_and_all_whatever_the_texts()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            string Make() => new([.. Enumerable.Range(0, random.Next(60)).Select(_ => "一二三四，a½㎡𠀀"[random.Next(10)])]);
            var (one, other) = (Make(), Make());
            var comparison = Passages.Compare(one, other);
            Assert.InRange(comparison.Share, 0, 1);
            Assert.InRange(comparison.OtherShare, 0, 1);
            foreach (var passage in comparison.Passages)
            {
                Assert.InRange(passage.Start + passage.Length, passage.Length, one.Length);
                Assert.InRange(passage.OtherStart + passage.OtherLength, passage.OtherLength, other.Length);
            }
        }
    }
}
