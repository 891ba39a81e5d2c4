using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Review.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Programmes.Supervision;

/// <summary>A project under way with two targets, its organisation's administrator, an officer and a section chief.</summary>
public sealed class RunningProject(City city)
{
    public const string Long = "项目按任务书推进，完成样机研制并开展现场试验，关键指标经第三方检测达到阶段要求，经费使用合规，团队稳定，下一步将扩大应用规模并完善标准。本报告所述情况属实，相关证明材料齐全，可供核验，特此报告说明，请予审核。项目组还开展了三次技术交流和两次用户培训。";

    static int _number = 3000;

    public Guid Id { get; private set; }
    public Guid OrganisationId { get; } = Guid.CreateVersion7();
    public string OrganisationName { get; private set; } = "";
    public Visitor Unit { get; private set; } = null!;
    public Visitor Officer { get; private set; } = null!;
    public Visitor Chief { get; private set; } = null!;

    public static async Task<RunningProject> FoundAsync(City city, DateOnly? start = null, DateOnly? end = null, long grantFen = 15_000_000, Action<Project>? change = null)
    {
        var made = new RunningProject(city);
        var number = Interlocked.Increment(ref _number);
        made.OrganisationName = $"云江岚川装备有限公司{number}";
        await using var scope = city.ScopeOf();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Journal>());
        var definition = scope.ServiceProvider.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>("science-plan");
        var project = new Project
        {
            Number = $"YKJ2025-{number}", Definition = definition.Name, DefinitionVersion = definition.Version, Batch = $"2025-{number}", OrganisationId = made.OrganisationId, OrganisationName = made.OrganisationName, Area = "990102",
            LeaderName = "李承砚", LeaderKey = $"key-{number}", Title = $"高效换热器研制与应用{number}", Category = "key-rd", FundingMode = "subsidised", GrantFen = grantFen, OwnFen = 20_000_000, PaidFen = 10_000_000,
            StartOn = start ?? new DateOnly(2025, 9, 1), EndOn = end ?? new DateOnly(2027, 8, 31), ApprovedOn = new DateOnly(2025, 8, 1), DocumentNumber = $"云科发〔2025〕{number}号", StateSince = city.Clock.Now,
        };
        project.Targets.Add(new ProjectTarget { Order = 1, Kind = "technical", Name = "换热效率", Unit = "%", Baseline = 80 * ProjectTarget.Scale, Goal = 92 * ProjectTarget.Scale, Method = "检测" });
        project.Targets.Add(new ProjectTarget { Order = 2, Kind = "economic", Name = "单位能耗", Unit = "kWh", Baseline = 40 * ProjectTarget.Scale, Direction = "at-most", Goal = 30 * ProjectTarget.Scale, Method = "检测" });
        project.Budget.Add(new BudgetItem { Order = 1, Subject = "equipment", GrantFen = grantFen, OwnFen = 20_000_000 });
        change?.Invoke(project);
        db.Add(project);
        journal.Act(ProjectLifecycle.Table, project, "open", new Act { Posts = [Post.Count("programme.approved"), Post.Fen("programme.grant", grantFen)] });
        await db.SaveChangesAsync();
        made.Id = project.Id;
        made.Unit = await city.As(Roles.UnitAdmin, made.OrganisationId, made.OrganisationName);
        made.Officer = await city.As(Roles.Officer);
        made.Chief = await city.As(Roles.Chief);
        return made;
    }

    /// <summary>Moves the clock to nine in the morning of a day and signs everybody in again.</summary>
    public async Task OnAsync(DateOnly day, int hour = 9, int minute = 0, int second = 0)
    {
        city.Clock.China(day.Year, day.Month, day.Day, hour, minute, second);
        foreach (var visitor in (Visitor[])[Unit, Officer, Chief]) await city.SignIn(visitor);
    }

    public Task<Project> Now() => city.Db(db => db.Projects().AsNoTracking().Include(one => one.Targets).SingleAsync(one => one.Id == Id));

    public Task<List<string>> Actions() => city.Db(db => db.Set<Entry>().Where(entry => entry.SubjectId == Id).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync());

    public Task<long> Posted(string measure) => city.Db(async db =>
    {
        var batch = (await db.Projects().AsNoTracking().SingleAsync(one => one.Id == Id)).Batch;
        return await db.Set<Posting>().Where(posting => posting.Batch == batch && posting.Measure == measure).SumAsync(posting => posting.Quantity);
    });

    /// <summary>Puts the project into a state as the clock or other people would.</summary>
    public async Task MakeAsync(string action, Action<Project>? change = null)
    {
        await using var scope = city.ScopeOf();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var project = await db.Projects().SingleAsync(one => one.Id == Id);
        scope.ServiceProvider.GetRequiredService<Journal>().Act(ProjectLifecycle.Table, project, action, new Act { Reason = "测试" });
        change?.Invoke(project);
        await db.SaveChangesAsync();
    }

    /// <summary>An expert of the library.</summary>
    public static async Task<Expert> ExpertAsync(City city, string name, Guid? organisation = null, string organisationName = "省热工研究院")
    {
        await using var scope = city.ScopeOf();
        var expert = new Expert { Name = name, OrganisationName = organisationName, OrganisationId = organisation, Title = "研究员", Speciality = "热能工程", CreatedAt = city.Clock.Now };
        var journal = scope.ServiceProvider.GetRequiredService<Journal>();
        journal.Act(ExpertLifecycle.Table, expert, "enter");
        journal.Act(ExpertLifecycle.Table, expert, "admit");
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        db.Add(expert);
        await db.SaveChangesAsync();
        return expert;
    }
}
