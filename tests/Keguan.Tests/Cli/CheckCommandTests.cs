using System.Text.Json;
using Keguan.Tests.Recognition.RuleSets;
using Keguan.Tests.Support;

namespace Keguan.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    readonly string _folder = Database.NewFolder();

    Task<Terminal> Check(string kind, string json, params string[] options)
    {
        var file = Path.Combine(_folder, "case.json");
        File.WriteAllText(file, json);
        return Terminal.RunAsync(["check", kind, file, "--KEGUAN_DATA=" + _folder, .. options]);
    }

    [Fact]
    public async Task One_object_gives_one_document_with_result_points_and_clauses()
    {
        var answer = (await Check("hnte", HnteTests.Whole, "--format", "json", "--as-of", "2026-11-20")).Ended(0);
        Assert.Empty(answer.Error);
        using var json = JsonDocument.Parse(answer.Output);
        var root = json.RootElement;
        Assert.Equal(("hnte", "2016", "2026-11-20", "pass"), (root.GetProperty("rule_set").GetString(), root.GetProperty("edition").GetString(), root.GetProperty("as_of").GetString(), root.GetProperty("result").GetString()));
        Assert.Equal(64, root.GetProperty("version").GetString()!.Length);
        Assert.Equal([76, 90], root.GetProperty("points_range").EnumerateArray().Select(point => point.GetInt32()));
        Assert.All(root.GetProperty("lines").EnumerateArray(), line => Assert.NotEmpty(line.GetProperty("clause").GetString()!));
        Assert.Contains("国科发火〔2016〕32号", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "keguan.db")), "checking needs no database");
    }

    [Fact]
    public async Task A_list_gives_a_list_and_one_failure_is_the_exit_code()
    {
        var answer = (await Check("tech-sme", """[{"employees": 500}, {"employees": "501"}]""", "--format", "json")).Ended(1);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(["pass", "fail"], json.RootElement.EnumerateArray().Select(item => item.GetProperty("result").GetString()));
    }

    [Theory]
    [InlineData("2020", 190)]
    [InlineData("2021-01-01", 210)]
    public async Task The_day_picks_the_version_of_the_rule(string day, int allowed)
    {
        var answer = (await Check("super-deduction", """{"A": {"five": 900, "other": 120}, "B": {"five": 1000, "other": 90}}""", "--format", "json", "--as-of", day)).Ended(0);
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(allowed, json.RootElement.GetProperty("figures").GetProperty("other_allowed").GetDecimal());
    }

    [Theory]
    [InlineData("hnte", """{"stafff": 1}""", "stafff")]
    [InlineData("hnte", """[{"staff": 1}, {"staff": "x"}]""", "[1].staff")]
    [InlineData("hnte", "{", "JSON")]
    [InlineData("nothing", "{}", "tech-sme")]
    [InlineData("hnte", """{"as_of": "2010-01-01"}""", "2010-01-01")]
    [InlineData("uscc", """{"id": 5}""", "code")]
    public async Task What_is_wrong_is_named_on_standard_error(string kind, string json, string named)
    {
        var answer = (await Check(kind, json, "--format", "json")).Ended(2);
        Assert.Contains(named, answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_day_that_is_none_are_wrong_usage()
    {
        (await Terminal.RunAsync("check", "hnte", Path.Combine(_folder, "no.json"))).Ended(2);
        (await Check("hnte", "{}", "--as-of", "gestern")).Ended(2);
    }

    [Fact]
    public async Task Codes_are_judged_as_they_stand_with_the_reason()
    {
        var answer = (await Check("uscc", """["91350100M000100Y43", {"code": "91350100m000100y43"}, {"code": "91350100M000100Y44"}]""", "--format", "json")).Ended(1);
        using var json = JsonDocument.Parse(answer.Output);
        var codes = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(["valid", "invalid", "invalid"], codes.Select(code => code.GetProperty("result").GetString()));
        Assert.Equal("91350100M000100Y43", codes[1].GetProperty("normalised").GetString());
        Assert.Contains("校验位应为 3", codes[2].GetProperty("reason").GetString(), StringComparison.Ordinal);
        (await Check("resident-id", """{"id": "11010519491231002X"}""")).Ended(0);
    }

    [Theory]
    [InlineData("uscc", "uscc.csv", "code")]
    [InlineData("resident-id", "resident_id.csv", "id")]
    public async Task Every_row_of_the_vectors_of_codes_comes_out_exactly(string kind, string file, string key)
    {
        var rows = File.ReadLines(Rules.Vectors(file)).Skip(1).Select(line => line.Split(',', 3)).ToList();
        var answer = await Check(kind, JsonSerializer.Serialize(rows.Select(row => new Dictionary<string, string> { [key] = row[0], ["note"] = row[2] })), "--format", "json", "--as-of", "2026-11-20");
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(rows.Select(row => $"{row[0]} {row[1]}"), json.RootElement.EnumerateArray().Select(code => $"{code.GetProperty("code").GetString()} {code.GetProperty("result").GetString()}"));
    }

    [Fact]
    public async Task For_people_it_is_written_in_words_of_either_language()
    {
        Assert.Contains("结论：符合", (await Check("hnte", HnteTests.Whole)).Output, StringComparison.Ordinal);
        Assert.Contains("Result: Met", (await Check("hnte", HnteTests.Whole, "--lang", "en")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
