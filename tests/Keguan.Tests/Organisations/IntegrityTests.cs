using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations;

/// <summary>诚信记录: recorded, told, listed, lifted.</summary>
public abstract class IntegrityTests(City city) : CityTests(city)
{
    static FilledForm Said(Screen page, string source = "云科监〔2026〕3 号") => page.Form("登记").Set("Ground", "申报材料弄虚作假").Set("Source", source).Set("From", new DateOnly(2026, 3, 1)).Set("To", new DateOnly(2028, 2, 29));

    [Fact]
    public async Task An_organisation_is_banned_told_and_freed_again()
    {
        var organisation = await City.Organisation("云江失信钢构有限公司");
        using var member = await City.Member(organisation, Roles.Filler);
        using var chief = await City.As(Roles.Chief);
        var page = await (await chief.Open("/organisations/integrity")).Click("登记");
        (await page.Form("登记").Submit()).Invalid().Says("请填写事由").Says("请填写依据").Says("请填写统一社会信用代码");
        (await Said(page).Set("Uscc", Registered.Code()).Submit()).Invalid().Says("名录中没有使用此代码的单位");
        (await Said(page).Set("Uscc", organisation.Uscc).Set("To", new DateOnly(2026, 2, 1)).Submit()).Invalid().Says("止日不能早于起日");
        page = await Said(page).Set("Uscc", organisation.Uscc.ToLowerInvariant()).Submit();
        page.Ok().Says("已登记").Says("云江失信钢构有限公司").Says("生效中").Says("申报材料弄虚作假");
        var record = await City.Db(db => db.IntegrityRecords().AsNoTracking().SingleAsync(one => one.OrganisationId == organisation.Id));
        Assert.Equal((IntegrityLifecycle.Recorded, organisation.Uscc, ""), (record.State, record.Code, record.PersonKey));
        Assert.Equal(1, await City.Db(db => db.IntegrityRecords().InForce(City.Clock.Today).CountAsync(one => one.OrganisationId == organisation.Id)));
        Assert.Contains(await City.NoticesOf(member.AccountId), title => title.Contains("云科监〔2026〕3 号", StringComparison.Ordinal));
        (await member.Open("/organisations/own")).Says("申报材料弄虚作假").Says("生效中");
        using var inspector = await City.As(Roles.Inspector);
        (await inspector.Open($"/organisations/details/{organisation.Id}/integrity")).Says("申报材料弄虚作假");
        (await inspector.Open($"/organisations/details/{organisation.Id}/record")).Says("登记诚信记录：云江失信钢构有限公司");

        (await page.Form("确定解除").Submit()).Refused().Says("“解除”须写明理由");
        (await page.Form("确定解除").Set("reason", "复核后撤销原决定").Submit()).Ok().Says("已解除");
        var entry = (await City.Entries(record.Id))[^1];
        Assert.Equal(("lift", "recorded", "lifted", "复核后撤销原决定"), (entry.Action, entry.From, entry.To, entry.Text!.Reason));
        Assert.Equal(0, await City.Db(db => db.IntegrityRecords().InForce(City.Clock.Today).CountAsync(one => one.OrganisationId == organisation.Id)));
        (await page.Form("确定解除").Set("reason", "再解除").Submit()).Refused().Says("当前状态为“已解除”");
        Assert.Equal(2, (await City.NoticesOf(member.AccountId)).Count);
    }

    [Fact]
    public async Task A_person_is_banned_by_his_number_wherever_he_works()
    {
        var organisation = await City.Organisation("云江名下软件有限公司");
        var id = ResidentId.Make("990181", new DateOnly(1979, 4, 5), 303);
        var person = await City.Person(organisation, "许知行", id);
        using var himself = await City.Member(organisation, Roles.ProjectLeader);
        await City.Do(async (KeguanDb db) =>
        {
            (await db.People().SingleAsync(one => one.Id == person.Id)).AccountId = himself.AccountId;
            await db.SaveChangesAsync();
        });
        using var chief = await City.As(Roles.Chief);
        var page = await (await chief.Open("/organisations/integrity/add")).Click("个人");
        page = await Said(page, "云科监〔2026〕5 号").Set("PersonName", "许知行").Set("IdNumber", id).Submit();
        page.Ok().Says("许知行").Says(Masking.ResidentId(id));
        Assert.DoesNotContain(id, page.Html, StringComparison.Ordinal);
        var record = await City.Db(db => db.IntegrityRecords().AsNoTracking().SingleAsync(one => one.PersonKey == person.IdKey));
        Assert.Null(record.OrganisationId);
        Assert.DoesNotContain(id, (await City.Entries(record.Id))[0].Text!.Payload, StringComparison.Ordinal);
        (await chief.Open($"/organisations/details/{organisation.Id}/people")).Says("诚信记录生效中");
        (await chief.Open($"/organisations/details/{organisation.Id}/integrity")).Says("云科监〔2026〕5 号");
        Assert.Contains(await City.NoticesOf(himself.AccountId), title => title.Contains("云科监〔2026〕5 号", StringComparison.Ordinal));
        // His organisation is not told of what is his alone.
        (await himself.Open("/organisations/own")).SaysNot("云科监〔2026〕5 号");
        (await chief.Get($"/organisations/integrity?standing=in-force&person=yes")).Says("许知行");
    }

