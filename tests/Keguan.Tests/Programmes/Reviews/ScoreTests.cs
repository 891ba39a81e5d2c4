using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Programmes.Reviews;

/// <summary>The expert's side: the declaration comes first, nothing leaks, the clock decides.</summary>
public abstract class ScoreTests(City city) : CityTests(city)
{
    async Task<(Jury Jury, ReviewTask Task, Visitor Expert)> TaskAsync(bool blind = false)
    {
        var jury = await Jury.FoundAsync(City, blind);
        using var officer = await City.As(Roles.Officer);
        var task = (await jury.AssignAsync(officer))[0];
        return (jury, task, jury.VisitorOf(task.ExpertId));
    }

    [Fact]
    public async Task Nothing_of_the_application_opens_before_the_declaration()
    {
        var (jury, task, expert) = await TaskAsync();
        var page = (await expert.Open($"/programmes/reviews/score/{task.Id}")).At($"/programmes/reviews/declare/{task.Id}");
        page.Says("利害关系声明").Says(jury.Town.Enterprise.Name).SaysNot("主持研发");
        (await page.Form("提交声明").Submit("提交声明")).Invalid().Says("请选择有无利害关系");
        (await expert.Post($"/programmes/reviews/score/{task.Id}?handler=Save", [("Comment", "抢先")], $"/programmes/reviews/declare/{task.Id}")).Refused();
        await jury.AcceptAsync(task);
        (await expert.Open($"/programmes/reviews/score/{task.Id}")).Says("主持研发").Says(jury.Town.Enterprise.Name).Says("创新性（权重 30%）");
    }

    [Fact]
    public async Task Who_declares_a_conflict_is_out_and_the_officer_is_told()
    {
        var (jury, task, expert) = await TaskAsync();
        var form = (await expert.Open($"/programmes/reviews/declare/{task.Id}")).Form("提交声明").Set("Answer", "some");
        (await form.Submit("提交声明")).Invalid().Says("请写明是何种利害关系");
        (await (await expert.Open($"/programmes/reviews/declare/{task.Id}")).Form("提交声明").Set("Answer", "some").Set("Conflict", "曾任其技术顾问").Submit("提交声明")).Ok().Says("已回避");
        Assert.Equal(ReviewTaskLifecycle.Recused, (await jury.TasksAsync()).Single(one => one.Id == task.Id).State);
        (await expert.Open($"/programmes/reviews/score/{task.Id}")).Says("您已回避").SaysNot("主持研发");
        using var officer = await City.As(Roles.Officer);
        (await officer.Open(jury.DetailsUrl)).Says("曾任其技术顾问");
        (await officer.Open($"{jury.AssignUrl}?show={jury.ApplicationId}")).Says("已就本项申请回避");
    }

    [Fact]
    public async Task A_relation_that_came_to_light_after_the_draw_stops_the_acceptance()
    {
        var (jury, task, expert) = await TaskAsync();
        await City.Save(new ExpertRelation { ExpertId = task.ExpertId, Kind = "kinship", PersonName = jury.Town.Leader.Name });
        (await (await expert.Open($"/programmes/reviews/declare/{task.Id}")).Form("提交声明").Set("Answer", "none").Submit("提交声明")).Refused().Says("须回避");
    }

