using System.Net;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Organisations;

/// <summary>人员 of one's own organisation.</summary>
public abstract class PeopleTests(City city) : CityTests(city)
{
    static int _day;

    static string Id() => ResidentId.Make("990103", new DateOnly(1970, 1, 1).AddDays(Interlocked.Increment(ref _day)), 202);

    [Fact]
    public async Task A_person_is_added_and_his_number_is_kept_only_as_key_and_mask()
    {
        var organisation = await City.Organisation("云江增人电机有限公司");
        using var filler = await City.Member(organisation, Roles.Filler);
        var id = Id();
        var page = await (await filler.Open("/organisations/people")).Click("增加人员");
        (await page.Form("增加").Submit()).Invalid().Says("请填写姓名").Says("请填写证件号码");
        (await page.Form("增加").Set("Name", "顾望舒").Set("IdNumber", id[..17] + (id[17] == '0' ? '1' : '0')).Submit()).Invalid().Says($"校验位应为 {id[17]}");
        page = await page.Form("增加").Set("Name", "顾望舒").Set("IdNumber", id).Set("Title", "高级工程师").Set("Phone", "13800010412").Submit();
        page.Ok().At("/organisations/people").Says("已增加顾望舒").Says(Masking.ResidentId(id)).SaysNot(id);
        var person = await City.Db(db => db.People().AsNoTracking().SingleAsync(one => one.OrganisationId == organisation.Id));
        Assert.Equal(await City.Db(db => PersonKeys.KeyAsync(db, id)), person.IdKey);
        var entry = (await City.Entries(organisation.Id))[^1];
        Assert.Equal(("add-person", "增加人员顾望舒"), (entry.Action, entry.Text!.Summary));
        Assert.DoesNotContain(id, entry.Text.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await filler.Open($"/organisations/people/edit/{person.Id}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_person_is_listed_once_also_when_two_press_at_the_same_time()
    {
        var organisation = await City.Organisation("云江一人一次有限公司");
        using var one = await City.Member(organisation);
        using var other = await City.Member(organisation);
        var id = Id();
        var (first, second) = (await one.Open("/organisations/people/add"), await other.Open("/organisations/people/add"));
        var answers = await Task.WhenAll(first.Form("增加").Set("Name", "沈砚秋").Set("IdNumber", id).Submit(), second.Form("增加").Set("Name", "沈砚秋").Set("IdNumber", id.ToLowerInvariant()).Submit());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Equal(1, await City.Db(db => db.People().CountAsync(person => person.OrganisationId == organisation.Id)));
        (await second.Form("增加").Set("Name", "另名").Set("IdNumber", id).Submit()).Refused().Says("已有持此证件的人");

        // Elsewhere he may work as well.
        var elsewhere = await City.Organisation("云江别处有限公司");
        using var third = await City.Member(elsewhere);
        (await (await third.Open("/organisations/people/add")).Form("增加").Set("Name", "沈砚秋").Set("IdNumber", id).Submit()).Ok();
    }

    [Fact]
    public async Task Who_has_no_resident_identity_card_is_listed_by_another_document()
    {
        var organisation = await City.Organisation("云江外专咨询有限公司");
        using var administrator = await City.Member(organisation);
        var page = await administrator.Open("/organisations/people/add");
        (await page.Form("增加").Set("Name", "John Smith").Set("IdKind", "other").Set("IdNumber", "12").Submit()).Invalid().Says("应为 5–20 位字母和数字");
        (await page.Form("增加").Set("Name", "John Smith").Set("IdKind", "other").Set("IdNumber", "e1234 5678").Submit()).Ok().Says("E12****78");
    }

    [Fact]
    public async Task A_person_is_changed_with_before_and_after_and_the_number_stays_unless_typed()
    {
        var organisation = await City.Organisation("云江改人阀门有限公司");
        var person = await City.Person(organisation, "李承砚");
        using var administrator = await City.Member(organisation);
        var page = await (await administrator.Open("/organisations/people")).Click("李承砚");
        page.Says(person.IdMasked);
        (await page.Form("保存").Set("Title", "正高级工程师").Submit()).Ok();
        var now = await City.Db(db => db.People().AsNoTracking().SingleAsync(one => one.Id == person.Id));
        Assert.Equal(("正高级工程师", person.IdKey), (now.Title, now.IdKey));
        var payload = (await City.Entries(organisation.Id))[^1].Text!.Payload;
        Assert.Contains("\"before\":{\"name\":\"李承砚\"", payload, StringComparison.Ordinal);
        Assert.Contains("正高级工程师", payload, StringComparison.Ordinal);
        var id = Id();
        (await page.Form("保存").Set("IdNumber", id).Submit()).Ok().Says(Masking.ResidentId(id));
        var other = await City.Person(organisation, "许知行");
        (await (await administrator.Open($"/organisations/people/edit/{other.Id}")).Form("保存").Set("IdNumber", id).Submit()).Refused().Says("已有持此证件的人");
    }

    [Fact]
    public async Task A_person_on_whom_nothing_rests_is_removed()
    {
        var organisation = await City.Organisation("云江移人轴承有限公司");
        var person = await City.Person(organisation, "方晓筠");
        using var administrator = await City.Member(organisation);
        (await (await administrator.Open($"/organisations/people/edit/{person.Id}")).Press("确定移除")).Ok().At("/organisations/people").Says("已移除方晓筠");
        Assert.False(await City.Db(db => db.People().AnyAsync(one => one.Id == person.Id)));
        Assert.Equal("remove-person", (await City.Entries(organisation.Id))[^1].Action);
    }

    [Fact]
    public async Task Who_is_used_is_not_removed_and_the_reason_stands_on_the_button()
    {
        var city = await AnotherCity(services => services.AddScoped<IPersonUse, Leads>());
        var organisation = await city.Organisation("云江在用泵业有限公司");
        var (leader, member) = (await city.Person(organisation, "带项目的"), await city.Person(organisation, "有账号的"));
        using var administrator = await city.Member(organisation);
        using var filler = await city.As(Roles.Filler, organisation.Id, organisation.Name, person: member.Id);
        var page = await administrator.Open($"/organisations/people/edit/{leader.Id}");
        page.Says("是项目 YKJ2025-0142 的负责人");
        Assert.False(page.Offers("确定移除"));
        (await administrator.Post($"/organisations/people/edit/{leader.Id}?handler=Remove")).Refused().Says("是项目 YKJ2025-0142 的负责人");
        (await administrator.Open($"/organisations/people/edit/{member.Id}")).Says("请先在“成员与权利”中结束其权利");
        Assert.Equal(2, await city.Db(db => db.People().CountAsync()));
    }

    sealed class Leads : IPersonUse
    {
        public Task<Text?> UseAsync(KeguanDb db, Person person, CancellationToken cancel) =>
            Task.FromResult<Text?>(person.Name == "带项目的" ? T("是项目 YKJ2025-0142 的负责人", "He leads YKJ2025-0142") : null);
    }

    [Fact]
    public async Task Another_organisation_s_person_is_not_there()
    {
        var other = await City.Organisation("云江别人家有限公司");
        var person = await City.Person(other, "别人家的");
        var organisation = await City.Organisation("云江自己家有限公司");
        using var administrator = await City.Member(organisation);
        (await administrator.Open("/organisations/people")).SaysNot("别人家的").Says("还没有人员");
        (await administrator.Get($"/organisations/people/edit/{person.Id}")).Missing();
        (await administrator.Post($"/organisations/people/edit/{person.Id}", [("Person.Name", "改了")], "/organisations/people/add")).Missing();
        (await administrator.Post($"/organisations/people/edit/{person.Id}?handler=Remove", [], "/organisations/people/add")).Missing();
        Assert.Equal("别人家的", await City.Db(db => db.People().Where(one => one.Id == person.Id).Select(one => one.Name).SingleAsync()));
        using var officer = await City.As(Roles.Officer);
        (await officer.Get("/organisations/people")).Is(HttpStatusCode.Forbidden);
        (await officer.Get($"/organisations/people/edit/{person.Id}")).Is(HttpStatusCode.Forbidden);
    }
}

public sealed class PeopleTestsOnSqlite(Sqlite city) : PeopleTests(city), IClassFixture<Sqlite>;

public sealed class PeopleTestsOnPostgres(Postgres city) : PeopleTests(city), IClassFixture<Postgres>;
