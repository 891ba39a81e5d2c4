using System.Net;
using Keguan.Foundation.Access;
using Keguan.Recognition.SelfChecks;
using Keguan.Tests.Organisations;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Recognition.SelfChecks;

/// <summary>政策自查: computed for everybody, kept for whoever acts for an organisation.</summary>
public abstract class SelfCheckTests(City city) : CityTests(city)
{
    const string Hnte = "/recognition/selfchecks/check/hnte";
    const string Deduction = "/recognition/selfchecks/check/super-deduction";

    static async Task<FilledForm> Deducted(Visitor visitor, string other = "60")
    {
        var page = await visitor.Open(Deduction);
        return page.Form("得出结论").Set("f.year", "2025").Set("f.kind", "general").Set("f.industry", "none").Set("f.people", "200").Set("f.direct", "150").Set("f.depreciation", "50")
            .Set("f.amortisation", "20").Set("f.design_test", "30").Set("f.other", other).Set("f.entrust_domestic", "100").Set("f.entrust_overseas_org", "600");
    }

    [Fact]
    public async Task Without_an_account_the_result_is_shown_and_nothing_is_kept()
    {
        using var visitor = City.Public();
        (await visitor.Open("/recognition/selfchecks")).Says("研发费用加计扣除测算").Says("科技型中小企业评价自查").Says("不登录也可以自查");
        var before = await City.Db(db => db.SelfChecks().CountAsync(Cancel));
        var page = await (await Deducted(visitor)).Submit();
        page.Ok().At(Deduction).Says("966.67 万元").Says("财税〔2015〕119号").Says("修改后再算");
        Assert.Equal("200", page.Form("得出结论")["f.people"]);
        Assert.Equal(before, await City.Db(db => db.SelfChecks().CountAsync(Cancel)));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays()
    {
        using var visitor = City.Public();
        var page = await (await Deducted(visitor, "sechzig")).Set("f.kind", "").Submit();
        page.Invalid().Says("其他相关费用").Says("请选择企业类型");
        Assert.Equal("sechzig", page.Form("得出结论")["f.other"]);
        (await visitor.Get("/recognition/selfchecks/check/nothing")).Missing();
    }

    [Fact]
    public async Task A_row_is_added_without_judging_anything()
    {
        using var visitor = City.Public();
        var page = await visitor.Open(Hnte);
        Assert.Equal("2023", page.Form("得出结论")["f.annual[0].year"]);
        page = await page.Form("得出结论").Forge("rows-remove", "annual:0").Submit();
        page.Ok().SaysNot("请填写");
        Assert.Equal("2024", page.Form("得出结论")["f.annual[0].year"]);
    }

    [Fact]
    public async Task A_member_keeps_the_result_with_the_version_of_the_rules_and_prints_it()
    {
        var organisation = await City.Organisation("云江自查材料有限公司");
        using var member = await City.Member(organisation);
        var page = await Whole((await member.Open(Hnte)).Form("得出结论并保存")).Submit();
        page.Ok().Says("自查已保存").Says("按所填数据，各项条件均已符合").Says("得分 76–90，满分 100").Says("国科发火〔2016〕32号 第十一条第（一）项").Says("研发费用占销售收入").Says("完成自查").Says("Ⅰ类知识产权");
        var id = Guid.Parse(page.Path.Split('/')[^1]);

        var check = await City.Db(db => db.SelfChecks().SingleAsync(one => one.Id == id, Cancel));
        Assert.Equal(("hnte", "hnte-2016", "pass", 64, 7600L, 9000L, 0), (check.RuleSet, check.Definition, check.Verdict, check.DefinitionVersion.Length, check.PointsLow, check.PointsHigh, check.Failed));
        Assert.Contains("\"version\":\"" + check.DefinitionVersion, check.Result, StringComparison.Ordinal);
        var entry = Assert.Single(await City.Entries(id));
        Assert.Equal(("judge", $"rules/hnte-2016@{check.DefinitionVersion}"), (entry.Action, entry.Definition));

        (await member.Open("/recognition/selfchecks")).Says("高新技术企业认定自查").Says("76–90");
        var paper = await member.Open($"/recognition/selfchecks/print/{id}?format=docx");
        Assert.Equal("application/vnd.openxmlformats-officedocument.wordprocessingml.document", paper.ContentType);
        Assert.True(paper.Bytes.Length > 5000);
        // Begun anew from the earlier answers.
        var again = await member.Open($"{Hnte}?from={id}");
        Assert.Equal(("3600", "2023"), (again.Form("得出结论并保存")["f.ht_income"], again.Form("得出结论并保存")["f.annual[0].year"]));
    }

    [Fact]
    public async Task What_fails_is_named_with_what_is_lacking()
    {
        var organisation = await City.Organisation("云江差一点机械有限公司");
        using var member = await City.Member(organisation);
        var page = await Whole((await member.Open(Hnte)).Form("得出结论并保存")).Set("f.tech_staff", "10").Set("f.accident", true).Submit();
        page.Ok().Says("有 2 项条件不符合").Says("职工总数不变时还差 2 人").Says("8.33%").Says("自事故或违法行为发生之日起满一年");
    }

    [Fact]
    public async Task Nobody_else_sees_it_not_even_the_bureau()
    {
        var organisation = await City.Organisation("云江私密自查有限公司");
        using var member = await City.Member(organisation);
        var page = await (await Deducted(member)).Submit("得出结论并保存");
        var id = Guid.Parse(page.Path.Split('/')[^1]);
        using var other = await City.Member(await City.Organisation("云江别家自查有限公司"));
        foreach (var address in new[] { $"/recognition/selfchecks/details/{id}", $"/recognition/selfchecks/print/{id}" })
        {
            (await other.Get(address)).Missing();
            using var officer = await City.As(Roles.Officer);
            (await officer.Get(address)).Is(HttpStatusCode.Forbidden);
            using var visitor = City.Public();
            (await visitor.Get(address)).At("/accounts/signin");
        }
        Assert.NotEqual("200", (await other.Open($"{Deduction}?from={id}")).Form("得出结论")["f.people"]);
        (await other.Open("/recognition/selfchecks")).Says("还没有自查记录");

        (await (await member.Open($"/recognition/selfchecks/details/{id}")).Form("确认删除").Submit()).Ok().At("/recognition/selfchecks").Says("已删除");
        (await member.Get($"/recognition/selfchecks/details/{id}")).Missing();
        Assert.Equal(SelfCheckLifecycle.Discarded, await City.Db(db => db.SelfChecks().Where(one => one.Id == id).Select(one => one.State).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task It_reads_in_English_throughout()
    {
        using var visitor = City.Public().InEnglish();
        var page = await visitor.Open(Hnte);
        Assert.DoesNotMatch(@"[\u4e00-\u9fff]", page.TextOf("main").Replace("万元", "", StringComparison.Ordinal));
    }

    static FilledForm Whole(FilledForm form)
    {
        form.Set("f.registered_on", "2019-03-01").Set("f.field", "materials").Set("f.staff", "120").Set("f.tech_staff", "30")
            .Set("f.ht_income", "3600").Set("f.total_income", "4550").Set("f.class1", "2").Set("f.class2", "6").Set("f.owns_core", true).Set("f.ip_advanced", "A").Set("f.ip_core", "A").Set("f.ip_by", "own").Set("f.standards", true)
            .Set("f.items", "16").Set("f.years", "3").Set("f.org_system", "5").Set("f.org_place", "5").Set("f.org_reward", "3").Set("f.org_people", "3");
        string[][] years = [["3000", "200", "200", "1000"], ["3600", "230", "220", "1300"], ["4500", "280", "260", "1700"]];
        for (var row = 0; row < 3; row++)
            form.Set($"f.annual[{row}].sales", years[row][0]).Set($"f.annual[{row}].rd_hnte", years[row][1]).Set($"f.annual[{row}].rd_hnte_domestic", years[row][2]).Set($"f.annual[{row}].net_assets", years[row][3]);
        return form;
    }
}

public sealed class SelfCheckTestsOnSqlite(Sqlite city) : SelfCheckTests(city), IClassFixture<Sqlite>;

public sealed class SelfCheckTestsOnPostgres(Postgres city) : SelfCheckTests(city), IClassFixture<Postgres>;
