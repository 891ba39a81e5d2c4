using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes;

/// <summary>One application from start to agreement through the front door, with the Journal looked at on the way.</summary>
public abstract class ThinLineTests(City city) : CityTests(city)
{
    [Fact]
    public async Task An_application_goes_from_the_start_to_a_project_with_an_agreement()
    {
        var town = await Town.FoundAsync(City);
        var id = await town.FillAsync();
        (await town.Admin.Open($"/programmes/applications/tasks/{id}")).Says("可以提交");
        var receipt = await (await town.Admin.Open($"/programmes/applications/submit/{id}")).Press("确认提交");
        receipt.At($"/programmes/applications/receipt/{id}").Says("R2026-");

        var recommender = await town.Recommender();
        (await recommender.Post($"/programmes/recommendations/details/{id}?handler=Recommend", [("Opinion", "同意推荐")], $"/programmes/recommendations/details/{id}")).Ok();

        var officer = await City.As(Roles.Officer);
        var check = await officer.Open($"/programmes/checks/details/{id}");
        check.Says("不能通过：5 项未判");
        var form = check.Form("保存判断");
        foreach (var key in (string[])["direction", "seal", "partner", "budget", "secret"]) form.Set($"Answer[{key}]", "ok");
        check = await form.Submit("保存判断");
        check.Ok();
        (await officer.Post($"/programmes/checks/details/{id}?handler=Pass", [], $"/programmes/checks/details/{id}")).Ok();
        Assert.Equal(ApplicationLifecycle.InReview, await City.Db(db => db.Applications().Where(one => one.Id == id).Select(one => one.State).SingleAsync()));

        // The review has tests of its own.
        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var application = await db.Applications().Include(one => one.Call).SingleAsync(one => one.Id == id);
            application.Score100 = 8733;
            var journal = new Journal(db, City.Clock, new CurrentActor { Value = Actor.System });
            journal.Act(ApplicationLifecycle.Table, application, "conclude-review", new Act { Posts = [Post.Count("programme.reviewed")] });
            await db.SaveChangesAsync();
        });

        var ranking = await officer.Open($"/programmes/decisions/ranking/{town.Call.Id}");
        var minutes = ranking.Form("保存").Attach("minutes", "纪要.pdf", Town.Pdf, "application/pdf");
        ranking = (await minutes.Submit("保存")).Ok();
        ranking = (await ranking.Form("列入拟立项").Tick("Chosen", id.ToString()).Submit("列入拟立项")).Ok().Says("已列入拟立项 1 项");
        var publicity = (await officer.Post($"/programmes/decisions/ranking/{town.Call.Id}?handler=Publicise", [("WorkingDays", "5")], $"/programmes/decisions/ranking/{town.Call.Id}")).Ok();
        publicity.Says("公示中");

        var leader = await City.As(Roles.Leader);
        var early = await leader.Post(publicity.Path + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕99号")], publicity.Path);
        early.Refused().Says("期满后才能立项");
        City.Clock.Set(City.Clock.Now.AddDays(12));
        await City.SignIn(leader);
        await City.SignIn(town.Admin);
        var approved = await leader.Post(publicity.Path + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕99号")], publicity.Path);
        approved.Ok().Says("已立项 1 项");

        var project = await City.Db(db => db.Projects().Include(one => one.Targets).Include(one => one.Budget).AsSplitQuery().SingleAsync(one => one.ApplicationId == id));
        Assert.Equal(45_000_000, project.GrantFen);
        Assert.Equal(3, project.Targets.Count);
        Assert.Equal(project.GrantFen, project.Budget.Sum(item => item.GrantFen));
        var posted = await City.Db(db => db.Set<Posting>().Where(posting => posting.Batch == town.Call.Code).GroupBy(posting => posting.Measure).Select(group => new { group.Key, Sum = group.Sum(posting => posting.Quantity) }).ToDictionaryAsync(row => row.Key, row => row.Sum));
        Assert.Equal(1, posted["programme.applied"]);
        Assert.Equal(1, posted["programme.recommended"]);
        Assert.Equal(1, posted["programme.accepted"]);
        Assert.Equal(1, posted["programme.approved"]);
        Assert.Equal(45_000_000, posted["programme.grant"]);

        var page = await town.Admin.Open($"/programmes/agreements/details/{project.Id}");
        page = (await page.Press("生成任务书")).Ok();
        page = (await page.Press("提交审核")).Ok().Says("已提交审核");
        await City.SignIn(officer);
        (await (await officer.Open($"/programmes/agreements/details/{project.Id}")).Press("审核通过")).Ok();
        page = await town.Admin.Open($"/programmes/agreements/details/{project.Id}");
        (await page.Form("上传签章件").Attach("signed-agreement", "任务书.pdf", Town.Pdf, "application/pdf").Submit("上传签章件")).Ok();
        page = await officer.Open($"/programmes/agreements/details/{project.Id}");
        (await page.Form("上传并生效").Attach("agreement", "双方任务书.pdf", Town.Pdf, "application/pdf").Submit("上传并生效")).Ok();
        Assert.Equal(ProjectLifecycle.Running, await City.Db(db => db.Projects().Where(one => one.Id == project.Id).Select(one => one.State).SingleAsync()));

        foreach (var url in (string[])[$"/programmes/applications/details/{id}", $"/programmes/applications/form/{id}", $"/programmes/applications/checks/{id}", $"/programmes/applications/files/{id}", $"/programmes/applications/record/{id}", $"/programmes/projects/details/{project.Id}", $"/programmes/projects/files/{project.Id}", $"/programmes/projects/record/{project.Id}", "/programmes/projects", "/programmes/applications", "/programmes/decisions"])
            await officer.Open(url);
    }

    [Fact]
    public async Task Another_organisations_application_is_not_there()
    {
        var town = await Town.FoundAsync(City);
        var id = await town.FillAsync();
        var stranger = await City.As(Roles.UnitAdmin);
        foreach (var url in (string[])["tasks", "edit", "submit", "precheck", "versions", "details", "form", "files", "record", "print"])
            (await stranger.Get($"/programmes/applications/{url}/{id}{(url == "edit" ? "/basics" : "")}")).Missing();
    }

    [Fact]
    public async Task At_the_last_instant_it_is_in_time_and_a_second_later_it_is_late()
    {
        var town = await Town.FoundAsync(City);
        var first = await town.FillAsync(title: "低温固化水性防腐涂层制备与应用");
        City.Clock.Set(town.Call.ClosesAt);
        await City.SignIn(town.Admin);
        (await (await town.Admin.Open($"/programmes/applications/submit/{first}")).Press("确认提交")).Ok().Says("回执");

        var other = await Town.FoundAsync(City);
        var late = await other.FillAsync(title: "稻渔共生尾水生态净化技术研究");
        City.Clock.Set(other.Call.ClosesAt.AddSeconds(1));
        await City.SignIn(other.Admin);
        (await other.Admin.Post($"/programmes/applications/submit/{late}", [], $"/programmes/applications/submit/{late}")).Refused().Says("截止");
    }

    [Fact]
    public async Task The_submit_button_pressed_five_times_submits_once()
    {
        var town = await Town.FoundAsync(City);
        var id = await town.FillAsync();
        var page = await town.Admin.Open($"/programmes/applications/submit/{id}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => page.Form("确认提交").Submit("确认提交")));
        Assert.Contains(answers, answer => answer.Status == System.Net.HttpStatusCode.OK);
        Assert.Equal(1, await City.Db(db => db.Set<Entry>().CountAsync(entry => entry.SubjectId == id && entry.Action == "submit")));
        Assert.Equal(1, await City.Db(db => db.Set<Posting>().Where(posting => posting.Batch == town.Call.Code && posting.Measure == "programme.applied").SumAsync(posting => posting.Quantity)));
    }

    [Fact]
    public async Task Two_editors_of_a_section_lose_nothing()
    {
        var town = await Town.FoundAsync(City);
        var id = await town.FillAsync();
        var one = await City.As(Roles.Filler, town.Enterprise.Id, town.Enterprise.Name);
        var two = await City.As(Roles.Filler, town.Enterprise.Id, town.Enterprise.Name);
        var url = $"/programmes/applications/edit/{id}/basics";
        var first = (await one.Open(url)).Form("保存，返回任务列表").Set("f.title", "甲改的项目名称很好");
        var second = (await two.Open(url)).Form("保存，返回任务列表").Set("f.title", "乙改的项目名称也好");
        (await first.Submit("保存，返回任务列表")).Ok();
        var conflict = (await second.Submit("保存，返回任务列表")).Refused();
        conflict.Says("有两个版本").Says("甲改的项目名称很好");
        Assert.Contains("乙改的项目名称也好", conflict.Html, StringComparison.Ordinal);
        (await conflict.Press("保存，返回任务列表")).Ok();
        Assert.Equal("乙改的项目名称也好", await City.Db(db => db.Applications().Where(application => application.Id == id).Select(application => application.Title).SingleAsync()));
    }
}

public sealed class ThinLineTestsOnSqlite(Sqlite city) : ThinLineTests(city), IClassFixture<Sqlite>;

public sealed class ThinLineTestsOnPostgres(Postgres city) : ThinLineTests(city), IClassFixture<Postgres>;
