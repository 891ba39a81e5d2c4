using System.Text.Json;
using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Data;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Keguan.Browser.Tests;

/// <summary>From the invitation to the second factor, with and without script; passkeys; what the three administrators do.</summary>
public abstract partial class AccountJourney(Database database) : Journey(database)
{
    const string Password = "Changle-2026";

    async Task<Account> Invited(string email, NewGrant grant)
    {
        await using var scope = City.ScopeOf();
        var invitation = await scope.ServiceProvider.GetRequiredService<Invitations>().CreateAsync(email, "林知夏", grant, Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return invitation.Account;
    }

    async Task<string> LinkTo(string email)
    {
        var body = await City.Db(db => db.Set<OutboxMail>().Where(mail => mail.To == email).OrderByDescending(mail => mail.Id).Select(mail => mail.Body).FirstAsync(Cancel));
        return Link().Match(body).Value;
    }

    async Task<Account> Active(string name, string displayName, params NewGrant[] grants)
    {
        await using var scope = City.ScopeOf();
        var account = await scope.ServiceProvider.GetRequiredService<AccountDirectory>().CreateAsync(new NewAccount { UserName = name, DisplayName = displayName, Email = name + "@yunjiang.example", Password = Password }, Cancel);
        foreach (var grant in grants) await scope.ServiceProvider.GetRequiredService<RoleGrants>().AddAsync(account, grant, Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return account;
    }

    async Task SignIn(Person person, string name, string code = "", string to = "/accounts/profile")
    {
        await person.Open("/accounts/signin?ReturnUrl=" + Uri.EscapeDataString(to));
        await person.Fill("账号", name);
        await person.Fill("口令", Password);
        if (code.Length > 0) await person.Fill("动态验证码", code);
        await person.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await person.Settle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invited_expert_sets_password_and_authenticator_and_signs_in_with_both(bool script)
    {
        await Invited("linzhixia@expert.example", new NewGrant(Roles.Expert));
        var expert = await Anybody(script);
        await expert.Open(await LinkTo("linzhixia@expert.example"));
        await expert.Fill("口令", Password);
        await expert.Fill("再输一次口令", Password);
        await expert.Press("启用账号");
        await expert.See("设置完成后继续");
        var secret = (await expert.Page.Locator(".kg-secret").InnerTextAsync()).Replace(" ", "");
        await expert.Fill("动态验证码", Totp.CodeAt(secret, City.Clock.Now));
        await expert.Press("完成设置");
        await expert.See("离开本页后不再显示");
        var recovery = await expert.Page.Locator(".kg-codes li").AllInnerTextsAsync();
        Assert.Equal(10, recovery.Count);

        var home = await Anybody(script);
        await home.Open("/accounts/signin");
        await home.Fill("账号", "linzhixia@expert.example");
        await home.Fill("口令", Password);
        await home.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await home.See("请填写身份验证器上的 6 位数字");
        await home.Look("code-missing");
        City.Clock.Forward(TimeSpan.FromMinutes(1));
        await SignIn(home, "linzhixia@expert.example", Totp.CodeAt(secret, City.Clock.Now));
        await home.See("我的账号");

        var lost = await Anybody(script);
        await lost.Open("/accounts/signin?ReturnUrl=%2Faccounts%2Fsessions");
        await lost.Click("用备用码");
        await lost.Look("recovery-code");
        await lost.Fill("账号", "linzhixia@expert.example");
        await lost.Fill("口令", Password);
        await lost.Fill("备用码", recovery[0]);
        await lost.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await lost.See("口令和备用码");
        await lost.Open("/accounts/profile");
        await lost.Open("/accounts/recovery");
        await lost.Open("/accounts/password");
        await lost.Open("/accounts/secondfactor");
        TakeExpected();
    }

    [Fact]
    public async Task A_passkey_is_made_and_signs_in_without_name_and_password()
    {
        await Active("chenruogu", "陈若谷", new NewGrant(Roles.Officer) { Section = "计划科" });
        var site = City.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var officer = await Anybody();
        await Authenticator(officer);
        await SignIn(officer, "chenruogu", to: "/accounts/passkeys");
        await officer.SeeNot("或者用通行密钥");
        // An address of numbers holds no passkeys: by its name it does.
        await officer.Page.GotoAsync(site + "/accounts/signin?ReturnUrl=%2Faccounts%2Fpasskeys");
        await officer.Fill("账号", "chenruogu");
        await officer.Fill("口令", Password);
        await officer.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        await officer.See("或者用通行密钥");
        await officer.Look("second-factor-with-passkey");
        await officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "在本机设置通行密钥" }).ClickAsync();
        await officer.Page.WaitForURLAsync("**/accounts/recovery*");
        await officer.See("离开本页后不再显示");
        await officer.Click("已保存，继续");
        await officer.See("已有的通行密钥");
        await officer.Look("passkeys");

        await officer.Page.Context.ClearCookiesAsync();
        await officer.Page.GotoAsync(site + "/accounts/signin?ReturnUrl=%2Faccounts%2Fsessions");
        await officer.Look("sign-in-with-passkey");
        await officer.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "用通行密钥登录" }).ClickAsync();
        await officer.Page.WaitForURLAsync("**/accounts/sessions");
        await officer.See("登录设备");
        await officer.See("通行密钥");

