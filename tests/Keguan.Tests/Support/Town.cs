using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Support;

/// <summary>What a programme's tests need: a verified enterprise with people, a county bureau that recommends, a call that is open — and an application filled in at the front door.</summary>
public sealed class Town(City city)
{
    static int _number = 1000;

    public static readonly byte[] Pdf = MakePdf();

    public Organisation Enterprise { get; private set; } = null!;
    public Organisation CountyBureau { get; private set; } = null!;
    public Person Leader { get; private set; } = null!;
    public Call Call { get; private set; } = null!;
    public Visitor Admin { get; private set; } = null!;

    public static async Task<Town> FoundAsync(City city, Action<Call>? change = null)
    {
        var town = new Town(city);
        await using var scope = city.ScopeOf();
        var journal = scope.ServiceProvider.GetRequiredService<Journal>();
        var db = scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Data.KeguanDb>();
        var definition = scope.ServiceProvider.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>("science-plan");
        Organisation Organisation(string name, string kind, char registry)
        {
            var number = Interlocked.Increment(ref _number);
            var organisation = new Organisation { Uscc = Uscc.Make(registry, '1', "330381", number), Name = $"{name}{number}", NameKey = $"{name}{number}", Kind = kind, Area = "990102", FoundedOn = new DateOnly(2015, 1, 1), RegisteredAt = city.Clock.Now, ContactName = "方晓筠" };
            journal.Act(OrganisationLifecycle.Table, organisation, "register");
            journal.Act(OrganisationLifecycle.Table, organisation, "verify");
            db.Add(organisation);
            return organisation;
        }
        town.Enterprise = Organisation("云江衡石智能装备有限公司", "enterprise", '9');
        town.CountyBureau = Organisation("云岭区科学技术局", "government", '1');
        town.Leader = new Person { OrganisationId = town.Enterprise.Id, Name = "李承砚", IdKey = $"key-{Guid.NewGuid():N}", Title = "高级工程师" };
        db.Add(town.Leader);
        town.Call = new Call
        {
            Definition = definition.Name, DefinitionVersion = definition.Version, Code = $"2026-{Interlocked.Increment(ref _number)}", Year = 2026, Title = "2026 年度市级科技计划（第二批）",
            OpensAt = city.Clock.Now.AddDays(-5), ClosesAt = city.Clock.Now.AddDays(10), BudgetFen = 42_000_000_00, Planned = 60, OwnRatioPercent = 120, Plan = new CallPlan { OrganisationKinds = ["enterprise", "institute"] },
        };
        town.Call.Categories.Add(new CallCategory { Category = "key-rd", CapFen = 80_000_000, BudgetFen = 2_000_000_000, Planned = 30, FundingModes = "subsidised,self-funded" });
        town.Call.Recommenders.Add(new CallRecommender { OrganisationId = town.CountyBureau.Id, Name = town.CountyBureau.Name, Area = "990102" });
        change?.Invoke(town.Call);
        db.Add(town.Call);
        journal.Act(CallLifecycle.Table, town.Call, "draft");
        journal.Act(CallLifecycle.Table, town.Call, "submit");
        journal.Act(CallLifecycle.Table, town.Call, "publish");
        town.Call.PublishedAt = city.Clock.Now.AddDays(-40);
        await db.SaveChangesAsync();
        town.Admin = await city.As(Roles.UnitAdmin, town.Enterprise.Id, town.Enterprise.Name);
        return town;
    }

    public Task<Visitor> Recommender() => city.As(Roles.Recommender, CountyBureau.Id, CountyBureau.Name, "990102");

