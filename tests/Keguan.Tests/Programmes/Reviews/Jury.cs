using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Programmes.Reviews;

/// <summary>An application in review and a library of experts with accounts, none of whom has anything to do with it.</summary>
public sealed class Jury(City city, Town town)
{
    public const string Title = "注塑机群能耗协同优化与碳足迹核算系统研发";
    public const string Member = "欧阳穗安";
    public const string Partner = "云江轻工研究所";

    static int _number = 5000;
    static int _next;

    public Town Town => town;
    public Guid ApplicationId { get; private set; }
    public List<Expert> Experts { get; } = [];

    public static async Task<Jury> FoundAsync(City city, bool blind = false, int experts = 6, int planned = 3)
    {
        // Other tests' experts must not be drawn.
        await city.Do(async (KeguanDb db) => await db.Set<Expert>().ExecuteUpdateAsync(set => set.SetProperty(expert => expert.State, ExpertLifecycle.Suspended)));
        var jury = new Jury(city, await Town.FoundAsync(city, call => call.Plan = call.Plan with { Blind = blind, Experts = planned }));
        jury.ApplicationId = await jury.ApplyAsync(Title);
        for (var i = 0; i < experts; i++) await jury.ExpertAsync();
        return jury;
    }

    public async Task<Guid> ApplyAsync(string title)
    {
        await using var scope = city.ScopeOf();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Journal>());
        var call = await db.Set<Call>().SingleAsync(one => one.Id == town.Call.Id);
        var application = new Application
        {
            Number = $"YKJ2026-{Interlocked.Increment(ref _number)}", CallId = call.Id, Call = call, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code,
            OrganisationId = town.Enterprise.Id, OrganisationName = town.Enterprise.Name, Area = town.Enterprise.Area, LeaderId = town.Leader.Id, LeaderName = town.Leader.Name, LeaderKey = town.Leader.IdKey,
            Title = title, Category = "key-rd", FundingMode = "subsidised", Discipline = "43010", Industry = "34", GrantFen = 50_000_000, OwnFen = 70_000_000, CreatedAt = city.Clock.Now, SubmittedAt = city.Clock.Now, CheckedAt = city.Clock.Now, StateSince = city.Clock.Now,
        };
        string Json(object value) => JsonSerializer.Serialize(value, Journal.Json);
        application.Sections.AddRange(
        [
            new() { Section = "basics", Data = Json(new { title, category = "key-rd", funding_mode = "subsidised", start = "2027-01-01", end = "2028-12-31", discipline = "43010", industry = "34" }) },
            new() { Section = "content", Data = Json(new { summary = $"{town.Enterprise.Name}在能耗优化方面已有基础，{town.Leader.Name}和{Member}主持研发。", background = "能耗高。", research = $"与{Partner}合作研究。", route = "先测后算。", novelty = "群控。", basis = "有省级研究院。" }) },
            new() { Section = "unit", Data = Json(new { unit_uscc = town.Enterprise.Uscc, unit_intro = town.Enterprise.Name + "成立二十年。", rd_staff = "58" }) },
            new() { Section = "team", Data = Json(new { leader = town.Leader.Id.ToString(), leader_months = "12", members = new[] { new { name = Member, title = "工程师", organisation = town.Enterprise.Name, task = "算法", months = "10" } } }) },
            new() { Section = "partners", Data = Json(new { partners = new[] { new { name = Partner, uscc = "", task = "测试", share = "10" } }, recuse = new[] { new { name = "云江竞对科技有限公司", reason = "竞争" }, new { name = "胡让先", reason = "纠纷" } } }) },
            new() { Section = "budget", Data = Json(new { budget = new[] { new { subject = "equipment", note = "网关", grant = "50", own = "70" } } }) },
        ]);
        db.Add(application);
        db.Add(new ApplicationMember { ApplicationId = application.Id, Name = Member, PersonKey = "key-member", OrganisationName = town.Enterprise.Name });
        journal.Act(ApplicationLifecycle.Table, application, "start");
        journal.Act(ApplicationLifecycle.Table, application, "submit");
        journal.Act(ApplicationLifecycle.Table, application, "pass");
        await db.SaveChangesAsync();
        return application.Id;
    }

    /// <summary>One more active expert with an account, by default of an organisation of his own.</summary>
    public async Task<Expert> ExpertAsync(string? name = null, string? organisation = null, Guid? organisationId = null, string key = "", string disciplines = "43010,43040", string speciality = "装备制造", bool account = true)
    {
        var number = Interlocked.Increment(ref _next);
        var expert = new Expert
        {
            Name = name ?? $"专家{number:000}", OrganisationName = organisation ?? $"外省机械研究院{number:000}", OrganisationId = organisationId, Title = "研究员", Speciality = speciality, Disciplines = disciplines,
            IdKey = key.Length > 0 ? key : $"expert-{number}", Phone = "13800010412", Email = $"z{number}@experts.example", CreatedAt = city.Clock.Now,
        };
        await using var scope = city.ScopeOf();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Journal>());
        if (account)
        {
            var own = await city.As(Roles.Expert, person: expert.Id, name: expert.Name);
            expert.AccountId = own.AccountId;
            _visitors[expert.Id] = own;
        }
        db.Add(expert);
        journal.Act(ExpertLifecycle.Table, expert, "enter");
        journal.Act(ExpertLifecycle.Table, expert, "admit");
        await db.SaveChangesAsync();
        Experts.Add(expert);
        return expert;
    }

    readonly Dictionary<Guid, Visitor> _visitors = [];

    public Visitor VisitorOf(Guid expert) => _visitors[expert];

    public string AssignUrl => $"/programmes/reviews/assign/{town.Call.Id}";
    public string DetailsUrl => $"/programmes/reviews/details/{ApplicationId}";

    /// <summary>Draws the panel at the assign page.</summary>
    public async Task<IReadOnlyList<ReviewTask>> AssignAsync(Visitor officer, int experts = 3, string speciality = "")
    {
        var form = (await officer.Open(AssignUrl)).Form("分配并通知").Set("Experts", experts);
        if (speciality.Length > 0) form.Set("Speciality", speciality);
        (await form.Submit("分配并通知")).Ok();
        return await TasksAsync();
    }

    public Task<List<ReviewTask>> TasksAsync() => city.Db(db => db.Set<ReviewTask>().AsNoTracking().Include(task => task.Expert).Where(task => task.SubjectId == ApplicationId).OrderBy(task => task.Id).ToListAsync());

    public async Task<Visitor> AcceptAsync(ReviewTask task)
    {
        var expert = VisitorOf(task.ExpertId);
        (await (await expert.Open($"/programmes/reviews/declare/{task.Id}")).Form("提交声明").Set("Answer", "none").Submit("提交声明")).Ok().At($"/programmes/reviews/score/{task.Id}");
        return expert;
    }

    /// <summary>Fills the sheet with the same points everywhere and submits it.</summary>
    public async Task SubmitAsync(ReviewTask task, decimal points)
    {
        var expert = await AcceptAsync(task);
        var check = await FillAsync(await expert.Open($"/programmes/reviews/score/{task.Id}"), points).Submit("核对并提交");
        (await check.Ok().At($"/programmes/reviews/submit/{task.Id}").Press("提交")).Ok().Says("评分表已提交");
    }

    public static FilledForm FillAsync(Screen page, decimal points)
    {
        var form = page.Form("核对并提交");
        foreach (var key in (string[])["innovation", "feasibility", "team", "benefit"]) form.Set($"Points[{key}]", points.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return form.Set("Comment", "技术路线清楚，测算依据应补充。").Set("Recommendation", "support");
    }
}
