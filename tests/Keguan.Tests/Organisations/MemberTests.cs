using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Notices;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Organisations;

/// <summary>成员与权利 of one's own organisation.</summary>
public abstract class MemberTests(City city) : CityTests(city)
{
    static string Mail() => $"m.{Guid.NewGuid().ToString("N")[..8]}@example.cn";

    Task<List<OutboxMail>> MailsTo(string address) => City.Db(db => db.Set<OutboxMail>().AsNoTracking().Where(mail => mail.To == address).OrderBy(mail => mail.Id).ToListAsync());

    [Fact]
    public async Task A_member_is_invited_by_mail_with_his_right_and_his_person()
    {
        var organisation = await City.Organisation("云江邀请重工有限公司");
        var person = await City.Person(organisation, "顾望舒");
        using var administrator = await City.Member(organisation);
        var page = await (await administrator.Open("/organisations/members")).Click("邀请成员");
        (await page.Form("发出邀请").Submit()).Invalid().Says("请填写姓名").Says("请填写邮箱").Says("请填写权利");
        var mail = Mail();
        page = await page.Form("发出邀请").Set("Name", "顾望舒").Set("Email", mail).Set("Right", "project-leader").Set("PersonId", person.Id).Submit();
        page.Ok().At("/organisations/members").Says("邀请已发往 " + mail).Says("已邀请，待启用").Says("项目负责人");
        var link = Assert.Single(await MailsTo(mail));
        Assert.Contains("项目负责人（云江邀请重工有限公司）", link.Body, StringComparison.Ordinal);
        var grant = Assert.Single(await City.GrantsOf(organisation), one => one.Role == Roles.ProjectLeader.Code);
        Assert.Equal(person.Id, grant.PersonId);
        Assert.Equal(grant.AccountId, (await City.Db(db => db.People().AsNoTracking().SingleAsync(one => one.Id == person.Id))).AccountId);
        Assert.Equal(("invite-member", "邀请顾望舒为项目负责人"), (await City.Entries(organisation.Id))[^1] is var entry ? (entry.Action, entry.Text!.Summary) : default);

        // The link lets him in; sent again, the first one is void.
        (await page.Press("重发邀请")).Ok().Says("邀请已重新发出");
        var mails = await MailsTo(mail);
        Assert.Equal(2, mails.Count);
        string Path(OutboxMail sent) => sent.Body[sent.Body.IndexOf("/accounts/welcome", StringComparison.Ordinal)..].Split('\n')[0].Trim();
        using var himself = City.Public();
        (await himself.Get(Path(mails[0]))).Is(HttpStatusCode.Gone).Says("链接无效或已过期");
        (await (await himself.Open(Path(mails[1]))).Form("启用账号").Set("New", "Changle-2026").Set("Again", "Changle-2026").Submit()).SaysNot("错误");
        (await himself.Open("/organisations/own")).Says("云江邀请重工有限公司");
    }

    [Fact]
    public async Task Who_has_an_account_gets_a_further_role_and_may_act_for_both()
    {
        var (first, second) = (await City.Organisation("云江甲方轻工有限公司"), await City.Organisation("云江乙方轻工有限公司"));
        var mail = Mail();
        using var one = await City.Member(first);
        using var other = await City.Member(second);
        (await (await one.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "林知夏").Set("Email", mail).Set("Right", "filler").Submit()).Ok();
        var account = await City.Db(db => db.Users.AsNoTracking().SingleAsync(user => user.Email == mail));
        await City.Do(async (Keguan.Foundation.Data.KeguanDb db) =>
        {
            var himself = await db.Users.SingleAsync(user => user.Id == account.Id);
            himself.State = AccountLifecycle.Active;
            await db.SaveChangesAsync();
        });
        (await (await other.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "随便写的").Set("Email", mail).Set("Right", "project-leader").Submit()).Ok().Says("林知夏已有账号");
        Assert.Equal([first.Id, second.Id], (await City.Db(db => db.Set<RoleGrant>().Where(grant => grant.AccountId == account.Id).OrderBy(grant => grant.Id).Select(grant => grant.OrganisationId!.Value).ToListAsync())));
        Assert.Contains(await City.NoticesOf(account.Id), title => title.Contains("您已获得新的身份：项目负责人（云江乙方轻工有限公司）", StringComparison.Ordinal));
        (await (await other.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "林知夏").Set("Email", mail).Set("Right", "project-leader").Submit()).Refused().Says("该账号已有此身份");
    }

    [Fact]
    public async Task A_right_is_changed_and_ended_from_the_next_click_on()
    {
        var organisation = await City.Organisation("云江变更五金有限公司");
        using var administrator = await City.Member(organisation);
        using var filler = await City.Member(organisation, Roles.Filler, "周既明");
        (await filler.Open("/organisations/own")).Ok();
        var page = await administrator.Open("/organisations/members");
        var grant = Assert.Single(await City.GrantsOf(organisation), one => one.Role == Roles.Filler.Code);
        page = await page.Form("变更权利").Set("right", "project-leader").Submit();
        page.Ok().Says("权利已变更");
        Assert.Equal([Roles.ProjectLeader.Code, Roles.UnitAdmin.Code], (await City.GrantsOf(organisation)).Select(one => one.Role).Order(StringComparer.Ordinal));
        Assert.Equal("周既明由填报人改为项目负责人", (await City.Entries(organisation.Id))[^1].Text!.Summary);
        Assert.Contains(await City.NoticesOf(filler.AccountId), title => title.Contains("已改为项目负责人", StringComparison.Ordinal));
        // His present session was in the right that has ended: he chooses anew.
        (await filler.Get("/organisations/own")).SaysNot("单位名称");

        (await page.Form("结束权利").Submit()).Refused().Says("收回身份须写明理由");
        (await page.Form("结束权利").Set("reason", "离职").Submit()).Ok().Says("权利已结束").SaysNot("周既明");
        Assert.Equal("离职", (await City.Entries(organisation.Id))[^1].Text!.Reason);
        Assert.Contains(await City.NoticesOf(filler.AccountId), title => title.Contains("权利已结束：离职", StringComparison.Ordinal));
        (await administrator.Post("/organisations/members?handler=End", ("member", grant.Id.ToString()), ("reason", "再一次"))).Refused().Says("此成员的权利已经结束");
    }

