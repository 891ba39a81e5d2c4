using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Calls;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Calls;

/// <summary>指南/批次: from the draft to the archive, through the front door.</summary>
public abstract class CallTests(City city) : CityTests(city)
{
    static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000102 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"u8.ToArray();

    Task<Call> Load(Guid id) => City.Db(db => db.Calls().Include(call => call.Categories).Include(call => call.Recommenders).AsSplitQuery().AsNoTracking().SingleAsync(call => call.Id == id, Cancel));

    Task<List<Entry>> Record(Guid id) => City.Db(db => db.Set<Entry>().Include(entry => entry.Text).Include(entry => entry.Postings).Where(entry => entry.SubjectId == id).OrderBy(entry => entry.Sequence).AsNoTracking().ToListAsync(Cancel));

    Task<List<string>> Told(Visitor visitor) => City.Db(db => db.Set<Notice>().Where(notice => notice.AccountId == visitor.AccountId).Select(notice => notice.TitleZh).ToListAsync(Cancel));

    static Guid IdOf(Screen page) => Guid.Parse(page.Path.Split('/')[^1]);

    // ── drafting ──────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task An_officer_drafts_a_call_from_a_programme_and_the_definitions_version_stays_with_it()
    {
        using var officer = await City.As(Roles.Officer, section: "计划科");
        var form = (await officer.Open("/programmes/calls/draft")).Form("建立草案").Set("Title", "2031 年度市级科技计划项目").Set("Year", "2031");
        if (form.Has("Like")) form.Set("Like", "");
        var page = (await form.Submit()).Ok();

        page.Says("草案 2031-1 已建立").Says("计划规定不超过 80.0 万元").Says("市级科技计划项目");
        var call = await Load(IdOf(page));
        Assert.Equal(("2031-1", "计划科", CallLifecycle.Drafted, officer.AccountId), (call.Code, call.Section, call.State, call.DraftedBy));
        Assert.Equal(City.Definition().Version, call.DefinitionVersion);
        Assert.Equal((5, 14), (call.Plan.Experts, call.Plan.ReviewDays));
        Assert.Equal(4, call.Categories.Count);
        var entry = Assert.Single(await Record(call.Id));
        Assert.Equal(("draft", "science-plan@" + City.Definition().Version), (entry.Action, entry.Definition));

        // The next of the year, with what the first says.
        var next = (await (await officer.Open("/programmes/calls/draft")).Form("建立草案").Set("Title", "第二批").Set("Year", "2031").Set("Like", call.Id).Submit()).Ok();
        next.Says("草案 2031-2 已建立");
    }

    [Fact]
    public async Task What_is_changed_is_kept_with_before_and_after_and_nothing_changed_writes_nothing()
    {
        using var officer = await City.As(Roles.Officer);
        var bureau = await City.Bureau();
        var call = await City.Call(CallLifecycle.Drafted);
        var page = await officer.Open($"/programmes/calls/edit/{call.Id}");
        var at = page.Document.QuerySelectorAll("input[name$=OrganisationId]").Select((input, i) => (Value: input.GetAttribute("value"), i)).Single(one => one.Value == bureau.Id.ToString()).i;
        page = (await page.Form("保存").Set("Title", "改后的标题").Set("Budget", "2500").Set("Input.Categories[0].Cap", "70").Set($"Input.Recommenders[{at}].Scope", "area").Submit("保存")).Ok();
        page.Says("草案已保存");

        var saved = await Load(call.Id);
        Assert.Equal(("改后的标题", 2_500_000_000L, 70_000_000L), (saved.Title, saved.BudgetFen, saved.Categories.Single().CapFen));
        Assert.Equal((bureau.Id, CallTown.County), (saved.Recommenders.Single().OrganisationId, saved.Recommenders.Single().Area));
        var entry = (await Record(call.Id))[^1];
        Assert.Equal("revise", entry.Action);
        Assert.Contains("修改标题、安排资金、重点研发、推荐单位", entry.Text!.Summary);
        Assert.Contains("\"before\":\"2026 年度市级科技计划项目\",\"after\":\"改后的标题\"", entry.Text.Payload);

        await page.Form("保存").Submit("保存");
        Assert.Equal(2, (await Record(call.Id)).Count);
    }

