using System.Globalization;
using System.Text.Json;
using Keguan.Recognition.RuleSets;

namespace Keguan.Tests.Recognition.RuleSets;

/// <summary>研发费用加计扣除: rates by year and kind, the pooled limit of other costs, commissioned R&amp;D.</summary>
public sealed class SuperDeductionTests
{
    static readonly RuleSet Set = Rules.SuperDeduction;

    static string Shown(RuleResult result, string figure) => (result.Figure(figure).AsExactFen / 100).ToString("0.00", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("90,0,0,0,0,12,0,0,1.00", "90.00 10.00 10.00 0.00 100.00 66.67 0.00 100.00 100.00")]
    [InlineData("200,150,50,20,30,40,0,0,1.00", "450.00 50.00 40.00 0.00 490.00 326.67 0.00 490.00 490.00")]
    [InlineData("200,150,50,20,30,60,100,0,1.00", "450.00 50.00 50.00 80.00 580.00 386.67 0.00 580.00 580.00")]
    [InlineData("200,150,50,20,30,60,100,600,1.00", "450.00 50.00 50.00 80.00 580.00 386.67 386.67 966.67 966.67")]
    [InlineData("100000,0,0,0,0,0,0,100000,1.00", "100000.00 11111.11 0.00 0.00 100000.00 66666.67 66666.67 166666.67 166666.67")]
    [InlineData("200,150,50,20,30,60,100,600,1.20", "450.00 50.00 50.00 80.00 580.00 386.67 386.67 966.67 1160.00")]
    public void The_amounts(string amounts, string expected)
    {
        var keys = new[] { "people", "direct", "depreciation", "amortisation", "design_test", "other", "entrust_domestic", "entrust_overseas_org", "rate" };
        var result = Set.Judge("{" + string.Join(',', amounts.Split(',').Select((amount, i) => $"\"{keys[i]}\": {amount}")) + "}");
        Assert.Equal(expected.Split(' '), Results.Select(key => Shown(result, key)));
        Assert.Equal(Verdict.Computed, result.Verdict);
    }

    static readonly string[] Results = ["five_sum", "other_limit", "other_allowed", "entrust_domestic_allowed", "domestic_base", "overseas_cap_two_thirds", "overseas_allowed", "base", "extra_deduction"];

    [Theory]
    [InlineData(2016, "general", 50)]
    [InlineData(2016, "tech-sme", 50)]
    [InlineData(2017, "manufacturing", 50)]
    [InlineData(2017, "tech-sme", 75)]
    [InlineData(2018, "general", 75)]
    [InlineData(2020, "manufacturing", 75)]
    [InlineData(2021, "general", 75)]
    [InlineData(2021, "manufacturing", 100)]
    [InlineData(2021, "tech-sme", 75)]
    [InlineData(2022, "general", 75)]
    [InlineData(2022, "tech-sme", 100)]
    [InlineData(2022, "listed", 100)]
    [InlineData(2023, "general", 100)]
    [InlineData(2023, "listed", 120)]
    [InlineData(2027, "listed", 120)]
    [InlineData(2028, "listed", 100)]
    public void The_rate_by_year_and_kind(int year, string kind, int percent)
    {
        var result = Set.Judge($$"""{"year": {{year}}, "kind": "{{kind}}", "industry": "none"}""");
        Assert.Equal(percent / 100m, result.Figure("rate_applied").AsNumber);
        // Whether intangible assets are amortised at 150, 175, 200 or 220 % follows from it.
        Assert.Equal(1 + percent / 100m, result.Figure("capitalised_rate").AsNumber);
    }

    [Fact]
    public void The_fourth_quarter_of_2022_is_a_marked_setting_and_applies_only_where_its_share_is_given()
    {
        var result = Set.Judge("""{"year": 2022, "kind": "general", "fourth_quarter_share": 0.25}""");
        Assert.Equal(0.8125m, result.Figure("rate_applied").AsNumber);
        Assert.Equal(Keguan.Foundation.Definitions.RuleStatus.Unverified, result.Settings.Single(setting => setting.Rule.Key == "rate_fourth_quarter").Rule.Status);
        Assert.Equal(1m, Set.Judge("""{"year": 2023, "kind": "general", "fourth_quarter_share": 0.25}""").Figure("rate_applied").AsNumber);
    }

    [Fact]
    public void Until_2020_the_limit_of_other_costs_is_by_project_and_from_2021_over_all()
    {
        const string projects = """{"A": {"five": 900, "other": 120}, "B": {"five": 1000, "other": 90}}""";
        var before = Set.Judge(projects, new DateOnly(2020, 12, 31));
        Assert.Equal("190.00", Shown(before, "other_allowed"));
        Assert.Equal(["100.00 100.00", "111.11 90.00"], before.Rows.Single().Rows.Select(row => $"{row["limit"].AsExactFen / 100:0.00} {row["allowed"].AsExactFen / 100:0.00}"));
        var after = Set.Judge(projects, new DateOnly(2021, 12, 31));
        Assert.Equal(("211.11", "210.00", "210.00"), (Shown(after, "other_limit"), Shown(after, "other_actual"), Shown(after, "other_allowed")));
    }

    [Fact]
    public void R_and_D_abroad_counts_only_since_2018()
    {
        const string json = """{"people": 100, "direct": 0, "depreciation": 0, "amortisation": 0, "design_test": 0, "other": 0, "entrust_overseas_org": 50, "year": YEAR}""";
        Assert.Equal("0.00", Shown(Set.Judge(json.Replace("YEAR", "2017")), "overseas_allowed"));
        Assert.Equal("40.00", Shown(Set.Judge(json.Replace("YEAR", "2018")), "overseas_allowed"));
    }

    [Fact]
    public void An_excluded_trade_gets_nothing()
    {
        var result = Set.Judge("""{"people": 100, "direct": 0, "depreciation": 0, "amortisation": 0, "design_test": 0, "other": 0, "industry": "住宿和餐饮业", "kind": "general"}""");
        Assert.Equal((Verdict.Fail, "0.00"), (result.Verdict, Shown(result, "extra_deduction")));
    }

    [Fact]
    public void Every_example_of_the_vectors_comes_out_exactly()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Rules.Vectors("rd_super_deduction.json")));
        foreach (var example in vectors.RootElement.GetProperty("examples").EnumerateArray())
        {
            var result = Set.Judge(example);
            foreach (var key in Results) Assert.Equal(example.GetProperty(key).GetString(), Shown(result, key));
        }
        var two = vectors.RootElement.GetProperty("two_projects");
        Assert.Equal(two.GetProperty("before_2021_per_project").GetProperty("sum_allowed").GetString(), Shown(Set.Judge(two, new DateOnly(2020, 6, 1)), "other_allowed"));
        Assert.Equal(two.GetProperty("from_2021_pooled").GetProperty("allowed").GetString(), Shown(Set.Judge(two), "other_allowed"));
        Assert.Equal(two.GetProperty("from_2021_pooled").GetProperty("limit").GetString(), Shown(Set.Judge(two), "other_limit"));
    }
}
