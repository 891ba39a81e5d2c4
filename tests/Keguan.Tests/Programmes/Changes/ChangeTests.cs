using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Changes;
using Keguan.Programmes.Projects;
using Keguan.Tests.Programmes.Payments;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Changes;

public abstract class ChangeTests(City city) : CityTests(city)
{
    static string Ask(Granted granted, string kind) => $"/programmes/changes/new/{granted.Id}?kind={kind}";

    async Task<Visitor> Unit(Granted granted) => await City.As(Roles.UnitAdmin, granted.Enterprise.Id);

    async Task<Screen> Extend(Granted granted, Visitor unit, string end, string button = "提交申请") =>
        await (await unit.Open(Ask(granted, "extension"))).Form(button).Set("Input.EndOn", end).Set("Input.Why", "中试设备到货推迟").Submit();

    async Task<Screen> Decide(Screen change, string decision = "Approve", string opinion = "同意")
    {
        (await (await City.As(Roles.Officer)).Post(change.Path + "?handler=Check", [("Opinion", "情况属实")], change.Path)).Ok();
        return await (await City.As(Roles.Leader)).Post(change.Path + $"?handler={decision}", [("Opinion", opinion)], change.Path);
    }

    [Fact]
    public async Task An_extension_is_asked_on_the_last_day_and_the_project_ends_later()
    {
        var granted = await Granted.FoundAsync(City, 20, end: new DateOnly(2027, 6, 30));
        City.Clock.China(2027, 3, 31, 23, 59, 59);
        var unit = await Unit(granted);
        (await Extend(granted, unit, "2028-07-01")).Invalid().Says("最长 12 个月").Says("2028-06-30");
        (await Extend(granted, unit, "2027-06-30")).Invalid().Says("应晚于");
        var change = (await Extend(granted, unit, "2028-06-30")).Ok().Says("已提交").Says("2027-06-30").Says("2028-06-30");
        Assert.Equal(new DateOnly(2027, 6, 30), (await granted.Now()).EndOn);

        // The section checks, the leader decides.
        var officer = await City.As(Roles.Officer);
        (await officer.Post(change.Path + "?handler=Approve", [("Opinion", "")], change.Path)).Refused();
        (await Decide(change)).Ok().Says("已批准");
        var now = await granted.Now();
        Assert.Equal((new DateOnly(2028, 6, 30), new DateOnly(2027, 6, 30)), (now.EndOn, now.OriginalEndOn));
        Assert.Equal(1, await granted.Posted("programme.extended"));
        var entry = await City.Db(db => db.Set<Entry>().Include(one => one.Text).SingleAsync(one => one.SubjectId == granted.Id && one.Action == "changed"));
        Assert.Contains("2027-06-30", entry.Text!.Payload);
        Assert.Contains("2028-06-30", entry.Text.Payload);

        // Once only, whenever asked.
        (await unit.Open(Ask(granted, "extension"))).Says("限 1 次").Says("linkv.com.cn");
        (await unit.Post(Ask(granted, "extension") + "&handler=Submit", ("Input.EndOn", "2028-07-31"), ("Input.Why", "再延"))).Refused().Says("限 1 次");
    }

    [Fact]
    public async Task One_day_late_is_too_late_with_the_clause()
    {
        var granted = await Granted.FoundAsync(City, 20, end: new DateOnly(2027, 6, 30));
        City.Clock.China(2027, 4, 1, 0, 0, 0);
        var unit = await Unit(granted);
        (await unit.Open($"/programmes/changes/new/{granted.Id}")).Says("截止日为 2027-03-31").Says("变更项目负责人");
        (await unit.Post(Ask(granted, "extension") + "&handler=Submit", [("Input.EndOn", "2028-01-31"), ("Input.Why", "推迟")], Ask(granted, "extension"))).Refused().Says("截止日为 2027-03-31");
        Assert.False(await City.Db(db => db.Changes().AnyAsync(one => one.ProjectId == granted.Id)));
    }

