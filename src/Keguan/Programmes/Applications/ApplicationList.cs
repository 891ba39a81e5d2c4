using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>申报列表: for the bureau, the recommending units and — their own — the applicants.</summary>
public sealed class ApplicationList : ListDefinition<Application>
{
    public ApplicationList() : base("applications", T("申报列表", "Applications"))
    {
        Row(one => one.Id, id => $"/programmes/applications/details/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("title", T("项目名称", "Title"), one => one.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), one => one.OrganisationName).Clip();
        Coded("area", T("县（市、区）", "County"), one => one.Area, code => CodeTables.Default.Areas.NameOf(code));
        Coded("category", T("类别", "Category"), one => one.Category, ProgrammeWords.Category);
        Coded("mode", T("资助方式", "Funding mode"), one => one.FundingMode, ProgrammeWords.FundingMode).Hidden();
        Column("leader", T("负责人", "Leader"), one => one.LeaderName).Hidden();
        // Nothing reckoned yet is not the same as no grant wanted.
        var selfFunded = ProgrammeWords.SelfFunded.ToArray();
        Amount("grant", T("申请资助", "Grant asked"), one => one.GrantFen == 0 && !selfFunded.Contains(one.FundingMode) ? null : (long?)one.GrantFen).Sum().Zero(T("自筹", "own"));
        Amount("own", T("自筹", "Own funds"), one => one.OwnFen).Sum();
        Number("warnings", T("核查提示", "Warnings"), one => one.ChecksWarned).Hidden();
        Time("submitted", T("提交时间", "Submitted"), one => one.SubmittedAt);
        Time("since", T("到件", "Here since"), one => one.StateSince).Hidden();
        Date("due", T("办结期限", "Due"), one => one.DueOn);
        Status("state", T("状态", "State"), one => one.State, ApplicationLifecycle.Table);
        Column("handler", T("经办", "Officer"), one => one.HandlerName).Hidden();
        Column("receipt", T("回执", "Receipt"), one => one.ReceiptNumber).Hidden();
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();

        Search(T("项目名称、单位、负责人、编号", "Title, organisation, leader, number"), one => one.Title, one => one.OrganisationName, one => one.LeaderName, one => one.Number);
        Choice("state", T("状态", "State"), one => one.State, ApplicationLifecycle.Table);
        Choice("category", T("计划类别", "Category"), one => one.Category, ProgrammeWords.Categories.Select(category => new Option(category.Key, category.Label)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Choice("mode", T("资助方式", "Funding mode"), one => one.FundingMode, ProgrammeWords.FundingModes.Select(mode => new Option(mode.Key, mode.Label)));
        AmountRange("asked", T("申请资助", "Grant asked"), one => one.GrantFen);
        DateRange("received", T("提交时间", "Submitted"), one => one.SubmittedAt);
        DateRange("due", T("办结期限", "Due"), one => one.DueOn).More();
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<Application>(context, one => one.HandlerId)).Silent();
        YesNo("corrected", T("经补正", "Corrected"), one => one.CorrectionsAsked > 0).Silent();
        Choice("call", T("申报通知", "Call"), one => one.CallId, async context => [.. (await Calls.CallOptions.AllAsync(context.Db, context.Actor)).Select(call => new Option(call.Id.ToString(), Text.Same(call.Title)))]);

        bool Officer(Actor actor) => actor.SeesAll;
        Tab("check", T("待形式审查", "To be checked"), "state=formal-check&sort=since", Officer);
        Tab("correction", T("补正中", "Being corrected"), "state=supplementing&sort=due", Officer);
        Tab("review", T("评审中", "In review"), "state=in-review", Officer);
        Tab("recommend", T("待推荐", "To be recommended"), "state=recommending&sort=since", actor => actor.Audience == Audience.Recommender);
        Tab("large", T("申请 50 万元以上", "From 500,000 yuan"), "asked-min=50", Officer);
        Tab("mine", T("办理中", "Under way"), "state=draft&state=returned&state=recommending&state=formal-check&state=supplementing&state=in-review", actor => actor.Audience == Audience.Applicant);
        Bulk("/programmes/checks/batch?do=pass", T("批量通过", "Pass"), Permissions.ApplicationsCheck);
        Bulk("/programmes/checks/batch?do=recommend", T("批量推荐", "Recommend"), Permissions.ApplicationsRecommend);
        Sorts("-number");
        Empty = T("没有申报", "No applications");
        EmptyHint = T("申报单位提交后显示在这里。", "What organisations submit appears here.");
    }

    public override string Permission => Permissions.ApplicationsRead;

    public override IQueryable<Application> Query(KeguanDb db, Actor actor) => db.Applications().VisibleTo(actor);
}
