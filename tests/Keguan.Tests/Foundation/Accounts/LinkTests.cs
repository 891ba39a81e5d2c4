using System.Net;
using System.Text.RegularExpressions;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Accounts;

public abstract partial class LinkTests(City city) : CityTests(city)
{
    public override async ValueTask InitializeAsync() => await City.Db(db => db.Set<SignInFailure>().ExecuteDeleteAsync(Cancel));

    Task<List<OutboxMail>> Mails(string to) => City.Db(db => db.Set<OutboxMail>().AsNoTracking().Where(mail => mail.To == to).OrderBy(mail => mail.Id).ToListAsync(Cancel));

    static string PathIn(string text) => Path().Match(text).Value is { Length: > 0 } found ? found : throw new InvalidOperationException("no link in: " + text);

    async Task<Invitation> Invite(string email, NewGrant grant)
    {
        await using var scope = City.ScopeOf();
        var invitation = await scope.ServiceProvider.GetRequiredService<Invitations>().CreateAsync(email, "林知夏", grant, Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return invitation;
    }

    static NewGrant Member() => new(Roles.Filler) { OrganisationId = Guid.CreateVersion7(), OrganisationName = "云江瀚拓" };

    [Fact]
    public async Task An_invitation_lets_somebody_in_once_and_for_seven_days()
    {
        var email = $"{Guid.NewGuid():N}@hantuo.example";
        var invitation = await Invite(email, Member());
        var mail = Assert.Single(await Mails(email));
        Assert.Contains(invitation.Link, mail.Body);
        Assert.Contains("填报人（云江瀚拓）", mail.Body);
        Assert.DoesNotContain(invitation.Link.Split("token=")[1], string.Concat(await City.Db(db => db.Set<AccountLink>().Select(link => link.Hash).ToListAsync(Cancel))));

        var visitor = City.Public();
        var page = (await visitor.Open(PathIn(mail.Body))).Says("林知夏，欢迎使用").Says("填报人（云江瀚拓）");
        (await page.Form().Set("New", "kurz1").Set("Again", "kurz1").Submit()).Invalid().Says("至少 10 位");
        page = await visitor.Open(PathIn(mail.Body));
        await page.Form().Set("New", Someone.Password).Set("Again", Someone.Password).Submit();
        (await visitor.Open("/accounts/profile")).Says("林知夏");
        var account = await City.Db(db => db.Users.AsNoTracking().SingleAsync(one => one.Id == invitation.Account.Id, Cancel));
        Assert.Equal(AccountLifecycle.Active, account.State);
        Assert.Equal(["invite", "grant", "activate"], await City.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == account.Id).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync(Cancel)));