    [Fact]
    public async Task From_the_list_of_people_the_person_is_already_chosen()
    {
        var organisation = await City.Organisation("云江直达制药有限公司");
        var person = await City.Person(organisation, "方晓筠");
        using var chief = await City.As(Roles.Chief);
        var page = await (await chief.Open($"/organisations/details/{organisation.Id}/people")).Click("登记诚信记录");
        page.Says("方晓筠").Says(person.IdMasked).Says("云江直达制药有限公司");
        Assert.False(page.Form("登记").Has("Input.IdNumber"));
        (await Said(page, "云科监〔2026〕6 号").Submit()).Ok();
        var record = await City.Db(db => db.IntegrityRecords().AsNoTracking().SingleAsync(one => one.PersonKey == person.IdKey));
        Assert.Equal((organisation.Id, "方晓筠"), (record.OrganisationId, record.Name));
        (await Said(page, "云科监〔2026〕6 号").Submit()).Refused().Says("同一依据已登记过该对象");
        (await chief.Get("/organisations/integrity/add?person=" + Guid.NewGuid())).Missing();
    }

    [Fact]
    public async Task The_list_shows_who_is_banned_now()
    {
        var city = await AnotherCity();
        var today = city.Clock.Today;
        IntegrityRecord New(string name, int from, int to) => new() { Name = name, Ground = "x", Source = "y", From = today.AddDays(from), To = today.AddDays(to) };
        await city.Save(New("现在", -1, 0), New("以后", 1, 5), New("过去", -5, -1));
        using var officer = await city.As(Roles.Officer);
        Assert.Equal(["现在"], (await officer.Open("/organisations/integrity?standing=in-force")).TextsOf("tbody td.kg-title"));
        Assert.Equal(["以后"], (await officer.Open("/organisations/integrity?standing=ahead")).TextsOf("tbody td.kg-title"));
        Assert.Equal(["过去"], (await officer.Open("/organisations/integrity?standing=over")).TextsOf("tbody td.kg-title"));
    }

    [Fact]
    public async Task The_bureau_reads_the_chief_records_nobody_else_sees()
    {
        var organisation = await City.Organisation("云江权限铸造有限公司");
        var record = new IntegrityRecord { OrganisationId = organisation.Id, Name = organisation.Name, Ground = "x", Source = "y", From = City.Clock.Today, To = City.Clock.Today, State = IntegrityLifecycle.Recorded };
        await City.Save(record);
        using var officer = await City.As(Roles.Officer);
        Assert.False((await officer.Open($"/organisations/integrity/details/{record.Id}")).Offers("确定解除"));
        (await officer.Get("/organisations/integrity/add")).Is(HttpStatusCode.Forbidden);
        (await officer.Post($"/organisations/integrity/details/{record.Id}?handler=Lift", [("reason", "x")], "/organisations/details/" + organisation.Id + "/members")).Is(HttpStatusCode.Forbidden);
        foreach (var role in new[] { Roles.Recommender, Roles.UnitAdmin, Roles.Expert })
        {
            using var visitor = await City.As(role);
            (await visitor.Get("/organisations/integrity")).Is(HttpStatusCode.Forbidden);
            (await visitor.Get($"/organisations/integrity/details/{record.Id}")).Is(HttpStatusCode.Forbidden);
        }
        (await officer.Get($"/organisations/integrity/details/{Guid.NewGuid()}")).Missing();
    }
}

public sealed class IntegrityTestsOnSqlite(Sqlite city) : IntegrityTests(city), IClassFixture<Sqlite>;

public sealed class IntegrityTestsOnPostgres(Postgres city) : IntegrityTests(city), IClassFixture<Postgres>;
