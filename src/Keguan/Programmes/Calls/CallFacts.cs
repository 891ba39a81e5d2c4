using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>One fact of a call in words: what the pages show and what the Journal keeps before and after a change.</summary>
public sealed record CallFact(string Group, string Key, Text Label, Text Value);

/// <summary>A changed fact, as the Journal's payload holds it.</summary>
public sealed record CallChange(string Field, string Before, string After);

/// <summary>A call in words, in the order in which one reads it.</summary>
public static class CallFacts
{
    static readonly Text None = T("未填", "missing");
    static readonly Text Unlimited = T("不限", "any");

    public static IReadOnlyList<CallFact> Of(Call call, ProgrammeDefinition programme)
    {
        var plan = call.Plan;
        var facts = new List<CallFact>
        {
            new(CallRules.Basics, "title", T("标题", "Title"), Or(call.Title)),
            new(CallRules.Basics, "section", T("承办科室", "Section"), Or(call.Section)),
            new(CallRules.Basics, "summary", T("门户摘要", "Summary"), Or(call.Summary)),
            new(CallRules.Basics, "guide", T("申报指南", "Guide"), Or(call.Guide)),
            new(CallRules.Window, "opens", T("受理开始", "Opens"), Text.Same(ChinaTime.Minute(call.OpensAt))),
            new(CallRules.Window, "closes", T("受理截止", "Closes"), Text.Same(Deadline.Shown(call.ClosesAt))),
        };
        if (call.ShortNoticeReason.Length > 0) facts.Add(new(CallRules.Window, "short-notice", T("发布提前量不足的理由", "Why on short notice"), Text.Same(call.ShortNoticeReason)));
        facts.Add(new(CallRules.Money, "budget", T("安排资金", "Budget"), Money.Words(call.BudgetFen)));
        facts.Add(new(CallRules.Money, "planned", T("拟立项数", "Planned"), T($"{call.Planned} 项", $"{call.Planned}")));
        facts.Add(new(CallRules.Money, "own-ratio", T("自筹与资助之比", "Own funds to grant"), call.OwnRatioPercent == 0 ? T("不要求", "none asked") : T($"不低于 {Ratio(call)}", $"at least {Ratio(call)}")));
        foreach (var one in InOrder(call, programme)) facts.Add(new(CallRules.Money, "category." + one.Category, programme.CategoryLabel(one.Category), Category(one, programme)));
        facts.Add(new(CallRules.Conditions, "kinds", T("申报单位", "Who may apply"), plan.OrganisationKinds.Count == 0 ? Unlimited : Joined(plan.OrganisationKinds.Select(OrganisationKinds.Of))));
        facts.Add(new(CallRules.Conditions, "eligibility", T("申报条件", "Eligibility"), Or(plan.Eligibility)));
        facts.Add(new(CallRules.Conditions, "limit-leader", T("同一负责人限项", "Limit per leader"), T($"{plan.LimitPerLeader} 项", $"{plan.LimitPerLeader}")));
        facts.Add(new(CallRules.Conditions, "limit-organisation", T("同一单位限项", "Limit per organisation"), T($"{plan.LimitPerOrganisation} 项", $"{plan.LimitPerOrganisation}")));
        facts.Add(new(CallRules.Conditions, "attachments", T("另须提交的附件", "Further attachments"), Attachments(plan, programme)));
        facts.Add(new(CallRules.Recommenders, "recommenders", T("推荐单位", "Recommending units"), call.Recommenders.Count == 0 ? None : Joined(call.Recommenders.OrderBy(one => one.Area.Length == 0).ThenBy(one => one.Area).Select(Recommender))));
        facts.Add(new(CallRules.Review, "experts", T("每项专家数", "Experts each"), T($"{plan.Experts} 人", $"{plan.Experts}")));
        facts.Add(new(CallRules.Review, "blind", T("评审方式", "Manner"), plan.Blind ? T("隐去单位与人员", "without names") : T("不隐去单位与人员", "with names")));
        facts.Add(new(CallRules.Review, "review-days", T("评审期限", "Days to review"), T($"{plan.ReviewDays} 日", $"{plan.ReviewDays} days")));
        return facts;
    }

    /// <summary>What differs, in Chinese: the Journal's language.</summary>
    public static IReadOnlyList<CallChange> Between(IReadOnlyList<CallFact> before, IReadOnlyList<CallFact> after)
    {
        var old = before.ToDictionary(fact => fact.Key);
        var now = after.ToDictionary(fact => fact.Key);
        return [.. after.Concat(before.Where(fact => !now.ContainsKey(fact.Key)))
            .Select(fact => new CallChange(fact.Label.Zh, old.GetValueOrDefault(fact.Key)?.Value.Zh ?? "", now.GetValueOrDefault(fact.Key)?.Value.Zh ?? ""))
            .Where(change => change.Before != change.After)];
    }

    public static IEnumerable<CallCategory> InOrder(Call call, ProgrammeDefinition programme)
    {
        var order = programme.Categories.Select(one => one.Key).ToList();
        return call.Categories.OrderBy(one => order.IndexOf(one.Category) is >= 0 and var at ? at : int.MaxValue);
    }

    public static string Ratio(Call call) => (call.OwnRatioPercent / 100m).ToString("0.##", CultureInfo.InvariantCulture) + " : 1";

    public static Text Modes(CallCategory category, ProgrammeDefinition programme) => Joined(category.Modes.Select(programme.FundingModeLabel));

    /// <summary>All modes of the call: “前补助、自筹”.</summary>
    public static Text Modes(Call call, ProgrammeDefinition programme)
    {
        var used = call.Categories.SelectMany(one => one.Modes).ToHashSet();
        return Joined(programme.FundingModes.Where(mode => used.Contains(mode.Key)).Select(mode => mode.Label));
    }

    public static Text Joined(IEnumerable<Text> words)
    {
        var all = words.ToList();
        return new Text(string.Join("、", all.Select(word => word.Zh)), string.Join(", ", all.Select(word => word.En)));
    }

    static Text Category(CallCategory one, ProgrammeDefinition programme)
    {
        var modes = Modes(one, programme);
        var zh = $"单项不超过 {Money.Words(one.CapFen).Zh}，{modes.Zh}";
        var en = $"at most {Money.Words(one.CapFen).En} each, {modes.En}";
        if (one.BudgetFen > 0) (zh, en) = (zh + $"，安排 {Money.Words(one.BudgetFen).Zh}", en + $", budget {Money.Words(one.BudgetFen).En}");
        if (one.Planned > 0) (zh, en) = (zh + $"，拟立 {one.Planned} 项", en + $", {one.Planned} planned");
        return T(zh, en);
    }

    static Text Attachments(CallPlan plan, ProgrammeDefinition programme) =>
        plan.Attachments.Count == 0 ? T("无", "none") : Joined(CallRules.FurtherAttachments(programme).Where(field => plan.Attachments.Contains(field.Key)).Select(field => field.Label));

    static Text Recommender(CallRecommender one)
    {
        var area = one.Area.Length == 0 ? default : Foundation.Codes.CodeTables.Default.Areas.NameOf(one.Area);
        return one.Area.Length == 0 ? T($"{one.Name}（由申报单位选择）", $"{one.Name} (chosen by applicants)") : T($"{one.Name}（{area.Zh}）", $"{one.Name} ({area.En})");
    }

    static Text Or(string value) => value.Length == 0 ? None : Text.Same(value);
}
