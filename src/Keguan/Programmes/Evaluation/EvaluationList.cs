using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Evaluation;

/// <summary>A concluded project with its grade.</summary>
public sealed class EvaluationRow
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string OrganisationName { get; init; } = "";
    public string Area { get; init; } = "";
    public string Batch { get; init; } = "";
    public long GrantFen { get; init; }
    public string State { get; init; } = "";
    public string Grade { get; init; } = "";
    public DateOnly? EvaluatedOn { get; init; }
}

/// <summary>绩效评价列表.</summary>
public sealed class EvaluationList : ListDefinition<EvaluationRow>
{
    static readonly string[] States = [ProjectLifecycle.Passed, ProjectLifecycle.Concluded, ProjectLifecycle.Failed, ProjectLifecycle.Evaluated, ProjectLifecycle.Archived, ProjectLifecycle.Terminated, ProjectLifecycle.Revoked];

    public EvaluationList() : base("evaluation", T("绩效评价与归档", "Evaluation and archive"))
    {
        Row(one => one.Id, id => $"/programmes/evaluation/details/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("title", T("项目名称", "Title"), one => one.Title).Title();
        Column("organisation", T("承担单位", "Organisation"), one => one.OrganisationName).Clip();
        Amount("grant", T("核定资助", "Grant"), one => one.GrantFen).Sum().Zero(T("自筹", "own"));
        Column("grade", T("等级", "Grade"), one => one.Grade);
        Date("evaluated", T("评价日期", "Evaluated"), one => one.EvaluatedOn);
        Status("state", T("状态", "State"), one => one.State, ProjectLifecycle.Table);
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();

        Search(T("项目名称、单位、编号", "Title, organisation, number"), one => one.Title, one => one.OrganisationName, one => one.Number);
        Choice("state", T("状态", "State"), one => one.State, States.Select(code => new Option(code, ProjectLifecycle.Table.StateOf(code).Inside)));
        Choice("area", T("县（市、区）", "County"), one => one.Area, ProgrammeWords.Counties.Select(item => new Option(item.Code, item.Name)));
        Choice("batch", T("批次", "Batch"), one => one.Batch, async context => [.. (await ProjectBatches.AllAsync(context.Db)).Select(batch => new Option(batch, Foundation.Text.Same(batch)))]);

        Tab("open", T("待评价", "To be evaluated"), "state=passed&state=concluded&state=failed");
        Tab("evaluated", T("待归档", "To be archived"), "state=evaluated");
        Tab("archived", T("已归档", "Archived"), "state=archived");
        Sorts("-number");
        Empty = T("没有待评价的项目", "No projects to evaluate");
        EmptyHint = T("验收有结论后显示在这里。", "Projects appear here once they are concluded.");
    }

    public override string Permission => Permissions.ProjectsRead;

    public override IQueryable<EvaluationRow> Query(KeguanDb db, Actor actor) =>
        from project in db.Projects().VisibleTo(actor)
        where States.Contains(project.State)
        join evaluation in db.Evaluations() on project.Id equals evaluation.ProjectId into evaluations
        from evaluation in evaluations.DefaultIfEmpty()
        select new EvaluationRow
        {
            Id = project.Id, Number = project.Number, Title = project.Title, OrganisationName = project.OrganisationName, Area = project.Area, Batch = project.Batch, GrantFen = project.GrantFen, State = project.State,
            Grade = evaluation == null ? "" : evaluation.GradeZh, EvaluatedOn = evaluation == null ? null : evaluation.EvaluatedOn,
        };
}
