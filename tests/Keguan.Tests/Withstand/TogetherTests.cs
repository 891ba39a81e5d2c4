using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Changes;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Supervision;
using Keguan.Tests.Organisations;
using Keguan.Tests.Programmes.Calls;
using Keguan.Tests.Programmes.Payments;
using Keguan.Tests.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>Two who decide at the same moment: each kind of decision is done once, the other is told why not, and nothing is there twice.</summary>
public abstract class TogetherTests(City city) : CityTests(city)
{
    readonly Lockstep _lockstep = new();
    City _city = null!;

    public override async ValueTask InitializeAsync() => _city = await AnotherCity(services =>
    {
        services.ConfigureDbContext<SqliteKeguanDb>(options => options.AddInterceptors(_lockstep));
        services.ConfigureDbContext<PostgresKeguanDb>(options => options.AddInterceptors(_lockstep));
    });

    /// <summary>Sends both at once. One is done; the other is refused, with the reason on the page. Returns the one that was done.</summary>
    async Task<Screen> OneOf(Func<Task<Screen>> first, Func<Task<Screen>> second, string reason = "刚才已有他人办理|当前状态为")
    {
        _lockstep.Arm(2);
        var answers = await Task.WhenAll(Task.Run(first, Cancel), Task.Run(second, Cancel));
        _lockstep.Disarm();
        Assert.True(answers.Count(answer => answer.Status == HttpStatusCode.OK) == 1 && answers.Count(answer => answer.Status == HttpStatusCode.Conflict) == 1,
            string.Join("\n\n", answers.Select(answer => $"{(int)answer.Status} {answer.Url}\n{(answer.Text.Length > 600 ? answer.Text[..600] : answer.Text)}")));
        var refused = answers.Single(answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Contains(reason.Split('|'), words => refused.Text.Contains(words, StringComparison.Ordinal));
        return answers.Single(answer => answer.Status == HttpStatusCode.OK);
    }

    async Task<(Visitor, Visitor)> Two(Role role, string page, Role? other = null)
    {
        var (one, two) = (await _city.As(role), await _city.As(other ?? role));
        await one.Open(page);
        await two.Open(page);
        return (one, two);
    }

    Task<int> Entries(Guid subject, params string[] actions) => _city.Db(db => db.Set<Entry>().CountAsync(entry => entry.SubjectId == subject && actions.Contains(entry.Action)));

    Task<long> Posted(string batch, string measure) => _city.Db(db => db.Set<Posting>().Where(posting => posting.Batch == batch && posting.Measure == measure).SumAsync(posting => posting.Quantity));

    // ── applications ──────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task The_formal_check_and_before_it_the_recommendation()
    {
        var town = await Town.FoundAsync(_city);
        var id = await town.FillAsync();
        // A page each: one parsed page is not for five threads.
        var pages = new List<Screen>();
        for (var i = 0; i < 5; i++) pages.Add(await town.Admin.Open($"/programmes/applications/submit/{id}"));
        _lockstep.Arm(5);
        var pressed = await Task.WhenAll(pages.Select(page => Task.Run(() => page.Form("确认提交").Submit("确认提交"), Cancel)));
        _lockstep.Disarm();
        Assert.All(pressed, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{(int)answer.Status}"));
        Assert.Equal(1, await Entries(id, "submit"));
        Assert.Equal(1, await Posted(town.Call.Code, "programme.applied"));
        Assert.Equal(1, await _city.Db(db => db.Set<Keguan.Foundation.Numbering.NumberSeries>().Where(series => series.Series == "receipt").Select(series => series.Last).SingleAsync()));

        var url = $"/programmes/recommendations/details/{id}";
        var (one, two) = (await town.Recommender(), await town.Recommender());
        await one.Open(url);
        await two.Open(url);
        await OneOf(() => one.Post(url + "?handler=Recommend", ("Opinion", "同意推荐")), () => two.Post(url + "?handler=Recommend", ("Opinion", "同意")));
        Assert.Equal(1, await Posted(town.Call.Code, "programme.recommended"));

        url = $"/programmes/checks/details/{id}";
        (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        (string, string?)[] judged = [("Answer[direction]", "ok"), ("Answer[seal]", "ok"), ("Answer[partner]", "ok"), ("Answer[budget]", "ok"), ("Answer[secret]", "ok")];
        await OneOf(() => one.Post(url + "?handler=Pass", judged), () => two.Post(url + "?handler=Reject", [.. judged, ("ReasonKey", "F02")]));
        Assert.Equal(1, await Entries(id, "pass", "reject"));
        var state = await _city.Db(db => db.Applications().Where(application => application.Id == id).Select(application => application.State).SingleAsync());
        Assert.Equal(state == ApplicationLifecycle.InReview ? 1 : 0, await Posted(town.Call.Code, "programme.accepted"));
    }

    async Task<(Call Call, Application Application)> ShortlistedAsync(string state = ApplicationLifecycle.Shortlisted)
    {
        var call = await _city.Call();
        var organisation = await CallTown.Organisation(_city);
        var application = await _city.Application(call, organisation, state, one =>
        {
            one.Score100 = 9200;
            if (state != ApplicationLifecycle.Shortlisted) one.ProposedFen = 40_000_000;
        });
        return (call, application);
    }

    [Fact]
    public async Task The_proposal()
    {
        var (call, application) = await ShortlistedAsync();
        var url = $"/programmes/decisions/ranking/{call.Id}";
        var (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        (string, string?)[] chosen = [("Chosen", application.Id.ToString())];
        await OneOf(() => one.Post(url + "?handler=Propose", chosen), () => two.Post(url + "?handler=Propose", chosen));
        Assert.Equal((1L, 40_000_000L), (await Posted(call.Code, "programme.proposed"), await Posted(call.Code, "programme.proposed-grant")));

        // The one who comes later is not told that it was done by him.
        (await two.Post(url + "?handler=Propose", chosen, url)).Refused();
        await OneOf(() => one.Post(url + "?handler=Unpropose", [.. chosen, ("Why", "重复")]), () => two.Post(url + "?handler=Decline", [.. chosen, ("Why", "资金不足")]));
        Assert.Equal((0L, 0L), (await Posted(call.Code, "programme.proposed"), await Posted(call.Code, "programme.proposed-grant")));
    }

    [Fact]
    public async Task The_publicity_and_the_objection()
    {
        var (call, application) = await ShortlistedAsync(ApplicationLifecycle.Proposed);
        var url = $"/programmes/decisions/ranking/{call.Id}";
        var (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        (await one.Screen!.Form("保存").Attach("minutes", "纪要.pdf", Town.Pdf, "application/pdf").Submit("保存")).Ok();
        await one.Open(url);
        await OneOf(() => one.Post(url + "?handler=Publicise", ("WorkingDays", "5")), () => two.Post(url + "?handler=Publicise", ("WorkingDays", "6")), "刚才已有他人办理|当前状态为|还没有列入拟立项");
        var item = Assert.Single(await _city.Db(db => db.Publicities().Where(publicity => publicity.CallId == call.Id).SelectMany(publicity => publicity.Items).ToListAsync()));
        Assert.Equal(1, await Entries(application.Id, "publicise"));

        using var citizen = _city.Public();
        url = $"/programmes/decisions/object/{item.Id}";
        (await (await citizen.Open(url)).Form().Set("Name", "周一鸣").Set("Contact", "13800001111").Set("Words", "该项目核心技术来自本人所在团队，附专利号和论文，可供核实。").Submit()).Ok();
        var objection = await _city.Db(db => db.Objections().Where(objection => objection.ApplicationId == application.Id).Select(objection => objection.Id).SingleAsync());
        url = $"/programmes/decisions/objection/{objection}";
        (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        await OneOf(() => one.Post(url + "?handler=Dismiss", ("Reply", "经核实不成立")), () => two.Post(url + "?handler=Uphold", ("Reply", "经核实成立")));
        Assert.Equal(1, await Entries(objection, "dismiss", "uphold"));
        Assert.Equal(1, await Entries(application.Id, "dismiss-objection", "uphold-objection"));
    }

    [Theory]
    [InlineData("云科发〔2026〕61号", "云科发〔2026〕62号")]
    [InlineData("云科发〔2026〕63号", "云科发〔2026〕63号")]
    public async Task The_approval(string first, string second)
    {
        var (call, application) = await ShortlistedAsync(ApplicationLifecycle.Publicised);
        var publicity = new Publicity
        {
            CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code, Title = "公示", PublishedAt = _city.Clock.Now.AddDays(-10), EndsOn = _city.Clock.Today.AddDays(-1), State = PublicityLifecycle.Running, Sequence = 1,
        };
        publicity.Items.Add(new PublicityItem { ApplicationId = application.Id, Order = 1, Number = application.Number, Title = application.Title, OrganisationName = application.OrganisationName, Category = application.Category, Area = application.Area });
        await _city.Save(publicity);
        var url = $"/programmes/decisions/publicity/{publicity.Id}";
        var (one, two) = await Two(Roles.Leader, url);
        await OneOf(() => one.Post(url + "?handler=Approve", ("DocumentNumber", first)), () => two.Post(url + "?handler=Approve", ("DocumentNumber", second)), "刚才已有他人办理|没有可立项|已使用");
        Assert.Equal(1, await _city.Db(db => db.Projects().CountAsync(project => project.ApplicationId == application.Id)));
        Assert.Equal(1, await _city.Db(db => db.ApprovalBatches().CountAsync(batch => batch.CallId == call.Id)));
        Assert.Equal((1L, 40_000_000L), (await Posted(call.Code, "programme.approved"), await Posted(call.Code, "programme.grant")));
    }

    [Fact]
    public async Task The_verification_of_an_organisation()
    {
        var organisation = await Registered.Organisation(_city, "云江澄川仪器有限公司", Keguan.Organisations.Exports.OrganisationLifecycle.Registered);
        var url = $"/organisations/details/{organisation.Id}";
        var (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        await OneOf(() => one.Post(url + "?handler=Verify"), () => two.Post(url + "?handler=Refuse", ("reason", "执照不清")));
        Assert.Equal(1, await Entries(organisation.Id, "verify", "refuse"));
    }

    // ── projects ──────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task Each_step_of_a_payment()
    {
        var granted = await Granted.FoundAsync(_city, 50);
        var payment = (await granted.Payments())[0];
        (string, string?)[] which = [("Payment", payment.Id.ToString())];
        foreach (var (role, handler, action) in new[] { (Roles.Officer, "Request", "request"), (Roles.Chief, "Approve", "approve"), (Roles.Leader, "ApproveHigh", "approve-high") })
        {
            var (one, two) = await Two(role, granted.Url);
            await OneOf(() => one.Post($"{granted.Url}?handler={handler}", which), () => two.Post($"{granted.Url}?handler={handler}", which));
            Assert.Equal(1, await Entries(payment.Id, action));
        }
        var (chief, other) = await Two(Roles.Chief, granted.Url);
        (string, string?)[] ids = [("Ids", payment.Id.ToString()), ("Document", "")];
        await OneOf(() => chief.Post("/programmes/payments/release?handler=Release", ids), () => other.Post("/programmes/payments/release?handler=Release", ids));
        Assert.Equal(payment.AmountFen, (await granted.Now()).ReleasedFen);
        Assert.Equal(payment.AmountFen, await granted.Posted("programme.released"));
        Assert.Equal(1, await _city.Db(db => db.Set<Keguan.Foundation.Numbering.NumberSeries>().Where(series => series.Series == "payment-list").Select(series => series.Last).SingleAsync()));

        var (finance, colleague) = await Two(Roles.Finance, granted.Url);
        await OneOf(() => finance.Post(granted.Url + "?handler=Pay", [.. which, ("On", "2026-03-02"), ("Voucher", "2026-0001")]), () => colleague.Post(granted.Url + "?handler=Pay", [.. which, ("On", "2026-03-02"), ("Voucher", "2026-0002")]));
        Assert.Equal(payment.AmountFen, (await granted.Now()).PaidFen);
        Assert.Equal(payment.AmountFen, await granted.Posted("programme.paid"));
    }

    [Fact]
    public async Task Two_instalments_of_one_project_at_the_same_time_do_not_go_beyond_the_grant()
    {
        var granted = await Granted.FoundAsync(_city, 20);
        await granted.Tell("midterm-passed");
        var payments = await granted.Payments();
        var (officer, chief) = (await _city.As(Roles.Officer), await _city.As(Roles.Chief));
        foreach (var payment in payments.Take(2))
        {
            (await Granted.Do(officer, granted.Id, payment, "Request")).Ok();
            (await Granted.Do(chief, granted.Id, payment, "Approve")).Ok();
        }
        var (one, two) = await Two(Roles.Chief, granted.Url);
        await OneOf(() => one.Post("/programmes/payments/release?handler=Release", ("Ids", payments[0].Id.ToString()), ("Document", "")), () => two.Post("/programmes/payments/release?handler=Release", ("Ids", payments[1].Id.ToString()), ("Document", "")));
        var now = await granted.Now();
        Assert.Equal(now.ReleasedFen, await granted.Posted("programme.released"));
        Assert.Equal(now.ReleasedFen, (await granted.Payments()).Where(payment => payment.State == PaymentLifecycle.Released).Sum(payment => payment.AmountFen));
    }

    [Theory]
    [InlineData("budget", "Approve", "Refuse")]
    [InlineData("route", "Check", "Return")]
    public async Task A_change(string kind, string first, string second)
    {
        var granted = await Granted.FoundAsync(_city, 20);
        var unit = await _city.As(Roles.UnitAdmin, granted.Enterprise.Id);
        var form = (await unit.Open($"/programmes/changes/new/{granted.Id}?kind={kind}")).Form("提交申请").Set("Input.Why", "设备降价");
        if (kind == "budget") form.Set("Input.Budget[0].GrantFen", "15").Set("Input.Budget[1].GrantFen", "5");
        else form.Set("Input.Words", "改用新的技术路线，增加现场试验");
        var url = (await form.Submit()).Ok().Path;
        var (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        await OneOf(() => one.Post($"{url}?handler={first}", ("Opinion", "同意")), () => two.Post($"{url}?handler={second}", ("Opinion", "不同意")));
        var change = await _city.Db(db => db.Changes().AsNoTracking().SingleAsync(one => one.ProjectId == granted.Id));
        Assert.Equal(1, await Entries(change.Id, "approve", "refuse", "check", "return"));
        Assert.Equal(change.State == ChangeLifecycle.Approved ? 1 : 0, await Entries(granted.Id, "changed"));
        if (change.State != ChangeLifecycle.Checked) return;
        (one, two) = await Two(Roles.Leader, url);
        await OneOf(() => one.Post(url + "?handler=Approve", ("Opinion", "同意")), () => two.Post(url + "?handler=Refuse", ("Opinion", "不同意")));
        Assert.Equal(1, await Entries(change.Id, "approve-major", "refuse-major"));
    }

    [Fact]
    public async Task The_review_of_an_agreement()
    {
        var granted = await Granted.FoundAsync(_city, 20, signed: false);
        var unit = await _city.As(Roles.UnitAdmin, granted.Enterprise.Id);
        var url = $"/programmes/agreements/details/{granted.Id}";
        var member = await _city.As(Roles.ProjectLeader, granted.Enterprise.Id);
        await unit.Open(url);
        await member.Open(url);
        await OneOf(() => unit.Post(url + "?handler=Generate"), () => member.Post(url + "?handler=Generate"), "刚才已有他人办理|任务书已生成");
        var agreement = await _city.Db(db => db.Agreements().Where(one => one.ProjectId == granted.Id).Select(one => one.Id).SingleAsync());
        await unit.Open(url);
        await member.Open(url);
        await OneOf(() => unit.Screen!.Form("提交审核").Submit("提交审核"), () => member.Screen!.Form("提交审核").Submit("提交审核"));
        var (one, two) = await Two(Roles.Officer, url, Roles.Chief);
        await OneOf(() => one.Post(url + "?handler=Accept"), () => two.Post(url + "?handler=Return", ("Reason", "指标不清")));
        Assert.Equal(1, await Entries(agreement, "accept", "return"));
    }

    [Fact]
    public async Task A_midterm_report_and_a_rectification()
    {
        var one = await RunningProject.FoundAsync(_city);
        var url = $"/programmes/supervision/midterm/{one.Id}";
        (await (await one.Unit.Open(url)).Form("提交").Set("f.progress", RunningProject.Long).Set("f.next", RunningProject.Long)
            .Set("Targets[0].Current", "86").Set("Targets[0].Text", "检测报告").Set("Targets[1].Current", "35").Set("Targets[1].Text", "电表记录").Submit("提交")).Ok();
        var (officer, chief) = await Two(Roles.Officer, url, Roles.Chief);
        await OneOf(() => officer.Post(url + "?handler=Pass", ("Opinion", "")), () => chief.Post(url + "?handler=Return", ("Opinion", "请补充")));
        var report = await _city.Db(db => db.Midterms().Where(row => row.ProjectId == one.Id).Select(row => row.Id).SingleAsync());
        Assert.Equal(1, await Entries(report, "pass", "return"));
        Assert.Equal(1, await Entries(one.Id, "midterm-passed", "midterm-returned"));

        var tab = $"/programmes/supervision/project/{one.Id}";
        await officer.Open(tab);
        await chief.Open(tab);
        await OneOf(() => officer.Post(tab + "?handler=Rectify", ("Items", "补齐台账"), ("Until", "2026-03-20")), () => chief.Post(tab + "?handler=Rectify", ("Items", "补齐凭证"), ("Until", "2026-03-25")));
        var rectification = await _city.Db(db => db.Rectifications().Where(row => row.ProjectId == one.Id).Select(row => row.Id).SingleAsync());
        url = $"/programmes/supervision/rectification/{rectification}";
        (await (await one.Unit.Open(url)).Form("提交整改报告").Set("Report", "已补齐").Submit("提交整改报告")).Ok();
        await officer.Open(url);
        await chief.Open(url);
        await OneOf(() => officer.Post(url + "?handler=Close", ("Opinion", "")), () => chief.Post(url + "?handler=Return", ("Opinion", "缺发票")));
        Assert.Equal(1, await Entries(rectification, "close", "return"));
    }

    [Fact]
    public async Task The_acceptance_from_the_request_to_the_evaluation()
    {
        var one = await RunningProject.FoundAsync(_city, new DateOnly(2024, 2, 11), new DateOnly(2026, 2, 10));
        await one.MakeAsync("fall-due", project => project.DueOn = new DateOnly(2026, 3, 12));
        var text = RunningProject.Long + RunningProject.Long;
        (await (await one.Unit.Open($"/programmes/acceptance/request/{one.Id}")).Form("提交验收申请").Set("f.summary", text).Set("f.results", text).Set("Targets[0].Current", "93").Set("Targets[0].Text", "检测报告").Set("Targets[1].Current", "29").Set("Targets[1].Text", "电表记录")
            .Attach("f.report", "科技报告.pdf", Town.Pdf, "application/pdf").Attach("f.self_finance", "决算.pdf", Town.Pdf, "application/pdf").Submit("提交验收申请")).Ok();
        var url = $"/programmes/acceptance/project/{one.Id}";
        var experts = new List<Guid>();
        foreach (var name in (string[])["陆知行", "沈怀瑾", "顾明远", "宋予安", "韩清越"]) experts.Add((await RunningProject.ExpertAsync(_city, name)).Id);
        (string, string?)[] plan = [("PlannedOn", "2026-03-07"), ("Manner", "meeting"), ("Place", "局三楼会议室"), .. experts.Select((id, i) => ($"Experts[{i}]", (string?)id.ToString()))];
        var (officer, other) = await Two(Roles.Officer, url);
        await OneOf(() => officer.Post(url + "?handler=Begin", plan), () => other.Post(url + "?handler=Begin", plan));
        var request = await _city.Db(db => db.AcceptanceRequests().Where(row => row.ProjectId == one.Id).Select(row => row.Id).SingleAsync());
        Assert.Equal(5, await _city.Db(db => db.Set<AcceptanceExpert>().CountAsync(expert => expert.RequestId == request)));

        await one.OnAsync(new DateOnly(2026, 3, 7));
        (string, string?)[] opinion = [("Opinion", "专家组认为完成了任务书规定的内容。"), .. new[] { "targets", "money", "results" }.SelectMany((key, i) => new (string, string?)[] { ($"Points[{i}].Key", key), ($"Points[{i}].Points", "90") })];
        (officer, other) = await Two(Roles.Officer, url);
        await OneOf(() => officer.Post(url + "?handler=Opinion", opinion), () => other.Post(url + "?handler=Opinion", opinion));
        Assert.Equal(3, await _city.Db(db => db.Set<AcceptancePoint>().CountAsync(point => point.RequestId == request)));

        var (chief, second) = await Two(Roles.Chief, url);
        await OneOf(() => chief.Post(url + "?handler=Conclude", ("Conclusion", "pass")), () => second.Post(url + "?handler=Conclude", ("Conclusion", "conclude"), ("Reason", "部分完成")));
        Assert.Equal(1, await one.Posted("programme.passed") + await one.Posted("programme.concluded"));
        Assert.Equal(1, await _city.Db(db => db.Set<Keguan.Foundation.Numbering.NumberSeries>().Where(series => series.Series.StartsWith("acceptance-certificate")).Select(series => series.Last).SingleAsync()));

        url = $"/programmes/evaluation/details/{one.Id}";
        (officer, other) = await Two(Roles.Officer, url);
        (string, string?)[] points = [("Comment", "好"), .. new[] { "goal", "money", "output", "effect" }.SelectMany((key, i) => new (string, string?)[] { ($"Points[{i}].Key", key), ($"Points[{i}].Points", "90") })];
        await OneOf(() => officer.Post(url + "?handler=Evaluate", points), () => other.Post(url + "?handler=Evaluate", points));
        Assert.Equal(1, await Entries(one.Id, "evaluate"));
    }

    [Fact]
    public async Task The_end_of_a_project_is_settled_once()
    {
        var one = await RunningProject.FoundAsync(_city);
        var url = $"/programmes/acceptance/project/{one.Id}";
        var (chief, second) = await Two(Roles.Chief, url);
        (string, string?)[] fields = [("Kind", "terminate"), ("SettleReason", "承担单位停产"), ("RecoverFen", "5")];
        await OneOf(() => chief.Post(url + "?handler=Settle", fields), () => second.Post(url + "?handler=Settle", fields));
        Assert.Equal(1, await one.Posted("programme.terminated"));
        Assert.Equal(1, await _city.Db(db => db.Settlements().CountAsync(settlement => settlement.ProjectId == one.Id)));
    }
}

public sealed class TogetherTestsOnSqlite(Sqlite city) : TogetherTests(city), IClassFixture<Sqlite>;

public sealed class TogetherTestsOnPostgres(Postgres city) : TogetherTests(city), IClassFixture<Postgres>;