        (await City.Public().Get(PathIn(mail.Body))).Is(HttpStatusCode.Gone).Says("链接无效或已过期");
    }

    [Fact]
    public async Task An_invitation_of_staff_leads_on_to_the_second_factor()
    {
        var email = $"{Guid.NewGuid():N}@yunjiang.example";
        await Invite(email, new NewGrant(Roles.Expert));
        var visitor = City.Public();
        var page = (await visitor.Open(PathIn((await Mails(email))[0].Body))).Says("下一步：设置动态验证或通行密钥");
        (await page.Form().Set("New", Someone.Password).Set("Again", Someone.Password).Submit()).At("/accounts/secondfactor");
    }

    [Fact]
    public async Task An_invitation_is_too_old_after_seven_days_and_can_be_sent_again()
    {
        var email = $"{Guid.NewGuid():N}@hantuo.example";
        await Invite(email, Member());
        City.Clock.Forward(TimeSpan.FromDays(7));
        (await City.Public().Get(PathIn((await Mails(email))[0].Body))).Is(HttpStatusCode.Gone);
        (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", email).Submit()).Ok();
        var mails = await Mails(email);
        Assert.Equal(2, mails.Count);
        (await City.Public().Open(PathIn(mails[1].Body))).Says("欢迎使用");
    }

    [Fact]
    public async Task Somebody_with_an_account_gets_the_identity_added_and_is_told()
    {
        var email = $"{Guid.NewGuid():N}@hantuo.example";
        var one = await Someone.With(City, Roles.UnitAdmin, email: email);
        var invitation = await Invite(email, Member());
        Assert.True(invitation.Existing);
        Assert.Equal(one.Account.Id, invitation.Account.Id);
        Assert.Equal(2, await City.Db(db => db.Set<RoleGrant>().CountAsync(grant => grant.AccountId == one.Account.Id, Cancel)));
        Assert.Contains(await City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == one.Account.Id).ToListAsync(Cancel)), notice => notice.TitleZh.Contains("填报人（云江瀚拓）"));
        await Assert.ThrowsAsync<Refusal>(() => Invite(email, new NewGrant(Roles.AuditAdmin)));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_by_a_mail_and_ends_everything_else()
    {
        var email = $"{Guid.NewGuid():N}@hantuo.example";
        var one = await Someone.With(City, Roles.UnitAdmin, email: email);
        var old = await one.SignedIn();
        for (var i = 0; i < 5; i++) await one.SignIn(City.Public(), "Falsch-99999");
        (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", one.Name).Submit()).Ok().Says("如果“" + one.Name + "”是有效的账号");
        var mail = (await Mails(email)).Single(found => found.Body.Contains("/accounts/reset"));
        var visitor = City.Public();
        var form = (await visitor.Open(PathIn(mail.Body))).Form();
        (await form.Set("New", "Neulich-2027").Set("Again", "anders-2027").Submit()).Invalid().Says("不一致");
        form = (await visitor.Open(PathIn(mail.Body))).Form().Set("New", "Neulich-2027").Set("Again", "Neulich-2027");
        (await form.Submit()).Ok().At("/accounts/signin").Says("口令已重设");
        (await old.Get("/accounts/profile")).At("/accounts/signin");
        Assert.Null((await one.Now()).LockedUntil);
        (await form.Submit()).Is(HttpStatusCode.Gone);
        var back = City.Public();
        await one.SignIn(back, "Neulich-2027", name: email);
        await back.Open("/accounts/profile");
    }

    [Fact]
    public async Task Asking_for_an_unknown_address_reads_the_same_and_sends_nothing()
    {
        var before = await City.Db(db => db.Set<OutboxMail>().CountAsync(Cancel));
        var unknown = (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", "nobody@nowhere.example").Submit()).Ok();
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"{Guid.NewGuid():N}@x.example");
        var known = (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", one.Account.Email).Submit()).Ok();
        Assert.Equal(unknown.TextOf("main").Replace("nobody@nowhere.example", ""), known.TextOf("main").Replace(one.Account.Email!, ""));
        Assert.Equal(before + 1, await City.Db(db => db.Set<OutboxMail>().CountAsync(Cancel)));
    }

    [Fact]
    public async Task A_mailbox_is_not_flooded()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"{Guid.NewGuid():N}@x.example");
        for (var i = 0; i < 6; i++) (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", one.Account.Email).Submit()).Ok();
        Assert.Equal(3, (await Mails(one.Account.Email!)).Count);
        City.Clock.Forward(TimeSpan.FromHours(1));
        (await (await City.Public().Open("/accounts/forgotten")).Form().Set("Name", one.Account.Email).Submit()).Ok();
        Assert.Equal(4, (await Mails(one.Account.Email!)).Count);
    }

    [Fact]
    public async Task A_link_leads_to_this_system_whatever_host_the_request_named()
    {
        var one = await Someone.With(City, Roles.UnitAdmin, email: $"{Guid.NewGuid():N}@x.example");
        var visitor = City.Public();
        var request = (await visitor.Open("/accounts/forgotten")).Form().Set("Name", one.Account.Email).Request();
        request.Headers.Host = "evil.example";
        await visitor.SendOnce(request, Cancel);
        Assert.DoesNotContain("evil.example", (await Mails(one.Account.Email!))[0].Body);
    }

    [Fact]
    public async Task A_link_of_one_kind_is_none_of_the_other()
    {
        var email = $"{Guid.NewGuid():N}@hantuo.example";
        await Invite(email, Member());
        (await City.Public().Get(PathIn((await Mails(email))[0].Body).Replace("/welcome", "/reset"))).Is(HttpStatusCode.Gone);
        (await City.Public().Open("/accounts/welcome")).Says("请打开邀请邮件中的链接");
    }

    [GeneratedRegex(@"/accounts/(welcome|reset)\?token=[\w-]+")]
    private static partial Regex Path();
}

public sealed class LinkTestsOnSqlite(Sqlite city) : LinkTests(city), IClassFixture<Sqlite>;
public sealed class LinkTestsOnPostgres(Postgres city) : LinkTests(city), IClassFixture<Postgres>;
