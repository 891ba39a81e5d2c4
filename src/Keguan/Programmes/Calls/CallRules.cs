using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>How many days lie between publication and opening, against what the definition asks for. Counted in days of China's calendar, the day of publication not included.</summary>
public sealed record LeadTime(int Days, RuleValue Rule)
{
    public bool IsShort => Days < Rule.Whole;

    public static LeadTime Of(DateTime publishedAt, DateTime opensAt, ProgrammeDefinition programme) =>
        new(ChinaTime.DayOf(opensAt).DayNumber - ChinaTime.DayOf(publishedAt).DayNumber, programme.Call.LeadDays);

    /// <summary>The last day on which publishing is in time.</summary>
    public static DateOnly LastDay(DateTime opensAt, ProgrammeDefinition programme) => ChinaTime.DayOf(opensAt).AddDays(-programme.Call.LeadDays.Whole);

    /// <summary>“应于受理开始 30 日前发布（国家自然科学基金条例第八条，已核原文）”</summary>
    public static Text RuleWords(ProgrammeDefinition programme)
    {
        var rule = programme.Call.LeadDays;
        return T($"应在受理开始 {rule.Shown.Zh}前发布（{rule.Basis}，{rule.Status.Words().Zh}）", $"To be published {rule.Shown.En} before the window opens ({rule.Basis}; {rule.Status.Words().En})");
    }

    public Text Shown => Days >= 0
        ? T($"距受理开始 {Days} 日", $"{Days} days before the opening")
        : T($"受理开始已过 {-Days} 日", $"{-Days} days after the opening");
}

/// <summary>Something that a call lacks or contradicts; `Anchor` is the part of the edit page where it is mended.</summary>
public sealed record CallProblem(Text Words, string Anchor);

/// <summary>What a call must have before it is submitted and published. The same rules for drafter and chief.</summary>
public static class CallRules
{
    public const int TitleMax = 100;
    public const int SummaryMax = 120;
    public const int GuideMax = 30_000;
    public const int EligibilityMax = 2_000;
    public const int ReasonMax = 300;
    public const string Basics = "basics";
    public const string Window = "window";
    public const string Money = "money";
    public const string Conditions = "conditions";
    public const string Recommenders = "recommenders";
    public const string Review = "review";

    public static IReadOnlyList<CallProblem> ProblemsOf(Call call, ProgrammeDefinition programme, DateTime now)
    {
        var found = new List<CallProblem>();
        void If(bool wrong, string anchor, string zh, string en) { if (wrong) found.Add(new CallProblem(T(zh, en), anchor)); }

        If(string.IsNullOrWhiteSpace(call.Title), Basics, "尚未填写标题", "The title is missing");
        If(string.IsNullOrWhiteSpace(call.Summary), Basics, "尚未填写门户摘要", "The summary for the portal is missing");
        If(string.IsNullOrWhiteSpace(call.Guide), Basics, "尚未填写申报指南", "The guide is missing");
        If(call.ClosesAt <= call.OpensAt, Window, "受理截止应晚于受理开始", "The window must close after it opens");
        If(call.ClosesAt > call.OpensAt && call.ClosesAt <= now, Window, "受理截止时间已过，请重新设定受理时间", "The closing has passed; set the window anew");
        If(call.Categories.Count == 0, Money, "至少开放一个计划类别", "Open at least one category");
        foreach (var one in call.Categories)
        {
            var label = programme.CategoryLabel(one.Category);
            var cap = programme.Category(one.Category)?.CapFen ?? 0;
            If(one.CapFen <= 0, Money, $"“{label.Zh}”未填单项资助上限", $"“{label.En}” has no cap");
            If(cap > 0 && one.CapFen > cap, Money, $"“{label.Zh}”的上限 {Foundation.Money.Words(one.CapFen).Zh}超过计划规定的 {Foundation.Money.Words(cap).Zh}", $"The cap of “{label.En}” is above the programme's {Foundation.Money.Words(cap).En}");
            If(one.Modes.Count == 0, Money, $"“{label.Zh}”未选资助方式", $"“{label.En}” has no funding mode");
        }
        var paid = call.Categories.SelectMany(one => one.Modes).Any(mode => programme.FundingMode(mode) is { SelfFunded: false });
        If(paid && call.BudgetFen <= 0, Money, "有资助的通知须填安排资金", "A call that grants money needs a budget");
        If(call.Categories.Sum(one => one.BudgetFen) > call.BudgetFen, Money, "各类别资金之和超过安排资金总额", "The budgets of the categories add up to more than the whole");
        If(call.Planned <= 0, Money, "尚未填写拟立项数", "The planned number is missing");
        If(call.Categories.Sum(one => one.Planned) > call.Planned, Money, "各类别拟立项数之和超过总数", "The planned numbers of the categories add up to more than the whole");
        If(call.Plan.LimitPerLeader < 1 || call.Plan.LimitPerOrganisation < 1, Conditions, "限项应不少于 1", "The limits must be at least 1");
        If(programme.Recommendation.Required && call.Recommenders.Count == 0, Recommenders, "至少选择一个推荐单位", "Choose at least one recommending unit");
        foreach (var area in call.Recommenders.Where(one => one.Area.Length > 0).GroupBy(one => one.Area).Where(group => group.Count() > 1))
            If(true, Recommenders, $"{string.Join("、", area.Select(one => one.Name))}推荐同一个县（市、区），每县只能有一个", $"{string.Join(", ", area.Select(one => one.Name))} recommend the same county; only one can");
        If(call.Plan.Experts < 1 || call.Plan.ReviewDays < 1, Review, "评审专家数和评审天数应不少于 1", "Experts and review days must be at least 1");
        return found;
    }

    /// <summary>Why the draft can't be changed now, or null.</summary>
    public static Text? WhyNotRevised(Call call) => call.State switch
    {
        CallLifecycle.Drafted => null,
        CallLifecycle.Submitted => T("已提交审核，退回后才能修改", "It awaits approval; it can be changed once it is returned"),
        CallLifecycle.Published => T("已发布的通知不能修改，受理时间只能延长", "A published call is not changed any more; its window can only be extended"),
        _ => T("已归档或取消，不能修改", "It is archived or cancelled"),
    };

    /// <summary>The further attachments that a call may ask for: those of the form that it does not require anyway.</summary>
    public static IReadOnlyList<Foundation.Forms.FormField> FurtherAttachments(ProgrammeDefinition programme) =>
        [.. programme.Application.Sections.SelectMany(section => section.Fields).Where(field => field.Type == Foundation.Forms.FieldType.Attachment && !field.Required)];
}
