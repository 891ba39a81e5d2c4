using Keguan.Foundation.Access;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Keguan.Tests.Foundation.Work;
using Keguan.Tests.Programmes.Payments;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Work;

/// <summary>What the programmes say on the pages of an organisation and of its people.</summary>
public abstract class OrganisationMattersTests(City city) : CityTests(city)
{
    [Fact]
    public async Task The_organisation_s_page_shows_its_applications_projects_and_payments_and_no_other_s()
    {
        var (town, other, granted) = (await Town.FoundAsync(City), await Town.FoundAsync(City), await Granted.FoundAsync(City, 20));
        var draft = Filled.Application(town, City, ApplicationLifecycle.Draft, one => (one.Title, one.GrantFen) = ("稻渔共生尾水净化", 0));
        await City.Save(
            draft,
            Filled.Application(town, City, ApplicationLifecycle.FormalCheck, one => one.Title = "低温固化涂层"),
            Filled.Application(town, City, ApplicationLifecycle.InReview, one => (one.Title, one.FundingMode, one.GrantFen) = ("茶园智能测报", "self-funded", 0)),
            Filled.Project(town, City, ProjectLifecycle.Running, one => one.Title = "竹材近净成形"),
            Filled.Application(other, City, ApplicationLifecycle.FormalCheck, one => one.Title = "别家的申报"));
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{town.Enterprise.Id}/matters");
        page.Says("申报 共 3").Says("填报中 1 项").Says("办理中 2 项").Says("低温固化涂层").SaysNot("别家的申报").Says("项目 共 1").Says("核定资助合计 40.0");
        var rows = page.Rows();
        Assert.Equal("—", rows.Single(row => row[0] == "稻渔共生尾水净化")[4]);
        Assert.Equal("自筹", rows.Single(row => row[0] == "茶园智能测报")[4]);
        Assert.Equal("45.0", rows.Single(row => row[0] == "低温固化涂层")[4]);
        (await page.Click("低温固化涂层")).Ok();
        (await page.Click("竹材近净成形")).Ok();

        page = await officer.Open($"/organisations/details/{granted.Enterprise.Id}/matters");
        page.Says("该单位没有申报").Says("拨款 共 3").Says("任务书");
        Assert.Contains($"/programmes/payments/project/{granted.Id}", page.Html, StringComparison.Ordinal);

        // A draft is nowhere said to bring its own money only because nothing has been reckoned yet.
        var list = await officer.Open("/programmes/applications?state=draft&q=" + Uri.EscapeDataString("稻渔共生"));
        var at = list.TextsOf("table thead th").ToList().FindIndex(head => head.StartsWith("申请资助", StringComparison.Ordinal));
        Assert.Equal("—", list.Rows("table").Single()[at]);
        (await officer.Open($"/programmes/applications/details/{draft.Id}")).SaysNot("申请资助 自筹").Says("申请资助 —");

        using var county = await town.Recommender();
        (await county.Open($"/organisations/details/{town.Enterprise.Id}/matters")).Says("低温固化涂层").SaysNot("稻渔共生尾水净化");
        using var stranger = await City.As(Roles.Recommender, area: "990121");
        (await stranger.Get($"/organisations/details/{town.Enterprise.Id}/matters")).Missing();
    }

    [Fact]
    public async Task Who_leads_or_takes_part_in_a_matter_is_not_removed_and_the_reason_says_where()
    {
        var town = await Town.FoundAsync(City);
        var (idle, drafting, member) = (await PersonAsync(town, "闲着的"), await PersonAsync(town, "在填报的"), await PersonAsync(town, "参加的"));
        var project = Filled.Project(town, City, ProjectLifecycle.Running, one => one.LeaderId = town.Leader.Id);
        var draft = Filled.Application(town, City, ApplicationLifecycle.Draft, one => one.LeaderId = drafting.Id);
        var application = Filled.Application(town, City, ApplicationLifecycle.FormalCheck);
        await City.Save(project, draft, application, new ApplicationMember { ApplicationId = application.Id, Name = member.Name, PersonKey = member.IdKey });

        foreach (var (person, reason) in ((Person, string)[])[(town.Leader, $"是项目 {project.Number} 的负责人"), (drafting, $"是申报 {draft.Number} 的负责人，请先在该申报中更换"), (member, $"是申报 {application.Number} 的成员")])
        {
            var page = await town.Admin.Open($"/organisations/people/edit/{person.Id}");
            page.Says(reason);
            Assert.False(page.Offers("确定移除"));
            (await town.Admin.Post($"/organisations/people/edit/{person.Id}?handler=Remove")).Refused().Says(reason);
        }
        (await (await town.Admin.Open($"/organisations/people/edit/{idle.Id}")).Press("确定移除")).Ok().Says("已移除闲着的");
        Assert.Equal(3, await City.Db(db => db.People().CountAsync(one => one.OrganisationId == town.Enterprise.Id)));
    }

    async Task<Person> PersonAsync(Town town, string name)
    {
        var person = new Person { OrganisationId = town.Enterprise.Id, Name = name, IdKey = $"key-{Guid.NewGuid():N}" };
        await City.Save(person);
        return person;
    }

    [Fact]
    public async Task A_number_that_another_paper_bears_approves_nothing()
    {
        var town = await Town.FoundAsync(City);
        var used = "云科发〔2026〕777号";
        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var call = await db.Set<Keguan.Programmes.Calls.Call>().SingleAsync(one => one.Id == town.Call.Id);
            call.DocumentNumber = used;
            await db.SaveChangesAsync();
        });
        var application = Filled.Application(town, City, ApplicationLifecycle.Publicised);
        var publicity = Filled.Publicity(town, City, 1, application);
        await City.Save(application, publicity);
        using var leader = await City.As(Roles.Leader);
        var path = $"/programmes/decisions/publicity/{publicity.Id}";
        (await leader.Post(path + "?handler=Approve", [("DocumentNumber", "777")], path)).Invalid().Says("文号应写作");
        // Other brackets are the same number.
        (await leader.Post(path + "?handler=Approve", [("DocumentNumber", "云科发(2026)777号")], path)).Refused().Says($"文号 {used} 已用于申报通知");
        var released = await Granted.FoundAsync(City, 20);
        var payment = (await released.Payments())[0];
        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            (await db.Set<Keguan.Programmes.Payments.Payment>().SingleAsync(one => one.Id == payment.Id)).ReleaseDocument = "云科发〔2026〕778号";
            await db.SaveChangesAsync();
        });
        (await leader.Post(path + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕778号")], path)).Refused().Says("已用于拨款下达");
        Assert.Equal(ApplicationLifecycle.Publicised, await City.Db(db => db.Applications().Where(one => one.Id == application.Id).Select(one => one.State).SingleAsync()));
    }
}

public sealed class OrganisationMattersTestsOnSqlite(Sqlite city) : OrganisationMattersTests(city), IClassFixture<Sqlite>;

public sealed class OrganisationMattersTestsOnPostgres(Postgres city) : OrganisationMattersTests(city), IClassFixture<Postgres>;
