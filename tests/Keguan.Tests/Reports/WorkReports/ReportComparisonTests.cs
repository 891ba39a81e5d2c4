using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;

namespace Keguan.Tests.Reports.WorkReports;

public sealed class ReportComparisonTests
{
    static BuiltFigure Figure(string id, decimal? value, string unit = "项", string period = "2019H1", Hedge hedge = Hedge.None, string scope = "瑞安市") => new()
    {
        Number = 1, Ids = [id], Indicator = "x", Label = "甲", Value = value, Printed = "", Unit = unit, Period = period, Scope = scope, Qualifier = hedge, Origin = Origin.Counted, Formula = "", Definition = "x@1", Why = value is null ? "没有记录" : "",
    };

    static BuiltReport Report(params BuiltFigure[] figures) => new() { Template = "t", Version = "1", Title = "题", Period = "2019H1", BuiltAt = DateTime.UnixEpoch, Blocks = [], Figures = figures };

    static ComparedFigure Compare(BuiltFigure built, ExpectedFigure expected) => Assert.Single(ReportComparison.Of(Report(built), [expected]).Lines);

    [Theory]
    [InlineData(213, "项", "5月", "2019-05", "", Hedge.None, Agreement.Matched)]
    [InlineData(22.14, "%", "1-6月", "2019H1", "", Hedge.None, Agreement.Different)]
    [InlineData(213, "个", "5月", "2019-05", "", Hedge.None, Agreement.Different)]
    [InlineData(213, "项", "5月", "2019-06", "", Hedge.None, Agreement.Different)]
    [InlineData(213, "项", "5月", "2019-05", "200余", Hedge.None, Agreement.Different)]
    [InlineData(213, "项", "4月26日", "2019-04-26", "200余", Hedge.Over, Agreement.Matched)]
    [InlineData(213, "项", "至2021", "2021", "", Hedge.None, Agreement.Matched)]
    public void Value_unit_period_and_hedge_must_agree(double value, string unit, string said, string period, string qualifier, Hedge hedge, Agreement agreement) =>
        Assert.Equal(agreement, Compare(Figure("1", (decimal)value, unit, period, hedge), new ExpectedFigure("1", 213, unit == "个" ? "项" : unit, said, "瑞安市", qualifier, "")).Agreement);

    [Fact]
    public void A_value_is_held_to_the_decimals_that_are_expected() => Assert.Equal(Agreement.Matched, Compare(Figure("1", 48.0176m, "%"), new ExpectedFigure("1", 48, "%", "2019H1", "", "", "")).Agreement);

    [Fact]
    public void What_is_missing_says_why()
    {
        Assert.Equal(("没有记录", Agreement.Missing), (Compare(Figure("1", null), new ExpectedFigure("1", 1, "项", "", "", "", "")).Why.Zh, Compare(Figure("1", null), new ExpectedFigure("1", 1, "项", "", "", "", "")).Agreement));
        Assert.Equal(Agreement.Missing, Compare(Figure("1", 1), new ExpectedFigure("2", 1, "项", "", "", "", "")).Agreement);
    }

    [Theory]
    [InlineData("近 400", Hedge.Nearly)]
    [InlineData("1000余", Hedge.Over)]
    [InlineData("6000多", Hedge.Over)]
    [InlineData("40家以上", Hedge.OrMore)]
    [InlineData("过亿", Hedge.OrMore)]
    [InlineData("200家左右", Hedge.About)]
    [InlineData("", Hedge.None)]
    public void Qualifiers_are_hedges(string text, Hedge hedge) => Assert.Equal(hedge, ReportComparison.HedgeOf(text));
}
