using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Review.Experts;

/// <summary>The expert library: entered, admitted with an account, personal data masked, relations kept by officer and expert.</summary>
public abstract class ExpertTests(City city) : CityTests(city)
{
    static int _number;

    /// <summary>Enters an expert by the form and returns his id.</summary>
    static async Task<Guid> EnterAsync(Visitor officer, string name, string speciality = "装备制造", string resident = "", string email = "")
    {
        var form = (await officer.Open("/review/experts/edit")).Form("保存").Set("Name", name).Set("ResidentNumber", resident).Set("OrganisationName", "云江理工大学").Set("Title", "教授").Set("Speciality", speciality)
            .Set("Disciplines", "43010，43040").Set("Role", "technical").Set("Place", "local").Set("Area", "990102").Set("Phone", "138 0001 0412").Set("Email", email.Length > 0 ? email : $"prof{Interlocked.Increment(ref _number)}@example.cn");
        var page = (await form.Submit("保存")).Ok().Says("已登记");
        return Guid.Parse(page.Path.Split('/')[^1]);
    }

    [Fact]
    public async Task An_expert_is_entered_admitted_and_invited_to_an_account()
    {
        using var officer = await City.As(Roles.Officer);
        var id = await EnterAsync(officer, "闻人若谷", resident: "11010519491231002X", email: "wenren@example.cn");
        var page = await officer.Open($"/review/experts/details/{id}");
        page.Says("审核中").Says("138****0412").Says("w***@example.cn");
        foreach (var personal in (string[])["13800010412", "wenren@example.cn", "11010519491231002X", "19491231"]) Assert.DoesNotContain(personal, page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("wenren@example.cn", (await officer.Open($"/review/experts/edit/{id}")).Html, StringComparison.Ordinal);

        (await officer.Post($"/review/experts/details/{id}?handler=Move", [("Step", "admit")], $"/review/experts/details/{id}")).Ok().Says("在库").Says("已开通");
        var expert = await City.Db(db => db.Experts().AsNoTracking().SingleAsync(one => one.Id == id));
        Assert.Equal((64, "43010,43040", "990102"), (expert.IdKey.Length, expert.Disciplines, expert.Area));
        Assert.Equal(Roles.Expert.Code, await City.Db(db => db.Set<RoleGrant>().Where(grant => grant.AccountId == expert.AccountId).Select(grant => grant.Role).SingleAsync()));
        Assert.Equal(["enter", "admit", "invite"], await City.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == id).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync()));

