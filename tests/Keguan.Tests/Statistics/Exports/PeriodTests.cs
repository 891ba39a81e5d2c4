using Keguan.Statistics.Exports;

namespace Keguan.Tests.Statistics.Exports;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2017", "2017-01-01", "2017-12-31", "2017年")]
    [InlineData("2019H1", "2019-01-01", "2019-06-30", "2019年上半年")]
    [InlineData("2019Q3", "2019-07-01", "2019-09-30", "2019年第三季度")]
    [InlineData("2019-05", "2019-05-01", "2019-05-31", "2019年5月")]
    [InlineData("2019-05-12", "2019-05-12", "2019-05-12", "2019年5月12日")]
    [InlineData("2013..2017", "2013-01-01", "2017-12-31", "2013—2017年")]
    [InlineData("2019-01..2019-11", "2019-01-01", "2019-11-30", "2019年1—11月")]
    [InlineData("2019-04-20..2019-04-26", "2019-04-20", "2019-04-26", "2019-04-20 至 2019-04-26")]
    public void A_period_is_read_and_written_one_way(string text, string from, string until, string words)
    {
        var period = Period.Parse(text);
        Assert.Equal((DateOnly.Parse(from), DateOnly.Parse(until)), (period.From, period.Until));
        Assert.Equal(text, period.Code);
        Assert.Equal(words, period.Words.Zh);
    }

    [Theory]
    [InlineData("2019-01..2019-06", "2019H1")]
    [InlineData("2019-01-01..2019-12-31", "2019")]
    [InlineData("2019H1..2019H2", "2019")]
    [InlineData("2019-04..2019Q2", "2019Q2")]
    public void The_same_days_are_the_same_period(string text, string code) => Assert.Equal(code, Period.Parse(text).Code);

    [Theory]
    [InlineData("")]
    [InlineData("2019H3")]
    [InlineData("2019-13")]
    [InlineData("2019-02-30")]
    [InlineData("2019..2017")]
    [InlineData("1..2..3")]
    [InlineData("1066")]
    public void Nonsense_is_no_period(string text) => Assert.False(Period.TryParse(text, out _));

    [Theory]
    [InlineData("2020-02", "2019-02", "2019-02-28")]
    [InlineData("2021-02", "2020-02", "2020-02-29")]
    [InlineData("2020-02-29", "2019-02-28", "2019-02-28")]
    [InlineData("2020H1", "2019H1", "2019-06-30")]
    public void A_year_before_the_end_of_a_month_is_the_end_of_a_month(string text, string before, string until)
    {
        var earlier = Period.Parse(text).Before();
        Assert.Equal(before, earlier.Code);
        Assert.Equal(DateOnly.Parse(until), earlier.Until);
    }
}
