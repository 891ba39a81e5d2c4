using Keguan.Recognition.RuleSets;

namespace Keguan.Tests.Recognition.RuleSets;

public sealed class RuleCaseReaderTests
{
    [Theory]
    [InlineData("""{"stafff": 1}""", "stafff", "是否想写 staff")]
    [InlineData("""{"staff": "many"}""", "staff", "不是数")]
    [InlineData("""{"staff": -1}""", "staff", "不能小于 0")]
    [InlineData("""{"accident": "perhaps"}""", "accident", "不是 true 或 false")]
    [InlineData("""{"field": "soup"}""", "field", "不在可选范围内")]
    [InlineData("""{"registered_on": "2019-02-30"}""", "registered_on", "不是日期")]
    [InlineData("""{"sales_3y": "1 担"}""", "sales_3y", "不是金额")]
    [InlineData("""{"sales_3y": 1e25}""", "sales_3y", "过大")]
    [InlineData("""{"annual": [{"year": 2024, "sale": 1}]}""", "annual[0].sale", "没有这一列")]
    [InlineData("""{"annual": 5}""", "annual", "应是多行")]
    [InlineData("""{"values": 5}""", "values", "应是列表")]
    [InlineData("""{"values": [1, "x"]}""", "values[1]", "不是金额")]
    [InlineData("""{"unit": "美元"}""", "unit", "没有金额单位")]
    [InlineData("""{"staff": 1, "staff": 2}""", "staff", "重复")]
    [InlineData("""{"as_of": "soon"}""", "as_of", "不是日期或年份")]
    [InlineData("""5""", "", "应是一个对象")]
    public void A_fault_names_its_item(string json, string at, string words)
    {
        var fault = Assert.Single(Rules.Hnte.Faults(json));
        Assert.Equal(at, fault.At);
        Assert.Contains(words, fault.Message.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sales_last_year": 5000}""")]
    [InlineData("""{"sales_last_year": "5,000"}""")]
    [InlineData("""{"sales_last_year": 50000000, "unit": "元"}""")]
    [InlineData("""{"sales_last_year": "0.5 亿元", "unit": "元"}""")]
    [InlineData("""{"sales-last-year": "５０００ 万元"}""")]
    [InlineData("""{"inputs": {"sales_last_year": 5000}, "base": "ignored"}""")]
    public void An_amount_may_be_written_in_many_ways(string json) =>
        Assert.Equal(5_000_000_000, Rules.Hnte.Judge(json).Figure("sales_last").AsFen);

    [Fact]
    public void Blank_is_missing_not_nothing() =>
        Assert.Equal(LineOutcome.NotAsked, Rules.Hnte.Judge("""{"staff": "", "tech_staff": null}""").Condition("tech-staff").Outcome);

    [Fact]
    public void A_share_of_nobody_is_open_and_does_not_fail() =>
        Assert.Equal(LineOutcome.Open, Rules.Hnte.Judge("""{"staff": 0, "tech_staff": 0}""").Condition("tech-staff").Outcome);

    [Fact]
    public void Part_of_what_is_needed_names_the_rest() =>
        Assert.Equal(["staff"], Rules.Hnte.Judge("""{"tech_staff": 5}""").Condition("tech-staff").Missing);
}