    [Fact]
    public async Task A_blind_review_shows_nobody()
    {
        var (jury, task, expert) = await TaskAsync(blind: true);
        var enterprise = jury.Town.Enterprise.Name;
        string[] names = [enterprise, enterprise.Replace("有限公司", "", StringComparison.Ordinal)[..10], jury.Town.Leader.Name, Jury.Member, Jury.Partner, jury.Town.Enterprise.Uscc, jury.Town.CountyBureau.Name];
        foreach (var url in (string[])[$"/programmes/reviews/declare/{task.Id}", "/programmes/reviews/mine", "/programmes/reviews/mine?handler=Export&as=csv", "/notices", "/"])
        {
            var page = await expert.Get(url);
            foreach (var name in names) Assert.DoesNotContain(name, page.Html, StringComparison.Ordinal);
        }
        await jury.AcceptAsync(task);
        var sheet = await expert.Open($"/programmes/reviews/score/{task.Id}");
        foreach (var name in names) Assert.DoesNotContain(name, sheet.Html, StringComparison.Ordinal);
        sheet.Says("■■在能耗优化方面已有基础").Says("先测后算").SaysNot("成立二十年").SaysNot("有省级研究院");
        Assert.False(await City.Db(db => db.Set<Keguan.Foundation.Notices.Notice>().AnyAsync(notice => notice.AccountId == expert.AccountId && notice.TitleZh.Contains(enterprise))));
    }

    [Fact]
    public async Task Drafts_are_kept_and_what_is_wrong_or_missing_is_said()
    {
        var (jury, task, _) = await TaskAsync();
        var expert = await jury.AcceptAsync(task);
        var url = $"/programmes/reviews/score/{task.Id}";
        (await (await expert.Open(url)).Form("保存草稿").Set("Points[innovation]", "88.5").Set("Comment", "先记一笔").Submit("保存草稿")).Ok().Says("草稿已保存");
        var page = await expert.Open(url);
        Assert.Equal("88.5", page.Form("保存草稿")["Points[innovation]"]);
        (await page.Form("核对并提交").Submit("核对并提交")).Invalid().Says("请给“可行性”评分").Says("请选择结论建议");
        foreach (var wrong in (string[])["101", "-1", "88.555", "很好"])
            (await expert.Post($"{url}?handler=Save", [("Points[innovation]", wrong)], url)).Invalid().Says("应为 0 至 100 的数");
        (await (await Jury.FillAsync(await expert.Open(url), 90).Submit("核对并提交")).Ok().Says("90.00").Press("提交")).Ok();
        (await expert.Open(url)).Says("申报材料不再开放").Says("技术路线清楚").SaysNot("主持研发");
        (await expert.Post($"{url}?handler=Save", [("Comment", "改一改")], url)).Refused();
    }

