using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Projects;
using Keguan.Tests.Programmes;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Work;

/// <summary>Matters put into the tables directly, where a test is about lists and counts and not about how they came there.</summary>
static class Filled
{
    static int _number;

    public static Application Application(Town town, City city, string state, Action<Application>? change = null)
    {
        var number = Interlocked.Increment(ref _number);
        var application = new Application
        {
            Number = $"YKT2026-{number:0000}", CallId = town.Call.Id, Definition = town.Call.Definition, DefinitionVersion = town.Call.DefinitionVersion, Batch = town.Call.Code,
            OrganisationId = town.Enterprise.Id, OrganisationName = town.Enterprise.Name, Area = "990102", Title = $"低温污泥干化系统研发{number}", LeaderName = "李承砚", Category = "key-rd", FundingMode = "subsidised",
            GrantFen = 45_000_000, RecommenderId = town.CountyBureau.Id, RecommenderName = town.CountyBureau.Name, CreatedAt = city.Clock.Now, SubmittedAt = city.Clock.Now, StateSince = city.Clock.Now, Score100 = 8800,
        };
        change?.Invoke(application);
        application.State = state;
        return application;
    }

    public static Project Project(Town town, City city, string state, Action<Project>? change = null)
    {
        var number = Interlocked.Increment(ref _number);
        var project = new Project
        {
            Number = $"YKP2026-{number:0000}", CallId = town.Call.Id, Definition = town.Call.Definition, DefinitionVersion = town.Call.DefinitionVersion, Batch = town.Call.Code,
            OrganisationId = town.Enterprise.Id, OrganisationName = town.Enterprise.Name, Area = "990102", RecommenderId = town.CountyBureau.Id, LeaderName = "李承砚", Title = $"竹材近净成形装备{number}", Category = "key-rd",
            FundingMode = "subsidised", GrantFen = 40_000_000, ReleasedFen = 28_000_000, PaidFen = 28_000_000, StartOn = new DateOnly(2026, 1, 1), EndOn = new DateOnly(2027, 12, 31), ApprovedOn = new DateOnly(2026, 2, 1),
            DocumentNumber = "云科发〔2026〕8号", StateSince = city.Clock.Now,
        };
        change?.Invoke(project);
        project.State = state;
        return project;
    }

    /// <summary>A publicity of these applications that ended the given number of days ago (or will end).</summary>
    public static Publicity Publicity(Town town, City city, int endedDaysAgo, params Application[] applications)
    {
        var publicity = new Publicity
        {
            CallId = town.Call.Id, Definition = town.Call.Definition, DefinitionVersion = town.Call.DefinitionVersion, Batch = town.Call.Code, Title = town.Call.Title + "拟立项公示",
            PublishedAt = city.Clock.Now.AddDays(-endedDaysAgo - 7), EndsOn = city.Clock.Today.AddDays(-endedDaysAgo), State = PublicityLifecycle.Running,
        };
        publicity.Items.AddRange(applications.Select((one, i) => new PublicityItem { ApplicationId = one.Id, Order = i, Number = one.Number, Title = one.Title, OrganisationName = one.OrganisationName, Category = one.Category, Area = one.Area }));
        return publicity;
    }

    public static Notice Notice(Visitor to, City city, string title, string url = "/desk") => new() { AccountId = to.AccountId, At = city.Clock.Now, TitleZh = title, TitleEn = title, Url = url };

    /// <summary>So many of everything that lists show, each with an entry in the Journal.</summary>
    public static async Task SoManyAsync(City city, Town town, int count, params Visitor[] told)
    {
        await using var scope = city.ScopeOf();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var journal = scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>();
        for (var i = 0; i < count; i++)
        {
            foreach (var state in (string[])[ApplicationLifecycle.Draft, ApplicationLifecycle.Recommending, ApplicationLifecycle.FormalCheck, ApplicationLifecycle.Supplementing, ApplicationLifecycle.Shortlisted])
            {
                var application = Application(town, city, state, one => one.DueOn = city.Clock.Today.AddDays(1));
                db.Add(application);
                journal.Note("application", application, "revise", new Act { Summary = "修改" });
            }
            foreach (var state in (string[])[ProjectLifecycle.AgreementPending, ProjectLifecycle.Running, ProjectLifecycle.Due])
            {
                var project = Project(town, city, state, one => one.DueOn = city.Clock.Today.AddDays(1));
                db.Add(project);
                journal.Note("project", project, "revise", new Act { Summary = "修改" });
            }
            foreach (var visitor in told) db.Add(Notice(visitor, city, $"第 {i} 条通知"));
        }
        await db.SaveChangesAsync();
    }
}
