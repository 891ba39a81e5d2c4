using Keguan.Foundation.Access;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Calls;

/// <summary>可申报: what an applicant can begin, and every reason why he can't; the numbers of a call; desk and search.</summary>
public abstract class OpeningTests(City city) : CityTests(city)
{
    async Task<Screen> Openings(City city, Organisation organisation)
    {
        using var applicant = await city.As(Roles.UnitAdmin, organisation: organisation.Id, organisationName: organisation.Name);
        return await applicant.Open("/programmes/calls");
    }

    [Fact]
    public async Task Who_may_begins_and_sees_what_he_has_begun()
    {
        var city = await AnotherCity();
        var organisation = await city.Organisation();
        var call = await city.Call();
        using var applicant = await city.As(Roles.UnitAdmin, organisation: organisation.Id, organisationName: organisation.Name);
        var page = await applicant.Open("/programmes/calls");
        page.Says("受理中").Says("前补助、自筹").Says("还有20天");
        page = await page.Click("开始填报");
        page.At($"/programmes/applications/start/{call.Id}");
        (await page.Press("开始填报")).Ok();
        (await applicant.Open("/programmes/calls")).Says("本单位已有").Says("（未填项目名称）").Says("草稿");
    }

    [Theory]
    [InlineData(OrganisationLifecycle.Registered, "enterprise", "单位登记尚未核实")]
    [InlineData(OrganisationLifecycle.Suspended, "enterprise", "单位已停用")]
    [InlineData(OrganisationLifecycle.Verified, "hospital", "本通知不面向医疗卫生机构")]
    public async Task An_organisation_that_does_not_fit_reads_why(string state, string kind, string reason)
    {
        var city = await AnotherCity();
        var organisation = await city.Organisation(state: state, kind: kind);
        var call = await city.Call();
        (await Openings(city, organisation)).Says(reason);
        await MayNotStart(city, call, organisation, reason);
    }

    async Task MayNotStart(City city, Call call, Organisation organisation, string reason)
    {
        using var applicant = await city.As(Roles.UnitAdmin, organisation: organisation.Id, organisationName: organisation.Name);
        var page = await applicant.Open($"/programmes/applications/start/{call.Id}");
        page.Says(reason);
        Assert.False(page.Offers("开始填报"));
        (await applicant.Post($"/programmes/applications/start/{call.Id}", [])).Refused().Says(reason);
        Assert.Equal(0, await city.Db(db => db.Applications().CountAsync(one => one.CallId == call.Id && one.OrganisationId == organisation.Id && one.State == ApplicationLifecycle.Draft, Cancel)));
    }

    [Fact]
    public async Task Limits_overdue_projects_and_bans_stop_an_organisation_each_with_its_reason()
    {
        var city = await AnotherCity();
        var organisation = await city.Organisation();
        var call = await city.Call();
        await city.Application(call, organisation, ApplicationLifecycle.Recommending);
        (await Openings(city, organisation)).SaysNot("限项");
        await city.Application(call, organisation, ApplicationLifecycle.FormalCheck);
        await city.Application(call, organisation, ApplicationLifecycle.Rejected);
        (await Openings(city, organisation)).Says("本单位在本批已申报 2 项，达到每单位 2 项的限项");
        await MayNotStart(city, call, organisation, "达到每单位 2 项的限项");

        var late = await city.Organisation("另一家单位");
        await city.Save(
            new Project
            {
                Number = "YKJ2023-0001", Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = "2023-1", OrganisationId = late.Id, OrganisationName = late.Name, Area = late.Area, Title = "旧项目", Category = "key-rd",
                FundingMode = "subsidised", GrantFen = 0, StartOn = new(2023, 1, 1), EndOn = new(2025, 1, 1), ApprovedOn = new(2023, 1, 1), DocumentNumber = "云科发〔2023〕1号", State = ProjectLifecycle.Due, DueOn = city.Clock.Today.AddDays(-1), Sequence = 1,
            },
            new IntegrityRecord { OrganisationId = late.Id, Ground = "材料不实", Source = "云科发〔2025〕9号", From = city.Clock.Today.AddDays(-10), To = city.Clock.Today });
        (await Openings(city, late)).Says("本单位有 1 个项目逾期未验收").Says("另：本单位处于失信禁入期");
        city.Clock.Forward(days: 1);
        (await Openings(city, late)).SaysNot("禁入期");
    }

    [Fact]
    public async Task The_window_is_open_from_its_first_to_its_last_instant()
    {
        var city = await AnotherCity();
        var organisation = await city.Organisation();
        var call = await city.Call(with: call => (call.OpensAt, call.ClosesAt) = (new DateTime(2026, 3, 10, 1, 0, 0, DateTimeKind.Utc), new DateTime(2026, 3, 20, 9, 0, 0, DateTimeKind.Utc)));
        var openings = city.Services.CreateScope().ServiceProvider.GetRequiredService<CallOpenings>();
        var actor = new Actor { AccountId = Guid.NewGuid(), Role = Roles.UnitAdmin.Code, OrganisationId = organisation.Id };
        async Task<string> At(DateTime now) => string.Join("；", (await openings.ReasonsAsync(call, actor, now, Cancel)).Select(reason => reason.Zh));
        Assert.Equal("受理尚未开始，2026-03-10 09:00 开始", await At(call.OpensAt.AddTicks(-1)));
        Assert.Equal("", await At(call.OpensAt));
        Assert.Equal("", await At(call.ClosesAt));
        Assert.Equal("受理已于 2026-03-20 17:00 截止", await At(call.ClosesAt.AddTicks(1)));

        (await Openings(city, organisation)).Says("即将受理").Says("受理尚未开始，2026-03-10 09:00 开始");
        city.Clock.Set(call.ClosesAt.AddMilliseconds(1));
        (await Openings(city, organisation)).Says("已截止").Says("受理已于 2026-03-20 17:00 截止");
    }