    /// <summary>Starts an application and fills every section by its form. Returns its id.</summary>
    public async Task<Guid> FillAsync(Visitor? by = null, string title = "注塑机群能耗协同优化与碳足迹核算系统研发", string grant = "50", string own = "70")
    {
        var visitor = by ?? Admin;
        var tasks = await (await visitor.Open($"/programmes/applications/start/{Call.Id}")).Press("开始填报");
        var id = Guid.Parse(tasks.Path.Split('/')[^1]);
        var text = string.Concat(Enumerable.Repeat("针对注塑车间多机群运行能耗高、碳排放核算缺少数据支撑的问题，研究能耗协同优化方法。", 6)) + id.ToString("N");
        await Section(visitor, id, "basics", form => form.Set("f.title", title).Set("f.category", "key-rd").Set("f.funding_mode", "subsidised").Set("f.start", "2027-01-01").Set("f.end", "2028-12-31").Set("f.discipline", "43010").Set("f.industry", "26"));
        await Section(visitor, id, "content", form => form.Set("f.summary", text).Set("f.background", text).Set("f.research", text).Set("f.route", text).Set("f.novelty", text).Set("f.basis", text));
        await Section(visitor, id, "targets", form =>
        {
            for (var row = 0; row < 3; row++)
                form.Set($"f.targets[{row}].kind", "technical").Set($"f.targets[{row}].name", $"能耗下降指标{row + 1}").Set($"f.targets[{row}].baseline", "0").Set($"f.targets[{row}].direction", "at-least").Set($"f.targets[{row}].goal", "12.5").Set($"f.targets[{row}].unit", "%").Set($"f.targets[{row}].method", "第三方检测");
        });
        await Section(visitor, id, "unit", form => form.Set("f.unit_intro", "本单位从事智能装备研发制造二十年，拥有省级企业研究院，研发条件完备，产学研合作稳定。").Set("f.rd_staff", "58").Set("f.rd_spend", "1200").Set("f.revenue", "18000"));
        await Section(visitor, id, "team", form =>
        {
            form.Set("f.leader", Leader.Id.ToString()).Set("f.leader_months", "12");
            for (var row = 0; row < 2; row++)
                form.Set($"f.members[{row}].name", $"成员{row + 1}").Set($"f.members[{row}].organisation", Enterprise.Name).Set($"f.members[{row}].task", "算法研发").Set($"f.members[{row}].months", "10");
        });
        await Section(visitor, id, "partners", _ => { });
        await Section(visitor, id, "budget", form => form.Set("f.budget[0].subject", "equipment").Set("f.budget[0].note", "边缘网关 12 台").Set("f.budget[0].grant", grant).Set("f.budget[0].own", own));
        await Section(visitor, id, "budget", form => form.Set("f.own_source", "企业自有资金"));
        await Section(visitor, id, "attachments", form => form.Attach("f.licence", "营业执照.pdf", Pdf, "application/pdf").Attach("f.finance_report", "财务报表.pdf", Pdf, "application/pdf"));
        await Section(visitor, id, "integrity", form => form.Set("f.pledge", true).Set("f.secret_free", true).Attach("f.pledge_file", "承诺书.pdf", Pdf, "application/pdf"));
        return id;
    }

    public static async Task<Screen> Section(Visitor visitor, Guid id, string section, Action<FilledForm> fill)
    {
        var form = (await visitor.Open($"/programmes/applications/edit/{id}/{section}")).Form("保存，返回任务列表");
        fill(form);
        return (await form.Submit("保存，返回任务列表")).Ok();
    }

    public async Task<Guid> SubmittedAsync(string title = "注塑机群能耗协同优化与碳足迹核算系统研发")
    {
        var id = await FillAsync(title: title);
        (await (await Admin.Open($"/programmes/applications/submit/{id}")).Press("确认提交")).Ok().Says("回执");
        return id;
    }

    static byte[] MakePdf()
    {
        var body = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n";
        var xref = $"xref\n0 4\n0000000000 65535 f \n{body.IndexOf("1 0 obj", StringComparison.Ordinal):D10} 00000 n \n{body.IndexOf("2 0 obj", StringComparison.Ordinal):D10} 00000 n \n{body.IndexOf("3 0 obj", StringComparison.Ordinal):D10} 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n{body.Length}\n%%EOF\n";
        return System.Text.Encoding.ASCII.GetBytes(body + xref);
    }
}
