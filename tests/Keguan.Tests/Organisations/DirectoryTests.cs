using System.Net;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Sheets;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Members;
using Keguan.Tests.Foundation.Files;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Organisations;

/// <summary>名录: what the bureau sees of organisations and decides about them.</summary>
public abstract class DirectoryTests(City city) : CityTests(city)
{
    [Fact]
    public async Task The_list_filters_searches_and_exports()
    {
        var city = await AnotherCity();
        await city.Organisation("云江甲一智能有限公司", area: "990102");
        await city.Organisation("云江乙二新材料有限公司", area: "990103");
        var waiting = await city.Organisation("云江丙三研究院", OrganisationLifecycle.Registered, kind: "institute", area: "990103");
        using var officer = await city.As(Roles.Officer);
        (await officer.Open("/organisations")).Says("共 3 家").Says("待核实1");
        var page = await officer.Open("/organisations?state=registered");
        Assert.Equal(["云江丙三研究院"], page.TextsOf("tbody td.kg-title"));
        Assert.Equal(["云江乙二新材料有限公司", "云江丙三研究院"], (await officer.Open("/organisations?area=990103&sort=registered")).TextsOf("tbody td.kg-title").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["云江丙三研究院"], (await officer.Open("/organisations?kind=institute")).TextsOf("tbody td.kg-title"));
        Assert.Empty((await officer.Open("/organisations?hightech=yes")).Document.QuerySelectorAll("tbody td.kg-title"));
        Assert.Equal(["云江丙三研究院"], (await officer.Open("/organisations?q=" + waiting.Uscc)).TextsOf("tbody td.kg-title"));
        (await page.Click("云江丙三研究院")).At($"/organisations/details/{waiting.Id}");
        var file = await officer.Get("/organisations?area=990103&handler=Export&as=xlsx");
        Assert.Equal(2, SheetReader.Read(new MemoryStream(file.Ok().Bytes)).Count(row => row.Cells.Any(cell => cell.StartsWith("云江", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Only_who_may_reads_it_and_a_county_sees_its_own()
    {
        var own = await City.Organisation("云江本县机械有限公司", area: "990121");
        var other = await City.Organisation("云江外县机械有限公司", area: "990122");
        foreach (var role in new[] { Roles.UnitAdmin, Roles.Filler, Roles.Expert, Roles.SystemAdmin })
        {
            using var visitor = await City.As(role);
            (await visitor.Get("/organisations")).Is(HttpStatusCode.Forbidden);
            (await visitor.Get($"/organisations/details/{own.Id}")).Is(HttpStatusCode.Forbidden);
        }
        using var county = await City.As(Roles.Recommender, area: "990121");
        (await county.Open("/organisations")).Says("云江本县机械有限公司").SaysNot("云江外县机械有限公司");
        (await county.Open($"/organisations/details/{own.Id}")).Says("工业路 1 号").SaysNot("核实通过");
        (await county.Open($"/organisations/details/{own.Id}/matters")).Ok();
        (await county.Get($"/organisations/details/{other.Id}")).Missing();
        foreach (var tab in new[] { "people", "members", "integrity", "files", "record" }) (await county.Get($"/organisations/details/{own.Id}/{tab}")).Missing();
        using var officer = await City.As(Roles.Officer);
        foreach (var tab in new[] { "", "/people", "/members", "/matters", "/integrity", "/files", "/record", "/names" }) (await officer.Get($"/organisations/details/{Guid.NewGuid()}{tab}")).Missing();
    }

    [Fact]
    public async Task An_officer_verifies_and_the_organisation_is_told()
    {
        var organisation = await City.Organisation("云江核实光学有限公司", OrganisationLifecycle.Registered);
        using var administrator = await City.Member(organisation);
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}");
        page.Says("2026-03-03 前办结");
        City.Clock.Forward(TimeSpan.FromHours(2));
        (await page.Press("核实通过")).Ok().At($"/organisations/details/{organisation.Id}").Says("已核实通过").Says("在册");
        var now = await City.Again(organisation);
        Assert.Equal((OrganisationLifecycle.Verified, City.Clock.Now, City.Clock.Now), (now.State, now.VerifiedAt, now.StateSince));
        var entry = (await City.Entries(organisation.Id))[^1];
        Assert.Equal(("verify", "registered", "verified", officer.AccountId), (entry.Action, entry.From, entry.To, entry.ActorId));
        Assert.Contains("“云江核实光学有限公司”已核实通过，可以申报项目", await City.NoticesOf(administrator.AccountId));
        (await officer.Open($"/organisations/details/{organisation.Id}/record")).Says("核实通过").Says(officer.Account!.DisplayName);

        // Once more, by the page that stood open: refused with the reason, nothing doubled.
        (await page.Press("核实通过")).Refused().Says("当前状态为“在册”，不能“核实通过”");
        Assert.Equal(2, (await City.Entries(organisation.Id)).Count);
    }

    [Fact]
    public async Task A_refusal_needs_a_reason_and_the_organisation_reads_it()
    {
        var organisation = await City.Organisation("云江退回玻璃有限公司", OrganisationLifecycle.Registered);
        using var administrator = await City.Member(organisation);
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}");
        (await page.Form("退回更正").Submit()).Refused().Says("“核实不通过”须写明理由");
        (await page.Form("退回更正").Set("reason", "执照扫描件缺公章").Submit()).Ok().Says("已退回更正").Says("核实未通过");
        Assert.Contains(await City.NoticesOf(administrator.AccountId), title => title.Contains("执照扫描件缺公章", StringComparison.Ordinal));
        (await administrator.Open("/organisations/own")).Says("未通过核实").Says("执照扫描件缺公章").Says("更正并再次提交");
    }

    [Fact]
    public async Task It_is_suspended_and_resumed_with_a_reason()
    {
        var organisation = await City.Organisation("云江停用化工有限公司");
        using var administrator = await City.Member(organisation);
        using var chief = await City.As(Roles.Chief);
        var page = await chief.Open($"/organisations/details/{organisation.Id}");
        Assert.False(page.Offers("核实通过"));
        page = await page.Form("确定停用").Set("reason", "营业执照被吊销").Submit();
        page.Ok().Says("已停用");
        (await administrator.Open("/organisations/own")).Says("单位已停用").Says("营业执照被吊销");
        (await page.Form("确定恢复").Set("reason", "行政复议撤销").Submit()).Ok().Says("已恢复");
        Assert.Equal(OrganisationLifecycle.Verified, (await City.Again(organisation)).State);
        Assert.Equal(2, (await City.NoticesOf(administrator.AccountId)).Count);
    }

    [Fact]
    public async Task Who_only_reads_is_offered_nothing_and_is_refused_when_he_tries()
    {
        var organisation = await City.Organisation("云江旁观仪器有限公司", OrganisationLifecycle.Registered);
        using var officer = await City.As(Roles.Officer);
        var button = (await officer.Open($"/organisations/details/{organisation.Id}")).Form("核实通过").Request().RequestUri!.ToString();
        foreach (var role in new[] { Roles.Leader, Roles.Finance, Roles.Auditor, Roles.Inspector })
        {
            using var reader = await City.As(role);
            var page = await reader.Open($"/organisations/details/{organisation.Id}");
            Assert.False(page.Offers("核实通过"));
            (await reader.Post(button, [], $"/organisations/details/{organisation.Id}/members")).Is(HttpStatusCode.Forbidden);
            (await reader.Get($"/organisations/details/{organisation.Id}/names")).Is(HttpStatusCode.Forbidden);
        }
        Assert.Equal(OrganisationLifecycle.Registered, (await City.Again(organisation)).State);
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_decides_and_the_other_is_told()
    {
        var organisation = await City.Organisation("云江同判电气有限公司", OrganisationLifecycle.Registered);
        using var one = await City.As(Roles.Officer);
        using var other = await City.As(Roles.Officer);
        var (first, second) = (await one.Open($"/organisations/details/{organisation.Id}"), await other.Open($"/organisations/details/{organisation.Id}"));
        var answers = await Task.WhenAll(first.Press("核实通过"), second.Form("退回更正").Set("reason", "地址不符").Submit());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Equal(2, (await City.Entries(organisation.Id)).Count);
    }

    [Fact]
    public async Task Likely_duplicates_stand_side_by_side()
    {
        var old = await City.Organisation("云江沧海智能装备有限公司", legal: "沈砚秋");
        var organisation = await City.Organisation("云江市沧海智能装备股份有限公司", OrganisationLifecycle.Registered, legal: "沈砚秋");
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}");
        page.Says("有 1 家疑似重复的单位，请先比对");
        var rows = page.Rows("#near table");
        Assert.Equal("名称实质相同", rows.Single(row => row[0] == "相近之处")[2]);
        Assert.Equal([organisation.Uscc, old.Uscc], rows.Single(row => row[0] == "统一社会信用代码").Skip(1));
        Assert.Equal("沈砚秋 相同", rows.Single(row => row[0] == "法定代表人")[2]);
        Assert.Equal("在册", rows.Single(row => row[0] == "状态")[2]);
        (await page.Click("云江沧海智能装备有限公司")).At($"/organisations/details/{old.Id}");
    }

    [Fact]
    public async Task Names_are_added_with_period_and_paper_and_removed_and_found_by_the_search()
    {
        var organisation = await City.Organisation("云江新名环境科技有限公司");
        using var officer = await City.As(Roles.Officer);
        var page = await (await officer.Open($"/organisations/details/{organisation.Id}")).Click("增删");
        (await page.Form("增加").Submit()).Invalid().Says("请填写名称").Says("请填写依据");
        (await page.Form("增加").Set("Name", "云江新名环境科技有限公司").Set("Document", "x").Submit()).Invalid().Says("已有这个名称");
        (await page.Form("增加").Set("Name", "云江旧号环保厂").Set("Document", "x").Set("From", new DateOnly(2010, 1, 1)).Set("To", new DateOnly(2009, 1, 1)).Submit()).Invalid().Says("止日不能早于起日");
        page = await page.Form("增加").Set("Name", "云江旧号环保厂").Set("Document", "云市监登〔2019〕118 号").Set("From", new DateOnly(2009, 1, 1)).Set("To", new DateOnly(2019, 5, 1)).Submit();
        page.Ok().Says("云江旧号环保厂");
        (await officer.Open($"/organisations/details/{organisation.Id}")).Says("云江旧号环保厂").Says("2009-01-01 – 2019-05-01").Says("云市监登〔2019〕118 号");
        Assert.Equal("add-name", (await City.Entries(organisation.Id))[^1].Action);

        var hits = await City.Ask((IEnumerable<Keguan.Foundation.Work.ISearchSource> sources) => City.Db(db => sources.OfType<Keguan.Organisations.OrganisationSearch>().Single().SearchAsync(db, Actor.System with { Role = Roles.Officer.Code }, "旧号环保", 5, Cancel)));
        Assert.Equal($"/organisations/details/{organisation.Id}", Assert.Single(hits).Url);

        (await page.Form("删除").Submit()).Ok().Says("已删除").SaysNot("云江旧号环保厂");
        Assert.Equal("remove-name", (await City.Entries(organisation.Id))[^1].Action);
    }

    [Fact]
    public async Task Of_people_the_bureau_sees_masks_and_where_else_they_are()
    {
        var organisation = await City.Organisation("云江遮盖医疗有限公司");
        var second = await City.Organisation("云江兼职医疗有限公司");
        const string id = "99010219850309101X";
        var residentId = Keguan.Foundation.Codes.ResidentId.Make("990102", new DateOnly(1985, 3, 9), 101);
        Assert.Equal(id.Length, residentId.Length);
        var person = await City.Person(organisation, "欧阳修远", residentId);
        await City.Person(second, "欧阳修远", residentId);
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}/people");
        page.Says("欧阳修远").Says(residentId[..3] + "*************" + residentId[^2..]).Says("138****0412").Says("s***@example.cn").Says("云江兼职医疗有限公司");
        foreach (var tab in new[] { "", "/people", "/members", "/record", "/integrity" })
        {
            var html = (await officer.Open($"/organisations/details/{organisation.Id}{tab}")).Html;
            Assert.DoesNotContain(residentId, html, StringComparison.Ordinal);
            Assert.DoesNotContain("13800010412", html, StringComparison.Ordinal);
            Assert.DoesNotContain("someone@example.cn", html, StringComparison.Ordinal);
        }
        Assert.False(await City.Db(db => db.People().AnyAsync(one => one.Id == person.Id && (one.IdKey.Contains(residentId) || one.IdMasked.Contains(residentId)))));
    }

    [Fact]
    public async Task An_officer_appoints_an_administrator_on_the_organisation_s_letter()
    {
        var organisation = await City.Organisation("云江失联贸易有限公司");
        using var officer = await City.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}/members");
        page.Says("没有成员");
        (await page.Form("发出邀请").Submit()).Invalid().Says("请填写姓名").Says("请填写邮箱").Says("请填写理由");
        var mail = $"new.{Guid.NewGuid().ToString("N")[..6]}@example.cn";
        page = await page.Form("发出邀请").Set("Name", "周既明").Set("Email", mail).Set("Reason", "原管理员离职，单位介绍信 3 月 1 日").Submit();
        page.Ok().Says("周既明").Says("已邀请，待启用").SaysNot(mail);
        var entry = (await City.Entries(organisation.Id))[^1];
        Assert.Equal(("invite-member", "原管理员离职，单位介绍信 3 月 1 日"), (entry.Action, entry.Text!.Reason));
        Assert.Equal(1, await City.Db(db => db.Set<Keguan.Foundation.Notices.OutboxMail>().CountAsync(one => one.To == mail)));
        using var leader = await City.As(Roles.Leader);
        Assert.False((await leader.Open($"/organisations/details/{organisation.Id}/members")).Offers("发出邀请"));
        (await leader.Post($"/organisations/details/{organisation.Id}/members", ("Input.Name", "周既明"), ("Input.Email", "x@example.cn"), ("Input.Reason", "x"))).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Other_modules_show_what_they_know_through_panels()
    {
        var city = await AnotherCity(services => services.AddScoped<IOrganisationPanel, Panel>().AddScoped<IOrganisationPanel, Silent>());
        var organisation = await city.Organisation("云江面板科技有限公司");
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open($"/organisations/details/{organisation.Id}/matters");
        page.Says("资助项目").Says("资助合计").Says("120.0").Says("在册中").SaysNot("不该出现");
        Assert.Equal(["YKJ2025-0142", "在册中", "40.0"], page.Rows().Single());
        Assert.Equal("/x/1", page.Document.QuerySelector("td.kg-title a")!.GetAttribute("href"));

        // Without any module it says so, and stands.
        var plain = await City.Organisation("云江无面板有限公司");
        using var reader = await City.As(Roles.Inspector);
        (await reader.Open($"/organisations/details/{plain.Id}/matters")).Ok();
    }

    sealed class Panel : IOrganisationPanel
    {
        public int Order => 10;

        public Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel) => Task.FromResult<OrganisationPanel?>(
            new(T("资助项目", "Projects"), [new(T("编号", "Number")), new(T("状态", "State")), new(T("资助", "Grant"), true, T("万元", "CNY 10,000"))],
                [new("/x/1", ["YKJ2025-0142", new PanelCell(T("在册中", "Running"), Tone.Green), "40.0"])], 1) { Figures = [new(T("资助合计", "Granted"), "120.0", T("万元", "CNY 10,000"))] });
    }

    sealed class Silent : IOrganisationPanel
    {
        public int Order => 20;

        public Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel) => Task.FromResult<OrganisationPanel?>(null);
    }