        (await (await officer.Open("/review/experts/edit")).Form("保存").Set("Name", "又一人").Set("ResidentNumber", "11010519491231002x").Set("OrganisationName", "别处").Set("Title", "教授").Set("Speciality", "装备制造").Set("Disciplines", "43010").Submit("保存")).Refused().Says("已在库中");
    }

    [Fact]
    public async Task What_is_typed_wrongly_is_said_at_its_field()
    {
        using var officer = await City.As(Roles.Officer);
        var page = await (await officer.Open("/review/experts/edit")).Form("保存").Set("ResidentNumber", "110105194912310021").Set("Disciplines", "99999").Set("Phone", "12").Set("Email", "不是邮箱").Submit("保存");
        page.Invalid().Says("请填写姓名").Says("请填写专业").Says("学科代码 99999 不存在").Says("不是有效的电话号码").Says("不是有效的邮箱");
    }

    [Fact]
    public async Task Left_empty_personal_data_stay_as_they_are()
    {
        using var officer = await City.As(Roles.Officer);
        var id = await EnterAsync(officer, "令狐清和");
        (await (await officer.Open($"/review/experts/edit/{id}")).Form("保存").Set("Title", "研究员").Submit("保存")).Ok().Says("已修改");
        var expert = await City.Db(db => db.Experts().AsNoTracking().SingleAsync(one => one.Id == id));
        Assert.Equal(("研究员", "13800010412"), (expert.Title, expert.Phone));
    }

    [Fact]
    public async Task Suspending_and_removing_need_a_reason_and_no_open_review()
    {
        using var officer = await City.As(Roles.Officer);
        var id = await EnterAsync(officer, "上官致远");
        var url = $"/review/experts/details/{id}";
        Task<Screen> Move(string step, string reason = "") => officer.Post($"{url}?handler=Move", [("Step", step), ("Reason", reason)], url);
        (await Move("suspend", "早了")).Refused().Says("不能“停用”");
        (await Move("admit")).Ok();
        (await Move("suspend")).Refused().Says("须写明理由");
        var task = new ReviewTask { SubjectType = "other", SubjectId = Guid.CreateVersion7(), Title = "某项", ExpertId = id, ExpertName = "上官致远", AssignedAt = City.Clock.Now, DueAt = City.Clock.Now.AddDays(3), State = ReviewTaskLifecycle.Accepted };
        await City.Save(task);
        (await officer.Open("/review/experts?load-min=1")).Says("上官致远");
        (await Move("suspend", "长期出国")).Refused().Says("还有 1 项评审在手");
        await City.Do(async (KeguanDb db) => await db.ReviewTasks().Where(one => one.Id == task.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ReviewTaskLifecycle.Submitted)));
        (await Move("suspend", "长期出国")).Ok().Says("停用");
        (await Move("resume")).Ok();
        (await Move("remove", "本人申请")).Ok().Says("出库");
        (await officer.Get($"/review/experts/edit/{id}")).Missing();
        (await officer.Post($"{url}?handler=Move", [("Step", "enter")], url)).Missing();
    }

    [Fact]
    public async Task Relations_are_kept_by_the_officer_and_by_the_expert_himself()
    {
        using var officer = await City.As(Roles.Officer);
        var id = await EnterAsync(officer, "慕容静姝", email: "murong@example.cn");
        (await officer.Post($"/review/experts/details/{id}?handler=Move", [("Step", "admit")], $"/review/experts/details/{id}")).Ok();
        var url = $"/review/experts/details/{id}";
        (await officer.Post($"{url}?handler=Relate", [("Kind", "holding")], url)).Invalid().Says("请填写单位或人员");
        (await officer.Post($"{url}?handler=Relate", [("Kind", "no-such"), ("RelatedPerson", "甲")], url)).Invalid().Says("请选择关系种类");
        (await officer.Post($"{url}?handler=Relate", [("Kind", "holding"), ("RelatedOrganisation", "云江瀚拓"), ("Until", "2027-01-01")], url)).Ok().Says("云江瀚拓").Says("持股或投资");

        var account = await City.Db(async db => await db.Users.SingleAsync(user => db.Experts().Any(expert => expert.Id == id && expert.AccountId == user.Id)));
        using var expert = await City.As(account, await City.Db(db => db.Set<RoleGrant>().SingleAsync(grant => grant.AccountId == account.Id)));
        var profile = (await expert.Open("/review/profile")).Says("慕容静姝").Says("云江瀚拓");
        (await expert.Post("/review/profile?handler=Relate", [("Kind", "kinship"), ("RelatedPerson", "慕容大山")])).Ok().Says("自动回避");
        (await expert.Post("/review/profile?handler=Contact", [("Phone", "0571-88886666")])).Ok();
        var relations = await City.Db(db => db.ExpertRelations().Where(relation => relation.ExpertId == id).ToListAsync());
        Assert.Equal(2, relations.Count);
        (await expert.Post("/review/profile?handler=Unrelate", [("RelationId", relations[0].Id.ToString())])).Refused().Says("须写明理由");
        (await expert.Post("/review/profile?handler=Unrelate", [("RelationId", relations[0].Id.ToString()), ("Reason", "已退出投资")])).Ok();
        (await expert.Post("/review/profile?handler=Unrelate", [("RelationId", Guid.NewGuid().ToString()), ("Reason", "x")])).Missing();
        Assert.Single(await City.Db(db => db.ExpertRelations().Where(relation => relation.ExpertId == id).ToListAsync()));
    }

    [Fact]
    public async Task Too_few_experts_of_a_speciality_are_shown_red_and_enough_are_not()
    {
        var other = await AnotherCity();
        await other.Save([.. Enumerable.Range(0, 25).Select(i => new Expert { Name = $"专家{i}", OrganisationName = "院", Title = "研究员", Speciality = i < 20 ? "新材料" : "临床医学", Local = i % 2 == 0, State = ExpertLifecycle.Active })]);
        using var officer = await other.As(Roles.Officer);
        var page = (await officer.Open("/review/experts/coverage")).Says("共 2 个专业，1 个不足").Says("少 15 名");
        Assert.Single(page.Document.QuerySelectorAll("td.late"));
        (await officer.Open("/review/experts?state=active&speciality=" + Uri.EscapeDataString("新材料") + "&local=yes")).Says("共 10 名");
    }

    [Fact]
    public async Task The_library_is_read_by_few_and_changed_by_fewer()
    {
        using var officer = await City.As(Roles.Officer);
        var id = await EnterAsync(officer, "司徒望舒");
        string[] reading = ["/review/experts", "/review/experts/coverage", $"/review/experts/details/{id}"];
        using var inspector = await City.As(Roles.Inspector);
        foreach (var url in reading) await inspector.Open(url);
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.Get("/review/experts/edit")).Status);
        (await inspector.Post($"/review/experts/details/{id}?handler=Move", [("Step", "admit")], $"/review/experts/details/{id}")).Is(System.Net.HttpStatusCode.Forbidden);
        foreach (var role in (Role[])[Roles.UnitAdmin, Roles.Recommender, Roles.Expert, Roles.Finance, Roles.SystemAdmin])
        {
            using var visitor = await City.As(role);
            foreach (var url in reading.Append("/review/experts/edit")) Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(url)).Status);
        }
        (await officer.Get($"/review/experts/details/{Guid.NewGuid()}")).Missing();
        using var unknown = await City.As(Roles.Expert);
        (await unknown.Get("/review/profile")).Missing();
    }
}

public sealed class ExpertTestsOnSqlite(Sqlite city) : ExpertTests(city), IClassFixture<Sqlite>;

public sealed class ExpertTestsOnPostgres(Postgres city) : ExpertTests(city), IClassFixture<Postgres>;
