using System.Text.Json;
using Keguan.Recognition.RuleSets;

namespace Keguan.Tests.Recognition.RuleSets;

/// <summary>科技型中小企业: 国科发政〔2017〕115号 第六至第八条.</summary>
public sealed class TechSmeTests
{
    static readonly RuleSet Set = Rules.TechSme;
    static readonly string[] Columns = ["tech", "staff", "rd", "sales", "cost", "class1", "class2", "employees", "annual_sales", "assets", "direct_case"];

    [Theory]
    [InlineData("30,100,60,1000,900,1,0,100,1000,2000,", 20, 50, 0, 30, 100, true)]
    [InlineData("10,100,40,1000,900,0,4,100,1000,2000,", 4, 30, 0, 24, 58, false)]
    [InlineData("10,100,50,1000,900,0,3,100,1000,2000,", 4, 40, 0, 18, 62, true)]
    [InlineData("9,100,60,1000,900,1,0,100,1000,2000,", 0, 50, 0, 30, 80, false)] // enough points, but none for staff
    [InlineData("25,100,40,1000,130,0,3,100,1000,2000,", 16, 30, 50, 18, 84, true)] // the better of the two
    [InlineData("150,501,60,1000,900,1,0,501,1000,2000,", 16, 50, 0, 30, 96, false)]
    [InlineData("100,500,1200,20000,19000,1,0,500,20000,20000,", 12, 50, 0, 30, 92, true)] // limits are inclusive
    [InlineData("100,500,1201,20000.01,19000,1,0,500,20000.01,20000,", 12, 50, 0, 30, 92, false)]
    [InlineData("5,100,10,1000,900,0,0,100,1000,2000,有效期内高新技术企业证书", 0, 0, 0, 0, 0, true)]
    [InlineData("5,100,10,1000,900,0,0,501,1000,2000,certificate", 0, 0, 0, 0, 0, false)] // direct qualification still needs the basic conditions
    [InlineData("5,100,10,1000,900,0,0,100,1000,2000,none", 0, 0, 0, 0, 0, false)]
    [InlineData("20,100,40,1000,900,0,4,100,1000,2000,", 12, 30, 0, 24, 66, true)]
    public void Points_and_result(string row, int staff, int bySales, int byCost, int property, int total, bool passes)
    {
        var result = Set.Judge(Case(row.Split(',')));
        Assert.Equal([staff, bySales, byCost, property], new[] { "score_staff", "score_rd_sales", "score_rd_cost", "score_ip" }.Select(key => (int)result.Figure(key).AsNumber));
        Assert.Equal((total, passes ? Verdict.Pass : Verdict.Fail), ((int)result.ExactPoints!.Value, result.Verdict));
    }

    [Fact]
    public void Every_row_of_the_vectors_comes_out_exactly()
    {
        var rows = File.ReadLines(Rules.Vectors("tech_sme.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var result = Set.Judge(Case(row));
            Assert.Equal(row[11..15], new[] { "score_staff", "score_rd_sales", "score_rd_cost", "score_ip" }.Select(key => RuleWords.Plain(result.Figure(key).AsNumber)));
            Assert.Equal((row[15], row[16]), (RuleWords.Plain(result.ExactPoints!.Value), result.Verdict == Verdict.Pass ? "pass" : "fail"));
        }
    }

    [Fact]
    public void Without_costs_the_share_in_sales_decides_alone() =>
        Assert.Equal(30m, Set.Judge("""{"rd": 40, "sales": 1000}""").Points[1].Low);

    [Fact]
    public void What_is_lacking_is_said_in_points()
    {
        var result = Set.Judge(Case("20,100,20,1000,900,0,4,100,1000,2000,".Split(',')));
        Assert.Equal("综合评价得分还差 14 分", result.Condition("points").Advice.Zh);
        Assert.Equal("超过 1 人", Set.Judge("""{"employees": 501}""").Condition("employees").Advice.Zh);
    }

    static JsonElement Case(string[] row) =>
        JsonSerializer.SerializeToElement(Columns.Select((column, i) => (column, row[i])).ToDictionary(cell => cell.column, cell => cell.Item2));
}
