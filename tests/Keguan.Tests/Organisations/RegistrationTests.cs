using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Files;
using Keguan.Foundation.Notices;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Register;
using Keguan.Tests.Foundation.Files;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations;

/// <summary>Registering an organisation from the portal, page by page.</summary>
public abstract class RegistrationTests(City city) : CityTests(city)
{
    const string Password = "Changle-2026";

    static async Task<Screen> Facts(Visitor visitor, string code, string name)
    {
        var page = await (await visitor.Open("/organisations/register")).Form("下一步").Set("Uscc", code).Set("Name", name).Submit();
        return page.Ok().At("/organisations/register/facts");
    }

    static FilledForm Filled(Screen facts) => facts.Form("下一步").Set("Address", "工业路 18 号").Set("Area", "云岭区").Set("Industry", "34").Set("LegalRepresentative", "顾望舒")
        .Set("FoundedOn", new DateOnly(2015, 6, 1)).Set("Staff", 120).Set("ContactName", "林知夏").Set("ContactPhone", "0571-88886666").Attach("licence", "营业执照.pdf", Samples.Pdf());

    static async Task<Screen> ToCheck(Visitor visitor, string code, string name, string email)
    {
        var page = await Filled(await Facts(visitor, code, name)).Submit();
        if (visitor.Account is not null) return page.Ok().At("/organisations/register/check");
        page = await page.Ok().At("/organisations/register/administrator").Form("下一步").Set("Name", "林知夏").Set("Email", email).Submit();
        return page.Ok().At("/organisations/register/check");
    }

    static FilledForm Promised(Screen check) => check.Form("提交登记").Set("Password", Password).Set("Again", Password).Check("Promise");

    static string Mail() => $"lin.{Guid.NewGuid().ToString("N")[..8]}@example.cn";

    [Fact]
    public async Task A_wrong_code_is_refused_with_its_reason_and_what_was_typed_is_kept()
    {
        using var visitor = City.Public();
        var code = Registered.Code();
        var wrong = code[..17] + (code[17] == '0' ? '1' : '0');
        var page = (await (await visitor.Open("/organisations/register")).Form("下一步").Set("Uscc", wrong).Set("Name", "云江瀚拓智能装备有限公司").Submit()).Invalid();
        page.Says($"校验位应为 {code[17]}");
        Assert.Equal(wrong, page.Form("下一步")["Uscc"]);
        (await page.Form("下一步").Set("Uscc", code[..16]).Submit()).Invalid().Says("应为 18 位，现有 16 位");
        Assert.False(visitor.Cookies.ContainsKey(RegisterPage.Cookie));
    }

