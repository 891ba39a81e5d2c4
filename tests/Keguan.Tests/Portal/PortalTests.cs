using System.Net;
using System.Text.RegularExpressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Portal.Notices;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Projects;
using Keguan.Tests.Programmes.Calls;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Portal;

/// <summary>门户: what everybody reads, without signing in.</summary>
public abstract partial class PortalTests(City city) : CityTests(city)
{
    static readonly string[] Pages = ["/", "/portal/calls", "/portal/publicity", "/portal/results", "/portal/notices", "/portal/verify", "/portal/figures", "/portal/search?q=2026", "/portal/privacy", "/portal/accessibility"];

    const string Hash = "3f6d0a4d2c1b9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f";

    static Publicity InPublicity(City city, Call call, DateOnly until, string title = "第一批拟立项项目公示") => new()
    {
        CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code, Title = title, PublishedAt = city.Clock.Now.AddDays(-1), EndsOn = until, State = PublicityLifecycle.Running, Sequence = 1,
        Items = { new PublicityItem { ApplicationId = Guid.NewGuid(), Order = 1, Number = "YKJ2026-0101", Title = "低温固化水性防腐涂料", OrganisationName = "云江启衡新材料有限公司", Category = "key-rd", Area = "990121" } },
    };

    [Fact]
    public async Task An_empty_city_has_a_portal_that_invents_nothing()
    {
        var city = await AnotherCity();
        using var anybody = city.Public();
        var home = await anybody.Open("/");
        home.Says("目前没有正在受理的申报").Says("我要办事").SaysNot("公开数据 2026").SaysNot("技术市场").SaysNot("通知文件 全部");
        foreach (var page in Pages) (await anybody.Open(page)).SaysNot("@");
        (await anybody.Open("/portal/figures")).Says("本年还没有可公开的数据");
        foreach (var missing in new[] { "calls", "publicity", "results", "notices" }) (await anybody.Get($"/portal/{missing}/{Guid.NewGuid()}")).Missing();
    }

    [Fact]
    public async Task The_home_shows_what_is_open_announced_in_publicity_published_and_decided()
    {
        var city = await AnotherCity();
        var call = await city.Call(with: call => (call.Title, call.ClosesAt) = ("重点研发计划", city.Clock.Now.AddDays(12).AddHours(6).AddMinutes(36)));
        await city.Call(with: call => (call.Title, call.OpensAt, call.ClosesAt) = ("软科学研究计划", city.Clock.Now.AddDays(5), city.Clock.Now.AddDays(35)));
        await city.Call(with: call => (call.Title, call.ClosesAt) = ("去年的通知", city.Clock.Now.AddDays(-1)));
        await city.Call(CallLifecycle.Submitted, call => call.Title = "待审核的通知");
        await city.Save(InPublicity(city, call, city.Clock.Today.AddDays(3)),
            new ApprovalBatch { Definition = call.Definition, Code = "2025-1", Title = "2025 年度第一批", DocumentNumber = "云科发〔2025〕22号", ApprovedOn = new DateOnly(2025, 5, 20), Projects = 213, SelfFunded = 39, GrantFen = 4_528_000_000 },
            new PortalNotice { Kind = "notice", Title = "关于开展中期检查的通知", DocumentNumber = "云科发〔2026〕41号", Body = "请", CreatedAt = city.Clock.Now, PublishedAt = city.Clock.Now, State = PortalNoticeLifecycle.Published, Sequence = 1 });
        using var anybody = city.Public();
        var home = await anybody.Open("/");
        home.Says("重点研发计划").Says("还有12天6 小时 36 分").Says("即将受理：软科学研究计划，2026-03-07 09:00 开始").SaysNot("待审核的通知").SaysNot("去年的通知");
        home.Says("公示中 第一批拟立项项目公示 剩 3 个工作日").Says("关于开展中期检查的通知云科发〔2026〕41号").Says("2025 年度第一批213 项");
        (await home.Click("查看申报")).At($"/portal/calls/{call.Id}").Says("智能制造").Says("单项不超过").Says("营业执照或法人证书");
        (await anybody.Open("/portal/calls")).Says("去年的通知");
    }

