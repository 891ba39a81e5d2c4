using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Accounts;

public abstract class AdministrationTests(City city) : CityTests(city)
{
    public override async ValueTask InitializeAsync() => await City.Db(db => db.Set<SignInFailure>().ExecuteDeleteAsync(Cancel));

    Task<List<string>> Actions(Guid account) => City.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == account).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync(Cancel));

    Task<SecurityEvent> Last(string kind) => City.Db(db => db.Set<SecurityEvent>().AsNoTracking().Where(one => one.Kind == kind).OrderByDescending(one => one.Id).FirstAsync(Cancel));

    public static TheoryData<string, string> OthersPages() => new()
    {
        { "/accounts/admin", "system-admin" }, { "/accounts/admin/create", "system-admin" }, { "/accounts/grants", "security-admin" }, { "/accounts/audit", "audit-admin" },
    };

    [Theory, MemberData(nameof(OthersPages))]
    public async Task Each_page_opens_to_one_administrator_only_and_says_to_whom(string url, string role)
    {
        var own = Roles.Find(role)!;
        foreach (var other in Roles.All.Where(one => one != own && one.Audience is Audience.Administrator or Audience.Officer or Audience.Applicant))
        {
            var page = (await (await City.As(other)).Get(url)).Is(HttpStatusCode.Forbidden).Says("当前身份不能办理此事项").Says($"须由{own.Label.Zh}办理");
            Assert.Equal(url, page.Path);
        }
        (await (await City.As(own)).Open(url)).Says("");
        (await City.Public().Get(url)).At("/accounts/signin");
        Assert.Equal((SecurityKinds.NoPermission, "GET " + url), await Last(SecurityKinds.Refused) is var refused ? (refused.Outcome, refused.Detail) : default);
    }

    [Fact]
    public async Task Where_another_identity_of_his_own_may_he_switches_there_and_goes_on()
    {
        // Two identities that do not exclude each other, on a page that only one of them opens.
        var one = await Someone.With(City, [new NewGrant(Roles.UnitAdmin) { OrganisationId = Guid.CreateVersion7(), OrganisationName = "云江瀚拓" }], totp: true);
        var grant = new RoleGrant { AccountId = one.Account.Id, Role = Roles.SystemAdmin.Code, GrantedAt = City.Clock.Now };
        await City.Save(grant);
        var visitor = await City.As(one.Account, one.Grants[0]);
        var denied = (await visitor.Get("/accounts/admin?state=active")).Is(HttpStatusCode.Forbidden).Says("您的这些身份可以办理").Says("系统管理员");
        (await denied.Press("切换并继续")).Ok();
        Assert.Equal("/accounts/admin?state=active", visitor.Screen!.Url);
        // A form that was sent is refused in the same way; there is nothing to go on to.
        var member = await City.As(Roles.Filler);
        await member.Open("/accounts/profile");
        (await member.Post("/accounts/admin/create", ("Input.UserName", "x"))).Is(HttpStatusCode.Forbidden).Says("须由系统管理员办理").SaysNot("您的这些身份可以办理");
    }

    [Fact]
    public async Task The_system_administrator_makes_an_account_and_never_sees_its_password()
    {
        var admin = await City.As(Roles.SystemAdmin);
        var name = "chen" + Guid.NewGuid().ToString("N")[..6];
        var form = (await admin.Open("/accounts/admin/create")).Form("建立账号");
        (await form.Submit()).Invalid().Says("请填写姓名").Says("请填写账号");
        (await form.Set("Input.DisplayName", "陈若谷").Set("Input.UserName", "a b").Submit()).Invalid().Says("格式不正确");
        var page = await form.Set("Input.UserName", name).Set("Input.Email", name + "@yunjiang.example").Submit();
        page.Ok().Says("启用链接已发往").Says("待启用").SaysNot("token=");
        Assert.Contains("/accounts/welcome?token=", (await City.Db(db => db.Set<OutboxMail>().SingleAsync(mail => mail.To == name + "@yunjiang.example", Cancel))).Body);
        (await form.Submit()).Refused().Says("已被其他账号使用");
        (await form.Set("Input.UserName", name + "x").Submit()).Refused().Says("此邮箱已被其他账号使用");
        // A name must not be somebody else's address.
        (await form.Set("Input.UserName", name + "@yunjiang.example").Set("Input.Email", "").Submit()).Refused();
        (await (await admin.Open("/accounts/admin?q=" + name)).Click(name)).Ok().Says("待启用");
        Assert.False((await admin.Open(page.Path)).Has("[name='Input.Role']"));

        // Without an address the link is shown once, to be handed over.
        page = (await form.Set("Input.UserName", name + "y").Set("Input.Email", "").Submit()).Ok().Says("/accounts/welcome?token=");
        (await admin.Open(page.Path)).SaysNot("token=");
    }

    [Fact]
    public async Task Disabling_needs_a_reason_and_throws_out_at_once()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var visitor = await one.SignedIn();
        var admin = await City.As(Roles.SystemAdmin);
        var url = $"/accounts/admin/{one.Account.Id}";
        (await (await admin.Open(url)).Form("停用").Submit()).Refused().Says("须写明理由");
        (await (await admin.Open(url)).Form("停用").Set("Reason", "调离").Submit()).Ok().Says("账号已停用").Says("调离");
        (await visitor.Get("/accounts/profile")).At("/accounts/signin");
        (await one.SignIn(City.Public())).Invalid();
        (await (await admin.Open(url)).Form("恢复启用").Set("Reason", "调回").Submit()).Ok().Says("账号已恢复");
        await one.SignedIn();
        Assert.Equal(["create", "grant", "disable", "enable"], await Actions(one.Account.Id));
        Assert.Equal((one.Account.Id, true), await Last(SecurityKinds.Account) is var last ? (last.TargetId!.Value, last.Detail.Contains("调回")) : default);

        var self = await Someone.With(City, Roles.SystemAdmin, totp: true);
        var himself = await City.As(self.Account, self.Grants[0]);
        (await himself.Open($"/accounts/admin/{self.Account.Id}")).Says("不能停用自己的账号");
        (await himself.Post($"/accounts/admin/{self.Account.Id}?handler=Disable", ("Reason", "试"))).Refused().Says("不能停用自己的账号");
        (await himself.Get($"/accounts/admin/{Guid.NewGuid()}")).Missing();
        await himself.Open("/accounts/admin");
        (await himself.Post($"/accounts/admin/{Guid.NewGuid()}?handler=Disable", ("Reason", "试"))).Missing();
    }

    [Fact]
    public async Task An_account_is_unlocked_and_its_second_factor_reset()
    {
        var one = await Someone.With(City, Roles.Officer, totp: true, email: $"{Guid.NewGuid():N}@yunjiang.example");
        for (var i = 0; i < 5; i++) await one.SignIn(City.Public(), "Falsch-99999");
        (await one.SignIn(City.Public(), code: one.Code)).Invalid().Says("已锁定");
        var admin = await City.As(Roles.SystemAdmin);
        var url = $"/accounts/admin/{one.Account.Id}";
        (await admin.Open("/accounts/admin?view=locked&lock=now")).Says(one.Name);
        (await (await admin.Open(url)).Says("锁定中").Press("解除锁定")).Ok().Says("已解除锁定");
        var visitor = await one.SignedIn(one.Code);

        (await (await admin.Open(url)).Form("确定重置").Submit()).Refused().Says("须写明理由");
        (await (await admin.Open(url)).Form("确定重置").Set("Reason", "手机遗失，已当面核实").Submit()).Ok().Says("第二因素已重置");
        (await visitor.Get("/accounts/profile")).At("/accounts/signin");
        (await one.SignIn(City.Public())).At("/accounts/secondfactor").Says("扫描二维码");
        Assert.Equal(["create", "grant", "unlock", "reset-factors"], await Actions(one.Account.Id));
        Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == one.Account.Id).ToListAsync(Cancel)), notice => notice.TitleZh.Contains("已重置您的第二因素"));
    }

    [Fact]
    public async Task A_changed_address_is_told_to_the_old_one()
    {
        var (old, fresh) = ($"{Guid.NewGuid():N}@x.example", $"{Guid.NewGuid():N}@x.example");
        var one = await Someone.With(City, Roles.UnitAdmin, email: old);
        var admin = await City.As(Roles.SystemAdmin);
        (await (await admin.Open($"/accounts/admin/{one.Account.Id}")).Form("保存").Set("Input.Email", fresh).Submit()).Ok().Says("已保存");
        Assert.Contains("已变更", (await City.Db(db => db.Set<OutboxMail>().SingleAsync(mail => mail.To == old, Cancel))).Subject);
        await one.SignIn(City.Public(), name: fresh);
    }

    [Fact]
    public async Task The_security_administrator_grants_and_ends_and_it_is_written_down()
    {
        var one = await Someone.With(City, []);
        var security = await City.As(Roles.SecurityAdmin, name: "赵安全");
        var url = $"/accounts/grants/{one.Account.Id}";
        (await (await security.Open(url)).Form("授予").Submit()).Invalid().Says("请填写身份");
        (await (await security.Open(url)).Form("授予").Set("Input.Role", "officer").Set("Input.Section", "计划科").Submit()).Ok().Says("已授予：经办人（计划科）");
        (await (await security.Open(url)).Form("授予").Set("Input.Role", "officer").Set("Input.Section", "计划科").Submit()).Refused().Says("该账号已有此身份");
        (await (await security.Open(url)).Form("授予").Set("Input.Role", "unit-admin").Submit()).Invalid().Says("须填写单位的统一社会信用代码");
        (await (await security.Open(url)).Form("授予").Set("Input.Role", "unit-admin").Set("Input.Code", "913301000000000000").Submit()).Invalid().Says("没有找到使用此代码的在册单位");
        var granted = await Last(SecurityKinds.Granted);
        Assert.Equal(("赵安全", one.Account.Id, "经办人（计划科）"), (granted.AccountName, granted.TargetId!.Value, granted.Detail));

        (await (await security.Open(url)).Form("确定收回").Submit()).Refused().Says("须写明理由");
        (await (await security.Open(url)).Form("确定收回").Set("Reason", "轮岗").Submit()).Ok().Says("身份已收回").Says("已收回");
        Assert.Equal(["create", "grant", "end-grant"], await Actions(one.Account.Id));
        (await security.Get($"/accounts/grants/{Guid.NewGuid()}")).Missing();
        (await security.Open("/accounts/grants?bureau=no&q=" + one.Name)).Says(one.Name).Says("没有身份");
    }

    [Fact]
    public async Task The_three_administrators_exclude_each_other_and_the_business()
    {
        var security = await City.As(Roles.SecurityAdmin);
        foreach (var held in Roles.Administrators)
        {
            var one = await Someone.With(City, [new NewGrant(held)]);
            foreach (var wanted in Roles.Administrators.Where(role => role != held).Append(Roles.Officer))
            {
                var page = await security.Open($"/accounts/grants/{one.Account.Id}");
                var answer = await security.Post($"/accounts/grants/{one.Account.Id}?handler=Grant", ("Input.Role", wanted.Code));
                answer.Refused().Says(wanted == Roles.Officer ? $"该账号是{held.Label.Zh}。管理员不得参与业务" : $"该账号已是{held.Label.Zh}");
                Assert.Single(await City.Db(db => db.Set<RoleGrant>().Where(grant => grant.AccountId == one.Account.Id).ToListAsync(Cancel)));
            }
        }
        var officer = await Someone.With(City, Roles.Officer);
        await security.Open($"/accounts/grants/{officer.Account.Id}");
        foreach (var wanted in Roles.Administrators)
            (await security.Post($"/accounts/grants/{officer.Account.Id}?handler=Grant", ("Input.Role", wanted.Code))).Refused().Says("该账号有业务身份“经办人”");
        (await security.Post($"/accounts/grants/{officer.Account.Id}?handler=Grant", ("Input.Role", "chief"))).Ok();
    }

    [Fact]
    public async Task Two_grants_at_the_same_time_that_exclude_each_other_do_not_both_succeed()
    {
        for (var round = 0; round < 3; round++)
        {
            var one = await Someone.With(City, []);
            var requests = new List<(Visitor Visitor, HttpRequestMessage Request)>();
            foreach (var role in Roles.Administrators)
            {
                var security = await City.As(Roles.SecurityAdmin);
                requests.Add((security, (await security.Open($"/accounts/grants/{one.Account.Id}")).Form("授予").Set("Input.Role", role.Code).Request()));
            }
            await Task.WhenAll(requests.Select(each => each.Visitor.Send(each.Request)));
            Assert.Single(await City.Db(db => db.Set<RoleGrant>().Where(grant => grant.AccountId == one.Account.Id).ToListAsync(Cancel)));
        }
    }

    [Fact]
    public async Task Nobody_grants_or_ends_roles_of_his_own()
    {
        var self = await Someone.With(City, Roles.SecurityAdmin, totp: true);
        var visitor = await City.As(self.Account, self.Grants[0]);
        await visitor.Open($"/accounts/grants/{self.Account.Id}");
        (await visitor.Post($"/accounts/grants/{self.Account.Id}?handler=End", ("GrantId", self.Grants[0].Id.ToString()), ("Reason", "试"))).Refused().Says("不能收回自己的身份");
        (await visitor.Post($"/accounts/grants/{self.Account.Id}?handler=Grant", ("Input.Role", "security-admin"), ("Input.Section", "二"))).Refused();
    }

    [Fact]
    public async Task The_security_administrator_ends_sessions()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        var (office, home) = (await one.SignedIn(), await one.SignedIn());
        var security = await City.As(Roles.SecurityAdmin);
        var url = $"/accounts/grants/{one.Account.Id}";
        await (await security.Open(url)).Form("全部结束").Submit();
        (await office.Get("/accounts/profile")).At("/accounts/signin");
        (await home.Get("/accounts/profile")).At("/accounts/signin");
        (await security.Open(url)).Says("目前没有登录");
        var other = await Someone.With(City, Roles.UnitAdmin);
        await other.SignedIn();
        var his = await City.Db(db => db.Set<SignInSession>().SingleAsync(session => session.AccountId == other.Account.Id, Cancel));
        (await security.Post(url + "?handler=EndSessions", ("SessionId", his.Id.ToString()))).Missing();
    }

    [Fact]
    public async Task The_audit_administrator_reads_filters_and_exports_the_log_and_the_export_is_in_it()
    {
        var one = await Someone.With(City, Roles.UnitAdmin);
        await one.SignIn(City.Public(), "Falsch-99999");
        var audit = await City.As(Roles.AuditAdmin);
        (await audit.Open("/accounts/audit?kind=sign-in&outcome=wrong-password")).Says("口令不正确").Says(one.Account.DisplayName);
        (await audit.Open("/accounts/audit?q=" + Uri.EscapeDataString("没有这样的词"))).Says("符合 0 条");
        var export = await audit.Get("/accounts/audit?handler=Export&format=csv&kind=sign-in");
        export.Ok();
        Assert.Contains("安全审计", (await Last(SecurityKinds.Exported)).Detail);
        (await (await City.As(Roles.SystemAdmin)).Get("/accounts/audit?handler=Export&format=csv")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Security_events_can_neither_be_changed_nor_deleted()
    {
        await City.Save(new SecurityEvent { At = City.Clock.Now, Kind = SecurityKinds.SignIn, Outcome = SecurityKinds.Ok });
        await Assert.ThrowsAnyAsync<Exception>(() => City.Db(db => db.Set<SecurityEvent>().ExecuteDeleteAsync(Cancel)));
        await Assert.ThrowsAnyAsync<Exception>(() => City.Db(db => db.Set<SecurityEvent>().ExecuteUpdateAsync(set => set.SetProperty(one => one.Outcome, "x"), Cancel)));
        Assert.NotEqual(0, await City.Db(db => db.Set<SecurityEvent>().CountAsync(Cancel)));
        // Applying the schema once more is harmless.
        await Schema.MigrateAsync(City.Services, Cancel);
    }

    [Fact]
    public void Administrators_hold_no_permission_of_the_business()
    {
        string[] own = [Permissions.SignedIn, Permissions.OwnAccount, Permissions.SecondFactor, Permissions.AccountsManage, Permissions.GrantsManage, Permissions.AuditRead, Permissions.SystemManage];
        foreach (var role in Roles.Administrators) Assert.Empty(Permissions.Of(role.Code).Except(own));
        foreach (var permission in new[] { Permissions.AccountsManage, Permissions.GrantsManage, Permissions.AuditRead }) Assert.Single(Permissions.Holders([permission]));
    }
}

public sealed class AdministrationTestsOnSqlite(Sqlite city) : AdministrationTests(city), IClassFixture<Sqlite>;
public sealed class AdministrationTestsOnPostgres(Postgres city) : AdministrationTests(city), IClassFixture<Postgres>;
