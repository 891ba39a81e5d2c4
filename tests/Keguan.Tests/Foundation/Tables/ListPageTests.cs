using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Sheets;
using Keguan.Foundation.Tables;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Tables;

/// <summary>The list on a page, seen at the record of exports.</summary>
public abstract class ListPageTests(City city) : CityTests(city)
{
    City _city = null!;

    public override async ValueTask InitializeAsync()
    {
        _city = await AnotherCity();
        await _city.Save([.. Enumerable.Range(1, 45).Select(i => new ListExport
        {
            List = "sample", Title = i % 2 == 0 ? "项目" : "申报列表", Query = "", Filter = "无（全部）", Format = i % 3 == 0 ? "csv" : "xlsx", Rows = i, ActorName = "导出人" + i, ActorRole = "officer", At = Clock.Start.AddMinutes(i),
        })]);
    }

    Task<Visitor> Auditor() => _city.As(Roles.AuditAdmin);

    [Fact]
    public async Task It_is_only_for_who_may_read_it()
    {
        using var officer = await _city.As(Roles.Officer);
        (await officer.Get("/exports")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task It_shows_rows_counts_sums_and_pages()
    {
        using var auditor = await Auditor();
        var page = await auditor.Open("/exports");
        page.Says("共 45 次").Says("第 1–20 次，共 45 次");
        Assert.Equal(["导出人45", "导出人44"], page.TextsOf("tbody td.kg-title").Take(2));
        Assert.Equal("1,035", page.TextOf("tfoot tr:last-child td.num"));
        Assert.Equal("descending", page.Document.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
        page = await page.Click("下一页");
        Assert.Equal("导出人25", page.TextsOf("tbody td.kg-title")[0]);
        page = await page.Click("1");
        Assert.Equal("导出人45", page.TextsOf("tbody td.kg-title")[0]);
        page = await page.Click("导出人");
        Assert.Equal("导出人1", page.TextsOf("tbody td.kg-title")[0]);
    }

    [Fact]
    public async Task Filters_columns_and_size_are_forms_that_work_without_script_and_keep_each_other()
    {
        using var auditor = await Auditor();
        var page = await auditor.Open("/exports?sort=rows");
        page = await page.Form("筛选").Set("q", "申报").Set("format", "xlsx").Set("rows-min", "10").Submit();
        Assert.Contains("sort=rows", page.Url);
        Assert.Equal("11", page.TextsOf("tbody td.num")[0]);
        page.Says("格式：Excel").Says("行数：10 起");
        page = await page.Click("格式：Excel");
        Assert.Contains("rows-min=10", page.Url);
        Assert.DoesNotContain("format", page.Url);
        page = await page.Click("清除");
        Assert.Contains("sort=rows", page.Url);
        page.Says("第 1–20 次，共 45 次");

        page = await auditor.Open("/exports?format=csv&size=50");
        var columns = page.Document.QuerySelectorAll("form input[name=cols]");
        Assert.Equal(7, columns.Count(box => box.HasAttribute("checked")));
        page = await auditor.Open("/exports?format=csv&size=50&cols=who&cols=rows");
        Assert.Equal(["导出人", "行数"], page.TextsOf("thead th"));
        Assert.Equal(15, page.Rows().Count(row => row[0].StartsWith("导出人", StringComparison.Ordinal) && row[0] != "导出人"));
    }

    [Fact]
    public async Task What_is_unknown_in_the_address_is_said_on_the_page()
    {
        using var auditor = await Auditor();
        (await auditor.Open("/exports?format=pdf&shape=round&cols=nothing")).Says("部分条件未生效").Says("“格式”没有“pdf”这一项").Says("条件“shape”不存在").Says("没有“nothing”这一列");
        (await auditor.Open("/exports?q=绝无")).Says("没有符合条件的记录").Says("清除全部条件");
    }

    [Fact]
    public async Task Views_are_saved_shown_as_tabs_and_deleted()
    {
        using var auditor = await Auditor();
        var page = await auditor.Open("/exports?format=csv&sort=rows");
        page = await page.Form("保存").Set("viewName", "只看 CSV").Submit();
        page.Says("已存为视图“只看 CSV”");
        Assert.Equal("只看 CSV15", page.TextOf(".kg-tabs a[aria-current]").Replace(" ", "", StringComparison.Ordinal).Replace("只看CSV", "只看 CSV", StringComparison.Ordinal));
        using (var other = await Auditor()) (await other.Open("/exports")).SaysNot("只看 CSV");
        page = await page.Press("删除此视图");
        page.Says("视图已删除");
        Assert.False(page.Has("button[name=savedView]"));

        page = await auditor.Open("/exports");
        (await page.Form("保存").Set("viewName", " ").Submit()).Refused().Says("请写视图的名称");
    }

    [Fact]
    public async Task The_export_is_the_page_and_is_itself_recorded()
    {
        using var auditor = await Auditor();
        var page = await auditor.Open("/exports?format=csv&sort=rows&cols=who,rows");
        var file = await auditor.Get(page.Document.QuerySelector("a[href*=Export]")!.GetAttribute("href")!.Insert(0, "/exports"));
        Assert.Equal(SheetWriter.ContentType(SheetFormat.Xlsx), file.ContentType);
        Assert.StartsWith("导出记录-20260302-0900", file.FileName);
        var rows = SheetReader.Read(new MemoryStream(file.Bytes)).ToList();
        Assert.Equal(["导出人", "行数"], rows[0].Cells);
        Assert.Equal(15, rows.Count - 2);
        (await auditor.Open("/exports")).Says("共 46 次");
        var csv = await auditor.Get("/exports?format=csv&handler=Export&as=csv&sort=rows&cols=who,rows");
        Assert.Equal("text/csv", csv.ContentType);
    }

    [Fact]
    public async Task In_English_no_Chinese_word_of_ours_is_left()
    {
        using var auditor = await Auditor();
        auditor.InEnglish();
        var page = await auditor.Open("/exports?format=csv&nothing=1");
        foreach (var word in page.TextsOf("main label, main button, main th, main summary, main .kg-chip, main .kg-note, main .kg-pager, main tfoot td"))
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", word);
    }
}

public sealed class ListPageTestsOnSqlite(Sqlite city) : ListPageTests(city), IClassFixture<Sqlite>;

public sealed class ListPageTestsOnPostgres(Postgres city) : ListPageTests(city), IClassFixture<Postgres>;
