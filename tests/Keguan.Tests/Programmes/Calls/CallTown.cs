using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Programmes.Calls;

/// <summary>What tests of calls begin with; each builder says only what matters.</summary>
static class CallTown
{
    public const string County = "990102";
    public const string Programme = "science-plan";

    /// <summary>A verified county bureau.</summary>
    public static async Task<Organisation> Bureau(this City city, string name = "云岭区科学技术局", string area = County) => await city.Organisation(name, "government", area: area);

    public static async Task<Organisation> Organisation(this City city, string name = "云江启衡新材料有限公司", string kind = "enterprise", string state = OrganisationLifecycle.Verified, string area = County)
    {
        var organisation = new Organisation { Uscc = Guid.NewGuid().ToString("N")[..18].ToUpperInvariant(), Name = name, NameKey = name, Kind = kind, Area = area, RegisteredAt = city.Clock.Now, State = state, Sequence = 1 };
        await city.Save(organisation);
        return organisation;
    }

    public static Definition<ProgrammeDefinition> Definition(this City city) => city.Services.GetRequiredService<DefinitionStore>().Get<ProgrammeDefinition>(Programme);

    /// <summary>A complete call, as the system itself made it: drafted, submitted or published, open from ten days ago to in twenty unless changed.</summary>
    public static async Task<Call> Call(this City city, string state = CallLifecycle.Published, Action<Call>? with = null, Organisation? recommender = null, Guid? draftedBy = null)
    {
        await using var scope = city.ScopeOf(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var journal = scope.ServiceProvider.GetRequiredService<Journal>();
        var definition = city.Definition();
        var today = ChinaTime.DayOf(city.Clock.Now);
        var call = new Call
        {
            Definition = definition.Name,
            DefinitionVersion = definition.Version,
            Code = $"2026-{Guid.NewGuid().ToString("N")[..6]}",
            Year = 2026,
            Title = "2026 年度市级科技计划项目",
            Summary = "智能制造、新材料方向，单项资助不超过 80 万元",
            Guide = "## 一、支持方向\n\n- 智能制造\n- 新材料",
            Section = "计划科",
            OpensAt = ChinaTime.FromLocal(today.AddDays(-10), new TimeOnly(9, 0)),
            ClosesAt = ChinaTime.FromLocal(today.AddDays(20), new TimeOnly(17, 0)),
            BudgetFen = 2_000_000_000,
            Planned = 40,
            OwnRatioPercent = 120,
            DraftedBy = draftedBy,
            Plan = new CallPlan { OrganisationKinds = ["enterprise", "institute"], Eligibility = "注册满一年", LimitPerLeader = 1, LimitPerOrganisation = 2 },
            Categories = { new CallCategory { Category = "key-rd", CapFen = 80_000_000, BudgetFen = 1_600_000_000, Planned = 20, FundingModes = "subsidised,self-funded" } },
        };
        if (recommender is not null) call.Recommenders.Add(new CallRecommender { OrganisationId = recommender.Id, Name = recommender.Name, Area = recommender.Area });
        with?.Invoke(call);
        journal.Act(CallLifecycle.Table, call, "draft");
        if (state != CallLifecycle.Drafted) journal.Act(CallLifecycle.Table, call, "submit");
        if (state is CallLifecycle.Published or CallLifecycle.Archived)
        {
            call.PublishedAt = city.Clock.Now.AddDays(-45);
            if (call.DocumentNumber.Length == 0) call.DocumentNumber = $"云科发〔2026〕{Random.Shared.Next(1000, 99_999)}号";
            journal.Act(CallLifecycle.Table, call, "publish");
        }
        if (state == CallLifecycle.Archived) journal.Act(CallLifecycle.Table, call, "archive");
        db.Add(call);
        await db.SaveChangesAsync();
        return call;
    }

    /// <summary>An application that stands in a state, however it came there.</summary>
    public static async Task<Application> Application(this City city, Call call, Organisation organisation, string state = ApplicationLifecycle.Draft, Action<Application>? with = null)
    {
        var number = Guid.NewGuid().ToString("N")[..8];
        var application = new Application
        {
            Number = "YKJ2026-" + number, CallId = call.Id, Definition = call.Definition, DefinitionVersion = call.DefinitionVersion, Batch = call.Code,
            OrganisationId = organisation.Id, OrganisationName = organisation.Name, Area = organisation.Area, Title = "低温固化水性防腐涂料 " + number, Category = "key-rd", FundingMode = "subsidised", GrantFen = 40_000_000,
            LeaderName = "顾望舒", CreatedAt = city.Clock.Now, StateSince = city.Clock.Now, State = state, Sequence = 1,
        };
        with?.Invoke(application);
        await city.Save(application);
        return application;
    }
}
