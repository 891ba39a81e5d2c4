using Keguan.Foundation.Access;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Supervision;

public abstract class SupervisionTests(City city) : CityTests(city)
{
    static FilledForm Filled(Screen page, string first = "86", string second = "35") => page.Form("提交").Set("f.progress", RunningProject.Long).Set("f.next", RunningProject.Long)
        .Set("Targets[0].Current", first).Set("Targets[0].Text", "检测报告 12 号").Set("Targets[1].Current", second).Set("Targets[1].Text", "电表记录");

    [Fact]
    public async Task A_midterm_report_is_written_submitted_returned_and_passed()
    {
        var one = await RunningProject.FoundAsync(City);
        var url = $"/programmes/supervision/midterm/{one.Id}";
        var half = (await one.Unit.Open(url)).Form("提交").Set("f.progress", "太短").Set("Targets[0].Current", "86");
        var answer = (await half.Submit("提交")).Invalid();
        answer.Says("至少 50 字").Says("单位能耗：请填写当前值").Says("换热效率：请写明证明或上传证明材料");
        Assert.Null((await one.Now()).Targets.Single(target => target.Order == 1).Current);

        (await Filled(await one.Unit.Open(url)).Submit("提交")).Ok().Says("中期报告已提交");
        var project = await one.Now();
        Assert.Equal(86 * ProjectTarget.Scale, project.Targets.Single(target => target.Order == 1).Current);
        Assert.Contains("midterm-submitted", await one.Actions());
        (await one.Unit.Post(url + "?handler=Submit", [("f.progress", RunningProject.Long)], $"/programmes/supervision/project/{one.Id}")).Refused();

        (await (await one.Officer.Open(url)).Form("退回修改").Submit("退回修改")).Refused().Says("须写明理由");
        (await (await one.Officer.Open(url)).Form("退回修改").Set("Opinion", "请补充检测报告").Submit("退回修改")).Ok();
        (await one.Unit.Open(url)).Says("请补充检测报告");
        (await Filled(await one.Unit.Open(url), "88").Submit("提交")).Ok();
        (await (await one.Officer.Open(url)).Form("通过").Submit("通过")).Ok().Says("已通过");
        Assert.Contains("midterm-passed", await one.Actions());
        Assert.Equal((await one.Now()).EndOn, (await one.Now()).DueOn);
        (await one.Officer.Post(url + "?handler=Pass", [], url)).Refused().Says("当前状态为“已通过”");
        Assert.True(await City.Db(db => db.Set<Notice>().AnyAsync(notice => notice.AccountId == one.Unit.AccountId && notice.TitleZh.Contains("中期报告已通过"))));
    }

    [Fact]
    public async Task On_the_last_day_a_report_is_in_time_and_a_day_later_it_is_late()
    {
        var one = await RunningProject.FoundAsync(City, new DateOnly(2025, 4, 1), new DateOnly(2027, 3, 31));
        var due = new DateOnly(2025, 4, 1).AddDays(364);
        var url = $"/programmes/supervision/project/{one.Id}";
        await one.OnAsync(due, 23, 59, 59);
        (await one.Unit.Open(url)).SaysNot("逾期");
        await one.OnAsync(due.AddDays(1), 0, 0, 0);
        (await one.Unit.Open(url)).Says("逾期 1 天");
        (await Filled(await one.Unit.Open($"/programmes/supervision/midterm/{one.Id}")).Submit("提交")).Ok().SaysNot("逾期 1 天");
    }