        // With a passkey the password alone does not do any more.
        var thief = await Anybody();
        await SignIn(thief, "chenruogu");
        await thief.See("此账号使用通行密钥");

        await officer.Page.GotoAsync(site + "/accounts/passkeys");
        await officer.Page.Locator("summary").GetByText("移除").ClickAsync();
        await officer.Page.Locator("details[open] input[type=password]").FillAsync(Password);
        await officer.Press("确定移除");
        await officer.See("须有第二因素");
        TakeExpected();
    }

    [Fact]
    public async Task One_person_for_two_organisations_chooses_and_switches()
    {
        await Active("guwangshu", "顾望舒",
            new NewGrant(Roles.UnitAdmin) { OrganisationId = Guid.CreateVersion7(), OrganisationName = "云江启衡新材料有限公司" },
            new NewGrant(Roles.ProjectLeader) { OrganisationId = Guid.CreateVersion7(), OrganisationName = "云江澜石精密机械装备制造有限公司白塔分公司" });
        var person = await Anybody();
        await SignIn(person, "guwangshu");
        await person.See("选择身份");
        await person.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "以此身份进入" }).First.ClickAsync();
        await person.See("现在的身份：单位管理员（云江启衡新材料有限公司）");
        await person.Page.Locator(".kg-tools .kg-pop summary").ClickAsync();
        await person.Look("account-menu");
        await person.Click("切换身份");
        await person.See("当前身份");
        await person.Look("switch");
        var denied = await person.Page.GotoAsync("/accounts/admin");
        Assert.Equal(403, denied!.Status);
        await person.Look("denied");
        await person.Open("/accounts/sessions");
        await person.Page.Locator(".kg-tools .kg-pop summary").ClickAsync();
        await person.Press("退出登录");
        await person.See("已退出登录");
        await person.Open("/accounts/signout");
        await person.Open("/accounts/welcome");
        await person.Open("/accounts/forgotten");
        await person.Fill("账号", "guwangshu");
        await person.Press("发送重设链接");
        await person.See("请查收邮件");
        await person.Look("mail-sent");
        await person.Open(await LinkTo("guwangshu@yunjiang.example"));
        await person.Page.GotoAsync("/accounts/reset?token=gone");
        await person.Look("link-gone");
        for (var i = 0; i < 5; i++)
        {
            await person.Open("/accounts/signin");
            await person.Fill("账号", "guwangshu");
            await person.Fill("口令", "Falsch-99999");
            await person.Page.Locator("main form").First.GetByRole(AriaRole.Button).First.ClickAsync();
        }
        await person.See("已锁定");
        await person.Look("locked");
        TakeExpected();
    }

    [Fact]
    public async Task Three_administrators_each_do_their_own()
    {
        var known = await Active("zhaoyiran", "赵怡然", new NewGrant(Roles.Officer) { Section = "成果科" });
        foreach (var (name, display) in new[] { ("sunlinzhou", "孙临舟"), ("heyuan", "何远"), ("tangqing", "唐青") }) await Active(name, display, new NewGrant(Roles.Officer) { Section = "计划科" });
        var system = await Somebody(Roles.SystemAdmin, name: "系统管理员甲");
        await system.Open("/accounts/admin");
        await system.Click("新建账号");
        await system.Fill("姓名", "周砚秋");
        await system.Fill("账号", "zhouyanqiu");
        await system.Press("建立账号");
        await system.See("只在这里显示一次");
        await system.Look("account-new");
        await system.Open($"/accounts/admin/{known.Id}");

        var security = await Somebody(Roles.SecurityAdmin, name: "安全管理员乙");
        await security.Open("/accounts/grants");
        await security.Click("赵怡然");
        await security.Fill("身份", "科长");
        await security.Fill("科室", "成果科");
        await security.Press("授予");
        await security.See("已授予：科长（成果科）");
        await security.Look("granted");

        var audit = await Somebody(Roles.AuditAdmin, name: "审计管理员丙");
        await audit.Open("/accounts/audit");
        await audit.See("授予身份");
        Assert.Equal(403, (await audit.Page.GotoAsync("/accounts/grants"))!.Status);
        TakeExpected();
    }

    /// <summary>Answers that refuse are what these journeys are about; everything else is still a fault.</summary>
    void TakeExpected()
    {
        var left = string.Join("\n\n", TakeProblems().Split("\n\n").Where(problem => problem.Length > 0 && !Expected().IsMatch(problem)));
        if (left.Length > 0) Wrong(left);
    }

    static async Task Authenticator(Person person)
    {
        var session = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = JsonSerializer.SerializeToElement(new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true }),
        });
    }

    [GeneratedRegex(@"/accounts/(welcome|reset)\?token=[\w-]+")]
    private static partial Regex Link();

    [GeneratedRegex(@": (403|404|409|410|422)$")]
    private static partial Regex Expected();
}

public sealed class AccountJourneyOnSqlite() : AccountJourney(Database.Sqlite);
public sealed class AccountJourneyOnPostgres() : AccountJourney(Database.Postgres);
