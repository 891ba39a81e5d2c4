using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Payments;
using Keguan.Programmes.Projects;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Keguan.Tests.Programmes.Payments;

/// <summary>A running project with a grant and its plan of payments.</summary>
public sealed class Granted(City city)
{
    static int _number = 5000;

    public Organisation Enterprise { get; private set; } = null!;
    public Person Leader { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public Guid Id => Project.Id;
    public string Url => $"/programmes/payments/project/{Id}";

    public static async Task<Granted> FoundAsync(City city, int grantWan, string mode = "subsidised", string? batch = null, DateOnly? end = null, bool signed = true)
    {
        var granted = new Granted(city);
        await using var scope = city.ScopeOf();
        var (journal, db) = (scope.ServiceProvider.GetRequiredService<Journal>(), scope.ServiceProvider.GetRequiredService<KeguanDb>());
        var definition = scope.ServiceProvider.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>("science-plan");
        var number = Interlocked.Increment(ref _number);
        var enterprise = granted.Enterprise = new Organisation { Uscc = Uscc.Make('9', '1', "330381", number), Name = $"云江衡石智能装备有限公司{number}", NameKey = $"衡石{number}", Kind = "enterprise", Area = "990102", RegisteredAt = city.Clock.Now };
        journal.Act(OrganisationLifecycle.Table, enterprise, "register");
        journal.Act(OrganisationLifecycle.Table, enterprise, "verify");
        granted.Leader = new Person { OrganisationId = enterprise.Id, Name = "李承砚", IdKey = $"key-{number}" };
        var today = city.Clock.Today;
        var project = granted.Project = new Project
        {
            Number = $"YKJ2026-{number}", Definition = definition.Name, DefinitionVersion = definition.Version, Batch = batch ?? $"2026-{number}", OrganisationId = enterprise.Id, OrganisationName = enterprise.Name, Area = enterprise.Area,
            LeaderId = granted.Leader.Id, LeaderName = granted.Leader.Name, LeaderKey = granted.Leader.IdKey, Title = $"注塑机群能耗协同优化{number}", Category = "key-rd", FundingMode = mode, GrantFen = grantWan * 1_000_000L, OwnFen = 70_000_000,
            StartOn = today, EndOn = end ?? today.AddYears(2), ApprovedOn = today, DocumentNumber = $"云科发〔2026〕{number}号", StateSince = city.Clock.Now,
        };
        project.Targets.Add(new ProjectTarget { Order = 1, Kind = "technical", Name = "能耗下降", Unit = "%", Goal = 125_000, DueOn = project.EndOn, Method = "第三方检测" });
        project.Budget.Add(new BudgetItem { Order = 1, Subject = "equipment", GrantFen = project.GrantFen, OwnFen = 70_000_000 });
        db.AddRange(enterprise, granted.Leader, project);
        journal.Act(ProjectLifecycle.Table, project, "approve", new Act { Posts = [Post.Count("programme.approved"), Post.Fen("programme.grant", project.GrantFen)] });
        if (signed) journal.Act(ProjectLifecycle.Table, project, "sign");
        scope.ServiceProvider.GetRequiredService<Approving>().Plan(project, definition.Value);
        await db.SaveChangesAsync();
        return granted;
    }

    public Task<List<Payment>> Payments() => city.Db(db => db.Payments().AsNoTracking().Where(one => one.ProjectId == Id).OrderBy(one => one.Number).ToListAsync());

    public Task<Project> Now() => city.Db(db => db.Projects().AsNoTracking().Include(one => one.Budget).Include(one => one.Targets).AsSplitQuery().SingleAsync(one => one.Id == Id));

    /// <summary>Notes something in the project's journal, or takes a step of its life.</summary>
    public async Task Tell(string action, bool step = false)
    {
        await using var scope = city.ScopeOf();
        var (journal, db) = (scope.ServiceProvider.GetRequiredService<Journal>(), scope.ServiceProvider.GetRequiredService<KeguanDb>());
        var project = await db.Projects().SingleAsync(one => one.Id == Id);
        if (step) journal.Act(ProjectLifecycle.Table, project, action, new Act { Reason = "测试" });
        else journal.Note("project", project, action);
        await db.SaveChangesAsync();
    }

    public static Task<Screen> Do(Visitor visitor, Guid project, Payment payment, string handler, params (string, string?)[] more) =>
        visitor.Post($"/programmes/payments/project/{project}?handler={handler}", [("Payment", payment.Id.ToString()), .. more], $"/programmes/payments/project/{project}");

    /// <summary>The first instalment through all its steps to “released”.</summary>
    public async Task<Screen> Released(Payment payment)
    {
        var (officer, chief, leader) = (await city.As(Keguan.Foundation.Access.Roles.Officer), await city.As(Keguan.Foundation.Access.Roles.Chief), await city.As(Keguan.Foundation.Access.Roles.Leader));
        (await Do(officer, Id, payment, "Request")).Ok();
        (await Do(chief, Id, payment, "Approve")).Ok();
        if (payment.NeedsLeader) (await Do(leader, Id, payment, "ApproveHigh")).Ok();
        return (await chief.Post("/programmes/payments/release?handler=Release", [("Ids", payment.Id.ToString()), ("Document", "")], Url)).Ok();
    }

    public async Task<long> Posted(string measure) => await city.Db(db => (
        from posting in db.Set<Posting>() where posting.Measure == measure && posting.Batch == Project.Batch && posting.OrganisationId == Project.OrganisationId select posting.Quantity).SumAsync());
}