    [Fact]
    public async Task The_last_administrator_can_t_be_ended_or_changed()
    {
        var organisation = await City.Organisation("云江独苗纺织有限公司");
        using var administrator = await City.Member(organisation);
        var page = await administrator.Open("/organisations/members");
        page.Says("至少保留一名已启用的单位管理员");
        var own = Assert.Single(await City.GrantsOf(organisation)).Id.ToString();
        (await administrator.Post("/organisations/members?handler=End", ("member", own), ("reason", "离职"))).Refused().Says("至少保留一名已启用的单位管理员");
        (await administrator.Post("/organisations/members?handler=Change", ("member", own), ("right", "filler"))).Refused().Says("至少保留一名已启用的单位管理员");

        // An administrator who was invited and never came does not count.
        (await (await administrator.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "未到").Set("Email", Mail()).Set("Right", "unit-admin").Submit()).Ok();
        (await administrator.Post("/organisations/members?handler=End", ("member", own), ("reason", "离职"))).Refused().Says("至少保留一名已启用的单位管理员");
        using var second = await City.Member(organisation);
        (await administrator.Open("/organisations/members")).Says("本人的权利由另一位管理员变更");
        (await administrator.Post("/organisations/members?handler=End", ("member", own), ("reason", "离职"))).Refused().Says("不能收回自己的身份");
        (await second.Open("/organisations/members")).Ok();
        (await second.Post("/organisations/members?handler=End", ("member", own), ("reason", "离职"))).Ok();
        Assert.Contains(await City.GrantsOf(organisation), grant => grant.AccountId == second.AccountId);
    }

    [Fact]
    public async Task Two_administrators_who_end_each_other_at_the_same_time_leave_one()
    {
        for (var i = 0; i < 3; i++)
        {
            var organisation = await City.Organisation($"云江互删第{i}有限公司");
            using var one = await City.Member(organisation);
            using var other = await City.Member(organisation);
            await one.Open("/organisations/members");
            await other.Open("/organisations/members");
            var grants = await City.GrantsOf(organisation);
            string Of(Visitor visitor) => grants.Single(grant => grant.AccountId == visitor.AccountId).Id.ToString();
            await Task.WhenAll(one.Post("/organisations/members?handler=End", ("member", Of(other)), ("reason", "x")), other.Post("/organisations/members?handler=End", ("member", Of(one)), ("reason", "x")));
            Assert.Single(await City.GrantsOf(organisation));
        }
    }

    [Fact]
    public async Task Only_an_administrator_manages_and_only_his_own_organisation_s_members()
    {
        var organisation = await City.Organisation("云江只看玩具有限公司");
        using var administrator = await City.Member(organisation);
        using var leader = await City.Member(organisation, Roles.ProjectLeader);
        var page = await leader.Open("/organisations/members");
        page.Says("成员与权利");
        Assert.False(page.Has("a[href='/organisations/members/invite']"));
        (await leader.Get("/organisations/members/invite")).Is(HttpStatusCode.Forbidden);
        var grant = (await City.GrantsOf(organisation)).Single(one => one.AccountId == leader.AccountId).Id.ToString();
        (await leader.Post("/organisations/members?handler=End", [("member", grant), ("reason", "x")], "/organisations/people/add")).Is(System.Net.HttpStatusCode.Forbidden);

        var other = await City.Organisation("云江邻居玩具有限公司");
        using var neighbour = await City.Member(other);
        await neighbour.Open("/organisations/members");
        foreach (var handler in new[] { "End", "Change", "Again" })
            (await neighbour.Post("/organisations/members?handler=" + handler, [("member", grant), ("reason", "x"), ("right", "filler")], "/organisations/people/add")).Missing();
        Assert.Equal(2, (await City.GrantsOf(organisation)).Count);
        var person = await City.Person(organisation, "别家的人");
        (await (await neighbour.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "别家的人").Set("Email", Mail()).Set("Right", "filler").Forge("Input.PersonId", person.Id.ToString()).Submit()).Refused().Says("人员名单中没有此人");
    }

    [Fact]
    public async Task A_suspended_organisation_takes_nobody_in()
    {
        var organisation = await City.Organisation("云江停员皮具有限公司", OrganisationLifecycle.Suspended);
        using var administrator = await City.Member(organisation);
        (await (await administrator.Open("/organisations/members/invite")).Form("发出邀请").Set("Name", "来不了").Set("Email", Mail()).Set("Right", "filler").Submit()).Refused().Says("单位已停用，不能增加或变更成员");
    }
}

public sealed class MemberTestsOnSqlite(Sqlite city) : MemberTests(city), IClassFixture<Sqlite>;

public sealed class MemberTestsOnPostgres(Postgres city) : MemberTests(city), IClassFixture<Postgres>;