    [Fact]
    public async Task An_enterprise_registers_and_its_registrar_becomes_its_administrator()
    {
        using var officer = await City.As(Roles.Officer);
        using var visitor = City.Public();
        var (code, mail) = (Registered.Code(), Mail());
        var facts = await Facts(visitor, code.ToLowerInvariant(), "云江澄明光电科技有限公司");
        facts.Says("市场监督管理部门").Says("企业").Says("云岭区");
        Assert.Equal("enterprise", facts.Form("下一步")["Kind"]);
        Assert.Equal("990102", facts.Form("下一步")["Area"]);
        var check = await (await Filled(facts).Submit()).Form("下一步").Set("Name", "林知夏").Set("Phone", "138 0001 0999").Set("Email", mail).Submit();
        check.Says(code).Says("云江澄明光电科技有限公司").Says("营业执照.pdf").Says("C34 通用设备制造业").Says(mail);

        (await check.Form("提交登记").Set("Password", "short").Set("Again", "short").Check("Promise").Submit()).Invalid().Says("口令至少 10 位");
        (await Promised(check).Set("Again", "Something-else-1").Submit()).Invalid().Says("两次输入的口令不一致");
        (await Promised(check).Check("Promise", false).Submit()).Invalid().Says("请确认所填信息真实");
        var done = await Promised(check).Submit();
        done.Ok().At("/organisations/register/done").Says("登记已提交").Says(code).Says("2026-03-03").Says("已登记，待核实");

        var organisation = await City.Db(db => db.Organisations().AsNoTracking().SingleAsync(one => one.Uscc == code));
        Assert.Equal(("registered", "enterprise", "990102", "34", 120), (organisation.State, organisation.Kind, organisation.Area, organisation.Industry, organisation.Staff));
        Assert.Equal(code[8..17], organisation.CodeBody);
        var account = await City.Db(db => db.Users.AsNoTracking().SingleAsync(one => one.Email == mail));
        Assert.Equal(("林知夏", "13800010999", AccountLifecycle.Active), (account.DisplayName, account.PhoneNumber, account.State));
        Assert.Equal((Roles.UnitAdmin.Code, organisation.Name), (await City.GrantsOf(organisation)).Select(grant => (grant.Role, grant.OrganisationName)).Single());
        var entry = Assert.Single(await City.Entries(organisation.Id));
        Assert.Equal(("register", "", "registered", account.Id, "林知夏"), (entry.Action, entry.From, entry.To, entry.ActorId, entry.Text!.ActorName));
        Assert.Contains("新单位待核实：云江澄明光电科技有限公司", await City.NoticesOf(officer.AccountId));

        // The licence belongs to the organisation; of what was typed nothing is left in the draft.
        var file = await City.Db(db => db.Set<StoredFile>().AsNoTracking().SingleAsync(one => one.SubjectId == organisation.Id));
        Assert.Equal(Samples.Pdf(), (await officer.Get(file.Url)).Ok().Bytes);
        (await visitor.Get(file.Url)).Missing();
        Assert.Equal("{}", await City.Db(db => db.Set<RegistrationDraft>().Where(draft => draft.Id == organisation.Id).Select(draft => draft.Data).SingleAsync()));

        // He signs in with what he chose, by mail or telephone.
        using var himself = City.Public();
        (await (await himself.Open("/accounts/signin")).Form("登录").Set("Input.Name", "13800010999").Set("Input.Password", Password).Submit()).SaysNot("不正确");
        (await himself.Open("/organisations/own")).Says("云江澄明光电科技有限公司").Says("科技局正在核实");
    }

    [Fact]
    public async Task The_same_code_again_is_refused_with_whom_to_ask()
    {
        var known = await City.Organisation("云江砚池文创有限公司");
        using var administrator = await City.Member(known, name: "陈若谷");
        using var visitor = City.Public();
        var page = (await (await visitor.Open("/organisations/register")).Form("下一步").Set("Uscc", known.Uscc).Set("Name", "云江砚池文创有限公司").Submit()).Refused();
        page.Says("已由“云江砚池文创有限公司”登记").Says("请联系单位管理员（陈*谷）邀请您加入").SaysNot("陈若谷");
        Assert.Equal(known.Uscc, page.Form("下一步")["Uscc"]);

        var lonely = await City.Organisation("云江无人文创有限公司");
        (await page.Form("下一步").Set("Uscc", lonely.Uscc).Submit()).Refused().Says("由经办人增派管理员");
    }

    [Fact]
    public async Task Near_equal_names_are_not_shown_to_the_public()
    {
        await City.Organisation("云江映雪仪表有限公司");
        using var visitor = City.Public();
        var check = await ToCheck(visitor, Registered.Code(), "云江市映雪仪表有限公司", Mail());
        check.SaysNot("云江映雪仪表有限公司").SaysNot("重复");
        (await Promised(check).Submit()).Ok().At("/organisations/register/done").SaysNot("云江映雪仪表有限公司");
    }

    [Fact]
    public async Task The_same_code_at_the_same_moment_is_registered_once_and_the_other_is_told()
    {
        var code = Registered.Code();
        using var one = City.Public();
        using var other = City.Public();
        var (first, second) = (await ToCheck(one, code, "云江同刻科技有限公司", Mail()), await ToCheck(other, code, "云江同刻科技有限公司", Mail()));
        var answers = await Task.WhenAll(Promised(first).Submit(), Promised(second).Submit());
        var winner = Assert.Single(answers, answer => answer.Path == "/organisations/register/done");
        Assert.Single(answers, answer => answer != winner).Refused().Says($"代码 {code} 已由“云江同刻科技有限公司”登记");
        var organisation = await City.Db(db => db.Organisations().AsNoTracking().SingleAsync(found => found.Uscc == code));
        Assert.Single(await City.GrantsOf(organisation));
        Assert.Single(await City.Entries(organisation.Id));
    }

