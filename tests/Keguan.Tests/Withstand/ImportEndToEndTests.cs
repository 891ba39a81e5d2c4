using System.Diagnostics;
using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>Last year's batch from its Excel file, by the command line in a process of its own and by the page with its preview: all or nothing, and every sum is the report's.</summary>
public abstract partial class ImportEndToEndTests(City city) : CityTests(city)
{
    static readonly string Good = Repository.At("samples", "science-plan-2025-1.xlsx");
    static readonly string Faulty = Repository.At("samples", "science-plan-2025-1-with-faults.xlsx");

    /// <summary>What is wrong in the faulty file, one of each kind, as the importer says it.</summary>
    static readonly string[] Kinds =
    [
        "必填，不能为空", "重复", "校验", "项目名称应为 5 至 50 字", "（计划类别）", "（所属县（市、区））", "不是有效的日期", "完成日期应晚于起始日期", "没有这个学科代码", "不是金额", "自筹项目的核定资助应为 0", "已下达超过核定资助",
    ];

    [GeneratedRegex(@"^[A-Z]{1,2}\d+（.+）")]
    private static partial Regex Address();

    /// <summary>`keguan import …` as somebody types it.</summary>
    static async Task<(int Code, string Output, string Error)> ImportAsync(City city, string file)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Keguan.dll"), "import", "programmes/science-plan", file, "--lang", "zh", "--KEGUAN_DATABASE=" + city.Connection, "--KEGUAN_DATA=" + city.Folder, "--environment=Development"])
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KEGUAN_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }

    [Fact]
    public async Task By_the_command_line_the_faulty_file_changes_nothing_and_the_good_one_gives_the_sums()
    {
        var city = await AnotherCity();
        city.Clock.China(2026, 11, 22);
        var before = await ContentAsync(city);
        var (code, output, error) = await ImportAsync(city, Faulty);
        Assert.True(code == 1, $"{code}\n{output}\n{error}");
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, lines.Count(line => Address().IsMatch(line)));
        Assert.All(Kinds, kind => Assert.Contains(lines, line => line.Contains(kind, StringComparison.Ordinal)));
        Assert.Contains("12 处问题，未作任何改动", lines[^1], StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Equal(before, await ContentAsync(city));

        (code, output, error) = await ImportAsync(city, Good);
        Assert.True(code == 0, $"{code}\n{output}\n{error}");
        Assert.Contains("213 行", output, StringComparison.Ordinal);
        await SumsAsync(city);

        // Once more: every number is there already.
        before = await ContentAsync(city);
        (code, _, error) = await ImportAsync(city, Good);
        Assert.Equal(1, code);
        Assert.Contains("系统中已有此编号", error, StringComparison.Ordinal);
        Assert.Equal(before, await ContentAsync(city));
        Assert.Equal(1, (await ImportAsync(city, "/nowhere.xlsx")).Code);
    }

    [Fact]
    public async Task By_the_page_the_preview_shows_each_wrong_cell_and_the_good_file_is_confirmed_once()
    {
        var city = await AnotherCity();
        city.Clock.China(2026, 11, 18);
        var officer = await city.As(Roles.Officer, name: "陈若谷");
        var before = await ContentAsync(city);
        var page = await (await officer.Open("/imports/new/programmes/science-plan")).Form("上传并预览").Attach("File", "第一批-有误.xlsx", await File.ReadAllBytesAsync(Faulty, Cancel)).Submit();
        page.Ok().Says("有 12 处问题").Says("现在没有写入任何内容");
        Assert.False(page.Offers("确认导入"));
        // Where, which column, what was found, what is expected: one line for each.
        var faults = page.Rows("table.kg-top");
        Assert.Equal(12, faults.Count);
        Assert.Equal(12, faults.Select(row => row[0]).Distinct().Count());
        Assert.All(faults, row => Assert.Matches(@"^[A-Z]{1,2}\d+$", row[0]));
        Assert.All(faults, row => Assert.NotEmpty(row[3]));
        (await officer.Post(page.Path + "?handler=Confirm")).Refused();
        Assert.Equal(before, await ContentAsync(city));

        page = await (await officer.Open("/imports/new/programmes/science-plan")).Form("上传并预览").Attach("File", "第一批.xlsx", await File.ReadAllBytesAsync(Good, Cancel)).Submit();
        page.Ok().Says("检查通过").Says("共 213 行").Says("预览");
        Assert.Equal(before, await ContentAsync(city));
        var twice = page.Form("确认导入 213 行");
        (await page.Press("确认导入 213 行")).Ok().Says("213 行全部写入");
        (await twice.Submit()).Refused();
        await SumsAsync(city);
    }

    /// <summary>213 projects, 39 of them self-funded, 4 528 万元 granted, 3 634.1 万元 released: in the list, in the fund's balance, and in the Journal.</summary>
    static async Task SumsAsync(City city)
    {
        var officer = await city.As(Roles.Officer);
        var list = await officer.Open("/programmes/projects?batch=2025-1");
        list.Says("213");
        var sums = list.TextOf("tfoot");
        Assert.Contains("4,528", sums, StringComparison.Ordinal);
        Assert.Contains("3,634.1", sums, StringComparison.Ordinal);
        var own = await officer.Open("/programmes/projects?batch=2025-1&mode=self-funded");
        own.Says("39");
        Assert.DoesNotContain("4,528", own.TextOf("tfoot"), StringComparison.Ordinal);
        Assert.Equal((213, 39), await city.Db(async db => (await db.Projects().CountAsync(), await db.Projects().CountAsync(project => project.FundingMode == "self-funded"))));

        foreach (var by in (string[])["fund", "batch"])
        {
            var balance = (await officer.Open($"/programmes/payments/balance?by={by}")).TextOf("tfoot");
            Assert.Contains("4,528", balance, StringComparison.Ordinal);
            Assert.Contains("3,634.1", balance, StringComparison.Ordinal);
            Assert.Contains("893.9", balance, StringComparison.Ordinal);
        }

        // Behind each figure its entries.
        Assert.Contains("4,528", (await officer.Open($"/programmes/payments/postings?measure={Balances.Granted}")).TextOf("tfoot"), StringComparison.Ordinal);
        Assert.Contains("3,634.1", (await officer.Open($"/programmes/payments/postings?measure={Balances.Released}")).TextOf("tfoot"), StringComparison.Ordinal);
        var posted = await city.Db(db => db.Set<Posting>().Where(posting => posting.Batch == "2025-1").GroupBy(posting => posting.Measure).Select(group => new { group.Key, Sum = group.Sum(posting => posting.Quantity) }).ToDictionaryAsync(row => row.Key, row => row.Sum));
        Assert.Equal((213, 4_528_000_000, 3_634_100_000), (posted["programme.approved"], posted["programme.grant"], posted["programme.released"]));
        Assert.Equal(39, await city.Db(db => db.Set<Posting>().CountAsync(posting => posting.Batch == "2025-1" && posting.Measure == "programme.grant" && posting.Quantity == 0)));
    }

    /// <summary>Rows of everything that an import could touch.</summary>
    static Task<string> ContentAsync(City city) => city.Db(async db =>
    {
        var rows = new List<string>();
        foreach (var table in Tables.Names(db).Where(table => table is not ("imports" or "entries" or "entry_texts" or "journal_queue" or "sign_in_sessions" or "files" or "stored_files" or "data_protection_keys" or "accounts" or "role_grants" or "security_events" or "definition_versions" or "job_schedules")))
            rows.Add($"{table} {await Tables.CountAsync(db, table)}");
        // That a file was uploaded is recorded, with the file.
        rows.Add($"entries {await db.Set<Entry>().CountAsync(entry => entry.SubjectType != Keguan.Foundation.Imports.Import.Subject)}");
        return string.Join('\n', rows);
    });
}

public sealed class ImportEndToEndTestsOnSqlite(Sqlite city) : ImportEndToEndTests(city), IClassFixture<Sqlite>;

public sealed class ImportEndToEndTestsOnPostgres(Postgres city) : ImportEndToEndTests(city), IClassFixture<Postgres>;
