using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Tests.Foundation.Work;
using Keguan.Tests.Programmes.Calls;
using Keguan.Tests.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>
/// The clock moved over the deadlines of a programme: before, at the last instant, and the instant after — what is still taken, what the desk says, and what
/// the daily round does, once. Deadlines of extensions, reviews, mid-term reports and requests for acceptance are also judged beside their own pages.
/// </summary>
public abstract class DeadlineTests(City city) : CityTests(city)
{
    City _city = null!;

    public override async ValueTask InitializeAsync() => _city = await AnotherCity();

    DateOnly Today => _city.Clock.Today;

    /// <summary>The definition's working days from today on.</summary>
    DateOnly WorkingDays(int days) => WorkingCalendar.Default.AddWorkingDays(Today, days);

    async Task LastInstantOf(DateOnly day, params Visitor[] visitors) => await MoveTo(ChinaTime.EndOf(day).AddSeconds(-1), visitors);

    async Task FirstInstantAfter(DateOnly day, params Visitor[] visitors) => await MoveTo(ChinaTime.EndOf(day), visitors);

    async Task MoveTo(DateTime utc, params Visitor[] visitors)
    {
        _city.Clock.Set(utc);
        foreach (var visitor in visitors) await _city.SignIn(visitor);
    }

    /// <summary>What the desk says of a stage: waiting, due today, late; null where the stage is not on it.</summary>
    static async Task<(string Waiting, string Today, string Late)?> OnDesk(Visitor visitor, string stage)
    {
        var desk = await visitor.Open("/desk");
        var row = desk.Has("#todo table") ? desk.Rows("#todo table").FirstOrDefault(cells => cells[0] == stage) : null;
        return row is null ? null : (row[1], row[2], row[3]);
    }

    async Task RoundAsync()
    {
        await _city.Save(new Job { Kind = SupervisionServices.DailyRound, TitleZh = "巡检", TitleEn = "Round", Payload = "{}", CreatedAt = _city.Clock.Now, RunAfter = _city.Clock.Now });
        await _city.Ask((JobRunner runner) => runner.RunAllAsync());
        var last = await _city.Db(db => db.Jobs().AsNoTracking().Where(job => job.Kind == SupervisionServices.DailyRound).OrderByDescending(job => job.Id).FirstAsync());
        Assert.True(last.State == JobState.Done, $"{last.State}: {last.MessageZh}");
    }

    Task<int> Told(Visitor visitor, string words) => _city.Db(db => db.Set<Notice>().CountAsync(notice => notice.AccountId == visitor.AccountId && notice.TitleZh.Contains(words)));