    [Fact]
    public async Task The_countdown_counts_to_the_last_second_and_says_closed_only_afterwards()
    {
        var city = await AnotherCity();
        var closes = new DateTime(2026, 3, 20, 9, 0, 0, DateTimeKind.Utc);
        var call = await city.Call(with: call => call.ClosesAt = closes);
        using var anybody = city.Public();
        async Task<Screen> At(DateTime now)
        {
            city.Clock.Set(now);
            return await anybody.Open($"/portal/calls/{call.Id}");
        }

        Assert.Equal("还有1小时0 分", (await At(closes.AddHours(-1))).TextOf(".kg-countdown"));
        Assert.Equal("还有0小时1 分", (await At(closes.AddMinutes(-1))).TextOf(".kg-countdown"));
        Assert.Equal("还有59秒", (await At(closes.AddSeconds(-59))).TextOf(".kg-countdown"));
        Assert.Equal("还有1秒", (await At(closes.AddSeconds(-1))).TextOf(".kg-countdown"));
        Assert.Equal("还有1秒", (await At(closes)).TextOf(".kg-countdown"));
        var after = await At(closes.AddMilliseconds(1));
        after.Says("已截止").Says("受理已截止，不再接收申报");
        Assert.False(after.Has(".kg-countdown"));
        Assert.False(after.Has("a[href^='/programmes/applications/start']"));
        (await anybody.Open("/")).Says("目前没有正在受理的申报");
    }

    // ── kept for a while ──────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_page_made_for_nobody_may_be_kept_for_a_minute_and_a_persons_own_is_not()
    {
        var city = await AnotherCity();
        var call = await city.Call(with: call => call.ClosesAt = city.Clock.Now.AddHours(2));
        using var anybody = city.Public();
        foreach (var page in Pages)
        {
            var shown = await anybody.Open(page);
            Assert.Equal("public, max-age=60", shown.Response.Headers.CacheControl?.ToString());
            Assert.Contains("Cookie", shown.Response.Headers.Vary);
            Assert.Empty(shown.Response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []);
            Assert.Null(shown.Token);
        }
        anybody.Cookies["kg-lang"] = "c=en|uic=en";
        Assert.True((await anybody.Open("/")).Response.Headers.CacheControl!.Public);

        using var officer = await city.As(Roles.Officer, name: "陈若谷");
        var own = await officer.Open("/");
        own.Says("进入工作台");
        Assert.True(own.Response.Headers.CacheControl!.NoStore);
        Assert.False(own.Response.Headers.CacheControl.Public);

        // Within the last hour a kept page would lie.
        city.Clock.Set(call.ClosesAt.AddMinutes(-30));
        anybody.Cookies.Clear();
        foreach (var page in new[] { "/", "/portal/calls", $"/portal/calls/{call.Id}" })
            Assert.Equal(TimeSpan.FromSeconds(5), (await anybody.Open(page)).Response.Headers.CacheControl!.MaxAge);
    }

