using System.Text.Json;
using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Reports.WorkReports;

/// <summary>工作报告 from sample data: built, checked and held against the list of figures.</summary>
public abstract class WorkReportTests(City city) : CityTests(city)
{
    async Task<City> WithSample()
    {
        var city = await AnotherCity();
        foreach (var (import, file) in new[] { ("programmes/science-plan", "projects.csv"), ("statistics/observations", "observations.csv") })
            (await Terminal.RunAsync(city, "import", import, Repository.At("samples", "reports", "half-year", file))).Ended(0);
        return city;
    }

    [Fact]
    public async Task The_half_year_report_gives_its_figures_back()
    {
        var city = await WithSample();
        (await Terminal.RunAsync(city, "report", "build", "half-year-county", "--period", "2019H1", "--format", "json,html,docx", "-o", city.Folder)).Ended(0);
        var file = Path.Combine(city.Folder, "half-year-county-2019H1.json");
        var built = JsonSerializer.Deserialize<BuiltReport>(await File.ReadAllTextAsync(file, Cancel), ReportPrinter.Json)!;
        BuiltFigure Of(string id) => built.Figures.Single(figure => figure.Ids.Contains(id));
        Assert.Equal([213m, 39m, 4528m, 3634.1m], new[] { "000-018", "000-019", "000-020", "000-021" }.Select(id => Of(id).Value!.Value));
        Assert.Equal(("同比增长48%", "1000余份", "62家", "第五批"), (Of("000-036").Printed, Of("000-039").Printed, Of("000-047").Printed, Of("000-063").Printed));
        Assert.Equal([Origin.Counted, Origin.Summed, Origin.Formula, Origin.Observed], new[] { "000-018", "000-021", "000-007", "000-006" }.Select(id => Of(id).Origin));
        Assert.Equal((213L, 50), (Of("000-018").Postings, Of("000-018").Entries.Count));
        Assert.All(built.Figures, figure => Assert.True(figure.Value is not null, figure.Label + figure.Why));
        var html = await File.ReadAllTextAsync(Path.ChangeExtension(file, "html"), Cancel);
        foreach (var figure in built.Figures) Assert.Contains($"id=\"f{figure.Number}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.ChangeExtension(file, "docx")).Length > 5_000);

        var expected = Path.Combine(Path.GetDirectoryName(Repository.At("Keguan.slnx"))!, "..", "shared", "mission", "figures.json");
        if (!File.Exists(expected)) return;
        var compared = ReportComparison.Of(built with { Figures = [.. built.Figures.Select(figure => figure with { Scope = "瑞安市" })] }, ReportComparison.ReadExpected(await File.ReadAllTextAsync(expected, Cancel), "000-"));
        Assert.True(compared.Share >= 97, string.Join("\n", compared.Lines.Where(line => line.Agreement != Agreement.Matched).Select(line => $"{line.Expected.Id} {line.Why.Zh}")));
    }

    [Fact]
    public async Task As_of_a_position_the_report_stays_and_a_correction_shows_in_the_next()
    {
        var city = await WithSample();
        var frozen = await city.Ask((Keguan.Foundation.Journal.Sealing.Sealer sealer) => sealer.SealAllAsync()) - 1;
        var template = city.Services.GetRequiredService<ReportTemplates>().Get("half-year-county");
        Task<BuiltReport> Build(long? asOf) => city.Ask((ReportBuilder builder) => builder.BuildAsync(template, Period.Parse("2019H1"), asOf));
        var before = await Build(frozen);
        await Statistics.Ledger.Post(city, "2019-05-30", Keguan.Foundation.Journal.Post.Count("programme.approved", -1) with { Facts = Statistics.Ledger.At() });
        static decimal? First(BuiltReport report) => report.Figures.Single(figure => figure.Ids.Contains("000-018")).Value;
        Assert.Equal((213m, 213m, 212m), (First(before), First(await Build(frozen)), First(await Build(null))));
    }

    [Fact]
    public async Task Missing_figures_are_told_and_the_page_opens_sources()
    {
        var city = await AnotherCity();
        var answer = (await Terminal.RunAsync(city, "report", "build", "half-year-county", "--period", "2019H1", "--format", "json", "-o", city.Folder)).Ended(1);
        Assert.Contains("没有“规上工业新产品产值”2019年上半年的观测值", answer.Error, StringComparison.Ordinal);
        (await Terminal.RunAsync(city, "report", "build", "half-year-conty", "--period", "2019H1")).Ended(1);
        (await Terminal.RunAsync(city, "report", "templates")).Ended(0);

        city = await WithSample();
        using var officer = await city.As(Keguan.Foundation.Access.Roles.Officer);
        (await officer.Open("/reports/templates")).Says("上半年工作总结");
        var page = await officer.Open("/reports/templates/half-year-county?period=2019H1");
        page.Says("213项").Says("一、上半年主要工作").Says("核对");
        var number = page.Document.QuerySelectorAll("a.kg-figure").First(link => link.TextContent == "213项").GetAttribute("href")!;
        (await officer.Open(number.Split('#')[0])).Says("记录计数").Says("云科发〔2019〕22号");
        Assert.Equal("PK"u8.ToArray(), (await officer.Open("/reports/templates/half-year-county?period=2019H1&handler=Word")).Bytes[..2]);
        (await officer.Get("/reports/templates/none")).Missing();
    }

    [Fact]
    public async Task A_report_is_drafted_approved_frozen_and_published_and_a_later_correction_shows()
    {
        var city = await WithSample();
        await city.Ask((Keguan.Foundation.Journal.Sealing.Sealer sealer) => sealer.SealAllAsync());
        using var officer = await city.As(Keguan.Foundation.Access.Roles.Officer);
        using var leader = await city.As(Keguan.Foundation.Access.Roles.Leader);
        var page = await (await officer.Open("/reports/templates/half-year-county?period=2019H1")).Press("据此起草");
        page.Says("草稿").Says("213项");
        var url = page.Path;
        (await page.Form("确定送审").Submit()).Ok().Says("审签中");
        Assert.False((await officer.Open(url)).Offers("确定审定"));
        (await (await leader.Open(url)).Form("确定退回").Submit()).Refused().Says("须写明理由");
        (await (await leader.Open(url)).Form("确定审定").Submit()).Ok().Says("已定稿").Says("数据截至记录");
        await Statistics.Ledger.Post(city, "2019-05-30", Keguan.Foundation.Journal.Post.Count("programme.approved", -1) with { Facts = Statistics.Ledger.At() });
        (await officer.Open(url)).Says("213项").Says("定稿后有").Says("按现在的记录 212项");
        using var other = await city.As(Keguan.Foundation.Access.Roles.Officer);
        var (one, two) = ((await officer.Open(url)).Form("确定发布"), (await other.Open(url)).Form("确定发布"));
        (await one.Submit()).Ok().Says("已发布");
        (await two.Submit()).Refused().Says("不能“发布”");
        (await officer.Open("/reports")).Says("已发布");
    }
}

public sealed class WorkReportTestsOnSqlite(Sqlite city) : WorkReportTests(city), IClassFixture<Sqlite>;

public sealed class WorkReportTestsOnPostgres(Postgres city) : WorkReportTests(city), IClassFixture<Postgres>;
