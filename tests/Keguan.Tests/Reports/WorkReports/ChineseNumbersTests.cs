using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;

namespace Keguan.Tests.Reports.WorkReports;

public sealed class ChineseNumbersTests
{
    [Theory]
    [InlineData(0, "零")]
    [InlineData(3, "三")]
    [InlineData(10, "十")]
    [InlineData(12, "十二")]
    [InlineData(20, "二十")]
    [InlineData(101, "一百零一")]
    [InlineData(110, "一百一十")]
    [InlineData(1200, "一千二百")]
    [InlineData(1005, "一千零五")]
    [InlineData(10010, "一万零一十")]
    [InlineData(99999, "九万九千九百九十九")]
    public void Whole_numbers_in_words(long number, string words) => Assert.Equal(words, ChineseNumbers.InWords(number));

    [Fact]
    public void Two_before_a_measure_word_is_liang() => Assert.Equal(("两", "十二", "二十"), (ChineseNumbers.Counted(2), ChineseNumbers.Counted(12), ChineseNumbers.Counted(20)));

    [Theory]
    [InlineData(3634.1, 1, Hedge.None, "3634.1")]
    [InlineData(4528, 1, Hedge.None, "4528")]
    [InlineData(1000, 0, Hedge.Over, "1000余")]
    [InlineData(50, 0, Hedge.Nearly, "近50")]
    [InlineData(15, 0, Hedge.About, "约15")]
    [InlineData(-3.25, 1, Hedge.None, "−3.3")]
    public void A_number_as_it_stands_in_a_sentence(double value, int decimals, Hedge hedge, string printed) => Assert.Equal(printed, ChineseNumbers.Number((decimal)value, decimals, hedge));

    [Theory]
    [InlineData(22.1, "同比增长22.1%")]
    [InlineData(-3, "同比下降3%")]
    [InlineData(0.04, "与上年同期持平")]
    public void Growth_says_its_direction(double percent, string printed) => Assert.Equal(printed, ChineseNumbers.Growth((decimal)percent, 1));

    [Fact]
    public void A_list_that_is_cut_says_so()
    {
        Assert.Equal("甲、乙", ChineseNumbers.Names(["甲", "乙"], 3));
        Assert.Equal("甲、乙等", ChineseNumbers.Names(["甲", "乙", "丙"], 2));
    }
}
