using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Accounts;

public abstract class SessionTests(City city) : CityTests(city)
{
    public override async ValueTask InitializeAsync() => await City.Db(db => db.Set<SignInFailure>().ExecuteDeleteAsync(Cancel));

    Task<List<SignInSession>> Sessions(Guid account) => City.Db(db => db.Set<SignInSession>().AsNoTracking().Where(session => session.AccountId == account).OrderBy(session => session.Id).ToListAsync(Cancel));

    [Fact]
    public async Task One_sees_all_ones_sessions_and_ends_one_or_all_others()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var (office, home, phone) = (await one.SignedIn(), await one.SignedIn(), await one.SignedIn());
        var list = (await office.Open("/accounts/sessions")).Says("本次登录");
        Assert.Equal(3, list.Rows().Count);
        var ids = await Sessions(one.Account.Id);
        (await list.Form("结束").Forge("Id", ids[1].Id.ToString()).Submit()).Ok().At("/accounts/sessions").Says("该登录已结束");
        (await home.Get("/accounts/profile")).At("/accounts/signin").Says("已在别处被结束");
        await phone.Open("/accounts/profile");

        (await (await office.Open("/accounts/sessions")).Press("全部结束")).Ok().Says("已结束其他 1 处登录");
        (await phone.Get("/accounts/profile")).At("/accounts/signin");
        await office.Open("/accounts/profile");
    }

    [Fact]
    public async Task Anothers_session_is_not_there()
    {
        var (one, other) = (await Someone.With(City, Roles.UnitAdmin), await Someone.With(City, Roles.UnitAdmin));
        var (mine, his) = (await one.SignedIn(), await other.SignedIn());
        var session = (await Sessions(other.Account.Id))[0];
        await mine.Open("/accounts/sessions");
        (await mine.Post("/accounts/sessions?handler=End", ("Id", session.Id.ToString()))).Missing();
        Assert.Null((await Sessions(other.Account.Id))[0].EndedAt);
        await his.Open("/accounts/profile");
    }

    [Fact]
    public async Task A_session_without_a_request_for_two_hours_has_ended()
    {
        var city = await AnotherCity(services => services.Configure<AccountOptions>(options => (options.IdleMinutes, options.AbsoluteHours) = (120, 12)));
        var visitor = await (await Someone.With(city, Roles.UnitAdmin)).SignedIn();
        for (var i = 0; i < 3; i++)
        {
            city.Clock.Forward(TimeSpan.FromMinutes(119));
            await visitor.Open("/accounts/profile");
        }
        city.Clock.Forward(TimeSpan.FromMinutes(120));
        (await visitor.Get("/accounts/profile")).At("/accounts/signin").Says("登录已超时");
    }

    [Fact]
    public async Task No_session_outlasts_twelve_hours()
    {
        var city = await AnotherCity(services => services.Configure<AccountOptions>(options => (options.IdleMinutes, options.AbsoluteHours) = (120, 12)));
        var visitor = await (await Someone.With(city, Roles.UnitAdmin)).SignedIn();
        for (var i = 0; i < 11; i++)
        {
            city.Clock.Forward(TimeSpan.FromHours(1));
            await visitor.Open("/accounts/profile");
        }
        city.Clock.Forward(TimeSpan.FromHours(1));
        (await visitor.Get("/accounts/profile")).At("/accounts/signin");
    }

    [Fact]
    public async Task When_it_was_last_used_is_written_at_most_once_a_minute()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        City.Clock.Forward(TimeSpan.FromSeconds(59));
        using (var queries = City.CountQueries())
        {
            await visitor.Open("/accounts/signout");
            Assert.DoesNotContain(queries.Commands, command => command.Contains("UPDATE"));
        }
        Assert.Equal(Clock.Start, (await Sessions(one.Account.Id))[0].LastSeenAt);
        City.Clock.Forward(TimeSpan.FromSeconds(1));
        await visitor.Open("/accounts/signout");
        Assert.Equal(Clock.Start.AddMinutes(1), (await Sessions(one.Account.Id))[0].LastSeenAt);
    }

    [Fact]
    public async Task Settings_that_contradict_each_other_stop_the_program_with_a_sentence()
    {
        var wrong = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => AnotherCity(services => services.Configure<AccountOptions>(options => (options.IdleMinutes, options.AbsoluteHours) = (300, 2))));
        Assert.Contains("Accounts:IdleMinutes 不得长于", wrong.Message);
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_and_the_old_one_is_worth_nothing()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var (office, home) = (await one.SignedIn(), await one.SignedIn());
        var form = (await office.Open("/accounts/password")).Form("修改口令");
        (await form.Set("Input.Current", "Falsch-99999").Set("Input.New", "Neulich-2027").Set("Input.Again", "Neulich-2027").Submit()).Invalid().Says("当前口令不正确");
        (await form.Set("Input.Current", Someone.Password).Set("Input.New", "kurz1").Submit()).Invalid().Says("至少 10 位");
        (await form.Set("Input.New", "Neulich-2027").Set("Input.Again", "Neulich-2028").Submit()).Invalid().Says("不一致");
        (await form.Set("Input.Again", "Neulich-2027").Submit()).Ok().At("/accounts/profile").Says("其他 1 处登录已结束");
        (await home.Get("/accounts/profile")).At("/accounts/signin");
        await office.Open("/accounts/profile");
        (await one.SignIn(City.Public())).Invalid();
        await one.SignIn(home, "Neulich-2027");
        await home.Open("/accounts/profile");
        Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == one.Account.Id).ToListAsync(Cancel)), notice => notice.TitleZh.Contains("口令已修改"));
    }

    [Fact]
    public async Task Guessing_the_current_password_inside_locks_the_account_too()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        var form = (await visitor.Open("/accounts/password")).Form("修改口令").Set("Input.Current", "Falsch-99999").Set("Input.New", "Neulich-2027").Set("Input.Again", "Neulich-2027");
        for (var i = 0; i < 5; i++) (await form.Submit()).Invalid();
        (await form.Set("Input.Current", Someone.Password).Submit()).Invalid().Says("口令已多次不正确");
    }

    [Fact]
    public async Task Name_and_language_are_ones_own_to_change()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        (await (await visitor.Open("/accounts/profile")).Form("保存").Set("Input.DisplayName", "").Submit()).Invalid().Says("请填写姓名");
        (await (await visitor.Open("/accounts/profile")).Form("保存").Set("Input.DisplayName", "陈若谷（新）").Set("Input.Language", "en").Submit()).Ok().Says("My account").SaysNot("我的账号");
        Assert.Equal(("陈若谷（新）", "en", 2), await one.Now() is var now ? (now.DisplayName, now.Language, now.Sequence - one.Grants.Count) : default);
        // The language goes with him to another browser.
        (await (await one.SignedIn()).Open("/accounts/profile")).Says("My account");
    }

    [Fact]
    public async Task An_authenticator_is_set_up_replaced_and_removed_with_the_password_in_hand()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        var page = await visitor.Open("/accounts/secondfactor");
        var secret = page.TextOf(".kg-secret").Replace(" ", "");
        var form = page.Form("完成设置").Set("Code", Keguan.Foundation.Accounts.Factors.Totp.CodeAt(secret, City.Clock.Now));
        (await form.Set("Password", "Falsch-99999").Submit()).Invalid().Says("当前口令不正确");
        Assert.Null((await one.Now()).TotpSecret);
        (await form.Set("Password", Someone.Password).Submit()).Ok().At("/accounts/recovery");
        var stored = (await one.Now()).TotpSecret!;
        Assert.DoesNotContain(secret, stored);

        var renewed = await (await visitor.Open("/accounts/recovery")).Form("生成").Set("Password", Someone.Password).Submit();
        Assert.Equal(10, renewed.TextsOf(".kg-codes li").Count);
        var profile = await visitor.Open("/accounts/profile");
        (await profile.Form("确定移除").Set("Password", "Falsch-99999").Submit()).Refused().Says("当前口令不正确");
        (await (await visitor.Open("/accounts/profile")).Form("确定移除").Set("Password", Someone.Password).Submit()).Ok().Says("动态验证已移除");
        await one.SignedIn();
    }

    [Fact]
    public async Task Staff_keep_their_last_second_factor()
    {
        var one = await Someone.With(City, Roles.Officer, totp: true);
        var visitor = await one.SignedIn(one.Code);
        (await (await visitor.Open("/accounts/profile")).Form("确定移除").Set("Password", Someone.Password).Submit()).Refused().Says("“经办人”须有第二因素");
        Assert.NotNull((await one.Now()).TotpSecret);
    }

    [Fact]
    public async Task Secrets_stand_on_no_page()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, totp: true);
        var visitor = await one.SignedIn(one.Code);
        var account = await one.Now();
        var session = (await Sessions(one.Account.Id))[0];
        foreach (var url in new[] { "/accounts/profile", "/accounts/sessions", "/accounts/password", "/accounts/passkeys", "/accounts/recovery", "/accounts/secondfactor", "/accounts/identity" })
            foreach (var secret in new[] { account.PasswordHash!, account.TotpSecret!, Someone.Secret, account.SecurityStamp!, session.Id.ToString() })
                Assert.DoesNotContain(secret, (await visitor.Open(url)).Html);
        var admin = await City.As(Roles.SystemAdmin);
        var security = await City.As(Roles.SecurityAdmin);
        foreach (var page in new[] { await admin.Open($"/accounts/admin/{account.Id}"), await admin.Open("/accounts/admin"), await security.Open($"/accounts/grants/{account.Id}") })
            foreach (var secret in new[] { account.PasswordHash!, account.TotpSecret!, Someone.Secret, account.SecurityStamp! })
                Assert.DoesNotContain(secret, page.Html);
    }

    [Fact]
    public async Task Failed_tries_are_shown_to_the_owner_with_their_address()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        await one.SignIn(City.Public(), "Falsch-99999");
        (await (await one.SignedIn()).Open("/accounts/sessions")).Says("口令不正确");
        Assert.Equal(2, await City.Db(db => db.Set<SecurityEvent>().CountAsync(found => found.AccountId == one.Account.Id && found.Kind == SecurityKinds.SignIn, Cancel)));
    }
}

public sealed class SessionTestsOnSqlite(Sqlite city) : SessionTests(city), IClassFixture<Sqlite>;
public sealed class SessionTestsOnPostgres(Postgres city) : SessionTests(city), IClassFixture<Postgres>;
