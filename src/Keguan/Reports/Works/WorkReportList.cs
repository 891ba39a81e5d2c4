using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.Works;

/// <summary>工作报告, drafts and approved ones.</summary>
public sealed class WorkReportList : ListDefinition<WorkReport>
{
    public WorkReportList() : base("work-reports", T("工作报告", "Work reports"))
    {
        Row(x => x.Id, id => $"/reports/works/{id}");
        Column("title", T("标题", "Title"), x => x.Title).Title().Unsorted();
        Coded("period", T("报告期", "Period"), x => x.Period, code => Period.TryParse(code, out var period) ? period.Words : Text.Same(code)).Unsorted();
        Status("state", T("状态", "State"), x => x.State, WorkReportLifecycle.Table).Unsorted();
        Number("frozen-at", T("数据截至记录号", "As of position"), x => x.FrozenAt).Unsorted();
        Column("by", T("起草人", "Drafted by"), x => x.CreatedBy).Unsorted();
        Time("created", T("起草时间", "Drafted"), x => x.CreatedAt);
        Sorts("-created");
        Search(T("标题", "Title"), x => x.Title);
        Choice("state", T("状态", "State"), x => x.State, WorkReportLifecycle.Table);
        Tab("review", T("审签中", "In review"), "state=review");
        Unit = T("份", "reports");
        Empty = T("还没有报告", "No reports yet");
        EmptyHint = T("从一个模板起草，数字自动取好。", "Draft one from a template; its figures are filled in.");
        (EmptyUrl, EmptyAct) = ("/reports/templates", T("选模板", "Choose a template"));
    }

    public override string Permission => Permissions.ReportsRead;

    public override IQueryable<WorkReport> Query(KeguanDb db, Actor actor) => db.WorkReports().VisibleTo(actor);
}
