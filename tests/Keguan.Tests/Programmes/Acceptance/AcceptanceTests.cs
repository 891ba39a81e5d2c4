using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Jobs;
using Keguan.Programmes.Acceptance;
using Keguan.Programmes.Archive;
using Keguan.Programmes.Projects;
using Keguan.Review.Exports;
using Keguan.Tests.Programmes.Supervision;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Programmes.Acceptance;

public abstract class AcceptanceTests(City city) : CityTests(city)
{
    static readonly DateOnly End = new(2026, 2, 10);
    static readonly DateOnly Deadline = new(2026, 3, 12);

    static string Tab(RunningProject one) => $"/programmes/acceptance/project/{one.Id}";

    async Task<RunningProject> DueAsync(long grantFen = 15_000_000)
    {
        var one = await RunningProject.FoundAsync(City, new DateOnly(2024, 2, 11), End, grantFen);
        await one.MakeAsync("fall-due", project => project.DueOn = Deadline);
        return one;
    }

    static async Task<Screen> RequestAsync(RunningProject one, bool audit = false, string efficiency = "93", string why = "检测报告")
    {
        var text = RunningProject.Long + RunningProject.Long;
        var form = (await one.Unit.Open($"/programmes/acceptance/request/{one.Id}")).Form("提交验收申请").Set("f.summary", text).Set("f.results", text)
            .Set("Targets[0].Current", efficiency).Set("Targets[0].Text", why).Set("Targets[1].Current", "29").Set("Targets[1].Text", "电表记录");
        // What was uploaded with an earlier try is there still.
        if (form.Has("f.report")) form.Attach("f.report", "科技报告.pdf", Town.Pdf, "application/pdf").Attach("f.self_finance", "决算.pdf", Town.Pdf, "application/pdf");
        if (audit) form.Attach("f.audit", "审计报告.pdf", Town.Pdf, "application/pdf");
        return await form.Submit("提交验收申请");
    }

    async Task<List<Expert>> ExpertsAsync()
    {
        var experts = new List<Expert>();
        foreach (var name in (string[])["陆知行", "沈怀瑾", "顾明远", "宋予安", "韩清越"]) experts.Add(await RunningProject.ExpertAsync(City, name));
        return experts;
    }

    static async Task<Screen> BeginAsync(RunningProject one, IReadOnlyList<Expert> experts, DateOnly on) => await one.Officer.Post(Tab(one) + "?handler=Begin",
        [("PlannedOn", on.ToString("yyyy-MM-dd")), ("Manner", "meeting"), ("Place", "局三楼会议室"), .. experts.Select((expert, i) => ($"Experts[{i}]", (string?)expert.Id.ToString()))], Tab(one));

    async Task OpinionAsync(RunningProject one, DateOnly on)
    {
        await one.OnAsync(on);
        var form = (await one.Officer.Open(Tab(one))).Form("登记意见").Set("Opinion", "专家组认为完成了任务书规定的内容。");
        for (var i = 0; i < 3; i++) form.Set($"Points[{i}].Points", "90");
        (await form.Submit("登记意见")).Ok().Says("90.00");
    }

    async Task<RunningProject> InAcceptanceAsync()
    {
        var one = await DueAsync();
        (await RequestAsync(one)).Ok().Says("验收申请已提交");
        (await BeginAsync(one, await ExpertsAsync(), City.Clock.Today.AddDays(5))).Ok();
        await OpinionAsync(one, City.Clock.Today.AddDays(5));
        return one;
    }

    static Task<Screen> ConcludeAsync(RunningProject one, string conclusion, string? reason = null) => one.Chief.Post(Tab(one) + "?handler=Conclude", [("Conclusion", conclusion), ("Reason", reason)], Tab(one));

