using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;

namespace Keguan.Demo.Loading;

/// <summary>The calls: drafted and submitted by one section chief, approved and published by the other.</summary>
sealed class CallScenes(Stage stage, DemoCity city, Register register, Definition<ProgrammeDefinition> programme)
{
    readonly Dictionary<string, Call> _calls = [];

    public Call CallOf(string key) => _calls[key];

    public void Plan()
    {
        foreach (var known in city.Calls) Plan(known);
    }

    void Plan(CityCall known)
    {
        var (author, approver) = (register.Cast.Official("chief-plan"), register.Cast.Official("chief-result"));
        var call = new Call
        {
            Definition = programme.Name, DefinitionVersion = programme.Version, Code = known.Code, Year = known.Year, Title = known.Title, Summary = known.Summary, Guide = known.Guide,
            DocumentNumber = known.DocumentNumber, Section = author.Section, OpensAt = known.OpensAt, ClosesAt = known.ClosesAt, BudgetFen = known.BudgetFen, Planned = known.Planned,
            OwnRatioPercent = known.OwnRatioPercent, DraftedBy = author.AccountId,
            Plan = new CallPlan
            {
                OrganisationKinds = ["enterprise", "institute", "university", "hospital", "cooperative"],
                Eligibility = "在本市依法登记、具有独立法人资格，登记信息已通过核实；单位和负责人无逾期未验收项目，不在科研失信禁入期内。",
                LimitPerLeader = 1,
                LimitPerOrganisation = known.LimitPerOrganisation,
                Experts = programme.Value.Review.Experts.Whole,
                Blind = programme.Value.Review.Blind,
                ReviewDays = programme.Value.Review.Days.Whole,
            },
        };
        foreach (var category in known.Categories)
            call.Categories.Add(new CallCategory
            {
                CallId = call.Id, Category = category.Category, CapFen = category.CapFen, BudgetFen = category.BudgetFen, Planned = category.Planned, FundingModes = category.FundingModes,
            });
        foreach (var county in city.CountyBureaus)
            call.Recommenders.Add(new CallRecommender { CallId = call.Id, OrganisationId = register.BureauOf(county.Area).Id, Name = county.Name, Area = county.Area });
        _calls[known.Key] = call;
        stage.Keep(call);
        stage.Plan(known.DraftedAt, author, () => stage.Journal.Act(CallLifecycle.Table, call, "draft", new Act { Summary = $"起草{call.Title}" }));
        stage.Plan(known.SubmittedAt, author, () => stage.Journal.Act(CallLifecycle.Table, call, "submit", new Act { Summary = "提交审核" }));
        stage.Plan(known.PublishedAt, approver, () =>
        {
            stage.Journal.Act(CallLifecycle.Table, call, "publish", new Act { Summary = $"审核发布，{call.DocumentNumber}" });
            call.PublishedAt = stage.Now;
        });
    }
}
