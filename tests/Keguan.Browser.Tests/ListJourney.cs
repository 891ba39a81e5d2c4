using Keguan.Foundation.Access;
using Keguan.Foundation.Tables;
using Keguan.Tests.Support;

namespace Keguan.Browser.Tests;

/// <summary>A list is filtered, sorted, paged, kept as a view and exported, with script and without.</summary>
public abstract class ListJourney(Database database) : Journey(database)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_audit_administrator_looks_into_the_exports(bool script)
    {
        await City.Save([.. Enumerable.Range(1, 45).Select(i => new ListExport
        {
            List = "applications", Title = i % 2 == 0 ? "项目列表" : "申报列表", Query = "", Filter = i % 4 == 0 ? "状态：待形式审查；县（市、区）：云岭区；申请资助：50 万元 起" : "无（全部）",
            Format = i % 3 == 0 ? "csv" : "xlsx", Rows = i * 7, ActorName = i % 5 == 0 ? "林知夏" : "陈若谷", ActorRole = "officer", At = Clock.Start.AddHours(-i),
        })]);
        var auditor = await Somebody(Roles.AuditAdmin, name: "周明远", script: script);
        await auditor.Open("/exports");
        await auditor.See("共 45 次");
        await auditor.Fill("格式", "CSV");
        await auditor.Press("筛选");
        await auditor.See("格式：CSV");
        await auditor.See("第 1–15 次，共 15 次");
        await auditor.Click("行数");
        await auditor.See("按行数，升序");
        await auditor.Page.Locator("summary:has-text('存为视图')").ClickAsync();
        await auditor.Fill("视图名称", "CSV 导出");
        await auditor.Press("保存");
        await auditor.See("已存为视图“CSV 导出”");
        await auditor.Click("清除");
        await auditor.See("第 1–20 次，共 45 次");
        await auditor.Click("下一页");
        await auditor.See("第 21–40 次，共 45 次");
        await auditor.Page.Locator("summary:has-text('列')").Last.ClickAsync();
        await auditor.Page.Locator("form:has-text('显示的列') >> text=身份").ClickAsync();
        await auditor.Press("应用");
        Assert.DoesNotContain("身份", await auditor.Page.Locator("thead").InnerTextAsync(), StringComparison.Ordinal);

        var download = await auditor.Page.RunAndWaitForDownloadAsync(() => auditor.Page.ClickAsync("a:has-text('导出所示')"));
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        await auditor.Open("/jobs");
        await auditor.See("目前没有后台任务");
    }
}

public sealed class ListJourneyOnSqlite() : ListJourney(Database.Sqlite);

public sealed class ListJourneyOnPostgres() : ListJourney(Database.Postgres);
