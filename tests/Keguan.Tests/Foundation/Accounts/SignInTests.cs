using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Accounts;

public abstract class SignInTests(City city) : CityTests(city)
{
    public override async ValueTask InitializeAsync() => await City.Db(db => db.Set<SignInFailure>().ExecuteDeleteAsync(Cancel));

    Task<List<SecurityEvent>> Events(string kind) => City.Db(db => db.Set<SecurityEvent>().AsNoTracking().Where(one => one.Kind == kind).OrderByDescending(one => one.Id).ToListAsync(Cancel));

    [Fact]
    public async Task Name_e_mail_and_telephone_all_lead_to_the_same_person()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"lin.{Guid.NewGuid():N}@hantuo.example", phone: "13800010" + Random.Shared.Next(100, 999));
        foreach (var name in new[] { one.Name, " " + one.Name.ToUpperInvariant() + " ", one.Account.Email!, "+86 " + one.Account.PhoneNumber!.Insert(3, " ").Insert(8, "-") })
        {
            var visitor = City.Public();
            await one.SignIn(visitor, name: name);
            (await visitor.Open("/accounts/profile")).Says("陈若谷").Says("云江瀚拓科技有限公司");
        }
        Assert.Equal("password", (await Events(SecurityKinds.SignIn))[0].Detail);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_read_the_same()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var wrong = (await one.SignIn(City.Public(), "Falsch-99999")).Invalid();
        var unknown = (await Someone.Type(City.Public(), "nobody-" + Guid.NewGuid().ToString("N")[..6], "Falsch-99999")).Invalid();
        Assert.Equal(wrong.TextOf("[role=alert]"), unknown.TextOf("[role=alert]"));
        Assert.Contains("账号、口令或验证码不正确", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(one.Name, wrong.Form("登录")["Input.Name"]);
        Assert.Equal("", wrong.Form("登录")["Input.Password"]);
        var events = await Events(SecurityKinds.SignIn);
        Assert.Equal([SecurityKinds.UnknownAccount, SecurityKinds.WrongPassword], events.Take(2).Select(one => one.Outcome));
        Assert.StartsWith("no***", events[0].AccountName);
    }

    [Fact]
    public async Task Five_failures_lock_the_account_for_a_quarter_of_an_hour()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"{Guid.NewGuid():N}@x.example");
        for (var i = 0; i < 4; i++) (await one.SignIn(City.Public(), "Falsch-99999")).Invalid().SaysNot("已锁定");
        (await one.SignIn(City.Public(), "Falsch-99999")).Invalid().Says("已锁定，请在 09:15 后再试");
        (await one.SignIn(City.Public())).Invalid().Says("已锁定");
        Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == one.Account.Id).ToListAsync(Cancel)), notice => notice.TitleZh.Contains("已锁定至 2026-03-02 09:15"));

        City.Clock.Forward(TimeSpan.FromMinutes(14));
        (await one.SignIn(City.Public())).Invalid();
        City.Clock.Forward(TimeSpan.FromMinutes(1));
        var visitor = City.Public();
        await one.SignIn(visitor);
        await visitor.Open("/accounts/profile");
        Assert.Equal((0, null), (await one.Now() is var now ? (now.AccessFailedCount, now.LockedUntil) : default));
    }

    [Fact]
    public async Task An_unknown_name_is_locked_in_the_same_words()
    {
        var name = "nobody-" + Guid.NewGuid().ToString("N")[..6];
        for (var i = 0; i < 4; i++) (await Someone.Type(City.Public(), name, "Falsch-99999")).Invalid().SaysNot("已锁定");
        (await Someone.Type(City.Public(), name, "Falsch-99999")).Invalid().Says("已锁定，请在 09:15 后再试");
    }

    [Fact]
    public async Task Failures_under_all_names_of_an_account_count_together_and_a_success_forgets_them()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"{Guid.NewGuid():N}@x.example");
        for (var i = 0; i < 2; i++) await one.SignIn(City.Public(), "Falsch-99999");
        for (var i = 0; i < 2; i++) await one.SignIn(City.Public(), "Falsch-99999", name: one.Account.Email);
        Assert.Equal(4, (await one.Now()).AccessFailedCount);
        await one.SignedIn();
        Assert.Equal(0, (await one.Now()).AccessFailedCount);
        for (var i = 0; i < 3; i++) await one.SignIn(City.Public(), "Falsch-99999");
        for (var i = 0; i < 2; i++) await one.SignIn(City.Public(), "Falsch-99999", name: one.Account.Email);
        Assert.NotNull((await one.Now()).LockedUntil);
        (await one.SignIn(City.Public())).Invalid();
    }

    [Fact]
    public async Task Twenty_wrong_passwords_at_once_lock_as_well()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var forms = new List<(Visitor Visitor, HttpRequestMessage Request)>();
        for (var i = 0; i < 20; i++)
        {
            var visitor = City.Public();
            forms.Add((visitor, (await visitor.Open("/accounts/signin")).Form("登录").Set("Input.Name", one.Name).Set("Input.Password", "Falsch-99999").Request()));
        }
        await Task.WhenAll(forms.Select(form => form.Visitor.Send(form.Request)));
        Assert.NotNull((await one.Now()).LockedUntil);
        (await one.SignIn(City.Public())).Invalid();
    }

    [Fact]
    public async Task Too_many_failures_from_one_address_block_the_address_and_pass()
    {
        for (var i = 0; i < 30; i++) await Someone.Type(City.Public(), $"n{i}-{Guid.NewGuid():N}", "Falsch-99999");
        var one = await Someone.With(City, Roles.UnitAdmin);
        (await one.SignIn(City.Public())).Is(HttpStatusCode.TooManyRequests).Says("来自您所在网络的失败尝试过多，请在 09:10 后再试");
        City.Clock.Forward(TimeSpan.FromMinutes(10));
        await one.SignedIn();
    }

    [Fact]
    public async Task A_code_is_asked_for_where_it_is_set_up_and_never_taken_twice()
    {
        var one = await Someone.With(City, Roles.Officer, totp: true);
        (await one.SignIn(City.Public())).Invalid().Says("请填写身份验证器上的 6 位数字");
        Assert.Equal(0, (await one.Now()).AccessFailedCount);
        (await one.SignIn(City.Public(), code: one.Code == "000000" ? "000001" : "000000")).Invalid().Says("账号、口令或验证码不正确");
        var code = one.Code;
        await one.SignedIn(code);
        (await one.SignIn(City.Public(), code: code)).Invalid().Says("账号、口令或验证码不正确");
        Assert.Equal(SecurityKinds.ReplayedCode, (await Events(SecurityKinds.SignIn))[0].Outcome);
        City.Clock.Forward(TimeSpan.FromSeconds(30));
        var visitor = await one.SignedIn(one.Code);
        (await visitor.Open("/accounts/sessions")).Says("口令和动态验证码");
    }

    [Fact]
    public async Task One_code_used_at_two_places_at_once_opens_one()
    {
        var one = await Someone.With(City, Roles.Officer, totp: true);
        var visitors = new List<(Visitor Visitor, HttpRequestMessage Request)>();
        for (var i = 0; i < 4; i++)
        {
            var visitor = City.Public();
            visitors.Add((visitor, (await visitor.Open("/accounts/signin")).Form("登录").Set("Input.Name", one.Name).Set("Input.Password", Someone.Password).Set("Input.Code", one.Code).Request()));
        }
        await Task.WhenAll(visitors.Select(each => each.Visitor.SendOnce(each.Request, Cancel)));
        Assert.Single(visitors, each => each.Visitor.Cookies.ContainsKey("kg-session"));
    }

    [Fact]
    public async Task A_disabled_account_and_one_that_waits_for_its_owner_do_not_get_in()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        await City.Db(db => db.Users.Where(account => account.Id == one.Account.Id).ExecuteUpdateAsync(set => set.SetProperty(account => account.DisabledAt, City.Clock.Now), Cancel));
        (await one.SignIn(City.Public())).Invalid().Says("账号、口令或验证码不正确");
        Assert.Equal(SecurityKinds.NotActive, (await Events(SecurityKinds.SignIn))[0].Outcome);
    }

    [Theory]
    [InlineData("https://evil.example/", "/desk")]
    [InlineData("//evil.example/", "/desk")]
    [InlineData("/\\evil.example", "/desk")]
    [InlineData("/accounts/signout", "/desk")]
    [InlineData("/accounts/profile?x=1", "/accounts/profile?x=1")]
    public async Task After_signing_in_one_goes_where_one_wanted_but_never_out_of_the_system(string wanted, string to)
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = City.Public();
        var form = (await visitor.Open("/accounts/signin?ReturnUrl=" + Uri.EscapeDataString(wanted))).Form("登录").Set("Input.Name", one.Name).Set("Input.Password", Someone.Password);
        var answer = await visitor.SendOnce(form.Request(), Cancel);
        Assert.Equal(to, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_page_asked_for_before_signing_in_comes_after_it()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = City.Public();
        var door = (await visitor.Get("/accounts/sessions")).Ok().At("/accounts/signin");
        var page = await door.Form("登录").Set("Input.Name", one.Name).Set("Input.Password", Someone.Password).Submit();
        page.Ok().At("/accounts/sessions");
        (await visitor.Get("/accounts/signin")).At("/desk");
    }

    [Fact]
    public async Task Staff_without_a_second_factor_get_no_further_than_setting_one_up()
    {
        var one = await Someone.With(City, Roles.Officer);
        var visitor = City.Public();
        (await one.SignIn(visitor, url: "/accounts/signin?ReturnUrl=%2Faccounts%2Fprofile")).Ok().At("/accounts/secondfactor").Says("扫描二维码");
        foreach (var url in new[] { "/jobs", "/accounts/profile", "/accounts/sessions", "/accounts/password", "/accounts/passkeys", "/accounts/recovery" })
            (await visitor.Get(url)).At("/accounts/secondfactor");
        (await visitor.Post("/accounts/sessions?handler=EndOthers")).At("/accounts/secondfactor");

        var setup = await visitor.Open("/accounts/secondfactor?ReturnUrl=%2Faccounts%2Fsessions");
        var secret = setup.TextOf(".kg-secret").Replace(" ", "");
        setup = (await setup.Form("完成设置").Set("Code", "12345").Submit()).Invalid().Says("验证码不正确");
        Assert.Equal(secret, setup.TextOf(".kg-secret").Replace(" ", ""));
        var codes = await setup.Form("完成设置").Set("Code", Keguan.Foundation.Accounts.Factors.Totp.CodeAt(secret, City.Clock.Now)).Submit();
        codes.Ok().At("/accounts/recovery").Says("离开本页后不再显示");
        var recovery = codes.TextsOf(".kg-codes li");
        Assert.Equal(10, recovery.Count);
        (await codes.Click("已保存，继续")).Ok().At("/accounts/sessions");
        (await visitor.Open("/accounts/recovery")).Says("还剩 10 枚可用").SaysNot(recovery[0]);
        await visitor.Open("/jobs");

        // The code that confirmed it is used up; a recovery code works once.
        (await one.SignIn(City.Public(), code: Keguan.Foundation.Accounts.Factors.Totp.CodeAt(secret, City.Clock.Now))).Invalid();
        var other = City.Public();
        await one.SignIn(other, code: recovery[3].ToUpperInvariant(), url: "/accounts/signin?Way=recovery");
        (await other.Open("/accounts/sessions")).Says("口令和备用码");
        (await one.SignIn(City.Public(), code: recovery[3], url: "/accounts/signin?Way=recovery")).Invalid();
    }

    [Fact]
    public async Task Who_knows_only_the_password_can_not_replace_the_second_factor()
    {
        var one = await Someone.With(City, Roles.Officer);
        var (first, second) = (await one.SignedIn(), await one.SignedIn());
        var early = await second.Open("/accounts/secondfactor");
        var setup = await first.Open("/accounts/secondfactor");
        await setup.Form("完成设置").Set("Code", Keguan.Foundation.Accounts.Factors.Totp.CodeAt(setup.TextOf(".kg-secret").Replace(" ", ""), City.Clock.Now)).Submit();
        var before = (await one.Now()).TotpSecret;
        City.Clock.Forward(TimeSpan.FromMinutes(1));

        // The second session opened its page before there was a factor; now it must show it, not set up its own.
        (await early.Form("完成设置").Set("Code", Keguan.Foundation.Accounts.Factors.Totp.CodeAt(early.TextOf(".kg-secret").Replace(" ", ""), City.Clock.Now)).Submit()).Invalid().Says("请验证后继续");
        Assert.Equal(before, (await one.Now()).TotpSecret);
        (await second.Open("/accounts/secondfactor")).Form("验证并继续");
        (await second.Get("/accounts/profile")).At("/accounts/secondfactor");
        var shown = await second.Open("/accounts/secondfactor");
        await shown.Form("验证并继续").Set("Code", Keguan.Foundation.Accounts.Factors.Totp.CodeAt(setup.TextOf(".kg-secret").Replace(" ", ""), City.Clock.Now)).Submit();
        (await second.Get("/accounts/profile")).Ok().At("/accounts/profile");
    }

    [Fact]
    public async Task Applicants_may_do_without_a_second_factor()
    {
        var one = await Someone.With(City, Roles.Filler);
        (await (await one.SignedIn()).Open("/accounts/profile")).At("/accounts/profile");
    }

    [Fact]
    public async Task Accounts_of_the_demonstration_get_in_only_where_it_is_one()
    {
        var one = await Someone.With(City, Roles.Officer, demo: true);
        (await one.SignIn(City.Public())).Invalid().SaysNot("演示环境");

        var demo = await AnotherCity(services => services.PostConfigureDemo());
        var there = await Someone.With(demo, Roles.Officer, demo: true);
        var visitor = await there.SignedIn();
        (await visitor.Open("/accounts/profile")).At("/accounts/profile").Says("演示环境");
        // The exemption is the account's, not the environment's.
        var real = await Someone.With(demo, Roles.Officer);
        (await real.SignIn(demo.Public())).At("/accounts/secondfactor");
    }

    [Fact]
    public async Task The_page_of_several_identities_chooses_one_and_switches()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var one = await Someone.With(City, [new NewGrant(Roles.UnitAdmin) { OrganisationId = a, OrganisationName = "云江瀚拓" }, new NewGrant(Roles.ProjectLeader) { OrganisationId = b, OrganisationName = "云江启衡" }]);
        var visitor = City.Public();
        var choice = (await one.SignIn(visitor, url: "/accounts/signin?ReturnUrl=%2Fjobs")).Ok().At("/accounts/identity").Says("云江瀚拓").Says("云江启衡");
        (await visitor.Get("/jobs")).At("/accounts/identity");
        choice = await visitor.Open("/accounts/identity?ReturnUrl=%2Fjobs");
        (await choice.Form("#main form").Forge("GrantId", one.Grants[1].Id.ToString()).Submit()).Ok().At("/jobs").Says("云江启衡").Says("项目负责人");

        (await visitor.Open("/accounts/identity")).Says("当前身份");
        (await visitor.Post("/accounts/identity", ("GrantId", one.Grants[0].Id.ToString()), ("ReturnUrl", "/accounts/profile"))).Ok().At("/accounts/profile").Says("现在的身份：单位管理员（云江瀚拓）");
        Assert.Equal(one.Grants[0].Id, (await one.Now()).LastGrantId);

        // Somebody else's identity is none of his, nor is one that has ended.
        var other = await Someone.With(City, Roles.Officer);
        (await visitor.Post("/accounts/identity", ("GrantId", other.Grants[0].Id.ToString()))).Missing();
        await City.Db(db => db.Set<RoleGrant>().Where(grant => grant.Id == one.Grants[0].Id).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.EndedAt, City.Clock.Now), Cancel));
        (await visitor.Get("/jobs")).At("/accounts/identity").SaysNot("云江瀚拓");
    }

    [Fact]
    public async Task Who_has_no_identity_is_told_whom_to_ask()
    {
        var one = await Someone.With(City, []);
        var visitor = City.Public();
        (await one.SignIn(visitor)).Ok().At("/accounts/identity").Says("您的账号目前没有身份").Says("安全管理员");
        await visitor.Open("/accounts/profile");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_a_copied_cookie_with_it()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        var copied = visitor.Cookies["kg-session"];
        (await (await visitor.Open("/accounts/profile")).Press("退出登录")).Ok().At("/accounts/signin").Says("已退出登录");
        Assert.False(visitor.Cookies.ContainsKey("kg-session"));
        var thief = City.Public();
        thief.Cookies["kg-session"] = copied;
        (await thief.Get("/accounts/profile")).At("/accounts/signin").Says("请重新登录");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nothing")]
    [InlineData("""{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":null},"clientExtensionResults":{}}""")]
    public async Task A_passkey_that_is_none_is_refused(string credential)
    {
        var visitor = City.Public();
        await visitor.Open("/accounts/signin");
        (await visitor.Post("/accounts/signin?handler=Passkey", ("Credential", credential))).Invalid().Says("通行密钥没有被接受");
        await visitor.Open("/accounts/signin");
        (await visitor.Post("/accounts/signin?handler=PasskeyOptions")).Ok();
        await visitor.Open("/accounts/signin");
        (await visitor.Post("/accounts/signin?handler=Passkey", ("Credential", credential))).Invalid().Says("通行密钥没有被接受");

        var member = await (await Someone.With(City, Roles.UnitAdmin)).SignedIn();
        await member.Open("/accounts/passkeys");
        await member.Post("/accounts/passkeys?handler=Options", ("Password", Someone.Password));
        await member.Open("/accounts/passkeys");
        (await member.Post("/accounts/passkeys?handler=Add", ("Password", Someone.Password), ("Credential", credential))).Refused().Says("通行密钥没有设置成功");
        await member.Open("/accounts/passkeys");
        (await member.Post("/accounts/passkeys?handler=Options", ("Password", "Falsch-99999"))).Is(HttpStatusCode.UnprocessableEntity);
        await member.Open("/accounts/passkeys");
        (await member.Post("/accounts/passkeys?handler=Remove", ("Password", Someone.Password), ("Id", "0123456789abcdef"))).Missing();
    }

    [Fact]
    public async Task English_speakers_read_english()
    {
        var visitor = City.Public().InEnglish();
        var page = (await visitor.Open("/accounts/signin")).Says("With a password").Says("One-time code").SaysNot("口令");
        (await page.Form("Sign in").Set("Input.Name", "nobody").Set("Input.Password", "Falsch-99999").Submit()).Invalid().Says("Account name, password or code is not right");
    }
}

public sealed class SignInTestsOnSqlite(Sqlite city) : SignInTests(city), IClassFixture<Sqlite>;
public sealed class SignInTestsOnPostgres(Postgres city) : SignInTests(city), IClassFixture<Postgres>;
