using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Work;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>Agreements: to be made, filled in and sealed by the organisation; to be reviewed and sealed by the bureau.</summary>
public sealed class AgreementWork(DefinitionStore definitions) : IWorkSource
{
    /// <summary>No agreement has been generated yet.</summary>
    const string None = "none";

    sealed record Stage(int Order, Text Name, string State, string Permission, bool Bureau);

    static readonly Stage[] Stages =
    [
        new(50, T("任务书待生成", "Agreements to be generated"), None, Permissions.ProjectsOwn, false),
        new(51, T("任务书待填写", "Agreements to be filled in"), AgreementLifecycle.Drafted, Permissions.ProjectsOwn, false),
        new(52, T("任务书待签章", "Agreements to be sealed"), AgreementLifecycle.Accepted, Permissions.ProjectsOwn, false),
        new(53, T("任务书审核", "Agreements to review"), AgreementLifecycle.Submitted, Permissions.AgreementsReview, true),
        new(54, T("任务书签章生效", "Agreements to seal"), AgreementLifecycle.Sealed, Permissions.AgreementsReview, true),
    ];

    sealed record Row
    {
        public required Guid Project { get; init; }
        public required string Title { get; init; }
        public required string Definition { get; init; }
        public required string Version { get; init; }
        public required string State { get; init; }
        public required DateTime Since { get; init; }
        public required DateOnly? Due { get; init; }
        public required Guid? Handler { get; init; }
    }

    /// <summary>The bureau keeps its own promise; the organisation the day until which the agreement must be there.</summary>
    static IQueryable<Row> Rows(KeguanDb db, Actor actor, bool bureau) =>
        from project in db.Projects().VisibleTo(actor)
        join made in db.Agreements() on project.Id equals made.ProjectId into all
        from agreement in all.DefaultIfEmpty()
        where project.State == ProjectLifecycle.AgreementPending
        select new Row
        {
            Project = project.Id,
            Title = project.Title,
            Definition = project.Definition,
            Version = project.DefinitionVersion,
            State = agreement == null ? None : agreement.State,
            Since = agreement == null ? project.StateSince : agreement.SubmittedAt ?? project.StateSince,
            Handler = project.HandlerId,
            Due = bureau ? agreement == null ? null : agreement.DueOn : project.DueOn,
        };

    static List<Stage> Of(Actor actor) => actor.IsSystem ? [] : [.. Stages.Where(stage => actor.Can(stage.Permission))];

    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var stages = Of(actor);
        if (stages.Count == 0) return [];
        var today = ChinaTime.DayOf(now);
        var me = actor.AccountId;
        var states = stages.Select(stage => stage.State).ToArray();
        var rows = await Rows(db, actor, stages[0].Bureau).Where(row => states.Contains(row.State)).GroupBy(row => new { row.State, row.Definition, row.Version, Own = row.Handler == null || row.Handler == me })
            .Select(group => new { group.Key, Count = group.Count(), Due = group.Count(row => row.Due == today), Late = group.Count(row => row.Due < today), Oldest = group.Min(row => row.Since) }).ToListAsync(cancel);
        var queues = new List<WorkQueue>();
        foreach (var stage in stages)
        {
            var all = rows.Where(row => row.Key.State == stage.State).ToList();
            if (all.Count == 0) continue;
            int? promised = stage.State == AgreementLifecycle.Submitted ? all.Min(row => definitions.Get<ProgrammeDefinition>(row.Key.Definition, row.Key.Version).Value.Agreement.PromisedDays.Whole) : null;
            WorkQueue Of(bool own)
            {
                var these = own ? all.Where(row => row.Key.Own).ToList() : all;
                return new WorkQueue(stage.Order, stage.Name, $"/programmes/projects?state={ProjectLifecycle.AgreementPending}&agreement={stage.State}{(own ? Handling.Query : "")}", these.Sum(row => row.Count), these.Sum(row => row.Due), these.Sum(row => row.Late),
                    these.Count == 0 ? null : ChinaTime.DayOf(these.Min(row => row.Oldest)), promised);
            }
            queues.Add(stage.Bureau ? Of(own: false) with { Own = Of(own: true) } : Of(own: false));
        }
        return queues;
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        var stages = Of(actor);
        if (stages.Count == 0) return [];
        var states = stages.Select(stage => stage.State).ToArray();
        var rows = await Rows(db, actor, stages[0].Bureau).Where(row => states.Contains(row.State) && row.Due != null && row.Due <= until).OrderBy(row => row.Due).Take(most).ToListAsync(cancel);
        return [.. rows.Select(row => new WorkItem(stages.First(stage => stage.State == row.State).Name, row.Title, "/programmes/agreements/details/" + row.Project, row.Due!.Value))];
    }
}