    [Fact]
    public async Task From_the_request_to_the_certificate_and_never_twice()
    {
        var one = await InAcceptanceAsync();
        (await ConcludeAsync(one, "conclude")).Refused().Says("须写明理由");
        (await one.Officer.Post(Tab(one) + "?handler=Conclude", [("Conclusion", "pass")], Tab(one))).Is(System.Net.HttpStatusCode.Forbidden);
        (await ConcludeAsync(one, "pass")).Ok().Says("验收结论：通过验收");
        var project = await one.Now();
        Assert.Equal(ProjectLifecycle.Passed, project.State);
        Assert.StartsWith("YKJYS2026-", project.Certificate, StringComparison.Ordinal);
        Assert.Equal(93 * ProjectTarget.Scale, project.Targets.Single(target => target.Order == 1).Current);
        (await ConcludeAsync(one, "fail", "改判")).Refused();
        Assert.Equal(1, await one.Posted("programme.passed"));
        Assert.Equal(0, await one.Posted("programme.failed"));
        var paper = await one.Unit.Get(Tab(one) + "?handler=Print&what=certificate");
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString(paper.Ok().Bytes, 0, 2));
        (await one.Unit.Open(Tab(one))).Says(project.Certificate).SaysNot("陆知行");
    }

    [Fact]
    public async Task Two_conclusions_at_the_same_time_make_one()
    {
        var one = await InAcceptanceAsync();
        var second = await City.As(Roles.Chief);
        var pages = new[] { (await one.Chief.Open(Tab(one))).Visitor, (await second.Open(Tab(one))).Visitor };
        var answers = await Task.WhenAll(pages[0].Post(Tab(one) + "?handler=Conclude", ("Conclusion", "pass")), pages[1].Post(Tab(one) + "?handler=Conclude", ("Conclusion", "fail"), ("Reason", "指标未完成")));
        Assert.Single(answers, answer => answer.Status == System.Net.HttpStatusCode.OK);
        Assert.Single(answers, answer => answer.Status == System.Net.HttpStatusCode.Conflict);
        Assert.Equal(1, await one.Posted("programme.passed") + await one.Posted("programme.failed"));
    }

    [Fact]
    public async Task The_audit_report_is_needed_exactly_from_the_threshold_on()
    {
        var below = await DueAsync(20_000_000 - 1);
        (await RequestAsync(below)).Ok();
        var at = await DueAsync(20_000_000);
        (await RequestAsync(at)).Invalid().Says("须上传经费专项审计报告");
        Assert.Equal(ProjectLifecycle.Due, (await at.Now()).State);
        (await RequestAsync(at, audit: true)).Ok();
    }

    [Fact]
    public async Task On_the_last_day_a_request_is_in_time_and_a_day_later_late()
    {
        var one = await DueAsync();
        await one.OnAsync(Deadline, 23, 59, 59);
        (await one.Unit.Open(Tab(one))).SaysNot("逾期");
        (await RequestAsync(one)).Ok().SaysNot("逾期申请");
        var two = await DueAsync();
        await two.OnAsync(Deadline.AddDays(1), 0, 0, 0);
        (await two.Unit.Open(Tab(two))).Says("逾期 1 天");
        (await RequestAsync(two)).Ok().Says("逾期申请");
        (await two.Unit.Get($"/programmes/acceptance/request/{two.Id}")).Ok().Says("不能“申请验收”");
    }

    [Fact]
    public async Task A_target_that_is_not_met_must_be_explained()
    {
        var one = await DueAsync();
        (await RequestAsync(one, efficiency: "91", why: "")).Invalid().Says("换热效率未完成，请说明原因");
        (await RequestAsync(one, efficiency: "91", why: "受原料波动影响")).Ok().Says("未达到");
    }

    [Fact]
    public async Task Notice_and_experts_are_judged()
    {
        var one = await DueAsync();
        (await RequestAsync(one)).Ok();
        var experts = await ExpertsAsync();
        (await BeginAsync(one, experts, City.Clock.Today.AddDays(4))).Refused().Says("最早 2026-03-07");
        var own = await RunningProject.ExpertAsync(City, "本单位人", one.OrganisationId, one.OrganisationName);
        (await BeginAsync(one, [.. experts.Take(4), own], City.Clock.Today.AddDays(5))).Refused().Says("不能来自承担单位");
        (await BeginAsync(one, [.. experts.Take(4), experts[0]], City.Clock.Today.AddDays(5))).Refused().Says("5 名不同的专家");
        (await BeginAsync(one, experts, City.Clock.Today.AddDays(5))).Ok();
        (await one.Officer.Post(Tab(one) + "?handler=Opinion", [("Points[0].Key", "targets"), ("Points[0].Points", "90"), ("Points[1].Key", "money"), ("Points[1].Points", "90"), ("Points[2].Key", "results"), ("Points[2].Points", "90"), ("Opinion", "早了")], Tab(one))).Refused().Says("届时再登记意见");
    }

    [Fact]
    public async Task A_deferral_is_possible_once()
    {
        var one = await InAcceptanceAsync();
        (await ConcludeAsync(one, "defer", "补充检测")).Ok();
        var until = City.Clock.Today.AddMonths(3);
        Assert.Equal(until, (await one.Now()).DueOn);
        (await ConcludeAsync(one, "fail", "不等了")).Refused().Says("整改期限到");
        await one.OnAsync(until, 23, 59, 59);
        (await RequestAsync(one)).Ok();
        (await BeginAsync(one, await ExpertsAsync(), City.Clock.Today.AddDays(5))).Ok();
        await OpinionAsync(one, City.Clock.Today.AddDays(5));
        (await ConcludeAsync(one, "defer", "再补")).Refused().Says("限一次");
        (await ConcludeAsync(one, "conclude", "部分指标未完成")).Ok();
        Assert.Equal(1, await one.Posted("programme.concluded"));
    }

    [Fact]
    public async Task After_the_time_for_mending_only_failure_is_left()
    {
        var one = await InAcceptanceAsync();
        (await ConcludeAsync(one, "defer", "补充检测")).Ok();
        await one.OnAsync((await one.Now()).DueOn!.Value.AddDays(1), 0, 0, 0);
        (await one.Unit.Open($"/programmes/acceptance/request/{one.Id}")).Says("不能再申请验收");
        (await ConcludeAsync(one, "fail", "逾期未整改")).Ok();
        Assert.Equal(1, await one.Posted("programme.failed"));
    }

    [Fact]
    public async Task A_returned_request_is_mended()
    {
        var one = await DueAsync();
        (await RequestAsync(one)).Ok();
        (await one.Officer.Post(Tab(one) + "?handler=Return", [("Reason", "总结不完整")], Tab(one))).Ok();
        Assert.Equal(ProjectLifecycle.Due, (await one.Now()).State);
        (await RequestAsync(one)).Ok();
        Assert.Equal(1, await City.Db(db => db.AcceptanceRequests().CountAsync(request => request.ProjectId == one.Id)));
    }

    [Fact]
    public async Task A_project_is_terminated_with_a_settlement()
    {
        var one = await DueAsync();
        Task<Screen> Settle(string fen) => one.Chief.Post(Tab(one) + "?handler=Settle", [("Kind", "terminate"), ("SettleReason", "技术路线不可行"), ("RecoverFen", fen)], Tab(one));
        (await Settle("10.000001")).Refused().Says("应收回金额应在 0 至 10.0 万元之间");
        (await Settle("10")).Ok().Says("项目已终止");
        (await Settle("10")).Refused();
        Assert.Equal(1, await one.Posted("programme.terminated"));
        Assert.Equal(10_000_000, await City.Db(db => db.Settlements().Where(settlement => settlement.ProjectId == one.Id).Select(settlement => settlement.RecoverFen).SingleAsync()));
    }

    [Fact]
    public async Task It_is_evaluated_archived_and_its_file_is_whole()
    {
        var one = await InAcceptanceAsync();
        (await ConcludeAsync(one, "pass")).Ok();
        var url = $"/programmes/evaluation/details/{one.Id}";
        (await one.Unit.Open(url)).SaysNot("提交评价");
        var form = (await one.Officer.Open(url)).Form("提交评价");
        (await form.Set("Points[0].Points", "101").Submit("提交评价")).Invalid().Says("0 至 100 分");
        form = (await one.Officer.Open(url)).Form("提交评价");
        for (var i = 0; i < 4; i++) form.Set($"Points[{i}].Points", i == 0 ? "89.99" : "90");
        (await form.Submit("提交评价")).Ok().Says("良");
        Assert.Equal(ProjectLifecycle.Evaluated, (await one.Now()).State);
        (await one.Officer.Post(url + "?handler=Archive", [], url)).Ok();
        await City.Ask((JobRunner runner) => runner.RunAllAsync());
        Assert.Equal(ProjectLifecycle.Archived, (await one.Now()).State);

        var page = await one.Officer.Open($"/programmes/archive/download/{one.Id}");
        var link = page.Document.QuerySelector("a[href^='/files/']")!.GetAttribute("href")!;
        var zip = (await one.Officer.Get(link)).Ok().Bytes;
        Check(zip, inside: true, (await one.Now()).Title);
        (await one.Unit.Get(link)).Missing();

        (await (await one.Unit.Open($"/programmes/archive/download/{one.Id}")).Form("生成全卷").Submit("生成全卷")).Ok();
        await City.Ask((JobRunner runner) => runner.RunAllAsync());
        var own = (await one.Unit.Open($"/programmes/archive/download/{one.Id}")).Document.QuerySelector("a[href^='/files/']")!.GetAttribute("href")!;
        Check((await one.Unit.Get(own)).Ok().Bytes, inside: false, (await one.Now()).Title);
        var stranger = await City.As(Roles.UnitAdmin);
        (await stranger.Get(own)).Missing();
        (await stranger.Get($"/programmes/archive/download/{one.Id}")).Missing();
    }

    /// <summary>Every file of the ZIP stands in the manifest with its own hash, and nothing else does.</summary>
    static void Check(byte[] bytes, bool inside, string title)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        byte[] Read(string name)
        {
            using var stream = zip.GetEntry(name)!.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
        using var manifest = JsonDocument.Parse(Read("manifest.json"));
        var listed = manifest.RootElement.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("path").GetString()!, file => file.GetProperty("sha256").GetString()!);
        Assert.Equal(zip.Entries.Select(entry => entry.FullName).Where(name => name != "manifest.json").Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, hash) in listed) Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Read(name))));
        foreach (var name in (string[])["02 立项/立项通知.docx", "05 验收/验收申请.docx", "05 验收/专家组意见.docx", "05 验收/验收证书.docx", "07 绩效/绩效评价表.docx", "05 验收/附件/科技报告.pdf", "09 记录/记录.json", "09 记录/记录.txt"])
            Assert.Contains(name, listed.Keys);
        Assert.Contains(title, manifest.RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        using var journal = JsonDocument.Parse(Read("09 记录/记录.json"));
        Assert.Contains(journal.RootElement.EnumerateArray(), entry => entry.GetProperty("action").GetString() == "pass");
        Assert.Equal(inside, journal.RootElement.EnumerateArray().Any(entry => entry.GetProperty("salt").ValueKind == JsonValueKind.String));
    }

    [Fact]
    public async Task Others_find_nothing_and_lists_show_ones_own()
    {
        var one = await DueAsync();
        var title = (await one.Now()).Title;
        var stranger = await City.As(Roles.UnitAdmin);
        foreach (var url in (string[])[Tab(one), $"/programmes/acceptance/request/{one.Id}", $"/programmes/evaluation/details/{one.Id}", $"/programmes/archive/download/{one.Id}"]) (await stranger.Get(url)).Missing();
        (await one.Officer.Get($"/programmes/acceptance/request/{one.Id}")).Is(System.Net.HttpStatusCode.Forbidden);
        var recommender = await City.As(Roles.Recommender);
        (await recommender.Get($"/programmes/archive/download/{one.Id}")).Is(System.Net.HttpStatusCode.Forbidden);
        (await one.Officer.Open("/programmes/acceptance")).Says(title);
        (await stranger.Open("/programmes/acceptance")).SaysNot(title);
        (await one.Officer.Open("/programmes/evaluation")).SaysNot(title);
        (await one.Officer.Post($"/programmes/evaluation/details/{one.Id}?handler=Archive", [], $"/programmes/evaluation/details/{one.Id}")).Refused();
        var inspector = await City.As(Roles.Inspector);
        (await inspector.Open(Tab(one))).SaysNot("终止或撤销");
        (await inspector.Post(Tab(one) + "?handler=Settle", [("Kind", "revoke"), ("SettleReason", "x"), ("RecoverFen", "0")], Tab(one))).Is(System.Net.HttpStatusCode.Forbidden);
    }
}

public sealed class AcceptanceTestsOnSqlite(Sqlite city) : AcceptanceTests(city), IClassFixture<Sqlite>;

public sealed class AcceptanceTestsOnPostgres(Postgres city) : AcceptanceTests(city), IClassFixture<Postgres>;