    [Fact]
    public async Task What_can_not_be_right_is_said_beside_its_field_and_what_was_typed_stays()
    {
        using var officer = await City.As(Roles.Officer);
        var call = await City.Call(CallLifecycle.Drafted);
        var page = (await (await officer.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Set("Input.Categories[0].Cap", "80.01").Set("Opens", "2026-06-01T09:00").Set("Closes", "2026-06-01T09:00").Set("Budget", "很多").Set("Title", "仍在").Submit("保存")).Invalid();
        page.Says("不得超过计划规定的 80.0 万元").Says("受理截止应晚于受理开始").Says("“很多”不是金额");
        Assert.Equal("仍在", page.Form("保存")["Title"]);
        Assert.Single(await Record(call.Id));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_draft_the_second_is_told()
    {
        using var one = await City.As(Roles.Officer);
        using var other = await City.As(Roles.Officer);
        var call = await City.Call(CallLifecycle.Drafted);
        var late = (await other.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Set("Title", "后改的");
        await (await one.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Set("Title", "先改的").Submit("保存");
        var page = (await late.Submit("保存")).Refused();
        page.Says("刚才已有他人办理了此事项");
        Assert.Equal("后改的", page.Form("保存")["Title"]);
        Assert.Equal("先改的", (await Load(call.Id)).Title);
    }

    [Fact]
    public async Task The_guide_is_previewed_without_being_saved_and_a_script_in_it_is_words()
    {
        using var officer = await City.As(Roles.Officer);
        var call = await City.Call(CallLifecycle.Drafted);
        const string guide = "# 指南\n\n<script>alert(1)</script>\n\n[点这里](javascript:alert(1)) <img src=x onerror=alert(2)>";
        var page = (await (await officer.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Set("Guide", guide).Submit("预览指南")).Ok();
        Assert.Equal("指南", page.TextOf("#guide-preview h2"));
        Assert.Null(page.Document.QuerySelector("#guide-preview script, #guide-preview img, #guide-preview [onerror], #guide-preview a[href]"));
        page.Says("alert(1)");
        Assert.DoesNotContain("alert", (await Load(call.Id)).Guide, StringComparison.Ordinal);
    }

    // ── submission and approval ───────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task An_incomplete_draft_is_not_submitted_and_everything_missing_is_said_with_its_place()
    {
        using var officer = await City.As(Roles.Officer);
        var call = await City.Call(CallLifecycle.Drafted, call => (call.Guide, call.BudgetFen, call.Summary) = ("", 0, ""));
        var page = await officer.Open($"/programmes/calls/check/{call.Id}");
        page.Says("还有 5 处须补正").Says("尚未填写申报指南").Says("有资助的通知须填安排资金").Says("各类别资金之和超过安排资金总额").Says("至少选择一个推荐单位").Says("尚未填写门户摘要");
        Assert.Equal($"/programmes/calls/edit/{call.Id}#basics", page.Document.QuerySelectorAll(".kg-note a").First(link => link.TextContent.Contains("申报指南", StringComparison.Ordinal)).GetAttribute("href"));
        Assert.False(page.Offers("提交科长审核"));
        (await officer.Post($"/programmes/calls/check/{call.Id}", [])).Refused().Says("还有 5 处须补正");
        Assert.Equal(CallLifecycle.Drafted, (await Load(call.Id)).State);
    }

    [Fact]
    public async Task Submitted_it_waits_for_a_chief_and_is_not_changed_any_more()
    {
        using var officer = await City.As(Roles.Officer);
        using var chief = await City.As(Roles.Chief);
        var call = await City.Call(CallLifecycle.Drafted, recommender: await City.Bureau(), draftedBy: officer.AccountId);
        var open = (await officer.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Set("Title", "太晚了");
        var page = await (await officer.Open($"/programmes/calls/check/{call.Id}")).Press("提交科长审核");
        page.Ok().Says("已提交科长审核").Says("待审核");

        Assert.Equal(["draft", "submit"], (await Record(call.Id)).Select(entry => entry.Action));
        Assert.Contains(await Told(chief), title => title.Contains(call.Title, StringComparison.Ordinal) && title.Contains("待审核", StringComparison.Ordinal));
        (await open.Submit("保存")).Refused().Says("已提交审核，退回后才能修改");
        Assert.False((await officer.Open($"/programmes/calls/edit/{call.Id}")).Offers("保存"));

        // Returned: not without a reason; the drafter is told.
        page = await chief.Open($"/programmes/calls/publish/{call.Id}");
        (await page.Form("退回").Submit("退回")).Refused().Says("须写明理由");
        (await page.Form("退回").Set("Reason", "资金未经局务会").Submit("退回")).Ok().Says("已退回起草人").Says("拟定");
        Assert.Contains(await Told(officer), title => title.Contains("被退回：资金未经局务会", StringComparison.Ordinal));
        Assert.Equal(("return", "资金未经局务会"), ((await Record(call.Id))[^1].Action, (await Record(call.Id))[^1].Text!.Reason));
        Assert.True((await officer.Open($"/programmes/calls/edit/{call.Id}")).Offers("保存"));
    }

    [Fact]
    public async Task Nobody_publishes_a_call_in_which_he_had_a_hand()
    {
        using var chief = await City.As(Roles.Chief);
        var own = await City.Call(CallLifecycle.Submitted, recommender: await City.Bureau(), draftedBy: chief.AccountId);
        var page = await chief.Open($"/programmes/calls/publish/{own.Id}");
        page.Says("起草人不能审核自己起草的通知");
        Assert.False(page.Offers("发布"));
        (await chief.Post($"/programmes/calls/publish/{own.Id}", [("Input.Numbering", "automatic")])).Refused().Says("起草人不能审核自己起草的通知");

        // Drafted by another, but changed by this chief.
        var others = await City.Call(CallLifecycle.Drafted, recommender: await City.Bureau());
        await (await chief.Open($"/programmes/calls/edit/{others.Id}")).Form("保存").Set("Title", "科长改过的").Submit("保存");
        using var officer = await City.As(Roles.Officer);
        await (await officer.Open($"/programmes/calls/check/{others.Id}")).Press("提交科长审核");
        (await chief.Post($"/programmes/calls/publish/{others.Id}", [("Input.Numbering", "automatic")], from: $"/programmes/calls/publish/{others.Id}")).Refused().Says("您修改过这份通知，须由其他科长审核");
        Assert.Equal(CallLifecycle.Submitted, (await Load(others.Id)).State);
    }

    [Fact]
    public async Task Published_exactly_thirty_days_before_it_needs_no_reason()
    {
        // The definition asks for 30 days, counted from the day after publication to the day of opening.
        City.Clock.China(2026, 3, 2, 23, 59, 59);
        using var chief = await City.As(Roles.Chief);
        using var officer = await City.As(Roles.Officer);
        var bureau = await City.Bureau();
        using var recommender = await City.As(Roles.Recommender, organisation: bureau.Id, area: CallTown.County);
        var call = await City.Call(CallLifecycle.Submitted, call => Window(call, 2026, 4, 1), bureau);
        var page = await chief.Open($"/programmes/calls/publish/{call.Id}");
        page.Says("距受理开始 30 日").SaysNot("不足 30 日").Says("国家自然科学基金条例");
        page = (await page.Form("发布").Submit("发布")).Ok();

        var published = await Load(call.Id);
        Assert.Equal((CallLifecycle.Published, City.Clock.Now, ""), (published.State, published.PublishedAt, published.ShortNoticeReason));
        Assert.Matches("^云科发〔2026〕[0-9]+号$", published.DocumentNumber);
        page.Says($"已发布，文号 {published.DocumentNumber}").Says("即将受理");
        var entry = (await Record(call.Id))[^1];
        Assert.Equal("publish", entry.Action);
        Assert.Contains("\"leadDays\":30", entry.Text!.Payload);
        Assert.Contains(await Told(officer), title => title.Contains("已发布", StringComparison.Ordinal));
        Assert.Contains(await Told(recommender), title => title.Contains("请组织推荐", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_day_less_needs_a_reason_that_is_kept_and_shown()
    {
        City.Clock.China(2026, 3, 3, 0, 0, 0);
        using var chief = await City.As(Roles.Chief);
        var call = await City.Call(CallLifecycle.Submitted, call => Window(call, 2026, 4, 1), await City.Bureau());
        var page = await chief.Open($"/programmes/calls/publish/{call.Id}");
        page.Says("距受理开始 29 日，不足 30 日");
        (await page.Form("发布").Submit("发布")).Refused().Says("须写明理由或调整受理时间");
        Assert.Equal(CallLifecycle.Submitted, (await Load(call.Id)).State);
        (await page.Form("发布").Set("ShortNotice", "上级要求 3 月内启动").Submit("发布")).Ok().Says("29 日，规定 30 日").Says("上级要求 3 月内启动");

        Assert.Equal("上级要求 3 月内启动", (await Load(call.Id)).ShortNoticeReason);
        var entry = (await Record(call.Id))[^1];
        Assert.Equal("上级要求 3 月内启动", entry.Text!.Reason);
        Assert.Contains("不足 30 日", entry.Text.Summary);
        using var anybody = City.Public();
        (await anybody.Open($"/portal/calls/{call.Id}")).Says("上级要求 3 月内启动");
    }

    static void Window(Call call, int year, int month, int day)
    {
        call.OpensAt = new DateTime(year, month, day, 1, 0, 0, DateTimeKind.Utc);
        call.ClosesAt = call.OpensAt.AddDays(30);
    }

    [Fact]
    public async Task Document_numbers_run_on_and_none_is_given_twice()
    {
        var city = await AnotherCity();
        using var chief = await city.As(Roles.Chief);
        var bureau = await city.Bureau();
        async Task<(Screen Page, Call Call)> Publish(string numbering, string? number)
        {
            var call = await city.Call(CallLifecycle.Submitted, call => Window(call, 2026, 5, 1), bureau);
            var form = (await chief.Open($"/programmes/calls/publish/{call.Id}")).Form("发布").Set("Numbering", numbering);
            if (number is not null) form.Set("Input.Number", number);
            return (await form.Submit("发布"), await city.Db(db => db.Calls().AsNoTracking().SingleAsync(one => one.Id == call.Id, Cancel)));
        }

        Assert.Equal("云科发〔2026〕1号", (await Publish("automatic", null)).Call.DocumentNumber);
        // From the paper register, with the brackets of a keyboard.
        Assert.Equal("云科发〔2026〕2号", (await Publish("typed", "云科发[2026]第2号")).Call.DocumentNumber);
        Assert.Equal("云科发〔2026〕3号", (await Publish("automatic", null)).Call.DocumentNumber);

        var (page, call) = await Publish("typed", "云科发〔2026〕1号");
        page.Refused().Says("文号 云科发〔2026〕1号 已用于申报通知");
        Assert.Equal(CallLifecycle.Submitted, call.State);
        (page, _) = await Publish("typed", "2026 年第 1 号");
        page.Invalid().Says("文号应写作");
        // What was refused has used up no number.
        Assert.Equal("云科发〔2026〕4号", (await Publish("automatic", null)).Call.DocumentNumber);
    }

    [Fact]
    public async Task Of_two_chiefs_who_publish_at_once_one_is_told()
    {
        using var one = await City.As(Roles.Chief);
        using var other = await City.As(Roles.Chief);
        var call = await City.Call(CallLifecycle.Submitted, call => Window(call, 2026, 5, 1), await City.Bureau());
        var first = (await one.Open($"/programmes/calls/publish/{call.Id}")).Form("发布").Request("发布");
        var second = (await other.Open($"/programmes/calls/publish/{call.Id}")).Form("发布").Request("发布");
        var answers = await Task.WhenAll(one.SendOnce(first, Cancel), other.SendOnce(second, Cancel));
        Assert.Equal([302, 409], answers.Select(answer => (int)answer.StatusCode).Order());
        Assert.Single(await Record(call.Id), entry => entry.Action == "publish");
    }

    // ── after publication ─────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_published_window_is_only_ever_extended_and_with_a_reason()
    {
        using var chief = await City.As(Roles.Chief);
        var organisation = await City.Organisation();
        using var applicant = await City.As(Roles.UnitAdmin, organisation: organisation.Id);
        var call = await City.Call(with: call => call.ClosesAt = new DateTime(2026, 3, 31, 9, 0, 0, DateTimeKind.Utc));
        await City.Application(call, organisation);
        var form = (await chief.Open($"/programmes/calls/extend/{call.Id}")).Form("延长");
        (await form.Set("Closes", "2026-03-31T16:59").Set("Reason", "收紧").Submit()).Refused().Says("只能延长");
        (await form.Set("Closes", "2026-03-31T17:00").Submit()).Refused().Says("新的截止时间应晚于现在的 2026-03-31 17:00");
        (await form.Set("Closes", "2026-04-10T17:00").Set("Reason", "").Submit()).Invalid();
        Assert.Equal(new DateTime(2026, 3, 31, 9, 0, 0), (await Load(call.Id)).ClosesAt);

        (await form.Set("Reason", "系统维护占用半日").Submit()).Ok().Says("受理截止已延至 2026-04-10 17:00");
        var entry = (await Record(call.Id))[^1];
        Assert.Equal(("extend", "受理截止由 2026-03-31 17:00 延至 2026-04-10 17:00", "系统维护占用半日"), (entry.Action, entry.Text!.Summary, entry.Text.Reason));
        Assert.Equal((CallLifecycle.Published, CallLifecycle.Published), (entry.From, entry.To));
        Assert.Contains(await Told(applicant), title => title.Contains("受理截止延至 2026-04-10 17:00", StringComparison.Ordinal));
        using var anybody = City.Public();
        (await anybody.Open($"/portal/calls/{call.Id}")).Says("受理截止由 2026-03-31 17:00 延至 2026-04-10 17:00").Says("系统维护占用半日");
    }

    [Fact]
    public async Task What_was_never_published_can_be_cancelled_and_what_was_is_archived_after_its_closing()
    {
        using var chief = await City.As(Roles.Chief);
        var draft = await City.Call(CallLifecycle.Drafted);
        var page = await chief.Open($"/programmes/calls/details/{draft.Id}");
        (await page.Form("取消这份通知").Submit("取消这份通知")).Refused().Says("须写明理由");
        (await page.Form("取消这份通知").Set("Reason", "计划调整").Submit("取消这份通知")).Ok().Says("已取消");

        var call = await City.Call(with: call => call.ClosesAt = City.Clock.Now.AddHours(1));
        page = await chief.Open($"/programmes/calls/details/{call.Id}");
        Assert.False(page.Offers("取消"));
        page.Says("受理尚未截止，不能归档");
        (await chief.Post($"/programmes/calls/details/{call.Id}?handler=Archive", [])).Refused().Says("受理尚未截止");
        (await chief.Post($"/programmes/calls/details/{call.Id}?handler=Cancel", [("Reason", "x")])).Refused().Says("当前状态为“已发布”，不能“取消”");
        City.Clock.Forward(TimeSpan.FromHours(2));
        (await (await chief.Open($"/programmes/calls/details/{call.Id}")).Press("归档")).Ok().Says("已归档");
        Assert.Equal(CallLifecycle.Archived, (await Load(call.Id)).State);
    }

    // ── who sees what ─────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_draft_is_the_bureaus_and_a_published_call_everybodys()
    {
        var bureau = await City.Bureau();
        using var officer = await City.As(Roles.Officer);
        using var applicant = await City.As(Roles.ProjectLeader, organisation: (await City.Organisation()).Id);
        using var recommender = await City.As(Roles.Recommender, organisation: bureau.Id);
        using var expert = await City.As(Roles.Expert);
        using var anybody = City.Public();
        var draft = await City.Call(CallLifecycle.Drafted, call => call.Title = "尚在拟定的通知");
        var published = await City.Call(with: call => call.Title = "已经公布的通知", recommender: bureau);

        (await officer.Open($"/programmes/calls/details/{draft.Id}")).Says("尚在拟定的通知");
        (await officer.Open("/programmes/calls")).Says("尚在拟定的通知");
        foreach (var outsider in new[] { applicant, recommender })
        {
            (await outsider.Get($"/programmes/calls/details/{draft.Id}")).Missing();
            (await outsider.Open($"/programmes/calls/details/{published.Id}")).Says("已经公布的通知");
            (await outsider.Open("/programmes/calls")).SaysNot("尚在拟定的通知").Says("已经公布的通知");
        }
        (await expert.Get($"/programmes/calls/details/{published.Id}")).Is(HttpStatusCode.Forbidden);
        (await anybody.Get($"/portal/calls/{draft.Id}")).Missing();
        (await anybody.Get($"/portal/calls/{draft.Id}?handler=Form")).Missing();
        (await anybody.Open($"/portal/calls/{published.Id}")).Says("已经公布的通知");
        (await anybody.Open("/portal/calls")).SaysNot("尚在拟定的通知");
        (await applicant.Open($"/programmes/calls/details/{published.Id}")).SaysNot("申报进展").SaysNot("待封存");
    }

    [Fact]
    public async Task Its_pages_open_to_those_who_may()
    {
        var draft = await City.Call(CallLifecycle.Submitted, recommender: await City.Bureau());
        var call = await City.Call();
        (string Url, Role[] May)[] pages =
        [
            ("/programmes/calls/draft", [Roles.Officer, Roles.Chief]), ($"/programmes/calls/edit/{draft.Id}", [Roles.Officer, Roles.Chief]), ($"/programmes/calls/check/{draft.Id}", [Roles.Officer, Roles.Chief]),
            ($"/programmes/calls/publish/{draft.Id}", [Roles.Chief]), ($"/programmes/calls/extend/{call.Id}", [Roles.Chief]),
            ($"/programmes/calls/details/{draft.Id}", [Roles.Officer, Roles.Chief, Roles.Leader, Roles.Finance, Roles.Auditor, Roles.Inspector]),
        ];
        // They open the page of a call, but not of a draft.
        Role[] reads = [Roles.Recommender, Roles.UnitAdmin, Roles.Filler];
        foreach (var role in new[] { Roles.Officer, Roles.Chief, Roles.Leader, Roles.Finance, Roles.Auditor, Roles.Inspector, Roles.Recommender, Roles.UnitAdmin, Roles.Filler, Roles.Expert, Roles.SystemAdmin })
        {
            using var visitor = await City.As(role);
            foreach (var (url, may) in pages)
            {
                var status = (int)(await visitor.Get(url)).Status;
                Assert.True(status == (may.Contains(role) ? 200 : url.Contains("details", StringComparison.Ordinal) && reads.Contains(role) ? 404 : 403), $"{role.Code} {url}: {status}");
            }
        }
        using var officer = await City.As(Roles.Officer);
        foreach (var page in new[] { "edit", "check", "details" }) (await officer.Get($"/programmes/calls/{page}/{Guid.NewGuid()}")).Missing();
        // The form is not needed to try.
        (await officer.Post($"/programmes/calls/publish/{draft.Id}", [("Input.Numbering", "automatic")], from: "/programmes/calls/draft")).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_paper_of_the_guide_becomes_public_with_it_and_other_files_of_a_call_never_do()
    {
        using var officer = await City.As(Roles.Officer);
        using var chief = await City.As(Roles.Chief);
        using var anybody = City.Public();
        var call = await City.Call(CallLifecycle.Drafted, call => Window(call, 2026, 5, 1), await City.Bureau());
        var page = (await (await officer.Open($"/programmes/calls/edit/{call.Id}")).Form("保存").Attach("Papers", "申报书模板.pdf", Pdf).Submit("保存")).Ok();
        page.Says("申报书模板.pdf");
        Assert.Contains("指南附件", (await Record(call.Id))[^1].Text!.Summary);
        var file = await City.Db(db => db.Set<StoredFile>().SingleAsync(file => file.SubjectId == call.Id, Cancel));
        var minutes = new StoredFile { SubjectType = "call", SubjectId = call.Id, Slot = "minutes", Name = "会议纪要.pdf", Kind = FileKind.Pdf, Size = file.Size, Sha256 = file.Sha256, UploadedAt = City.Clock.Now };
        await City.Save(minutes);

        (await anybody.Get($"/files/{file.Id}")).Missing();
        await (await officer.Open($"/programmes/calls/check/{call.Id}")).Press("提交科长审核");
        (await (await chief.Open($"/programmes/calls/publish/{call.Id}")).Form("发布").Submit("发布")).Ok();
        (await anybody.Open($"/portal/calls/{call.Id}")).Says("申报书模板.pdf").SaysNot("会议纪要");
        Assert.Equal(Pdf, (await anybody.Open($"/files/{file.Id}")).Bytes);
        (await anybody.Get($"/files/{minutes.Id}")).Missing();
        (await officer.Open($"/files/{minutes.Id}")).Ok();
    }
}

public sealed class CallTestsOnSqlite(Sqlite city) : CallTests(city), IClassFixture<Sqlite>;

public sealed class CallTestsOnPostgres(Postgres city) : CallTests(city), IClassFixture<Postgres>;