    [Fact]
    public async Task Each_number_of_the_funnel_is_what_its_list_shows()
    {
        var city = await AnotherCity();
        var bureau = await city.Bureau();
        var organisation = await city.Organisation();
        var call = await city.Call(recommender: bureau);
        var other = await city.Call(with: one => one.Title = "别的通知");
        foreach (var state in ApplicationLifecycle.Table.States) await city.Application(call, organisation, state.Code, one => one.RecommenderId = state.Code == ApplicationLifecycle.InReview ? Guid.NewGuid() : bureau.Id);
        await city.Application(other, organisation, ApplicationLifecycle.Approved);

        using var officer = await city.As(Roles.Officer);
        using var recommender = await city.As(Roles.Recommender, organisation: bureau.Id, area: CallTown.County);
        foreach (var reader in new[] { officer, recommender })
        {
            var page = await reader.Open($"/programmes/calls/details/{call.Id}");
            var steps = page.Document.QuerySelectorAll(".kg-funnel a").Select(link => (Url: link.GetAttribute("href")!, Count: int.Parse(link.TextContent, System.Globalization.CultureInfo.InvariantCulture))).ToList();
            Assert.Equal(7, steps.Count);
            foreach (var (url, count) in steps)
            {
                var list = await reader.Open(url);
                Assert.True(list.Has(".kg-table") ? list.Rows().Count == count : count == 0, $"{reader.Grant!.Role}: {count} at {url}");
            }
            Assert.Equal(reader == officer ? [15, 13, 10, 7, 6, 4, 1] : [12, 12, 9, 6, 6, 4, 1], steps.Select(step => step.Count));
        }
        // One grouped query, however many states.
        var actor = new Actor { AccountId = Guid.NewGuid(), Role = Roles.Officer.Code };
        await city.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            using var queries = city.CountQueries();
            await CallFunnel.LoadAsync(db, actor, call.Id, Cancel);
            Assert.Equal(1, queries.Count);
        });
        (await officer.Open("/programmes/calls")).Says("别的通知");
        Assert.Equal(["13", "1"], (await officer.Open("/programmes/calls?cols=title&cols=submitted&sort=title")).Rows().OrderBy(row => row[0].Contains("别的", StringComparison.Ordinal)).Select(row => row[1]));
    }

    [Fact]
    public async Task The_desk_shows_what_waits_for_a_chief_but_not_his_own_and_what_closes_soon()
    {
        var city = await AnotherCity();
        using var chief = await city.As(Roles.Chief);
        await city.Call(CallLifecycle.Submitted);
        await city.Call(CallLifecycle.Submitted, draftedBy: chief.AccountId);
        var soon = await city.Call(with: call => (call.Title, call.ClosesAt) = ("后天截止", city.Clock.Now.AddDays(2)));
        await city.Call(with: call => (call.Title, call.ClosesAt) = ("还早", city.Clock.Now.AddDays(20)));
        var actor = new Actor { AccountId = chief.AccountId, Role = Roles.Chief.Code };
        await city.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var work = new CallWork();
            var queue = Assert.Single(await work.QueuesAsync(db, actor, city.Clock.Now, Cancel));
            Assert.Equal((1, "申报通知审核", city.Clock.Today), (queue.Count, queue.Stage.Zh, queue.OldestOn));
            var item = Assert.Single(await work.LateAndSoonAsync(db, actor, city.Clock.Now, city.Clock.Today.AddDays(5), 10, Cancel));
            Assert.Equal(("后天截止", $"/programmes/calls/details/{soon.Id}", city.Clock.Today.AddDays(2)), (item.Title, item.Url, item.DueOn));
            Assert.Empty(await work.QueuesAsync(db, actor with { Role = Roles.Leader.Code }, city.Clock.Now, Cancel));
        });
    }

    [Fact]
    public async Task The_search_finds_drafts_for_the_bureau_only()
    {
        var city = await AnotherCity();
        await city.Call(CallLifecycle.Drafted, call => call.Title = "拟定中的乡村振兴专项");
        var published = await city.Call(with: call => call.Title = "乡村振兴专项");
        await city.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var search = new CallSearch();
            Assert.Equal(2, (await search.SearchAsync(db, new Actor { AccountId = Guid.NewGuid(), Role = Roles.Officer.Code }, "乡村 振兴", 10, Cancel)).Count);
            Assert.Equal($"/portal/calls/{published.Id}", Assert.Single(await search.SearchAsync(db, Actor.Public, "乡村", 10, Cancel)).Url);
        });
    }
}

public sealed class OpeningTestsOnSqlite(Sqlite city) : OpeningTests(city), IClassFixture<Sqlite>;

public sealed class OpeningTestsOnPostgres(Postgres city) : OpeningTests(city), IClassFixture<Postgres>;