    [Fact]
    public async Task At_the_last_instant_it_is_in_time_a_millisecond_later_only_the_officer_can_help()
    {
        var (jury, task, _) = await TaskAsync();
        var expert = await jury.AcceptAsync(task);
        var url = $"/programmes/reviews/score/{task.Id}";
        City.Clock.Set(task.DueAt);
        await City.SignIn(expert);
        (await (await expert.Open(url)).Form("保存草稿").Set("Comment", "踩点").Submit("保存草稿")).Ok();
        var check = await Jury.FillAsync(await expert.Open(url), 82).Submit("核对并提交");
        City.Clock.Forward(TimeSpan.FromMilliseconds(1));
        (await check.Ok().Visitor.Post($"/programmes/reviews/submit/{task.Id}", [], $"/programmes/reviews/submit/{task.Id}")).Refused().Says("截止").Says("24:00");
        (await expert.Post($"{url}?handler=Save", [("Comment", "迟了")], url)).Refused();
        Assert.Equal("技术路线清楚，测算依据应补充。", (await jury.TasksAsync()).Single(one => one.Id == task.Id).Comment);

        using var officer = await City.As(Roles.Officer);
        (await officer.Open("/programmes/reviews?progress=overdue")).Says(Jury.Title);
        var late = ChinaToday().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await officer.Post($"{jury.DetailsUrl}?handler=Extend", [("TaskId", task.Id.ToString()), ("Due", late), ("Reason", "专家出差")], jury.DetailsUrl)).Ok().Says("已延长至");
        (await expert.Post($"/programmes/reviews/submit/{task.Id}", [], $"/programmes/reviews/submit/{task.Id}")).Ok().Says("已提交");
    }

    DateOnly ChinaToday() => City.Clock.Today;

    [Fact]
    public async Task The_submit_button_pressed_twice_submits_once()
    {
        var (jury, task, _) = await TaskAsync();
        await jury.SubmitAsync(task, 75);
        var expert = jury.VisitorOf(task.ExpertId);
        (await expert.Post($"/programmes/reviews/submit/{task.Id}", [], $"/programmes/reviews/score/{task.Id}")).Ok().At($"/programmes/reviews/score/{task.Id}");
        Assert.Equal(1, await City.Db(db => db.Set<Keguan.Foundation.Journal.Entry>().CountAsync(entry => entry.SubjectId == task.Id && entry.Action == "submit")));
    }

    [Fact]
    public async Task Anothers_review_is_not_there_and_no_other_role_comes_in()
    {
        var (jury, task, expert) = await TaskAsync();
        var tasks = await jury.TasksAsync();
        var other = jury.VisitorOf(tasks.First(one => one.ExpertId != task.ExpertId).ExpertId);
        await jury.SubmitAsync(task, 66);
        foreach (var page in (string[])["declare", "score", "submit", "recuse"])
        {
            (await other.Get($"/programmes/reviews/{page}/{task.Id}")).Missing();
            (await expert.Get($"/programmes/reviews/{page}/{Guid.NewGuid()}")).Missing();
            (await other.Post($"/programmes/reviews/{page}/{task.Id}{(page == "score" ? "?handler=Save" : "")}", [("Conflict", "x"), ("Answer", "none"), ("Comment", "x")], "/review/profile")).Missing();
        }
        (await other.Open("/programmes/reviews/mine")).SaysNot("66.00");
        foreach (var role in (Role[])[Roles.UnitAdmin, Roles.Recommender, Roles.Officer, Roles.SystemAdmin])
        {
            using var visitor = await City.As(role);
            foreach (var url in (string[])["mine", $"declare/{task.Id}", $"score/{task.Id}", $"submit/{task.Id}", $"recuse/{task.Id}"]) Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get($"/programmes/reviews/{url}")).Status);
        }
        (await expert.Get($"/programmes/applications/form/{jury.ApplicationId}")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Files_open_with_the_acceptance_and_close_with_the_sheet_and_stay_closed_where_they_tell_who()
    {
        foreach (var blind in (bool[])[false, true])
        {
            var (jury, task, expert) = await TaskAsync(blind);
            var licence = await FileAsync(jury.ApplicationId, "licence", "营业执照.pdf");
            async Task<HttpStatusCode> Get(Guid file) => (await expert.Get($"/files/{file}")).Status;
            Assert.Equal(HttpStatusCode.NotFound, await Get(licence));
            await jury.AcceptAsync(task);
            Assert.Equal(blind ? HttpStatusCode.NotFound : HttpStatusCode.OK, await Get(licence));
            if (blind) (await expert.Open($"/programmes/reviews/score/{task.Id}")).SaysNot("营业执照.pdf");
            var open = task.OpenSlots.Split(',', StringSplitOptions.RemoveEmptyEntries);
            Assert.DoesNotContain("licence", open);
            Assert.DoesNotContain("partner_agreement", open);
            var check = await Jury.FillAsync(await expert.Open($"/programmes/reviews/score/{task.Id}"), 70).Submit("核对并提交");
            (await check.Press("提交")).Ok();
            Assert.Equal(HttpStatusCode.NotFound, await Get(licence));
        }
    }

    async Task<Guid> FileAsync(Guid application, string slot, string name)
    {
        await using var scope = City.ScopeOf();
        var store = scope.ServiceProvider.GetRequiredService<FileStore>();
        using var content = new MemoryStream(Town.Pdf);
        var file = await store.Attach(new FileOwner("application", application), new FileSlot(slot, Keguan.Foundation.Text.Same(slot)), name, content);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync();
        return file.Id;
    }
}

public sealed class ScoreTestsOnSqlite(Sqlite city) : ScoreTests(city), IClassFixture<Sqlite>;

public sealed class ScoreTestsOnPostgres(Postgres city) : ScoreTests(city), IClassFixture<Postgres>;