    Task<List<string>> Actions(Guid subject) => _city.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == subject).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync());

    // ── application ───────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task The_window_opens_and_closes_at_its_instants()
    {
        var opens = _city.Clock.Now.AddDays(3);
        var town = await Town.FoundAsync(_city, call => (call.OpensAt, call.ClosesAt, call.Plan) = (opens, opens.AddDays(20), call.Plan with { LimitPerLeader = 5, LimitPerOrganisation = 5 }));
        var start = $"/programmes/applications/start/{town.Call.Id}";
        await MoveTo(opens.AddSeconds(-1), town.Admin);
        (await town.Admin.Post(start, [], start)).Refused().Says("受理尚未开始");
        await MoveTo(opens, town.Admin);
        (await town.Admin.Post(start, [], start)).Ok().Says("已建立");
        Assert.Equal(("1", "0", "0"), await OnDesk(town.Admin, "填报并提交"));
        await MoveTo(town.Call.ClosesAt, town.Admin);
        Assert.Equal(("1", "1", "0"), await OnDesk(town.Admin, "填报并提交"));
        (await town.Admin.Post(start, [], start)).Ok().Says("已建立");
        await MoveTo(town.Call.ClosesAt.AddSeconds(1), town.Admin);
        (await town.Admin.Post(start, [], start)).Refused().Says("截止");
        // What was not submitted waits for nobody any more.
        Assert.Null(await OnDesk(town.Admin, "填报并提交"));
    }

    [Fact]
    public async Task Recommendation_formal_check_and_correction_each_have_their_day()
    {
        var town = await Town.FoundAsync(_city, call => call.Plan = call.Plan with { LimitPerLeader = 5, LimitPerOrganisation = 5 });
        var (kept, lapsed) = (await town.SubmittedAsync("低温固化水性防腐涂层制备与应用"), await town.SubmittedAsync("稻渔共生尾水生态净化技术研究"));
        var (recommender, officer) = (await town.Recommender(), await _city.As(Roles.Officer));
        async Task<Application> Now(Guid id) => await _city.Db(db => db.Applications().AsNoTracking().SingleAsync(one => one.Id == id));

        // Ten working days to recommend, by the definition.
        var due = WorkingDays(10);
        Assert.Equal(due, (await Now(kept)).DueOn);
        await LastInstantOf(due, recommender);
        Assert.Equal(("2", "2", "0"), await OnDesk(recommender, "推荐"));
        await FirstInstantAfter(due, recommender, officer, town.Admin);
        Assert.Equal(("2", "0", "2"), await OnDesk(recommender, "推荐"));
        // The window has closed meanwhile: what were returned now could never come back.
        Assert.True(_city.Clock.Now > town.Call.ClosesAt);
        var url = $"/programmes/recommendations/details/{kept}";
        (await recommender.Post(url + "?handler=Return", [("Opinion", "请修改")], url)).Refused().Says("退回后单位不能再提交");
        foreach (var id in (Guid[])[kept, lapsed])
        {
            url = $"/programmes/recommendations/details/{id}";
            (await recommender.Post(url + "?handler=Recommend", [("Opinion", "同意")], url)).Ok();
        }

        // Fifteen for the formal check.
        due = WorkingDays(15);
        Assert.Equal(due, (await Now(kept)).DueOn);
        await LastInstantOf(due, officer);
        Assert.Equal(("2", "2", "0"), await OnDesk(officer, "形式审查"));
        await FirstInstantAfter(due, officer, town.Admin);
        Assert.Equal(("2", "0", "2"), await OnDesk(officer, "形式审查"));

        // Five for a correction, to the end of the last day.
        foreach (var id in (Guid[])[kept, lapsed])
        {
            url = $"/programmes/checks/details/{id}";
            (await officer.Post(url + "?handler=Correct", [("Opinion", "请补充财务报表")], url)).Ok();
        }
        due = WorkingDays(5);
        Assert.Equal(due, (await Now(kept)).DueOn);
        await LastInstantOf(due, officer, town.Admin);
        Assert.Equal(("2", "2", "0"), await OnDesk(town.Admin, "补正材料"));
        await RoundAsync();
        Assert.Equal(ApplicationLifecycle.Supplementing, (await Now(lapsed)).State);
        (await (await town.Admin.Open($"/programmes/applications/submit/{kept}")).Press("确认提交")).Ok();
        Assert.Equal(ApplicationLifecycle.FormalCheck, (await Now(kept)).State);

        await FirstInstantAfter(due, officer, town.Admin);
        Assert.Equal(("1", "0", "1"), await OnDesk(officer, "逾期未补正"));
        (await town.Admin.Post($"/programmes/applications/submit/{lapsed}", [], $"/programmes/applications/submit/{lapsed}")).Refused().Says("补正期限").Says("已过");
        await RoundAsync();
        await RoundAsync();
        Assert.Equal(ApplicationLifecycle.Rejected, (await Now(lapsed)).State);
        Assert.Single(await Actions(lapsed), action => action == "lapse");
        Assert.Equal(1, await Told(town.Admin, "逾期未补正"));
        Assert.Equal(ApplicationLifecycle.FormalCheck, (await Now(kept)).State);
    }

    // ── decision ──────────────────────────────────────────────────────────────────────────────────────

    async Task<(Publicity Publicity, Application First, Application Second)> PublicisedAsync()
    {
        var call = await _city.Call();
        var organisation = await CallTown.Organisation(_city);
        var applications = new List<Application>();
        for (var i = 0; i < 2; i++) applications.Add(await _city.Application(call, organisation, ApplicationLifecycle.Proposed, one => (one.Score100, one.ProposedFen) = (9000, 30_000_000)));
        var officer = await _city.As(Roles.Officer);
        var url = $"/programmes/decisions/ranking/{call.Id}";
        (await (await officer.Open(url)).Form("保存").Attach("minutes", "纪要.pdf", Town.Pdf, "application/pdf").Submit("保存")).Ok();
        (await officer.Post(url + "?handler=Publicise", [("WorkingDays", "5")], url)).Ok();
        return (await _city.Db(db => db.Publicities().AsNoTracking().Include(one => one.Items).SingleAsync(one => one.CallId == call.Id)), applications[0], applications[1]);
    }

    async Task<Screen> ObjectAsync(Publicity publicity, Guid application)
    {
        var citizen = _city.Public();
        var url = $"/programmes/decisions/object/{publicity.Items.Single(item => item.ApplicationId == application).Id}";
        return await citizen.Post(url, [("Name", "周一鸣"), ("Contact", "13800001111"), ("Words", "该项目核心技术来自本人所在团队，附专利号和论文，可供核实。")], url);
    }

    Task<Publicity> Again(Publicity publicity) => _city.Db(db => db.Publicities().AsNoTracking().SingleAsync(one => one.Id == publicity.Id));

    [Fact]
    public async Task A_publicity_ends_with_its_last_day_and_the_leader_is_told_once()
    {
        var (publicity, first, _) = await PublicisedAsync();
        Assert.Equal(WorkingDays(5), publicity.EndsOn);
        var (leader, officer) = (await _city.As(Roles.Leader), await _city.As(Roles.Officer));
        var url = $"/programmes/decisions/publicity/{publicity.Id}";
        await LastInstantOf(publicity.EndsOn, leader, officer);
        await RoundAsync();
        Assert.Equal(PublicityLifecycle.Running, (await Again(publicity)).State);
        (await leader.Post(url + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕71号")], url)).Refused().Says("期满后才能立项");
        Assert.Null(await OnDesk(leader, "立项审定"));

        await FirstInstantAfter(publicity.EndsOn, leader, officer);
        (await ObjectAsync(publicity, first.Id)).Refused().Says("逾期异议不予受理");
        await RoundAsync();
        await RoundAsync();
        Assert.Equal(PublicityLifecycle.Closed, (await Again(publicity)).State);
        Assert.Equal(["publish", "close"], await Actions(publicity.Id));
        Assert.Equal(1, await Told(leader, "期满，2 项待立项审定"));
        Assert.Equal(0, await Told(officer, "期满"));
        Assert.Equal(("1", "0", "0"), await OnDesk(leader, "立项审定"));
        (await officer.Open(url)).Says("已结束");
        (await _city.Public().Open($"/portal/publicity/{publicity.Id}")).Says("公示已结束");
        (await leader.Post(url + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕71号")], url)).Ok().Says("已立项 2 项");
        Assert.Equal(["publish", "close", "approved"], await Actions(publicity.Id));
    }

    [Fact]
    public async Task An_objection_of_the_last_second_is_taken_has_its_own_days_and_holds_the_approval_back()
    {
        var (publicity, first, second) = await PublicisedAsync();
        var (leader, officer) = (await _city.As(Roles.Leader), await _city.As(Roles.Officer));
        await LastInstantOf(publicity.EndsOn, leader, officer);
        (await ObjectAsync(publicity, first.Id)).Ok();
        var objection = await _city.Db(db => db.Objections().AsNoTracking().SingleAsync(one => one.PublicityId == publicity.Id));
        var due = WorkingDays(5);
        Assert.Equal(due, objection.DueOn);

        await FirstInstantAfter(publicity.EndsOn, leader, officer);
        await RoundAsync();
        Assert.Equal(PublicityLifecycle.Closed, (await Again(publicity)).State);
        Assert.Equal(1, await Told(officer, "还有 1 项异议待处理"));
        Assert.Equal(0, await Told(leader, "待立项审定"));
        var url = $"/programmes/decisions/publicity/{publicity.Id}";
        (await leader.Post(url + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕72号")], url)).Refused().Says("异议未处理完");

        await LastInstantOf(due, leader, officer);
        Assert.Equal(("1", "1", "0"), await OnDesk(officer, "公示异议"));
        await FirstInstantAfter(due, leader, officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(officer, "公示异议"));
        var handling = $"/programmes/decisions/objection/{objection.Id}";
        (await officer.Post(handling + "?handler=Uphold", [("Reply", "经核实异议成立")], handling)).Ok();
        // Now there is one thing left, and the leader is told of it.
        Assert.Equal(1, await Told(leader, "期满，1 项待立项审定"));
        (await leader.Post(url + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕72号")], url)).Ok().Says("已立项 1 项");
        Assert.True(await _city.Db(db => db.Projects().AnyAsync(project => project.ApplicationId == second.Id)));
    }

    // ── agreement, supervision, acceptance ────────────────────────────────────────────────────────────

    [Fact]
    public async Task An_agreement_is_due_for_the_organisation_and_then_for_the_bureau()
    {
        var (publicity, first, _) = await PublicisedAsync();
        var leader = await _city.As(Roles.Leader);
        await FirstInstantAfter(publicity.EndsOn, leader);
        var page = $"/programmes/decisions/publicity/{publicity.Id}";
        (await leader.Post(page + "?handler=Approve", [("DocumentNumber", "云科发〔2026〕73号")], page)).Ok();
        var project = await _city.Db(db => db.Projects().AsNoTracking().SingleAsync(one => one.ApplicationId == first.Id));
        // Thirty days, by the definition.
        var due = Today.AddDays(30);
        Assert.Equal(due, project.DueOn);
        var (unit, officer) = (await _city.As(Roles.UnitAdmin, project.OrganisationId), await _city.As(Roles.Officer));
        await LastInstantOf(due, unit);
        Assert.Equal(("2", "2", "0"), await OnDesk(unit, "任务书待生成"));
        await FirstInstantAfter(due, unit, officer);
        Assert.Equal(("2", "0", "2"), await OnDesk(unit, "任务书待生成"));
        (await officer.Open("/programmes/projects?late=late")).Says(project.Title);

        // Late is still better than never; the bureau then has seven working days.
        var url = $"/programmes/agreements/details/{project.Id}";
        await (await unit.Open(url)).Press("生成任务书");
        (await (await unit.Open(url)).Press("提交审核")).Ok();
        due = WorkingDays(7);
        Assert.Equal(due, await _city.Db(db => db.Agreements().Where(one => one.ProjectId == project.Id).Select(one => one.DueOn).SingleAsync()));
        await LastInstantOf(due, officer);
        Assert.Equal(("1", "1", "0"), await OnDesk(officer, "任务书审核"));
        await FirstInstantAfter(due, officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(officer, "任务书审核"));
    }

    [Fact]
    public async Task A_midterm_report_is_reminded_of_twice_owed_to_the_end_of_its_day_and_then_late()
    {
        // Half of the time: 2026-06-30.
        var due = new DateOnly(2026, 6, 30);
        var one = await RunningProject.FoundAsync(_city, new DateOnly(2025, 6, 30), new DateOnly(2027, 6, 30), change: project => project.DueOn = due);
        foreach (var (day, reminders) in new[] { (due.AddDays(-31), 0), (due.AddDays(-30), 1), (due.AddDays(-29), 1), (due.AddDays(-8), 1), (due.AddDays(-7), 2), (due, 2), (due.AddDays(1), 2) })
        {
            await one.OnAsync(day, 2, 10);
            await RoundAsync();
            await RoundAsync();
            Assert.Equal(reminders, await Told(one.Unit, "中期报告 2026-06-30 到期"));
        }
        await LastInstantOf(due, one.Unit);
        Assert.Equal(("1", "1", "0"), await OnDesk(one.Unit, "中期报告待提交"));
        await FirstInstantAfter(due, one.Unit, one.Officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(one.Unit, "中期报告待提交"));
        (await one.Officer.Open("/programmes/supervision?late=late")).Says(one.OrganisationName);

        // Handed in late; the bureau has fifteen working days.
        var url = $"/programmes/supervision/midterm/{one.Id}";
        (await (await one.Unit.Open(url)).Form("提交").Set("f.progress", RunningProject.Long).Set("f.next", RunningProject.Long)
            .Set("Targets[0].Current", "86").Set("Targets[0].Text", "检测报告").Set("Targets[1].Current", "35").Set("Targets[1].Text", "电表记录").Submit("提交")).Ok();
        Assert.Null(await OnDesk(one.Unit, "中期报告待提交"));
        var decide = WorkingDays(15);
        await LastInstantOf(decide, one.Officer);
        Assert.Equal(("1", "1", "0"), await OnDesk(one.Officer, "中期报告审核"));
        await FirstInstantAfter(decide, one.Officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(one.Officer, "中期报告审核"));
    }

    [Fact]
    public async Task A_rectification_is_owed_to_the_end_of_its_day()
    {
        var one = await RunningProject.FoundAsync(_city);
        var tab = $"/programmes/supervision/project/{one.Id}";
        // Thirty days are proposed, by the definition.
        var form = (await one.Officer.Open(tab)).Form("通知整改");
        var due = Today.AddDays(30);
        Assert.Equal(due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), form["Until"]);
        (await form.Set("Items", "补齐台账").Submit("通知整改")).Ok();
        await LastInstantOf(due, one.Unit);
        Assert.Equal(("1", "1", "0"), await OnDesk(one.Unit, "整改待报告"));
        await FirstInstantAfter(due, one.Unit, one.Officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(one.Unit, "整改待报告"));
    }

    [Fact]
    public async Task The_end_of_a_project_is_reminded_of_brings_it_to_acceptance_and_overdue_it_blocks_new_applications()
    {
        var end = new DateOnly(2026, 4, 30);
        var town = await Town.FoundAsync(_city, call => (call.ClosesAt, call.Plan) = (_city.Clock.Now.AddDays(200), call.Plan with { LimitPerLeader = 5, LimitPerOrganisation = 5 }));
        var draft = await town.FillAsync();
        var one = await RunningProject.FoundAsync(_city, new DateOnly(2025, 4, 1), end);
        // The same organisation has both; the mid-term report was passed long ago.
        await _city.Do(async (KeguanDb db) =>
        {
            var project = await db.Projects().SingleAsync(row => row.Id == one.Id);
            (project.OrganisationId, project.OrganisationName, project.DueOn) = (town.Enterprise.Id, town.Enterprise.Name, end);
            db.Add(new MidtermReport { ProjectId = one.Id, State = MidtermLifecycle.Passed });
            await db.SaveChangesAsync();
        });
        foreach (var (day, reminders) in new[] { (end.AddDays(-31), 0), (end.AddDays(-30), 1), (end.AddDays(-8), 1), (end.AddDays(-7), 2), (end, 2) })
        {
            await MoveTo(ChinaTime.FromLocal(day, new TimeOnly(2, 10)));
            await RoundAsync();
            await RoundAsync();
            Assert.Equal(reminders, await Told(town.Admin, "届满，请准备验收"));
        }
        Assert.Equal(ProjectLifecycle.Running, (await one.Now()).State);
        await FirstInstantAfter(end);
        await RoundAsync();
        await RoundAsync();
        // Thirty days to ask for acceptance, by the definition.
        var due = end.AddDays(30);
        Assert.Equal((ProjectLifecycle.Due, due), ((await one.Now()).State, (await one.Now()).DueOn));
        Assert.Equal(1, await Told(town.Admin, "执行期满，请于 2026-05-30 前申请验收"));

        var start = $"/programmes/applications/start/{town.Call.Id}";
        await LastInstantOf(due, town.Admin);
        Assert.Equal(("1", "1", "0"), await OnDesk(town.Admin, "待申请验收"));
        (await town.Admin.Open(start)).SaysNot("逾期未验收");
        (await town.Admin.Open($"/programmes/applications/precheck/{draft}")).SaysNot("停止申报");
        await FirstInstantAfter(due, town.Admin);
        Assert.Equal(("1", "0", "1"), await OnDesk(town.Admin, "待申请验收"));
        (await town.Admin.Post(start, [], start)).Refused().Says("1 个项目逾期未验收");
        (await town.Admin.Post($"/programmes/applications/submit/{draft}", [], $"/programmes/applications/submit/{draft}")).Refused().Says("逾期未验收，停止申报").Says("第三十一条");
        var officer = await _city.As(Roles.Officer);
        (await officer.Open("/programmes/projects?late=late")).Says((await one.Now()).Title);
        (await (await _city.As(Roles.Leader)).Open("/desk")).Says("逾期未验收 1 项");
    }

    [Fact]
    public async Task The_bureau_has_sixty_days_for_an_acceptance_and_a_deferral_three_months()
    {
        var one = await RunningProject.FoundAsync(_city, new DateOnly(2024, 2, 11), new DateOnly(2026, 2, 10));
        await one.MakeAsync("fall-due", project => project.DueOn = new DateOnly(2026, 3, 12));
        var text = RunningProject.Long + RunningProject.Long;
        (await (await one.Unit.Open($"/programmes/acceptance/request/{one.Id}")).Form("提交验收申请").Set("f.summary", text).Set("f.results", text).Set("Targets[0].Current", "93").Set("Targets[0].Text", "检测报告").Set("Targets[1].Current", "29").Set("Targets[1].Text", "电表记录")
            .Attach("f.report", "科技报告.pdf", Town.Pdf, "application/pdf").Attach("f.self_finance", "决算.pdf", Town.Pdf, "application/pdf").Submit("提交验收申请")).Ok();
        var due = Today.AddDays(60);
        Assert.Equal(due, (await one.Now()).DueOn);
        await LastInstantOf(due, one.Officer);
        Assert.Equal(("1", "1", "0"), await OnDesk(one.Officer, "验收受理"));
        await FirstInstantAfter(due, one.Officer);
        Assert.Equal(("1", "0", "1"), await OnDesk(one.Officer, "验收受理"));

        await one.MakeAsync("begin-acceptance");
        await one.MakeAsync("defer", project => project.DueOn = Today.AddMonths(3));
        due = Today.AddMonths(3);
        await LastInstantOf(due, one.Unit, one.Chief);
        Assert.Equal(("1", "1", "0"), await OnDesk(one.Unit, "待申请验收"));
        await FirstInstantAfter(due, one.Unit, one.Chief);
        Assert.Equal(("1", "0", "1"), await OnDesk(one.Unit, "待申请验收"));
    }

    [Fact]
    public async Task Whatever_is_late_stands_first_on_the_desk_with_the_working_days()
    {
        var town = await Town.FoundAsync(_city);
        await _city.Save(
            Filled.Application(town, _city, ApplicationLifecycle.FormalCheck, one => (one.Title, one.DueOn) = ("明日到期的", WorkingDays(1))),
            Filled.Application(town, _city, ApplicationLifecycle.FormalCheck, one => (one.Title, one.DueOn) = ("今日到期的", Today)),
            Filled.Application(town, _city, ApplicationLifecycle.FormalCheck, one => (one.Title, one.DueOn) = ("上周五到期的", new DateOnly(2026, 2, 27))));
        using var officer = await _city.As(Roles.Officer);
        var items = (await officer.Open("/desk/late")).TextsOf(".kg-items li");
        // The Saturday between was a working day.
        Assert.Collection(items,
            line => Assert.Contains("超时 2 天 形式审查 上周五到期的", line, StringComparison.Ordinal),
            line => Assert.Contains("今日 形式审查 今日到期的", line, StringComparison.Ordinal),
            line => Assert.Contains("明日 形式审查 明日到期的", line, StringComparison.Ordinal));
    }
}

public sealed partial class DeadlineListTests
{
    [GeneratedRegex(@"^  ([a-z-]+): \{value: .*unit: \{zh: (?:日|个工作日|个月|""%"")")]
    private static partial Regex Deadline();

    [Fact]
    public void Every_deadline_of_a_definition_is_in_the_list_with_what_becomes_of_it()
    {
        var listed = File.ReadAllText(Repository.At("docs", "specs", "deadlines.md"));
        var missing = new List<string>();
        var found = 0;
        foreach (var file in Directory.GetFiles(Repository.At("definitions", "programmes"), "*.yaml"))
        {
            var part = "";
            foreach (var line in File.ReadLines(file))
            {
                if (line.Length > 0 && char.IsAsciiLetter(line[0])) part = line.Split(':')[0];
                if (Deadline().Match(line) is not { Success: true } match) continue;
                found++;
                if (!listed.Contains($"| `{part}.{match.Groups[1].Value}` |", StringComparison.Ordinal)) missing.Add($"{Path.GetFileName(file)}: {part}.{match.Groups[1].Value}");
            }
        }
        Assert.Empty(missing);
        Assert.True(found >= 16, $"only {found} were found");
    }
}

public sealed class DeadlineTestsOnSqlite(Sqlite city) : DeadlineTests(city), IClassFixture<Sqlite>;

public sealed class DeadlineTestsOnPostgres(Postgres city) : DeadlineTests(city), IClassFixture<Postgres>;
