using Keguan.Foundation.Numbering;

namespace Keguan.Tests.Foundation.Numbering;

public class NumberPatternTests
{
    static readonly DateOnly Day = new(2026, 1, 8);

    [Theory]
    [InlineData("YKJ{year}-{n:4}", 142, "YKJ2026-0142", "2026")]
    [InlineData("R{year}-{MM}{dd}-{n:4}", 412, "R2026-0108-0412", "2026-01-08")]
    [InlineData("云科发〔{year}〕{n}号", 22, "云科发〔2026〕22号", "2026")]
    [InlineData("CQ{yy}{MM}-{n:3}", 31, "CQ2601-031", "2026-01")]
    [InlineData("{n}", 7, "7", "all")]
    [InlineData("YKJ{year}-{n:4}", 12345, "YKJ2026-12345", "2026")]
    public void A_number_is_written_as_its_pattern_says_and_counts_in_what_the_pattern_shows(string pattern, long number, string written, string scope)
    {
        var parsed = NumberPattern.Parse(pattern);
        Assert.Equal(written, parsed.Write(Day, number));
        Assert.Equal(scope, parsed.ScopeOf(Day));
    }

    [Theory]
    [InlineData("YKJ{year}", "exactly once")]
    [InlineData("{n}{n}", "exactly once")]
    [InlineData("{jahr}{n}", "{jahr} is not known")]
    [InlineData("{n:0}", "{n:0} is not known")]
    [InlineData("{n", "not closed")]
    [InlineData("{MM}{n}", "a month its year")]
    [InlineData("{year}{dd}{n}", "a day needs its month")]
    public void A_wrong_pattern_says_what_is_wrong(string pattern, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => NumberPattern.Parse(pattern)).Message);

    [Theory]
    [InlineData("云科发〔2026〕22号")]
    [InlineData("云科发[2026]22号")]
    [InlineData("云科发（2026） 22 号")]
    [InlineData("云科发【２０２６】第022号")]
    [InlineData("云科发〔2026〕22")]
    public void A_document_number_is_written_in_the_official_way_however_it_is_typed(string typed)
    {
        Assert.True(DocumentNumber.TryParse(typed, out var number, out _));
        Assert.Equal("云科发〔2026〕22号", number);
        Assert.Equal(2026, DocumentNumber.Year(number));
    }

    [Theory]
    [InlineData("", "请填写文号")]
    [InlineData("22号", "文号应写作")]
    [InlineData("云科发26年22号", "文号应写作")]
    [InlineData("云科发〔1026〕22号", "文号应写作")]
    [InlineData("云科发〔2026〕0号", "不能为 0")]
    public void What_is_no_document_number_is_refused_with_the_reason(string typed, string reason)
    {
        Assert.False(DocumentNumber.TryParse(typed, out _, out var error));
        Assert.Contains(reason, error.Zh);
    }
}
