using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Programmes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Work;

public abstract class DeskTests(City city) : CityTests(city)
{
    City _city = null!;
    Town _town = null!;

    public override async ValueTask InitializeAsync()
    {
        _city = await AnotherCity();
        _town = await Town.FoundAsync(_city);
    }

    [Fact]
    public async Task An_officer_sees_what_waits_where_how_long_and_what_was_promised_and_every_number_opens_its_list()
    {
        var today = _city.Clock.Today;
        await _city.Save(
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => (one.DueOn, one.StateSince, one.Title) = (today.AddDays(-3), _city.Clock.Now.AddDays(-28), "车载毫米波雷达标定")),
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => one.DueOn = today),
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => one.DueOn = today.AddDays(20)),
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => (one.DueOn, one.CorrectionsAsked) = (today.AddDays(9), 1)),
            Filled.Application(_town, _city, ApplicationLifecycle.Shortlisted));
        using var officer = await _city.As(Roles.Officer, section: "计划科", name: "陈若谷");

        var desk = await officer.Open("/desk");
        desk.Says("陈若谷，上午好").Says("3 月 2 日，星期一").Says("今日到期 1 件，已超时 1 件").Says("继续形式审查");
        var row = desk.Rows("#todo table").Single(cells => cells[0] == "形式审查");
        Assert.Equal(["形式审查", "3", "1", "1", "2026-02-02"], row.Take(5));
        Assert.Equal("15", row[6]);
        Assert.Equal("1", desk.Rows("#todo table").Single(cells => cells[0] == "补正复核")[1]);
        Assert.Equal("1", desk.Rows("#todo table").Single(cells => cells[0] == "排序与拟立项")[1]);
        Assert.Contains("5", desk.TextOf("#todo tfoot"), StringComparison.Ordinal);

        desk.Says("超时与即将超时").Says("车载毫米波雷达标定").Says("起草申报通知");
        // One call of the town, five applications in it: all of them handed in, recommended, one past its review.
        desk.Says("批次进展").Says(_town.Call.Title).Says("受理中");
        Assert.Equal("5", desk.Document.QuerySelectorAll(".kg-funnel li").First(step => step.TextContent.Contains("推荐", StringComparison.Ordinal)).QuerySelector("b a")!.TextContent);
        Assert.True(desk.Has("a[href^='/programmes/checks/details/']"));
        foreach (var (column, count) in ((int, int)[])[(1, 3), (2, 1), (3, 1)])
        {
            var cell = desk.Document.QuerySelectorAll("#todo tbody tr").First(line => line.TextContent.Contains("形式审查", StringComparison.Ordinal)).Children[column];
            Assert.Equal(count, (await officer.Open(cell.QuerySelector("a")!.GetAttribute("href")!)).Rows("table").Count);
        }
    }

    [Fact]
    public async Task An_officer_sees_his_own_and_what_nobody_handles_and_on_demand_the_section_s()
    {
        using var officer = await _city.As(Roles.Officer, section: "计划科");
        using var other = await _city.As(Roles.Officer, section: "计划科");
        await _city.Save(
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => one.HandlerId = officer.AccountId),
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck),
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => one.HandlerId = other.AccountId),
            Filled.Application(_town, _city, ApplicationLifecycle.Shortlisted, one => one.HandlerId = other.AccountId));
        var desk = await officer.Open("/desk");
        desk.Says("本人 2 件，本科室 4 件");
        var row = desk.Document.QuerySelectorAll("#todo tbody tr").Single();
        Assert.Equal("2", row.Children[1].TextContent.Trim());
        (await officer.Open(row.Children[1].QuerySelector("a")!.GetAttribute("href")!)).Says("共 2 项").Says("经办：本人及未定经办");
        desk = await desk.Click("看本科室");
        Assert.Equal(["3", "1"], desk.Rows("#todo table").Select(cells => cells[1]));
        (await desk.Click("看本人")).Says("本人 2 件");
        using var leader = await _city.As(Roles.Leader);
        (await leader.Open("/desk")).SaysNot("本科室");
    }

    [Fact]
    public async Task Drafts_that_lie_still_before_the_closing_are_reminded_of_once_a_day()
    {
        using var officer = await _city.As(Roles.Officer);
        var now = _city.Clock.Now;
        Application Draft(string title, int days) => new()
        {
            Number = $"YKR2026-{title.Length}{days:000}", CallId = _town.Call.Id, Definition = _town.Call.Definition, DefinitionVersion = _town.Call.DefinitionVersion, Batch = _town.Call.Code, OrganisationId = _town.Enterprise.Id,
            OrganisationName = _town.Enterprise.Name, Area = "990102", Title = title, CreatedAt = now.AddDays(-days), StateSince = now.AddDays(-days), State = ApplicationLifecycle.Draft,
        };
        await _city.Save(Draft("稻渔共生", 9), Draft("昨日才动的", 1));
        var desk = await officer.Open("/desk");
        desk.Says("1 份草稿距截止不足 14 日");
        desk = await desk.Press("发提醒");
        desk.Ok().At($"/programmes/calls/details/{_town.Call.Id}").Says("已提醒 1 份未提交申报的单位").Says("提醒 1 份未动的草稿");
        (await desk.Press("发提醒")).Refused().Says("今日已发过提醒");
        (await _town.Admin.Open("/notices")).Says("“稻渔共生”尚未提交").SaysNot("昨日才动的");
        using var finance = await _city.As(Roles.Finance);
        (await finance.Open("/desk")).SaysNot("发提醒");
        (await finance.Post($"/programmes/calls/details/{_town.Call.Id}?handler=Remind", [], $"/programmes/calls/details/{_town.Call.Id}")).Is(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Members_of_an_organisation_see_their_own_and_what_comes_next_and_nobody_elses()
    {
        var other = await Town.FoundAsync(_city);
        var agreed = Filled.Project(_town, _city, ProjectLifecycle.AgreementPending, one => one.Title = "茶园智能测报");
        await _city.Save(
            Filled.Application(_town, _city, ApplicationLifecycle.Draft, one => one.Title = "稻渔共生尾水净化"),
            Filled.Application(_town, _city, ApplicationLifecycle.Supplementing, one => (one.Title, one.DueOn) = ("低温固化涂层", _city.Clock.Today.AddDays(2))),
            Filled.Application(other, _city, ApplicationLifecycle.Supplementing, one => (one.Title, one.DueOn) = ("别家的申报", _city.Clock.Today)),
            agreed, new Agreement { ProjectId = agreed.Id, State = AgreementLifecycle.Drafted },
            Filled.Project(other, _city, ProjectLifecycle.Running, one => one.Title = "别家的项目"),
            Filled.Notice(_town.Admin, _city, "“低温固化涂层”请补正", "/programmes/applications"));

        var desk = await _town.Admin.Open("/desk");
        desk.Says("可申报").Says(_town.Call.Title).Says("等您办理").Says("补正材料").Says("填报并提交").Says("任务书待填写").SaysNot("形式审查");
        desk.Says("稻渔共生尾水净化").Says("继续填报").Says("低温固化涂层").Says("按意见补正后提交").Says("茶园智能测报").Says("核对填写任务书并提交");
        desk.Says("“低温固化涂层”请补正").SaysNot("别家的申报").SaysNot("别家的项目").SaysNot("最近记录");
        (await desk.Form("“低温固化涂层”请补正").Submit()).At("/programmes/applications");
        (await _town.Admin.Open("/desk")).Says("没有未读通知");
    }

    [Fact]
    public async Task A_recommending_unit_sees_what_waits_for_its_recommendation()
    {
        var other = await Town.FoundAsync(_city);
        await _city.Save(
            Filled.Application(_town, _city, ApplicationLifecycle.Recommending, one => one.DueOn = _city.Clock.Today.AddDays(-1)),
            Filled.Application(other, _city, ApplicationLifecycle.Recommending));
        using var recommender = await _town.Recommender();
        var row = (await recommender.Open("/desk")).Rows("#todo table").Single();
        Assert.Equal("推荐", row[0]);
        Assert.Equal(["1", "0", "1"], row.Skip(1).Take(3));
        Assert.Equal("10", row[6]);
    }

    [Fact]
    public async Task The_leader_sees_the_plan_in_figures_and_the_publicities_that_wait_for_his_decision()
    {
        var ended = Filled.Application(_town, _city, ApplicationLifecycle.Publicised);
        var going = Filled.Application(_town, _city, ApplicationLifecycle.Publicised);
        var publicity = Filled.Publicity(_town, _city, 1, ended);
        await _city.Save(ended, going, publicity, Filled.Publicity(_town, _city, -3, going), Filled.Project(_town, _city, ProjectLifecycle.Running), Filled.Project(_town, _city, ProjectLifecycle.Due, one => one.DueOn = _city.Clock.Today.AddDays(-1)));
        using var leader = await _city.As(Roles.Leader);
        var desk = await leader.Open("/desk");
        Assert.Equal("1", desk.Rows("#todo table").Single(cells => cells[0] == "立项审定")[1]);
        desk.Says("申报办理中 2 项").Says("公示中 1 批").Says("在研项目 2 项").Says("逾期未验收 1 项").Says("2026 年立项与经费").Says("70.0%");
        (await desk.Click($"a[href='/programmes/decisions/publicity/{publicity.Id}']")).Ok();
    }

    [Fact]
    public async Task Inspectors_and_auditors_read_all_and_have_nothing_to_act_on()
    {
        await using (var scope = _city.ScopeOf(new Actor { Name = "宋听泉", Role = "recommender" }))
        {
            var application = Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck);
            var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
            db.Add(application);
            scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>().Note("application", application, "revise", new Act { Summary = "白塔县推荐 4 项" });
            await db.SaveChangesAsync(Cancel);
        }
        foreach (var role in (Role[])[Roles.Inspector, Roles.Auditor])
        {
            using var visitor = await _city.As(role);
            var desk = await visitor.Open("/desk");
            desk.Says("只查看，不办理").Says("最近记录").Says("宋听泉").Says("白塔县推荐 4 项");
            Assert.False(desk.Has("#todo"));
            (await desk.Click("全部记录")).At("/journal").Says("白塔县推荐 4 项").Says("待封存");
            (await visitor.Open("/journal?kind=call")).SaysNot("白塔县推荐 4 项");
        }
    }

    [Fact]
    public async Task Administrators_see_the_machine_and_none_of_the_business()
    {
        await _city.Save(
            new OutboxMail { To = "a@example.cn", Subject = "x", Body = "x", CreatedAt = _city.Clock.Now, NextAttemptAt = _city.Clock.Now },
            new Job { Kind = "x", TitleZh = "归档第二批", TitleEn = "x", Payload = "{}", CreatedAt = _city.Clock.Now, RunAfter = _city.Clock.Now, EndedAt = _city.Clock.Now, State = JobState.Failed },
            Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => (one.Title, one.DueOn) = ("不该看到的申报", _city.Clock.Today)));
        using var system = await _city.As(Roles.SystemAdmin);
        var desk = await system.Open("/desk");
        desk.Says("尚未设置发信服务器").Says("1 封邮件在等候").Says("近七日未完成的任务 1").Says("待发邮件 1").SaysNot("不该看到的申报").SaysNot("最近记录");
        (await desk.Click("a[href='/notices/mails']")).Says("a***@example.cn");
        using var security = await _city.As(Roles.SecurityAdmin);
        (await security.Open("/desk")).Says("授权情况").Says("安全管理员").SaysNot("不该看到的申报");
        using var audit = await _city.As(Roles.AuditAdmin);
        (await audit.Open("/desk")).Says("最近的安全事件").SaysNot("不该看到的申报");
    }

    [Fact]
    public async Task Somebody_with_nothing_to_do_is_told_so_in_both_languages()
    {
        using var expert = await _city.As(Roles.Expert);
        (await expert.Open("/desk")).Says("目前没有待办事项");
        (await expert.Open("/desk?lang=en")).Says("Nothing waits for you").SaysNot("待办");
        (await expert.Open("/desk/late")).Says("没有超时或即将超时的事项");
    }

    [Fact]
    public async Task The_search_finds_by_number_title_organisation_and_leader_only_what_one_may_see()
    {
        var other = await Town.FoundAsync(_city);
        var application = Filled.Application(_town, _city, ApplicationLifecycle.FormalCheck, one => one.Title = "面向 AI 质检的齿轮箱缺陷检测");
        await _city.Save(application, Filled.Project(_town, _city, ProjectLifecycle.Running, one => one.Title = "齿轮箱在线监测"), Filled.Application(other, _city, ApplicationLifecycle.FormalCheck, one => one.Title = "别家的齿轮箱"));
        using var officer = await _city.As(Roles.Officer);
        (await officer.Open("/search?q=" + Uri.EscapeDataString("齿轮"))).Says("找到 3 项").Says("齿轮箱在线监测").Says("别家的齿轮箱");
        (await officer.Open("/search?q=" + Uri.EscapeDataString("质检 ai"))).Says("找到 1 项").Says("面向 AI 质检");
        (await officer.Open("/search?q=" + application.Number.ToLowerInvariant())).Says("找到 1 项");
        (await officer.Open("/search?q=" + Uri.EscapeDataString("李承砚"))).Says("项目 1 项").Says("申报书 2 项");
        (await officer.Open("/search?q=" + Uri.EscapeDataString(_town.Enterprise.Name))).Says("齿轮箱在线监测").SaysNot("别家的齿轮箱");
        (await officer.Open("/search?q=" + Uri.EscapeDataString("100%_没有"))).Says("没有找到");
        (await officer.Open("/search")).Says("编号、名称");
        (await _town.Admin.Open("/search?q=" + Uri.EscapeDataString("齿轮"))).Says("找到 2 项").SaysNot("别家的齿轮箱");
        using var administrator = await _city.As(Roles.SystemAdmin);
        (await administrator.Open("/search?q=" + Uri.EscapeDataString("齿轮"))).Says("没有找到");
    }
}

public sealed class DeskTestsOnSqlite(Sqlite city) : DeskTests(city), IClassFixture<Sqlite>;

public sealed class DeskTestsOnPostgres(Postgres city) : DeskTests(city), IClassFixture<Postgres>;