    [Fact]
    public async Task Spending_is_kept_by_month_and_item_and_doubted_when_it_exceeds_what_is_there()
    {
        var one = await RunningProject.FoundAsync(City);
        var url = $"/programmes/supervision/spending/{one.Id}";
        var stale = (await one.Unit.Open(url)).Form("保存").Set("Rows[0].Month", "2026-01").Set("Rows[0].Item", "equipment").Set("Rows[0].GrantFen", "5");
        (await (await one.Unit.Open(url)).Form("保存").Set("Rows[0].Month", "2026-01").Set("Rows[0].Item", "equipment").Set("Rows[0].GrantFen", "4").Set("Rows[0].OwnFen", "3").Submit("保存")).Ok().SaysNot("请核对");
        Assert.Equal(7_000_000, (await one.Now()).SpentFen);
        (await stale.Submit("保存")).Refused().Says("其他成员刚刚更新了支出");
        (await (await one.Unit.Open(url)).Form("保存").Set("Rows[0].GrantFen", "12").Submit("保存")).Ok().Says("超过已拨付 10.0 万元");
        (await (await one.Unit.Open(url)).Form("保存").Set("Rows[0].Month", "2026-04").Submit("保存")).Invalid().Says("不晚于本月");
        (await one.Officer.Open(url)).Says("12.0");
        (await one.Officer.Post(url, [("Rows.Index", "0"), ("Rows[0].Month", "2026-01")], url)).Is(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_visit_and_a_rectification_until_it_is_closed()
    {
        var one = await RunningProject.FoundAsync(City);
        var tab = $"/programmes/supervision/project/{one.Id}";
        (await (await one.Officer.Open($"/programmes/supervision/visit/{one.Id}")).Form("保存记录").Set("Participants", "张允恭、李承砚").Set("Findings", "设备已到位").Attach("visit", "记录.pdf", Town.Pdf, "application/pdf").Submit("保存记录")).Ok().Says("设备已到位").Says("记录.pdf");
        (await (await one.Officer.Open(tab)).Form("通知整改").Set("Items", "补齐台账").Set("Until", "2026-03-20").Submit("通知整改")).Ok().Says("已通知整改");
        Assert.Equal(ProjectLifecycle.Rectifying, (await one.Now()).State);
        var id = await City.Db(db => db.Rectifications().Where(row => row.ProjectId == one.Id).Select(row => row.Id).SingleAsync());
        var url = $"/programmes/supervision/rectification/{id}";

        await one.OnAsync(new DateOnly(2026, 3, 20), 23, 59, 59);
        (await one.Officer.Open(url)).SaysNot("逾期");
        await one.OnAsync(new DateOnly(2026, 3, 21));
        (await one.Officer.Open(url)).Says("逾期 1 天");
        (await one.Officer.Post(url + "?handler=Close", [], tab)).Refused();
        (await (await one.Unit.Open(url)).Form("提交整改报告").Set("Report", "台账已补齐").Submit("提交整改报告")).Ok();
        (await one.Officer.Post(url + "?handler=Return", [("Opinion", "缺发票")], url)).Ok();
        (await (await one.Unit.Open(url)).Form("提交整改报告").Set("Report", "发票已补").Submit("提交整改报告")).Ok();
        (await (await one.Officer.Open(url)).Form("复核通过，关闭").Submit("复核通过，关闭")).Ok();
        Assert.Equal(ProjectLifecycle.Running, (await one.Now()).State);
        (await one.Officer.Post(url + "?handler=Close", [], tab)).Refused();
    }

    [Fact]
    public async Task The_daily_round_lets_projects_fall_due_and_reminds_once()
    {
        var one = await RunningProject.FoundAsync(City, new DateOnly(2024, 4, 1), new DateOnly(2026, 3, 31));
        await one.OnAsync(new DateOnly(2026, 3, 31));
        await RoundAsync();
        await RoundAsync();
        Assert.Equal(ProjectLifecycle.Running, (await one.Now()).State);
        Assert.Equal(1, await City.Db(db => db.Set<Notice>().CountAsync(notice => notice.AccountId == one.Unit.AccountId && notice.TitleZh.Contains("届满"))));
        await one.OnAsync(new DateOnly(2026, 4, 1), 0, 0, 1);
        await RoundAsync();
        await RoundAsync();
        var project = await one.Now();
        Assert.Equal(ProjectLifecycle.Due, project.State);
        Assert.Equal(new DateOnly(2026, 4, 30), project.DueOn);
        Assert.Single(await one.Actions(), action => action == "fall-due");
    }

    [Fact]
    public async Task The_list_shows_what_is_owed_and_reminds_several_at_once()
    {
        var one = await RunningProject.FoundAsync(City, change: project => project.DueOn = new DateOnly(2026, 2, 1));
        var title = (await one.Now()).Title;
        (await one.Officer.Open("/programmes/supervision?late=late")).Says(title);
        (await one.Officer.Post("/programmes/supervision?handler=Remind", [("ids", one.Id.ToString())], "/programmes/supervision")).Ok().Says("已催办 1 项");
        Assert.Contains("remind", await one.Actions());
        (await one.Unit.Post("/programmes/supervision?handler=Remind", [("ids", one.Id.ToString())], "/programmes/supervision")).Is(System.Net.HttpStatusCode.Forbidden);
        var other = await City.As(Roles.UnitAdmin);
        (await other.Open("/programmes/supervision")).SaysNot(title);
    }

    [Fact]
    public async Task Others_find_nothing_and_readers_may_not_act()
    {
        var one = await RunningProject.FoundAsync(City);
        var stranger = await City.As(Roles.UnitAdmin);
        foreach (var url in (string[])["project", "midterm", "spending"]) (await stranger.Get($"/programmes/supervision/{url}/{one.Id}")).Missing();
        (await stranger.Get($"/programmes/supervision/visit/{one.Id}")).Is(System.Net.HttpStatusCode.Forbidden);
        (await one.Officer.Get($"/programmes/supervision/project/{Guid.NewGuid()}")).Missing();
        var inspector = await City.As(Roles.Inspector);
        (await inspector.Open($"/programmes/supervision/project/{one.Id}")).SaysNot("记录现场检查");
        (await inspector.Post($"/programmes/supervision/project/{one.Id}?handler=Rectify", [("Items", "x"), ("Until", "2026-04-01")], $"/programmes/supervision/project/{one.Id}")).Is(System.Net.HttpStatusCode.Forbidden).Says("经办人");
        var expert = await City.As(Roles.Expert);
        (await expert.Get($"/programmes/supervision/project/{one.Id}")).Is(System.Net.HttpStatusCode.Forbidden);
    }

    async Task RoundAsync()
    {
        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            db.Add(new Job { Kind = SupervisionServices.DailyRound, TitleZh = "巡检", TitleEn = "Round", Payload = "{}", CreatedAt = City.Clock.Now, RunAfter = City.Clock.Now });
            await db.SaveChangesAsync();
        });
        await City.Ask((JobRunner runner) => runner.RunAllAsync());
        var last = await City.Db(db => db.Jobs().Where(job => job.Kind == SupervisionServices.DailyRound).OrderByDescending(job => job.Id).FirstAsync());
        Assert.True(last.State == JobState.Done, $"{last.State}: {last.MessageZh}");
    }
}

public sealed class SupervisionTestsOnSqlite(Sqlite city) : SupervisionTests(city), IClassFixture<Sqlite>;

public sealed class SupervisionTestsOnPostgres(Postgres city) : SupervisionTests(city), IClassFixture<Postgres>;
