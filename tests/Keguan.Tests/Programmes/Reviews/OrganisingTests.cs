using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Programmes.Reviews;

/// <summary>The officer's side: reminders, returned sheets, replaced experts, the conclusion; and who may not.</summary>
public abstract class OrganisingTests(City city) : CityTests(city)
{
    async Task<(Jury Jury, List<ReviewTask> Tasks, Visitor Officer)> PanelAsync(int planned = 3)
    {
        var jury = await Jury.FoundAsync(City, planned: planned);
        var officer = await City.As(Roles.Officer);
        return (jury, [.. await jury.AssignAsync(officer, planned)], officer);
    }

    static (string, string?)[] Task(ReviewTask task, string reason = "", string due = "2026-03-25") => [("TaskId", task.Id.ToString()), ("Reason", reason), ("Due", due)];

    [Fact]
    public async Task A_returned_sheet_goes_back_to_its_expert_and_waits_for_him()
    {
        var (jury, tasks, officer) = await PanelAsync();
        await jury.SubmitAsync(tasks[0], 40);
        (await officer.Post($"{jury.DetailsUrl}?handler=Return", Task(tasks[0]), jury.DetailsUrl)).Refused().Says("须写明理由");
        (await officer.Post($"{jury.DetailsUrl}?handler=Return", Task(tasks[0], "意见过于简略"), jury.DetailsUrl)).Ok().Says("已退回");
        (await officer.Post($"{jury.DetailsUrl}?handler=Return", Task(tasks[1], "意见过于简略"), jury.DetailsUrl)).Refused().Says("不能“退回重评”");
        var expert = jury.VisitorOf(tasks[0].ExpertId);
        var page = (await expert.Open($"/programmes/reviews/score/{tasks[0].Id}")).Says("意见过于简略");
        Assert.Equal("40", page.Form("保存草稿")["Points[team]"]);
        (await (await Jury.FillAsync(page, 62).Submit("核对并提交")).Press("提交")).Ok();
        (await officer.Open(jury.DetailsUrl)).Says("62.00");
    }

    [Fact]
    public async Task A_replaced_expert_is_told_and_does_not_come_back()
    {
        var (jury, tasks, officer) = await PanelAsync();
        (await officer.Post($"{jury.DetailsUrl}?handler=Replace", Task(tasks[0]), jury.DetailsUrl)).Refused();
        (await officer.Post($"{jury.DetailsUrl}?handler=Replace", Task(tasks[0], "长期出差"), jury.DetailsUrl)).Ok().At(jury.AssignUrl).Says("已从本项撤换");
        var after = await jury.AssignAsync(officer);
        Assert.Equal(3, after.Count(task => ReviewTaskLifecycle.Live.Contains(task.State)));
        Assert.Single(after, task => task.ExpertId == tasks[0].ExpertId);
        (await jury.VisitorOf(tasks[0].ExpertId).Open($"/programmes/reviews/score/{tasks[0].Id}")).Says("已撤销");
    }

    [Fact]
    public async Task A_reminder_reaches_those_who_have_not_finished()
    {
        var (jury, tasks, officer) = await PanelAsync();
        await jury.SubmitAsync(tasks[0], 80);
        (await officer.Post("/programmes/reviews?handler=Remind", [("ids", jury.ApplicationId.ToString())], "/programmes/reviews")).Ok().Says("已催办 2 份");
        (await officer.Post($"{jury.DetailsUrl}?handler=Remind", Task(tasks[0]), jury.DetailsUrl)).Refused().Says("不需要催办");
        var told = await City.Db(db => db.Set<Notice>().Where(notice => notice.TitleZh.StartsWith("提醒：")).Select(notice => notice.AccountId).ToListAsync());
        Assert.Contains(tasks[1].Expert.AccountId!.Value, told);
        Assert.DoesNotContain(tasks[0].Expert.AccountId!.Value, told);
        (await officer.Post("/programmes/reviews?handler=Remind", [("ids", Guid.NewGuid().ToString())], "/programmes/reviews")).Missing();
    }

    [Fact]
    public async Task Fewer_sheets_than_planned_need_a_reason_and_a_wide_spread_is_flagged()
    {
        var (jury, tasks, officer) = await PanelAsync();
        await jury.SubmitAsync(tasks[0], 60);
        await jury.SubmitAsync(tasks[1], 80.01m);
        (await officer.Post($"{jury.DetailsUrl}?handler=Conclude", [], jury.DetailsUrl)).Refused().Says("还有 1 份评分表未提交");
        (await officer.Post($"{jury.DetailsUrl}?handler=Replace", Task(tasks[2], "联系不上"), jury.DetailsUrl)).Ok();
        (await officer.Open(jury.DetailsUrl)).Says("离散度大");
        (await officer.Post($"{jury.DetailsUrl}?handler=Conclude", [], jury.DetailsUrl)).Refused().Says("少于计划的 3 份");
        (await officer.Post($"{jury.DetailsUrl}?handler=Conclude", [("Reason", "时间紧")], jury.DetailsUrl)).Ok().Says("70.01");
        Assert.True(await City.Db(db => db.Applications().Where(one => one.Id == jury.ApplicationId).Select(one => one.SpreadFlagged).SingleAsync()));
    }

