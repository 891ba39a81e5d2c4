using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;

namespace Keguan.Programmes.Calls;

/// <summary>A call as the drafter types it.</summary>
public sealed class CallInput
{
    /// <summary>The row version that the page showed: who saves over somebody else's later change is told so.</summary>
    public int Version { get; set; }

    [Display(Name = "标题|Title"), StringLength(CallRules.TitleMax)] public string? Title { get; set; }
    [Display(Name = "承办科室|Section"), StringLength(40)] public string? Section { get; set; }
    [Display(Name = "门户摘要|Summary for the portal"), StringLength(CallRules.SummaryMax)] public string? Summary { get; set; }
    [Display(Name = "申报指南|Guide"), StringLength(CallRules.GuideMax)] public string? Guide { get; set; }

    [Display(Name = "受理开始|Opens"), Required, ChinaClock] public DateTime? Opens { get; set; }
    [Display(Name = "受理截止|Closes"), Required, ChinaClock] public DateTime? Closes { get; set; }
    [Display(Name = "发布提前量不足的理由|Why on short notice"), StringLength(CallRules.ReasonMax)] public string? ShortNoticeReason { get; set; }

    [Display(Name = "安排资金|Budget"), Wan] public long? Budget { get; set; }
    [Display(Name = "拟立项数|Planned"), Range(0, 100_000)] public int? Planned { get; set; }
    [Display(Name = "自筹与资助之比|Own funds to grant"), Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)] public decimal? OwnRatio { get; set; }
    public List<CategoryRow> Categories { get; set; } = [];

    [Display(Name = "申报单位类型|Who may apply")] public List<string> Kinds { get; set; } = [];
    [Display(Name = "申报条件|Eligibility"), StringLength(CallRules.EligibilityMax)] public string? Eligibility { get; set; }
    [Display(Name = "同一负责人限项|Limit per leader"), Required, Range(1, 100)] public int? LimitPerLeader { get; set; }
    [Display(Name = "同一单位限项|Limit per organisation"), Required, Range(1, 1000)] public int? LimitPerOrganisation { get; set; }
    [Display(Name = "另须提交的附件|Further attachments")] public List<string> Attachments { get; set; } = [];

    public List<RecommenderRow> Recommenders { get; set; } = [];

    [Display(Name = "每项专家数|Experts each"), Required, Range(1, 50)] public int? Experts { get; set; }
    [Display(Name = "隐去申报单位和人员|Without names")] public bool Blind { get; set; }
    [Display(Name = "评审期限|Days to review"), Required, Range(1, 365)] public int? ReviewDays { get; set; }

    public sealed class CategoryRow
    {
        public string Key { get; set; } = "";
        public bool Open { get; set; }
        [Display(Name = "单项上限|Cap"), Wan] public long? Cap { get; set; }
        [Display(Name = "安排资金|Budget"), Wan] public long? Budget { get; set; }
        [Display(Name = "拟立项数|Planned"), Range(0, 100_000)] public int? Planned { get; set; }
        public List<string> Modes { get; set; } = [];
    }

    public sealed class RecommenderRow
    {
        public const string ItsArea = "area";
        public const string Chosen = "chosen";

        public Guid OrganisationId { get; set; }

        /// <summary>Empty: does not take part.</summary>
        public string? Scope { get; set; }
    }

    /// <summary>What the form shows at first: a row for every category of the programme and for every body that could recommend.</summary>
    public static CallInput Of(Call call, ProgrammeDefinition programme, IEnumerable<Organisation> bodies)
    {
        var plan = call.Plan;
        return new CallInput
        {
            Version = call.Version,
            Title = call.Title,
            Section = call.Section,
            Summary = call.Summary,
            Guide = call.Guide,
            Opens = call.OpensAt,
            Closes = call.ClosesAt,
            ShortNoticeReason = call.ShortNoticeReason,
            Budget = call.BudgetFen > 0 ? call.BudgetFen : null,
            Planned = call.Planned > 0 ? call.Planned : null,
            OwnRatio = call.OwnRatioPercent / 100m,
            Categories =
            [
                .. programme.Categories.Select(category => call.Categories.FirstOrDefault(one => one.Category == category.Key) is { } open
                    ? new CategoryRow { Key = category.Key, Open = true, Cap = open.CapFen, Budget = open.BudgetFen > 0 ? open.BudgetFen : null, Planned = open.Planned > 0 ? open.Planned : null, Modes = [.. open.Modes] }
                    : new CategoryRow { Key = category.Key, Cap = category.CapFen > 0 ? category.CapFen : null }),
            ],
            Kinds = [.. plan.OrganisationKinds],
            Eligibility = plan.Eligibility,
            LimitPerLeader = plan.LimitPerLeader,
            LimitPerOrganisation = plan.LimitPerOrganisation,
            Attachments = [.. plan.Attachments],
            Recommenders =
            [
                .. bodies.Select(body => new RecommenderRow
                {
                    OrganisationId = body.Id,
                    Scope = call.Recommenders.FirstOrDefault(one => one.OrganisationId == body.Id) is { } chosen ? chosen.Area.Length > 0 ? RecommenderRow.ItsArea : RecommenderRow.Chosen : "",
                }),
            ],
            Experts = plan.Experts,
            Blind = plan.Blind,
            ReviewDays = plan.ReviewDays,
        };
    }
}