    [Fact]
    public async Task The_button_pressed_five_times_files_it_once()
    {
        var code = Registered.Code();
        using var visitor = City.Public();
        var check = await ToCheck(visitor, code, "云江连点软件有限公司", Mail());
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Promised(check).Submit()));
        Assert.All(answers, answer => answer.Ok().At("/organisations/register/done"));
        var organisation = await City.Db(db => db.Organisations().AsNoTracking().SingleAsync(found => found.Uscc == code));
        Assert.Single(await City.Entries(organisation.Id));
        Assert.Equal(1, await City.Db(db => db.Set<RegistrationDraft>().CountAsync(draft => draft.Id == organisation.Id)));
    }

    [Fact]
    public async Task Who_opens_a_page_in_the_middle_begins_at_the_beginning_and_sees_nobody_elses_draft()
    {
        using var visitor = City.Public();
        (await visitor.Open("/organisations/register/facts")).At("/organisations/register");
        (await visitor.Open("/organisations/register/administrator")).At("/organisations/register");
        (await visitor.Open("/organisations/register/check")).At("/organisations/register");
        (await visitor.Open("/organisations/register/done")).At("/organisations/register");
        await Facts(visitor, Registered.Code(), "云江半途电子有限公司");
        (await visitor.Open("/organisations/register/check")).At("/organisations/register/facts").Says("云江半途电子有限公司");
        using var other = City.Public();
        other.Cookies[RegisterPage.Cookie] = "guessed";
        (await other.Open("/organisations/register/facts")).At("/organisations/register").SaysNot("半途");
        (await other.Get("/organisations/register/facts?handler=Licence")).Missing();
    }

    [Fact]
    public async Task What_is_missing_or_contradicts_the_code_is_said_at_its_field_and_the_licence_stays()
    {
        using var visitor = City.Public();
        var facts = await Facts(visitor, Registered.Code(area: "990199"), "云江缺项机械有限公司");
        var page = (await facts.Form("下一步").Submit()).Invalid();
        page.Says("请填写住所").Says("请填写法定代表人").Says("请填写成立日期").Says("请上传营业执照或法人证书").Says("企业须选择行业").Says("请填写所在县");
        (await Filled(page).Forge("Facts.Kind", "university").Submit()).Invalid().Says("代码表明登记机构类别为“企业”，与“高等学校”不符");
        (await Filled(page).Forge("Facts.Area", "110101").Submit()).Invalid().Says("请选择本市的县");
        (await Filled(page).Set("FoundedOn", new DateOnly(2026, 3, 3)).Submit()).Invalid().Says("成立日期不能晚于今天").Says("营业执照.pdf");
        // The licence has arrived meanwhile and needs not be chosen again; it is given out to its uploader only.
        page = await visitor.Open("/organisations/register/facts");
        page.Says("营业执照.pdf");
        Assert.Equal(Samples.Pdf(), (await visitor.Get("/organisations/register/facts?handler=Licence")).Ok().Bytes);
        (await page.Form("下一步").Attach("licence.Replace." + DraftFile(page), "更名.pdf", Samples.Exe()).Submit()).Invalid().Says("可执行程序");
    }

    static string DraftFile(Screen page) => page.Document.QuerySelector("input[name^='licence.Replace.']")!.GetAttribute("name")!["licence.Replace.".Length..];

    [Fact]
    public async Task An_administrator_needs_a_way_to_sign_in_that_nobody_else_uses()
    {
        using var visitor = City.Public();
        var page = await Filled(await Facts(visitor, Registered.Code(), "云江有号通讯有限公司")).Submit();
        (await page.Form("下一步").Set("Name", "林知夏").Set("Email", "").Submit()).Invalid().Says("手机号和邮箱至少填一项");
        (await page.Form("下一步").Set("Name", "林知夏").Set("Phone", "12345").Submit()).Invalid().Says("应为 11 位手机号");
        var mail = Mail();
        await City.Save(new Account { Id = Guid.CreateVersion7(), UserName = mail, NormalizedUserName = mail.ToUpperInvariant(), Email = mail, NormalizedEmail = mail.ToUpperInvariant(), DisplayName = "旧人" });
        (await page.Form("下一步").Set("Name", "林知夏").Set("Email", mail).Submit()).Invalid().Says("已有使用它的账号：请先登录").SaysNot("旧人");
    }

    [Fact]
    public async Task Who_is_signed_in_registers_a_further_organisation_with_the_same_account()
    {
        var first = await City.Organisation("云江首家工贸有限公司");
        using var member = await City.Member(first, Roles.Filler, "方晓筠");
        var code = Registered.Code();
        var check = await ToCheck(member, code, "云江次家工贸有限公司", "");
        check.Says("由当前账号（方晓筠）担任");
        Assert.False(check.Has("input[name=Password]"));
        (await check.Form("提交登记").Check("Promise").Submit()).Ok().At("/organisations/register/done").Says("切换到该单位");
        var organisation = await City.Db(db => db.Organisations().AsNoTracking().SingleAsync(one => one.Uscc == code));
        var grant = Assert.Single(await City.GrantsOf(organisation));
        Assert.Equal((member.AccountId, Roles.UnitAdmin.Code), (grant.AccountId, grant.Role));
        Assert.Single(await City.GrantsOf(first));
    }

    [Fact]
    public async Task A_registration_that_was_never_filed_is_forgotten_with_its_files()
    {
        var city = await AnotherCity();
        using var visitor = city.Public();
        await Filled(await Facts(visitor, Registered.Code(), "云江忘却科技有限公司")).Submit();
        using var filed = city.Public();
        await Promised(await ToCheck(filed, Registered.Code(), "云江办成科技有限公司", Mail())).Submit();
        city.Clock.Forward(6);
        Assert.Equal(0, await city.Ask((DraftSweeper sweeper) => sweeper.SweepAsync()));
        city.Clock.Forward(2);
        Assert.Equal(2, await city.Ask((DraftSweeper sweeper) => sweeper.SweepAsync()));
        Assert.Equal(1, await city.Db(db => db.Set<StoredFile>().CountAsync()));
        (await visitor.Open("/organisations/register/facts")).At("/organisations/register");
    }

    [Fact]
    public async Task One_network_address_can_t_begin_without_end()
    {
        var city = await AnotherCity(services => services.Configure<Keguan.Organisations.OrganisationOptions>(options => options.DraftsPerHour = 2));
        for (var i = 0; i < 2; i++)
        {
            using var visitor = city.Public();
            await Facts(visitor, Registered.Code(), "云江多次科技有限公司");
        }
        using var third = city.Public();
        (await (await third.Open("/organisations/register")).Form("下一步").Set("Uscc", Registered.Code()).Set("Name", "云江多次科技有限公司").Submit()).Refused().Says("登记过多");
        city.Clock.Forward(TimeSpan.FromMinutes(61));
        await Facts(third, Registered.Code(), "云江多次科技有限公司");
    }

    [Fact]
    public async Task In_English_no_Chinese_word_of_ours_is_left()
    {
        using var visitor = City.Public().InEnglish();
        var page = await visitor.Open("/organisations/register");
        page = await page.Form("Next").Set("Uscc", Registered.Code()).Set("Name", "Hantuo Machines").Submit();
        foreach (var screen in new[] { page, (await page.Form("Next").Submit()).Invalid() })
            foreach (var word in screen.TextsOf("main label, main button, main h1, main h2, main .kg-hint, main .kg-error, main .kg-stages, main dt"))
                Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", word.Replace("GB/T 4754-2017", "", StringComparison.Ordinal));
    }
}

public sealed class RegistrationTestsOnSqlite(Sqlite city) : RegistrationTests(city), IClassFixture<Sqlite>;

public sealed class RegistrationTestsOnPostgres(Postgres city) : RegistrationTests(city), IClassFixture<Postgres>;