    // ── nobody's name ─────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task No_page_of_the_portal_names_a_person()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer, name: "陈若谷");
        var organisation = await city.Organisation();
        var call = await city.Call(draftedBy: officer.AccountId);
        await city.Application(call, organisation, ApplicationLifecycle.Publicised, one => (one.LeaderName, one.HandlerName, one.ReceiptNumber, one.ContentHash, one.SubmittedAt) = ("顾望舒", "陈若谷", "R2026-0302-0001", Hash, city.Clock.Now));
        var publicity = InPublicity(city, call, city.Clock.Today.AddDays(3));
        var batch = new ApprovalBatch { Definition = call.Definition, Code = "2025-1", Title = "2025 年度第一批", DocumentNumber = "云科发〔2025〕22号", ApprovedOn = new DateOnly(2025, 5, 20), Projects = 1, GrantFen = 40_000_000 };
        await city.Save(publicity, batch,
            new Objection { PublicityId = publicity.Id, ApplicationId = publicity.Items[0].ApplicationId, ApplicationTitle = "低温固化水性防腐涂料", ObjectorName = "宋听泉", ObjectorContact = "13800001234", Content = "抄袭了我的成果", ReceivedAt = city.Clock.Now, DueOn = city.Clock.Today, State = ObjectionLifecycle.Received, Sequence = 1 },
            new Person { OrganisationId = organisation.Id, Name = "顾望舒", IdMasked = "3301**********1234", Phone = "13912345678", Email = "gu@example.cn" },
            new Project
            {
                Number = "YKJ2025-0001", Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = "2025-1", ApprovalBatchId = batch.Id, OrganisationId = organisation.Id, OrganisationName = organisation.Name, Area = organisation.Area, Title = "车载毫米波雷达标定",
                Category = "key-rd", FundingMode = "subsidised", GrantFen = 40_000_000, LeaderName = "顾望舒", HandlerName = "陈若谷", StartOn = new(2025, 6, 1), EndOn = new(2027, 6, 1), ApprovedOn = batch.ApprovedOn, DocumentNumber = batch.DocumentNumber, State = ProjectLifecycle.Running, Sequence = 1,
            });
        using var anybody = city.Public();
        string[] pages =
        [
            .. Pages, $"/portal/calls/{call.Id}", $"/portal/publicity/{publicity.Id}", $"/portal/results/{batch.Id}", "/portal/search?q=顾望舒", "/portal/search?q=宋听泉", "/portal/search?q=涂料", "/portal/search?q=雷达",
            $"/portal/verify?number=R2026-0302-0001&hash={Hash}", "/portal/verify?number=云科发〔2025〕22号",
        ];
        foreach (var url in pages)
        {
            var page = await anybody.Open(url);
            // What the reader himself typed stands in the search field.
            var html = page.Html.Replace($"value=\"{Uri.UnescapeDataString(url.Split('=')[^1])}\"", "", StringComparison.Ordinal).Replace($"“{url.Split('=')[^1]}”", "", StringComparison.Ordinal);
            foreach (var personal in new[] { "顾望舒", "陈若谷", "宋听泉", "13800001234", "13912345678", "gu@example.cn", "3301*", "抄袭" }) Assert.DoesNotContain(personal, html, StringComparison.Ordinal);
            Assert.DoesNotMatch(Phone(), html);
        }
        // The public fields are there.
        (await anybody.Open($"/portal/publicity/{publicity.Id}")).Says("YKJ2026-0101").Says("云江启衡新材料有限公司").Says("青溪县").Says("实名提出");
        var results = await anybody.Open($"/portal/results/{batch.Id}");
        Assert.Equal([City.Definition().Value.Approval.PublicFields.Count], results.Rows().Select(row => row.Count));
        results.Says("车载毫米波雷达标定").Says("资助合计 40.0 万元");
        (await anybody.Open("/portal/search?q=雷达")).Says("立项项目车载毫米波雷达标定");
        (await anybody.Open("/portal/search?q=涂料")).SaysNot("低温固化水性防腐涂料");
    }

    [GeneratedRegex(@"\b1[3-9][0-9]{9}\b")]
    private static partial Regex Phone();

    [Fact]
    public async Task A_publicity_takes_objections_until_its_last_day_is_over()
    {
        var city = await AnotherCity();
        var call = await city.Call();
        var publicity = InPublicity(city, call, new DateOnly(2026, 3, 6));
        await city.Save(publicity);
        using var anybody = city.Public();
        city.Clock.China(2026, 3, 6, 23, 59, 59);
        var page = await anybody.Open($"/portal/publicity/{publicity.Id}");
        page.Says("公示中").Says("请于 2026-03-06 24:00 前实名提出");
        Assert.Equal($"/programmes/decisions/object/{publicity.Items[0].Id}", page.Document.QuerySelector(".kg-act-col a")!.GetAttribute("href"));
        city.Clock.China(2026, 3, 7, 0, 0, 0);
        page = await anybody.Open($"/portal/publicity/{publicity.Id}");
        page.Says("已结束").Says("无异议").Says("逾期异议不予受理");
        Assert.False(page.Has(".kg-act-col a"));
    }

    // ── verification ──────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_receipt_is_on_record_with_its_hash_and_nothing_else_is_told()
    {
        var city = await AnotherCity();
        var organisation = await city.Organisation();
        var call = await city.Call();
        var earlier = new string('a', 64);
        await using (var scope = city.ScopeOf())
        {
            var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
            var journal = scope.ServiceProvider.GetRequiredService<Journal>();
            var draft = await city.Application(call, organisation);
            var application = await db.Applications().Include(one => one.Call).FirstAsync(one => one.Id == draft.Id, Cancel);
            application.ReceiptNumber = "R2026-0302-0412";
            application.SubmittedAt = city.Clock.Now;
            application.ContentHash = earlier;
            journal.Act(ApplicationLifecycle.Table, application, "submit", new Act { Payload = new { receipt = application.ReceiptNumber, contentHash = earlier } });
            await db.SaveChangesAsync(Cancel);
            city.Clock.Forward(days: 3);
            application.State = ApplicationLifecycle.Supplementing;
            application.DueOn = city.Clock.Today.AddDays(1);
            application.ContentHash = Hash;
            journal.Act(ApplicationLifecycle.Table, application, "correct", new Act { Payload = new { receipt = application.ReceiptNumber, contentHash = Hash } });
            await db.SaveChangesAsync(Cancel);
        }
        using var anybody = city.Public();
        async Task<Screen> Ask(string number, string hash) => await (await anybody.Open("/portal/verify")).Form("核验").Set("Number", number).Set("Hash", hash).Submit();

        var page = await Ask("R2026-0302-0412", Hash);
        page.Says("在册，内容与摘要值一致").Says("2026-03-05 09:00:00").SaysNot("低温").SaysNot("云江启衡").SaysNot("YKJ2026");
        (await Ask("Ｒ2026-0302-0412", " " + Hash.ToUpperInvariant())).Says("在册，内容与摘要值一致");
        (await Ask("R2026-0302-0412", earlier)).Says("较早提交的版本，其后有补正").Says("2026-03-02 09:00:00");
        // One digit wrong, or the number alone: the same answer as for a receipt that never was.
        const string nothing = "没有找到相符的记录";
        (await Ask("R2026-0302-0412", Hash[..63] + "0")).Says(nothing);
        (await Ask("R2026-0302-0413", Hash)).Says(nothing);
        (await Ask("R2026-0302-0412", "")).Says(nothing);
        (await Ask("R2026-0302-0412", "a")).Says("摘要值是 64 位数字和字母 a–f").SaysNot("在册，");
        (await Ask("", Hash)).Says("请填写回执编号");
    }

    [Fact]
    public async Task Document_numbers_and_certificates_are_found_however_they_are_typed()
    {
        var city = await AnotherCity();
        var call = await city.Call(with: call => call.DocumentNumber = "云科发〔2026〕36号");
        var draft = await city.Call(CallLifecycle.Drafted, call => call.DocumentNumber = "云科发〔2026〕99号");
        await city.Save(
            new PortalNotice { Kind = "document", Title = "项目管理办法", DocumentNumber = "云科规〔2026〕3号", Body = "x", CreatedAt = city.Clock.Now, PublishedAt = city.Clock.Now, State = PortalNoticeLifecycle.Published, Sequence = 1 },
            new Project
            {
                Number = "YKJ2023-0001", Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = "2023-1", OrganisationId = Guid.NewGuid(), OrganisationName = "某单位", Area = CallTown.County, Title = "旧项目", Category = "key-rd", Certificate = "云科验〔2025〕8号",
                FundingMode = "subsidised", GrantFen = 0, StartOn = new(2023, 1, 1), EndOn = new(2025, 1, 1), ApprovedOn = new(2023, 1, 1), DocumentNumber = "云科发〔2023〕1号", State = ProjectLifecycle.Passed, Sequence = 1,
            });
        using var anybody = city.Public();
        async Task<Screen> Ask(string number) => await (await anybody.Open("/portal/verify?for=document")).Form("核验").Set("Number", number).Submit();
        (await Ask("云科发[2026]36号")).Says("申报通知").Says("2026 年度市级科技计划项目");
        (await Ask("云科规（2026）第3号")).Says("政策文件").Says("项目管理办法");
        (await Ask("云科验〔2025〕8号")).Says("验收证书").Says("YKJ2023-0001").SaysNot("某单位");
        (await Ask("云科发〔2026〕99号")).Says("没有找到相符的记录");
        Assert.Equal(CallLifecycle.Drafted, draft.State);
    }

    // ── figures ───────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task Figures_are_sums_of_postings_and_their_parts_add_up()
    {
        var city = await AnotherCity();
        async Task Posted(string measure, long quantity, DateOnly on, string area)
        {
            var entry = new Entry { SubjectType = "project", SubjectId = Guid.NewGuid(), Sequence = 1, Action = "approve", From = "", To = "x", At = city.Clock.Now, OccurredOn = on, TextHash = "" };
            entry.Postings.Add(new Posting { EntryId = entry.Id, Index = 0, Measure = measure, Quantity = quantity, Unit = "x", OccurredOn = on, Area = area, Category = "key-rd" });
            await city.Save(entry);
        }

        var today = city.Clock.Today;
        await Posted("programme.grant", 36_341_000_00, today, "990102");
        await Posted("programme.grant", -1_000_000_00, today, "990121");
        await Posted("programme.approved", 3, today, "990121");
        await Posted("programme.approved", 5, today.AddDays(1), "990121");
        await Posted("programme.approved", 213, new DateOnly(2025, 5, 20), "990121");
        await Posted("programme.secret", 7, today, "990121");
        using var anybody = city.Public();
        var home = await anybody.Open("/");
        home.Says("核定资助 3,534.1 万元").Says("立项项目 3 项").SaysNot("已拨付资金");
        var page = await home.Click("a[href$='#grant']");
        page.At("/portal/figures").Says("共 2 条记录").Says("云岭区");
        Assert.Equal(["3,534.1", "3,534.1"], page.Document.QuerySelectorAll("#grant tfoot td.num").Select(cell => cell.TextContent.Trim()));
        Assert.Equal(["3,634.1", "−100.0"], page.Document.QuerySelectorAll("#grant table:first-of-type tbody td.num").Select(cell => cell.TextContent.Trim()).Take(2));
        (await page.Click("2025")).Says("213").SaysNot("核定资助");
        (await anybody.Open("/portal/figures?year=1999")).Ok();
    }

    // ── notices ───────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task A_notice_is_public_from_its_publication_to_its_withdrawal()
    {
        var city = await AnotherCity();
        using var officer = await city.As(Roles.Officer, section: "计划科");
        using var anybody = city.Public();
        var form = (await officer.Open("/portal/notices/edit")).Form("保存").Set("Kind", "notice").Set("Title", "关于开展中期检查的通知").Set("Input.DocumentNumber", "云科发(2026)41号").Set("Body", "## 一、范围\n\n<b>全部</b>在研项目。");
        var page = (await form.Submit("保存")).Ok();
        page.Says("草稿已保存").Says("草稿");
        var id = Guid.Parse(page.Path.Split('/')[^1]);
        (await anybody.Get($"/portal/notices/{id}")).Missing();
        (await anybody.Open("/portal/notices")).SaysNot("中期检查");

        (await page.Form("form[action*=Publish]").Submit()).Ok().Says("已在门户发布");
        var shown = await anybody.Open($"/portal/notices/{id}");
        shown.Says("云科发〔2026〕41号").Says("<b>全部</b>在研项目").Says("计划科");
        Assert.Equal("一、范围", shown.TextOf(".kg-article h2"));
        (await anybody.Open("/portal/notices?kind=notice&q=41号")).Says("中期检查");
        (await anybody.Open("/portal/search?q=中期检查")).Says("找到 1 条");
        (await anybody.Open("/portal/notices?kind=document")).SaysNot("中期检查");

        // Not changed any more, and its number is not given twice.
        page = await officer.Open($"/portal/notices/edit/{id}");
        Assert.False(page.Offers("保存"));
        (await officer.Post($"/portal/notices/edit/{id}", [("Input.Title", "改"), ("Input.Kind", "notice")])).Refused().Says("已发布的通知不能修改");
        var second = (await officer.Open("/portal/notices/edit")).Form("保存").Set("Title", "另一份").Set("Input.DocumentNumber", "云科发〔2026〕41号").Set("Body", "x");
        (await second.Submit("保存")).Refused().Says("文号 云科发〔2026〕41号 已用于通知");
        (await second.Set("Input.DocumentNumber", "41").Submit("保存")).Invalid().Says("文号应写作");

        (await page.Form("form[action*=Withdraw]").Submit()).Refused().Says("须写明理由");
        (await page.Form("form[action*=Withdraw]").Set("Reason", "日期有误").Submit()).Ok().Says("已撤下");
        (await anybody.Get($"/portal/notices/{id}")).Missing();
        Assert.Equal(["draft", "publish", "withdraw"], await city.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == id).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync(Cancel)));
    }

    [Fact]
    public async Task Notices_are_written_by_those_who_may()
    {
        var city = await AnotherCity();
        foreach (var role in new[] { Roles.Leader, Roles.UnitAdmin, Roles.Recommender, Roles.Expert, Roles.SystemAdmin })
        {
            using var visitor = await city.As(role);
            (await visitor.Get("/portal/notices/manage")).Is(HttpStatusCode.Forbidden);
            (await visitor.Get("/portal/notices/edit")).Is(HttpStatusCode.Forbidden);
        }
        using var officer = await city.As(Roles.Officer);
        (await officer.Open("/portal/notices/manage")).Says("还没有门户通知");
        (await officer.Get($"/portal/notices/edit/{Guid.NewGuid()}")).Missing();
        var page = await (await officer.Open("/portal/notices/edit")).Form("保存").Set("Title", "没有正文").Submit("保存");
        page.Says("尚未填写正文");
        Assert.False(page.Has("form[action*=Publish]"));
        (await page.Form("form[action*=Discard]").Submit()).Ok().Says("已作废");
    }

    // ── two languages ─────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public async Task In_English_no_page_of_the_portal_speaks_Chinese()
    {
        var city = await AnotherCity();
        using var anybody = city.Public();
        foreach (var page in Pages)
        {
            var shown = await anybody.Open(page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=en");
            var words = shown.Text.Replace("中文", "", StringComparison.Ordinal).Replace("云科发〔2026〕22号", "", StringComparison.Ordinal);
            Assert.DoesNotMatch(Han(), words);
        }
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [Fact]
    public async Task The_blank_form_is_a_document_to_download()
    {
        var city = await AnotherCity();
        var call = await city.Call();
        using var anybody = city.Public();
        var file = await (await anybody.Open($"/portal/calls/{call.Id}")).Click("申报书空白样表");
        Assert.Equal("市级科技计划项目申报书（空白样表）.docx", file.FileName);
        Assert.Equal((byte)'P', file.Bytes[0]);
    }
}

public sealed class PortalTestsOnSqlite(Sqlite city) : PortalTests(city), IClassFixture<Sqlite>;

public sealed class PortalTestsOnPostgres(Postgres city) : PortalTests(city), IClassFixture<Postgres>;
