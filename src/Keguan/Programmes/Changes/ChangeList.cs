using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

public sealed record ChangeRow
{
    public Guid Id { get; init; }
    public Guid? HandlerId { get; init; }
    public string Number { get; init; } = "";
    public string Kind { get; init; } = "";
    public string KindKey { get; init; } = "";
    public string Level { get; init; } = "";
    public string ProjectNumber { get; init; } = "";
    public string Title { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string Category { get; init; } = "";
    public string Batch { get; init; } = "";
    public string State { get; init; } = "";
    public DateTime? SubmittedAt { get; init; }
    public DateTime? DecidedAt { get; init; }
    public DateTime StateSince { get; init; }
}

/// <summary>变更列表.</summary>
public sealed class ChangeList : ListDefinition<ChangeRow>
{
    public ChangeList() : base("changes", T("变更列表", "Changes"))
    {
        Unit = T("件", "changes");
        Row(one => one.Id, id => $"/programmes/changes/details/{id}");
        Column("number", T("编号", "Number"), one => one.Number);
        Column("kind", T("种类", "Kind"), one => one.Kind).Title();
        Coded("level", T("由谁决定", "Who decides"), one => one.Level, ChangeLevels.Of);
        Column("project", T("项目编号", "Project"), one => one.ProjectNumber);
        Column("title", T("项目名称", "Title"), one => one.Title).Clip();
        Column("organisation", T("承担单位", "Organisation"), one => one.Organisation).Clip();
        Coded("category", T("类别", "Category"), one => one.Category, ProgrammeWords.Category).Hidden();
        Column("batch", T("批次", "Batch"), one => one.Batch).Hidden();
        Time("submitted", T("提交", "Submitted"), one => one.SubmittedAt);
        Time("decided", T("办结", "Decided"), one => one.DecidedAt);
        Time("since", T("到件", "Here since"), one => one.StateSince).Hidden();
        Status("state", T("状态", "State"), one => one.State, ChangeLifecycle.Table);
        Search(T("编号、项目、单位", "Number, project, organisation"), one => one.Number, one => one.ProjectNumber, one => one.Title, one => one.Organisation);
        Choice("state", T("状态", "State"), one => one.State, ChangeLifecycle.Table);
        Where(Work.Handling.Filter, Work.Handling.Label, Work.Handling.Options, (context, _) => Work.Handling.Mine<ChangeRow>(context, one => one.HandlerId)).Silent();
        Choice("level", T("由谁决定", "Who decides"), one => one.Level, ((string[])[ChangeLevels.Unit, ChangeLevels.Bureau, ChangeLevels.Major]).Select(level => new Option(level, ChangeLevels.Of(level))));
        Choice("category", T("计划类别", "Category"), one => one.Category, ProgrammeWords.Categories.Select(category => new Option(category.Key, category.Label)));
        DateRange("asked", T("提交时间", "Submitted"), one => one.SubmittedAt);
        Tab("review", T("待审核", "To review"), "state=submitted&sort=since", actor => actor.Can(Permissions.ChangesReview));
        Tab("leader", T("待局领导审批", "For the leader"), "state=checked&sort=since", actor => actor.SeesAll);
        Sorts("-submitted");
        Empty = T("没有变更", "No changes");
        EmptyHint = T("承担单位在项目的“过程”页发起变更。", "Organisations ask for changes on the project’s page.");
    }

    public override string Permission => Permissions.ProjectsRead;

    public override IQueryable<ChangeRow> Query(KeguanDb db, Actor actor) => db.Changes().VisibleTo(actor).Select(one => new ChangeRow
    {
        Id = one.Id, HandlerId = one.Project.HandlerId, Number = one.Number, Kind = one.KindZh, KindKey = one.Kind, Level = one.Level, ProjectNumber = one.Project.Number, Title = one.Project.Title, Organisation = one.Project.OrganisationName,
        Category = one.Category, Batch = one.Batch, State = one.State, SubmittedAt = one.SubmittedAt, DecidedAt = one.DecidedAt, StateSince = one.StateSince,
    });
}