    [Fact]
    public async Task Files_are_listed_and_given_out_to_who_sees_the_organisation_only()
    {
        var organisation = await City.Organisation("云江附件印务有限公司");
        var stored = await City.Ask(async (FileStore files) =>
        {
            var file = await files.Attach(Keguan.Organisations.LicenceFile.Owner(organisation.Id), Keguan.Organisations.LicenceFile.Slot, "执照.pdf", new MemoryStream(Samples.Pdf()));
            return file;
        });
        await City.Save(stored);
        using var officer = await City.As(Roles.Officer);
        (await officer.Open($"/organisations/details/{organisation.Id}/files")).Says("执照.pdf").Says("营业执照或法人证书");
        (await officer.Get(stored.Url)).Ok();
        using var own = await City.Member(organisation, Roles.Filler);
        (await own.Get(stored.Url)).Ok();
        using var stranger = await City.As(Roles.UnitAdmin);
        (await stranger.Get(stored.Url)).Missing();
        using var expert = await City.As(Roles.Expert);
        (await expert.Get(stored.Url)).Missing();
        (await City.Public().Get(stored.Url)).Missing();
    }

    [Fact]
    public async Task The_page_of_an_organisation_asks_the_database_a_bounded_number_of_times()
    {
        var organisation = await City.Organisation("云江计数仪表有限公司");
        for (var i = 0; i < 12; i++) await City.Person(organisation, "人员" + i);
        using var officer = await City.As(Roles.Officer);
        foreach (var tab in new[] { "", "/people", "/members", "/integrity", "/files", "/record" })
        {
            using var queries = City.CountQueries();
            await officer.Open($"/organisations/details/{organisation.Id}{tab}");
            Assert.True(queries.Count <= 22, $"{tab}: {queries.Count}\n{queries}");
        }
    }

    [Fact]
    public async Task In_English_no_Chinese_word_of_ours_is_left()
    {
        var organisation = await City.Organisation("Hantuo Machines", OrganisationLifecycle.Registered, legal: "Gu");
        using var officer = (await City.As(Roles.Officer)).InEnglish();
        foreach (var tab in new[] { "", "/people", "/members", "/matters", "/integrity", "/files", "/record", "/names" })
        {
            var page = await officer.Open($"/organisations/details/{organisation.Id}{tab}");
            foreach (var word in page.TextsOf("main label, main button, main h1, main h2, main th, main summary, main .kg-hint, main dt, main .kg-note, main .kg-tabs, main .kg-empty, main .kg-status"))
                Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", word);
        }
    }
}

public sealed class DirectoryTestsOnSqlite(Sqlite city) : DirectoryTests(city), IClassFixture<Sqlite>;

public sealed class DirectoryTestsOnPostgres(Postgres city) : DirectoryTests(city), IClassFixture<Postgres>;