    [Theory]
    [InlineData("2027-06-30", 3, "2027-03-31")]
    [InlineData("2027-05-31", 3, "2027-02-28")]
    [InlineData("2027-05-15", 3, "2027-02-15")]
    [InlineData("2028-05-31", 3, "2028-02-29")]
    public void The_last_day_is_whole_months_before_the_end(string end, int months, string last) =>
        Assert.Equal(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture), Changing.LastDay(DateOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture), months));

    [Fact]
    public async Task An_extension_decided_after_the_end_brings_the_project_back()
    {
        var granted = await Granted.FoundAsync(City, 20, end: new DateOnly(2026, 12, 31));
        var change = (await Extend(granted, await Unit(granted), "2027-06-30")).Ok();
        await granted.Tell("fall-due", step: true);
        (await Decide(change)).Ok();
        Assert.Equal(ProjectLifecycle.Running, (await granted.Now()).State);
    }

    [Fact]
    public async Task A_new_leader_is_one_of_the_organisation_and_the_refused_change_says_why()
    {
        var (granted, other) = (await Granted.FoundAsync(City, 20), await Granted.FoundAsync(City, 20));
        var next = new Person { OrganisationId = granted.Enterprise.Id, Name = "顾望舒", IdKey = $"key-{Guid.NewGuid():N}" };
        await City.Save(next);
        var unit = await Unit(granted);
        (await unit.Post(Ask(granted, "leader") + "&handler=Submit", [("Input.PersonId", other.Leader.Id.ToString()), ("Input.Why", "调离")], Ask(granted, "leader"))).Invalid().Says("本单位的人员");
        var change = (await unit.Post(Ask(granted, "leader") + "&handler=Submit", [("Input.PersonId", next.Id.ToString()), ("Input.Why", "原负责人调离")], Ask(granted, "leader"))).Ok();
        (await unit.Post(Ask(granted, "leader") + "&handler=Submit", [("Input.PersonId", next.Id.ToString()), ("Input.Why", "再提")], Ask(granted, "leader"))).Refused().Says("在办理");
        (await Decide(change, "Refuse", "")).Refused().Says("须写明理由");
        (await (await City.As(Roles.Leader)).Post(change.Path + "?handler=Refuse", [("Opinion", "请先完成中期报告")], change.Path)).Ok();
        Assert.Equal("李承砚", (await granted.Now()).LeaderName);
        (await unit.Open(change.Path)).Says("未批准").Says("请先完成中期报告").Says("第二十八条");
        change = (await unit.Post(Ask(granted, "leader") + "&handler=Submit", [("Input.PersonId", next.Id.ToString()), ("Input.Why", "中期已通过")], Ask(granted, "leader"))).Ok();
        (await Decide(change)).Ok();
        Assert.Equal(("顾望舒", next.IdKey), ((await granted.Now()).LeaderName, (await granted.Now()).LeaderKey));
    }

    [Fact]
    public async Task A_budget_keeps_its_totals_and_is_decided_by_the_section()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var unit = await Unit(granted);
        var page = await unit.Open(Ask(granted, "budget"));
        page = (await page.Form("提交申请").Set("Input.Budget[0].GrantFen", "15").Set("Input.Why", "设备降价").Submit()).Invalid().Says("财政资助合计应保持 20.0 万元");
        var change = (await page.Form("提交申请").Set("Input.Budget[0].GrantFen", "15").Set("Input.Budget[1].GrantFen", "5").Submit()).Ok();
        (await (await City.As(Roles.Officer)).Post(change.Path + "?handler=Approve", [("Opinion", "同意调剂")], change.Path)).Ok();
        Assert.Equal([15_000_000, 5_000_000], (await granted.Now()).Budget.OrderBy(item => item.Order).Select(item => item.GrantFen));
    }

    [Fact]
    public async Task Members_are_filed_at_once_and_targets_need_the_leader()
    {
        var granted = await Granted.FoundAsync(City, 20);
        var unit = await Unit(granted);
        (await (await unit.Open(Ask(granted, "members"))).Form("提交备案").Set("Input.Words", "增加成员方晓筠").Set("Input.Why", "分工调整").Submit()).Ok().Says("已备案");
        var targets = await (await unit.Open(Ask(granted, "targets"))).Form("提交申请").Set("Input.Targets[0].Goal", "10").Set("Input.Why", "工况变化").Submit();
        targets.Ok().Says("≥ 12.5 %").Says("≥ 10 %");
        (await Decide(targets)).Ok();
        Assert.Equal(100_000, (await granted.Now()).Targets[0].Goal);
        (await unit.Open($"/programmes/supervision/project/{granted.Id}")).Says("发起变更").Says("≥ 12.5 %");
        (await unit.Open("/programmes/changes")).Says("已备案").Says("已批准");
        (await unit.Open($"/programmes/projects/record/{granted.Id}")).Says("变更批准：调整考核指标");
    }

    [Fact]
    public async Task A_draft_is_kept_sent_returned_and_withdrawn()
    {
        var granted = await Granted.FoundAsync(City, 20, end: new DateOnly(2027, 12, 31));
        var unit = await Unit(granted);
        var draft = (await Extend(granted, unit, "2028-06-30", "保存草稿")).Ok().Says("草稿已保存");
        Assert.Equal("2028-06-30", draft.Form("提交申请")["Input.EndOn"]);
        var officer = await City.As(Roles.Officer);
        var id = await City.Db(db => db.Changes().Where(one => one.ProjectId == granted.Id).Select(one => one.Id).SingleAsync());
        (await officer.Get($"/programmes/changes/details/{id}")).Missing();
        var change = (await draft.Form("提交申请").Submit()).Ok();
        (await officer.Post(change.Path + "?handler=Return", [("Opinion", "请附进度说明")], change.Path)).Ok();
        (await unit.Open(change.Path)).Says("起草中").Says("请附进度说明");
        (await unit.Post(change.Path + "?handler=Withdraw", [], change.Path)).Ok().Says("已撤回");
        (await unit.Open(Ask(granted, "extension"))).SaysNot("现在不能提出");
    }

    [Fact]
    public async Task Others_changes_are_not_there_and_who_may_not_is_refused()
    {
        var (granted, other) = (await Granted.FoundAsync(City, 20), await Granted.FoundAsync(City, 20));
        var (unit, stranger) = (await Unit(granted), await Unit(other));
        var change = (await Extend(granted, unit, "2028-06-30")).Ok();
        (await stranger.Get(change.Path)).Missing();
        (await stranger.Get(Ask(granted, "extension"))).Missing();
        (await stranger.Open("/programmes/changes")).SaysNot(granted.Project.Number);
        (await (await City.As(Roles.Officer)).Get(Ask(granted, "extension"))).Is(System.Net.HttpStatusCode.Forbidden);
        (await unit.Post(change.Path + "?handler=Approve", [("Opinion", "")], change.Path)).Is(System.Net.HttpStatusCode.Forbidden);
        (await (await City.As(Roles.Inspector)).Post(change.Path + "?handler=Check", [("Opinion", "")], change.Path)).Is(System.Net.HttpStatusCode.Forbidden);
    }
}

public sealed class ChangeTestsOnSqlite(Sqlite city) : ChangeTests(city), IClassFixture<Sqlite>;

public sealed class ChangeTestsOnPostgres(Postgres city) : ChangeTests(city), IClassFixture<Postgres>;