    [Fact]
    public async Task Of_two_officers_who_conclude_at_once_one_is_refused_and_nothing_doubles()
    {
        var (jury, tasks, officer) = await PanelAsync();
        foreach (var task in tasks) await jury.SubmitAsync(task, 80);
        using var other = await City.As(Roles.Chief);
        await officer.Open(jury.DetailsUrl);
        await other.Open(jury.DetailsUrl);
        var answers = await System.Threading.Tasks.Task.WhenAll(officer.Post($"{jury.DetailsUrl}?handler=Conclude"), other.Post($"{jury.DetailsUrl}?handler=Conclude"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
        Assert.Equal(1, await City.Db(db => db.Set<Posting>().Where(posting => posting.Measure == "programme.reviewed" && posting.Batch == jury.Town.Call.Code).SumAsync(posting => posting.Quantity)));
        (await officer.Post($"{jury.DetailsUrl}?handler=Return", Task(tasks[0], "再看"), jury.DetailsUrl)).Refused().Says("不在评审中");
    }

    [Fact]
    public async Task Ranks_are_set_within_call_and_category_and_equals_share_one()
    {
        var (jury, tasks, officer) = await PanelAsync(1);
        await jury.SubmitAsync(tasks[0], 80);
        (await officer.Post($"{jury.DetailsUrl}?handler=Conclude", [], jury.DetailsUrl)).Ok();
        foreach (var (title, score) in ((string, int)[])[("甲", 8000), ("乙", 9000), ("丙", 7000)]) await ConcludedAsync(jury, title, score);
        (await officer.Post($"{jury.DetailsUrl}?handler=Reopen", [("Reason", "复议")], jury.DetailsUrl)).Ok();
        (await officer.Post($"{jury.DetailsUrl}?handler=Conclude", [], jury.DetailsUrl)).Ok();
        var ranks = await City.Db(db => db.Applications().Where(one => one.CallId == jury.Town.Call.Id).OrderBy(one => one.Rank).Select(one => new { one.Score100, one.Rank }).ToListAsync());
        Assert.Equal([(9000, 1), (8000, 2), (8000, 2), (7000, 4)], ranks.Select(row => (row.Score100!.Value, row.Rank!.Value)));
    }

    async Task ConcludedAsync(Jury jury, string title, int score)
    {
        var id = await jury.ApplyAsync(title);
        await City.Do(async (KeguanDb db) => await db.Applications().Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ApplicationLifecycle.Shortlisted).SetProperty(one => one.Score100, score)));
    }

    [Fact]
    public async Task The_desk_shows_what_waits_to_officer_and_expert()
    {
        var (jury, tasks, officer) = await PanelAsync();
        await jury.ApplyAsync("另一项待分配的申报");
        await using var scope = City.ScopeOf();
        var work = scope.ServiceProvider.GetServices<IWorkSource>().OfType<Keguan.Programmes.Reviews.ReviewWork>().Single();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        Actor Of(Visitor visitor) => new() { AccountId = visitor.AccountId, Role = visitor.Grant!.Role };
        var queues = await work.QueuesAsync(db, Of(officer), City.Clock.Now.AddDays(30), Cancel);
        Assert.Contains(queues, queue => queue.Stage.Zh == "评审：待分配专家" && queue.Count >= 1);
        Assert.Contains(queues, queue => queue.Stage.Zh == "评审：评分表未交" && queue.Overdue >= 3);
        foreach (var queue in queues) await officer.Open(queue.Url);
        var expert = jury.VisitorOf(tasks[0].ExpertId);
        var own = Assert.Single(await work.QueuesAsync(db, Of(expert), City.Clock.Now, Cancel));
        Assert.Equal(("评审邀请", 1), (own.Stage.Zh, own.Count));
        var item = Assert.Single(await work.LateAndSoonAsync(db, Of(expert), City.Clock.Now, City.Clock.Today.AddDays(30), 10, Cancel));
        Assert.Equal(City.Clock.Today.AddDays(14), item.DueOn);
        await expert.Open(item.Url);
    }

    [Fact]
    public async Task The_tab_is_the_bureaus_and_the_organising_pages_are_the_organisers()
    {
        var (jury, tasks, officer) = await PanelAsync();
        await jury.SubmitAsync(tasks[0], 80);
        string[] organising = ["/programmes/reviews", jury.AssignUrl, jury.DetailsUrl];
        foreach (var role in (Role[])[Roles.Officer, Roles.Chief])
        {
            using var visitor = await City.As(role);
            foreach (var url in organising) await visitor.Open(url);
        }
        foreach (var role in (Role[])[Roles.Leader, Roles.Inspector, Roles.Finance, Roles.UnitAdmin, Roles.Recommender, Roles.Expert, Roles.SystemAdmin])
        {
            using var visitor = await City.As(role);
            foreach (var url in organising) Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(url)).Status);
        }
        var tab = $"/programmes/applications/reviews/{jury.ApplicationId}";
        using var leader = await City.As(Roles.Leader);
        (await leader.Open(tab)).Says("技术路线清楚");
        (await jury.Town.Admin.Get(tab)).Missing();
        Assert.Equal(HttpStatusCode.Forbidden, (await jury.VisitorOf(tasks[1].ExpertId).Get(tab)).Status);
        foreach (var missing in (string[])[$"/programmes/reviews/details/{Guid.NewGuid()}", $"/programmes/reviews/assign/{Guid.NewGuid()}", $"{jury.AssignUrl}?show={Guid.NewGuid()}", $"/programmes/applications/reviews/{Guid.NewGuid()}"]) (await officer.Get(missing)).Missing();
        (await officer.Post($"{jury.DetailsUrl}?handler=Remind", [("TaskId", Guid.NewGuid().ToString())], jury.DetailsUrl)).Missing();
        // The applicant's own record names no expert and no points.
        var record = await jury.Town.Admin.Open($"/programmes/applications/record/{jury.ApplicationId}");
        foreach (var task in tasks) record.SaysNot(task.ExpertName);
        record.SaysNot("80.00");
    }
}

public sealed class OrganisingTestsOnSqlite(Sqlite city) : OrganisingTests(city), IClassFixture<Sqlite>;

public sealed class OrganisingTestsOnPostgres(Postgres city) : OrganisingTests(city), IClassFixture<Postgres>;
