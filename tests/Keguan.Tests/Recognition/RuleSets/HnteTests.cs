using System.Globalization;
using System.Text.Json;
using Keguan.Recognition.RuleSets;

namespace Keguan.Tests.Recognition.RuleSets;

/// <summary>高新技术企业: 国科发火〔2016〕32号 第十一条, 〔2016〕195号. Every band, every boundary.</summary>
public sealed class HnteTests
{
    static readonly RuleSet Set = Rules.Hnte;

    [Theory]
    [InlineData("[100, 140, 200]", 0.414286, "A", 9, 10)]
    [InlineData("[100, 135, 182.25]", 0.35, "A", 9, 10)]
    [InlineData("[100, 134.9, 182]", 0.349074, "B", 7, 8)]
    [InlineData("[100, 125, 156.25]", 0.25, "B", 7, 8)]
    [InlineData("[100, 115, 132.25]", 0.15, "C", 5, 6)]
    [InlineData("[100, 105, 110.25]", 0.05, "D", 3, 4)]
    [InlineData("[100, 101, 102]", 0.00995, "E", 1, 2)]
    [InlineData("[100, 100, 100]", 0.0, "F", 0, 0)]
    [InlineData("[100, 80, 70]", -0.1625, "F", 0, 0)]
    [InlineData("[0, 100, 150]", 0.5, "A", 9, 10)]
    [InlineData("[100, 0, 150]", null, "F", 0, 0)]
    [InlineData("[0, 0, 100]", null, "F", 0, 0)]
    [InlineData("[100, 130]", 0.3, "B", 7, 8)]
    [InlineData("[100]", null, "F", 0, 0)]
    [InlineData("[1000, 500, 2000]", 1.25, "A", 9, 10)]
    [InlineData("[36, 42, 64.4]", 0.35, "A", 9, 10)] // 42/36 and 64.4/42 are repeating decimals whose sum is 2.7
    [InlineData("[-100, -200, -400]", null, "F", 0, 0)] // growing debts are no growth
    public void The_growth_formula_and_its_bands(string values, double? growth, string band, int low, int high)
    {
        var result = Set.Judge($$"""{"values": {{values}}}""");
        var rate = result.Figure("growth_rate");
        if (growth is { } expected) Assert.Equal((decimal)expected, RuleWords.Round(rate.AsNumber, 6));
        else Assert.True(rate.IsMissing);
        var item = result.Trials.Single();
        Assert.Equal((band, (decimal?)low, (decimal?)high), (item.Band, item.Low, item.High));
        Assert.Equal(Verdict.Computed, result.Verdict);
    }

    [Theory]
    [InlineData(1, 0, "A", 7)]
    [InlineData(0, 5, "B", 5)]
    [InlineData(0, 12, "B", 5)]
    [InlineData(0, 4, "C", 3)]
    [InlineData(0, 3, "C", 3)]
    [InlineData(0, 2, "D", 1)]
    [InlineData(0, 1, "D", 1)]
    [InlineData(0, 0, "E", 0)]
    public void The_number_of_rights(int class1, int class2, string band, int low)
    {
        var result = Set.Judge($$"""{"class1": {{class1}}, "class2": {{class2}}}""");
        Assert.Equal((band, (decimal?)low), (result.Item("ip_count").Band, result.Item("ip_count").Low));
        // Without any right there is no recognition, whatever else is given; with one it still has to be the enterprise's own.
        Assert.Equal(class1 + class2 == 0 ? LineOutcome.Fails : LineOutcome.Missing, result.Condition("ip").Outcome);
    }

