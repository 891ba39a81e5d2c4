using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Projects;

/// <summary>项目列表, with the sums that must equal the Journal's.</summary>
public sealed class ProjectList : ListDefinition<Project>
{
    public ProjectList() : base("projects", T("项目列表", "Projects"))
    {
        Row(one => one.Id, id => $"/programmes/projects/details/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("title", T("项目名称", "Title"), one => one.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), one => one.OrganisationName).Clip();
        Coded("area", T("县（市、区）", "County"), one => one.Area, code => CodeTables.Default.Areas.NameOf(code));
        Coded("category", T("类别", "Category"), one => one.Category, ProgrammeWords.Category);
        Coded("mode", T("资助方式", "Funding mode"), one => one.FundingMode, ProgrammeWords.FundingMode).Hidden();
        Column("leader", T("负责人", "Leader"), one => one.LeaderName).Hidden();
        Amount("grant", T("核定资助", "Grant"), one => one.GrantFen).Sum().Zero(T("自筹", "own"));
        Amount("released", T("已下达", "Released"), one => one.ReleasedFen).Sum();
        Amount("paid", T("已拨付", "Paid"), one => one.PaidFen).Sum();
        Amount("own", T("自筹", "Own funds"), one => one.OwnFen).Sum().Hidden();
        Date("end", T("执行期止", "Ends"), one => one.EndOn);
        Date("due", T("当前期限", "Due"), one => one.DueOn);
        Status("state", T("状态", "State"), one => one.State, ProjectLifecycle.Table);
        Column("document", T("立项文号", "Document"), one => one.DocumentNumber).Hidden();
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();
        Column("handler", T("经办", "Officer"), one => one.HandlerName).Hidden();

        Search(T("项目名称、单位、负责人、编号", "Title, organisation, leader, number"), one => one.Title, one => one.OrganisationName, one => one.LeaderName, one => one.Number);
        Choice("state", T("状态", "State"), one => one.State, ProjectLifecycle.Table);
        Choice("category", T("计划类别", "Category"), one => one.Category, ProgrammeWords.Categories.Select(category => new Option(category.Key, category.Label)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Choice("mode", T("资助方式", "Funding mode"), one => one.FundingMode, ProgrammeWords.FundingModes.Select(mode => new Option(mode.Key, mode.Label)));
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Foundation.Text.Same(batch)))]);
        AmountRange("granted", T("核定资助", "Grant"), one => one.GrantFen);
        DateRange("ends", T("执行期止", "Ends"), one => one.EndOn);
        DateRange("by", T("当前期限", "Due"), one => one.DueOn).More();
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<Project>(context, one => one.HandlerId)).Silent();
        Where("agreement", T("任务书", "Agreement"), [.. Agreements.AgreementLifecycle.Table.States.Select(state => new Option(state.Code, state.Inside)), new Option("none", T("未生成", "Not generated"))], (context, value) =>
        {
            var agreements = context.Db.Set<Agreements.Agreement>();
            return value == "none" ? one => !agreements.Any(agreement => agreement.ProjectId == one.Id) : one => agreements.Any(agreement => agreement.ProjectId == one.Id && agreement.State == value);
        }).More();
        Where("late", T("期限", "Deadline"), [new Option("late", T("已逾期", "Overdue")), new Option("soon", T("30 日内到期", "Within 30 days"))], (context, value) =>
        {
            var today = context.Today;
            var soon = today.AddDays(30);
            return value == "late" ? one => one.DueOn < today : one => one.DueOn >= today && one.DueOn <= soon;
        });

        Tab("running", T("在研", "Running"), "state=running&state=rectifying");
        Tab("agreement", T("待签任务书", "Agreement pending"), "state=agreement-pending");
        Tab("due", T("到期待验收", "Due"), "state=due");
        Tab("acceptance", T("验收中", "In acceptance"), "state=acceptance-requested&state=in-acceptance&state=deferred");
        Tab("self-funded", T("自筹", "Self-funded"), "mode=self-funded");
        Tab("late", T("逾期", "Overdue"), "late=late");
        Sorts("-number");
        Empty = T("没有项目", "No projects");
        EmptyHint = T("立项后显示在这里。", "Approved applications appear here.");
    }

    public override string Permission => Permissions.ProjectsRead;

    public override IQueryable<Project> Query(KeguanDb db, Actor actor) => db.Projects().VisibleTo(actor);
}
