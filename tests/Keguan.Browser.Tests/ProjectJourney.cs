using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>One project, online from the draft of its application to the agreement in force, by everybody who has a part in it.</summary>
public abstract class ProjectJourney(Database database) : Journey(database)
{
    [Fact]
    public async Task An_application_becomes_a_project_with_an_agreement()
    {
        var town = await Town.FoundAsync(City);
        var id = await town.FillAsync();

        // The applicant
        var admin = await Somebody(town.Admin.Account!, town.Admin.Grant);
        await admin.Open("/programmes/applications");
        await admin.Open($"/programmes/applications/tasks/{id}");
        await admin.See("可以提交");
        await admin.Click("经费预算");
        await admin.Page.GetByLabel("第 1 行 申请资助").FillAsync("90");
        await admin.Press("保存，返回任务列表");
        await admin.See("2 项不通过");
        await admin.Click("预审");
        await admin.See("申请资助超过本类别上限");
        await admin.Open($"/programmes/applications/edit/{id}/budget");
        await admin.Page.GetByLabel("第 1 行 申请资助").FillAsync("");
        await admin.Press("保存并继续");
        await admin.Look("budget-errors");
        await admin.Page.GetByLabel("第 1 行 申请资助").FillAsync("50");
        await admin.Press("保存，返回任务列表");
        foreach (var part in (string[])["basics", "content", "targets", "team", "attachments"]) await admin.Open($"/programmes/applications/edit/{id}/{part}");
        await admin.Open($"/programmes/applications/versions/{id}");
        await admin.Open($"/programmes/applications/submit/{id}");
        await admin.Press("确认提交");
        await admin.See("R2026-");

        // The county
        var recommender = await Somebody(Roles.Recommender, town.CountyBureau.Id, town.CountyBureau.Name, "990102", name: "沈砚秋");
        await recommender.Open($"/programmes/recommendations/details/{id}");
        await recommender.Fill("推荐意见", "情况属实，同意推荐。");
        await recommender.Page.Locator("button[formaction*='Recommend']:visible, button:text-is('推荐')").First.ClickAsync();
        await recommender.Settle();

        // The bureau
        var officer = await Somebody(Roles.Officer, section: "计划科", name: "陈若谷");
        await officer.Open("/programmes/applications");
        await officer.Open($"/programmes/checks/details/{id}");
        await officer.See("5 项未判");
        foreach (var key in (string[])["direction", "seal", "partner", "budget", "secret"])
            await officer.Page.Locator($"input[name='Answer[{key}]'][value='ok']").DispatchEventAsync("click");
        await officer.Press("保存判断");
        await officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new System.Text.RegularExpressions.Regex("^通过") }).First.ClickAsync();
        await officer.Settle();
        Assert.Equal(ApplicationLifecycle.InReview, await City.Db(db => db.Applications().Where(one => one.Id == id).Select(one => one.State).SingleAsync()));
        foreach (var page in (string[])["details", "form", "checks", "files", "record"]) await officer.Open($"/programmes/applications/{page}/{id}");

        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var application = await db.Applications().Include(one => one.Call).SingleAsync(one => one.Id == id);
            application.Score100 = 8733;
            new Journal(db, City.Clock, new CurrentActor { Value = Actor.System }).Act(ApplicationLifecycle.Table, application, "conclude-review", new Act { Posts = [Post.Count("programme.reviewed")] });
            await db.SaveChangesAsync();
        });
        await officer.Open("/programmes/decisions");
        await officer.Open($"/programmes/decisions/ranking/{town.Call.Id}");
        await officer.Page.Locator("input[name=minutes]").SetInputFilesAsync(new FilePayload { Name = "纪要.pdf", MimeType = "application/pdf", Buffer = Town.Pdf });
        await officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "保存", Exact = true }).ClickAsync();
        await officer.Settle();
        await officer.Press("列入拟立项");
        await officer.See("已列入拟立项 1 项");
        await officer.Page.Locator("summary:has-text('发布公示')").ClickAsync();
        await officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "发布", Exact = true }).ClickAsync();
        await officer.Settle();
        await officer.See("公示中");
        var publicity = officer.Url;

        City.Clock.Set(City.Clock.Now.AddDays(12));
        var leader = await Somebody(Roles.Leader, name: "许知行");
        await leader.Open(publicity);
        await leader.Fill("立项文号", "云科发〔2026〕22号");
        await leader.Page.Locator("summary:has-text('立项')").ClickAsync();
        await leader.Page.Locator(".kg-confirm-body button:has-text('立项')").First.ClickAsync();
        await leader.Settle();
        await leader.See("已立项 1 项");
        var project = await City.Db(db => db.Projects().SingleAsync(one => one.ApplicationId == id));
        await leader.Open($"/programmes/projects/details/{project.Id}");

        // The agreement
        admin = await Somebody(town.Admin.Account!, town.Admin.Grant);
        await admin.Open($"/programmes/agreements/details/{project.Id}");
        await admin.Press("生成任务书");
        await admin.Look("agreement-draft");
        await admin.Press("提交审核");
        officer = await Somebody(Roles.Officer, section: "计划科", name: "陈若谷");
        await officer.Open($"/programmes/agreements/details/{project.Id}");
        await officer.Press("审核通过");
        await admin.Open($"/programmes/agreements/details/{project.Id}");
        await admin.Page.Locator("input[name=signed-agreement]").SetInputFilesAsync(new FilePayload { Name = "任务书.pdf", MimeType = "application/pdf", Buffer = Town.Pdf });
        await admin.Press("上传签章件");
        await officer.Open($"/programmes/agreements/details/{project.Id}");
        await officer.Page.Locator("input[name=agreement]").SetInputFilesAsync(new FilePayload { Name = "双方任务书.pdf", MimeType = "application/pdf", Buffer = Town.Pdf });
        await officer.Press("上传并生效");
        await officer.See("已生效");
        foreach (var page in (string[])["details", "files", "record"]) await officer.Open($"/programmes/projects/{page}/{project.Id}");
        await officer.Open("/programmes/projects");
    }
}

public sealed class ProjectJourneyOnSqlite() : ProjectJourney(Database.Sqlite);

public sealed class ProjectJourneyOnPostgres() : ProjectJourney(Database.Postgres);