    [Theory]
    [InlineData(15, "5.00", "A", 25, 30)]
    [InlineData(14, "4.67", "B", 19, 24)]
    [InlineData(12, "4.00", "B", 19, 24)]
    [InlineData(9, "3.00", "C", 13, 18)]
    [InlineData(8, "2.67", "D", 7, 12)]
    [InlineData(6, "2.00", "D", 7, 12)]
    [InlineData(3, "1.00", "E", 1, 6)]
    [InlineData(2, "0.67", "F", 0, 0)]
    [InlineData(0, "0.00", "F", 0, 0)]
    public void Results_put_to_use_a_year(int items, string average, string band, int low, int high)
    {
        var result = Set.Judge($$"""{"items": {{items}}, "years": 3}""");
        Assert.Equal(average, RuleWords.Round(result.Figure("transform_avg").AsNumber, 2).ToString("0.00", CultureInfo.InvariantCulture));
        var item = result.Item("transform");
        Assert.Equal((band, (decimal?)low, (decimal?)high), (item.Band, item.Low, item.High));
        // Between nothing and one the table has no row: it is said, not glossed over.
        Assert.Equal(items == 2, item.Note.Zh?.Contains("专家判定", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("[24, 20, 15, 11]", 70, Verdict.Fail)]
    [InlineData("[24, 20, 15, 12]", 71, Verdict.Pass)]
    [InlineData("[32, 20, 15, 4]", 69, Verdict.Fail)]
    public void Seventy_points_are_not_enough_and_the_bonus_does_not_lift_the_cap(string parts, int total, Verdict verdict)
    {
        var result = Set.Judge($$"""{"parts": {{parts}}}""");
        Assert.Equal((total, verdict), ((int)result.ExactPoints!.Value, result.Verdict));
        if (verdict == Verdict.Fail) Assert.Equal(71 - total, result.Condition("points").ShortBy.AsNumber);
    }

    const string Sound = """{"age_days": 400, "tech_staff": 50, "staff": 500, "rd_3y": 1600, "sales_3y": 50000, "sales_last_year": 20001, "rd_domestic_3y": 1600, "ht_income": 9000, "total_income": 15000, "accident": false}""";

    [Theory]
    [InlineData("\"x\": 0", null)]
    [InlineData("\"age_days\": 365", null)]
    [InlineData("\"age_days\": 364", "age")]
    [InlineData("\"tech_staff\": 49, \"staff\": 491", "tech-staff")]
    [InlineData("\"rd_3y\": 1499.99", "rd-share")] // 2.99998 %, which is not 3 %
    [InlineData("\"rd_3y\": 1500, \"rd_domestic_3y\": 899.99", "rd-domestic")]
    [InlineData("\"ht_income\": 8999", "ht-income")]
    [InlineData("\"accident\": true", "record")]
    public void Each_condition_fails_by_itself(string change, string? fails)
    {
        var json = Merged(Sound, change);
        var result = Set.Judge(json);
        Assert.Equal(fails is null ? Verdict.Pass : Verdict.Fail, result.Verdict);
        Assert.Equal(fails is null ? [] : [fails], result.Conditions.Where(line => line.Outcome == LineOutcome.Fails).Select(line => line.Rule.Key));
        // Nothing was said about property, field and points: that is neither met nor broken.
        Assert.Equal(["ip", "field", "points"], result.Conditions.Where(line => line.Outcome == LineOutcome.NotAsked).Select(line => line.Rule.Key));
        Assert.False(result.IsComplete);
    }

    [Theory]
    [InlineData("5000", 0.05)]
    [InlineData("5000.01", 0.04)]
    [InlineData("20000", 0.04)]
    [InlineData("20000.01", 0.03)]
    [InlineData("\"2 亿元\"", 0.04)]
    public void The_required_share_of_research_goes_by_the_sales_of_the_last_year(string sales, double share) =>
        Assert.Equal((decimal)share, Set.Judge($$"""{"sales_last_year": {{sales}}}""").Figure("rd_required_share").AsNumber);

    [Fact]
    public void What_is_missing_is_said_in_people_and_money()
    {
        var result = Set.Judge(Merged(Sound, "\"tech_staff\": 40, \"rd_3y\": 1400, \"ht_income\": 8000"));
        Assert.Equal("职工总数不变时还差 10 人", result.Condition("tech-staff").Advice.Zh);
        Assert.Equal("销售收入不变时三年研发费用合计还差 100 万元", result.Condition("rd-share").Advice.Zh);
        Assert.Equal("总收入不变时还差 1,000 万元", result.Condition("ht-income").Advice.Zh);
        Assert.Equal(("2.99998%", "3%"), RuleWords.Shown(Set.Judge(Merged(Sound, "\"rd_3y\": 1499.99")).Condition("rd-share")));
    }

    public const string Whole = """
        {"registered_on": "2019-03-01", "field": "materials", "staff": 120, "tech_staff": 30, "accident": false,
         "annual": [{"year": 2023, "sales": 3000, "rd_hnte": 200, "rd_hnte_domestic": 200, "net_assets": 1000},
                    {"year": 2024, "sales": 3600, "rd_hnte": 230, "rd_hnte_domestic": 220, "net_assets": 1300},
                    {"year": 2025, "sales": 4500, "rd_hnte": 280, "rd_hnte_domestic": 260, "net_assets": 1700}],
         "ht_income": 3600, "total_income": 4550, "class1": 2, "class2": 6, "owns_core": true, "ip_advanced": "A", "ip_core": "强", "ip_by": "own", "standards": true,
         "items": 16, "years": 3, "org_system": 5, "org_place": 5, "org_reward": 3, "org_people": 3}
        """;

    [Fact]
    public void A_whole_enterprise_passes_with_a_range_of_points_and_its_years_side_by_side()
    {
        var result = Set.Judge(Whole);
        Assert.Equal((Verdict.Pass, true), (result.Verdict, result.IsComplete));
        Assert.Equal(8, result.Conditions.Select(line => line.Rule.No).Distinct().Count());
        // 7+7+7+1+1 … 8+8+8+6+2 capped at 30; 25…30; 16; growth of net assets 30.4 % 7…8, of sales 22.5 % 5…6.
        Assert.Equal((23m, 30m), (result.Points[0].Low, result.Points[0].High));
        Assert.Equal((76m, 90m), (result.PointsLow, result.PointsHigh));
        Assert.Equal(0.063889m, RuleWords.Round(result.Rows.Single().Rows[1]["rd_share"].AsNumber, 6));
    }

    [Fact]
    public void Where_the_range_lies_around_the_threshold_the_experts_decide()
    {
        var result = Set.Judge(Whole.Replace("\"items\": 16", "\"items\": 14", StringComparison.Ordinal));
        Assert.Equal((70m, 84m), (result.PointsLow, result.PointsHigh));
        Assert.Equal((LineOutcome.Open, Verdict.Incomplete), (result.Condition("points").Outcome, result.Verdict));
    }

    [Fact]
    public void Every_row_of_the_vectors_comes_out_exactly()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Rules.Vectors("hnte_highnew.json")));
        foreach (var row in vectors.RootElement.GetProperty("growth").EnumerateArray())
        {
            var result = Set.Judge(row);
            decimal? expected = row.GetProperty("growth").GetString() is { } growth ? decimal.Parse(growth, CultureInfo.InvariantCulture) : null;
            decimal? actual = result.Figure("growth_rate") is { IsMissing: false } rate ? RuleWords.Round(rate.AsNumber, 6) : null;
            Assert.Equal(expected, actual);
            Same(row, result.Trials.Single(), "score_range");
        }
        foreach (var row in vectors.RootElement.GetProperty("eligibility").EnumerateArray())
        {
            var result = Set.Judge(row);
            Assert.Equal(row.GetProperty("expected").GetString(), result.Verdict == Verdict.Pass ? "pass" : "fail");
            foreach (var ratio in new[] { "rd_ratio", "staff_ratio", "ht_ratio", "domestic_ratio" })
            {
                var expected = row.GetProperty(ratio).GetDecimal();
                Assert.Equal(expected, RuleWords.Round(result.Figure(ratio).AsNumber, expected.Scale));
            }
        }
        foreach (var row in vectors.RootElement.GetProperty("total_score").EnumerateArray())
        {
            var result = Set.Judge(row);
            Assert.Equal((row.GetProperty("total").GetDecimal(), row.GetProperty("expected").GetString()), (result.ExactPoints, result.Verdict == Verdict.Pass ? "pass" : "fail"));
        }
        foreach (var row in vectors.RootElement.GetProperty("ip_count").EnumerateArray())
            Assert.Equal(row.GetProperty("band").GetString(), Set.Judge(row).Item("ip_count").Band);
        foreach (var row in vectors.RootElement.GetProperty("transform").EnumerateArray())
        {
            var result = Set.Judge(row);
            Assert.Equal(row.GetProperty("avg").GetString(), result.Figure("transform_avg").AsNumber.ToString("0.00", CultureInfo.InvariantCulture));
            Same(row, result.Item("transform"), "score");
        }

        static void Same(JsonElement row, ItemResult item, string range)
        {
            Assert.Equal(row.GetProperty("band").GetString(), item.Band);
            Assert.Equal([item.Low!.Value, item.High!.Value], row.GetProperty(range).EnumerateArray().Select(point => point.GetDecimal()));
        }
    }

    static string Merged(string json, string change)
    {
        if (change.StartsWith("\"x\"", StringComparison.Ordinal)) return json;
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        foreach (var (key, value) in System.Text.Json.Nodes.JsonNode.Parse("{" + change + "}")!.AsObject()) node[key] = value?.DeepClone();
        return node.ToJsonString();
    }
}
