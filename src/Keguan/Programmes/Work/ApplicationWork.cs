using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>What applications put on the desks: of recommending units, of the officers from formal check to publicity, of the applicants who must mend.</summary>
public sealed class ApplicationWork(DefinitionStore definitions) : IWorkSource
{
    /// <summary>A stage in which applications wait for somebody.</summary>
    sealed record Stage(int Order, Text Name, string State, string Permission, string Page)
    {
        public Func<ProgrammeDefinition, int>? Promised { get; init; }

        /// <summary>Only what was sent back for correction, or only what was not.</summary>
        public bool? Corrected { get; init; }

        /// <summary>Somebody else acts until the time is over.</summary>
        public bool OnlyLate { get; init; }

        public string Url => $"/programmes/applications?state={State}" + (Corrected is { } corrected ? "&corrected=" + (corrected ? "yes" : "no") : "");
    }

    static readonly Stage[] Stages =
    [
        new(8, T("补正材料", "Correct what was sent back"), ApplicationLifecycle.Supplementing, Permissions.ApplicationsWrite, "/programmes/applications/tasks/"),
        new(9, T("推荐退回修改", "Change what was returned"), ApplicationLifecycle.Returned, Permissions.ApplicationsWrite, "/programmes/applications/tasks/"),
        new(10, T("推荐", "Recommendation"), ApplicationLifecycle.Recommending, Permissions.ApplicationsRecommend, "/programmes/recommendations/details/") { Promised = programme => programme.Recommendation.PromisedDays.Whole },
        new(20, T("形式审查", "Formal check"), ApplicationLifecycle.FormalCheck, Permissions.ApplicationsCheck, "/programmes/checks/details/") { Corrected = false, Promised = programme => programme.FormalCheck.PromisedDays.Whole },
        new(22, T("补正复核", "Corrections"), ApplicationLifecycle.FormalCheck, Permissions.ApplicationsCheck, "/programmes/checks/details/") { Corrected = true, Promised = programme => programme.FormalCheck.PromisedDays.Whole },
        new(24, T("逾期未补正", "Not corrected in time"), ApplicationLifecycle.Supplementing, Permissions.ApplicationsCheck, "/programmes/checks/details/") { OnlyLate = true },
        new(40, T("排序与拟立项", "Ranking and proposal"), ApplicationLifecycle.Shortlisted, Permissions.ApprovalPropose, "/programmes/applications/details/"),
        new(42, T("发布公示", "Publicity"), ApplicationLifecycle.Proposed, Permissions.PublicityManage, "/programmes/applications/details/"),
    ];

    static List<Stage> Of(Actor actor) => actor.IsSystem ? [] : [.. Stages.Where(stage => actor.Can(stage.Permission))];

    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var stages = Of(actor);
        if (stages.Count == 0) return [];
        var today = ChinaTime.DayOf(now);
        var states = stages.Select(stage => stage.State).Distinct().ToArray();
        var me = actor.AccountId;
        var rows = await db.Applications().VisibleTo(actor).Where(one => states.Contains(one.State))
            .GroupBy(one => new { one.State, Corrected = one.CorrectionsAsked > 0, one.Definition, one.DefinitionVersion, Own = one.HandlerId == null || one.HandlerId == me })
            .Select(group => new Waiting
            {
                State = group.Key.State, Corrected = group.Key.Corrected, Definition = group.Key.Definition, Version = group.Key.DefinitionVersion, Own = group.Key.Own, Count = group.Count(),
                Due = group.Count(one => one.DueOn == today), Late = group.Count(one => one.DueOn < today), Oldest = group.Min(one => one.StateSince),
            }).ToListAsync(cancel);
        var queues = new List<WorkQueue>();
        foreach (var stage in stages)
        {
            var all = rows.Where(row => row.State == stage.State && (stage.Corrected is null || row.Corrected == stage.Corrected)).ToList();
            if (all.Count == 0) continue;
            var queue = Queue(stage, all, "", today);
            queues.Add(actor.SeesAll ? queue with { Own = Queue(stage, [.. all.Where(row => row.Own)], Handling.Query, today) } : queue);
        }
        if (actor.Can(Permissions.ApplicationsWrite) && await DraftsAsync(db, actor, now, cancel) is { } drafts) queues.Add(drafts);
        return queues;
    }

    sealed record Waiting
    {
        public required string State { get; init; }
        public required bool Corrected { get; init; }
        public required string Definition { get; init; }
        public required string Version { get; init; }
        public required bool Own { get; init; }
        public required int Count { get; init; }
        public required int Due { get; init; }
        public required int Late { get; init; }
        public required DateTime Oldest { get; init; }
    }

    /// <param name="only">Narrows the lists to what the actor handles.</param>
    WorkQueue Queue(Stage stage, List<Waiting> rows, string only, DateOnly today)
    {
        var late = $"{stage.Url}{only}&due-to={ChinaTime.Day(today.AddDays(-1))}";
        int? promised = stage.Promised is { } days && rows.Count > 0 ? rows.Min(row => days(definitions.Get<ProgrammeDefinition>(row.Definition, row.Version).Value)) : null;
        return new WorkQueue(stage.Order, stage.Name, stage.OnlyLate ? late : stage.Url + only, rows.Sum(row => stage.OnlyLate ? row.Late : row.Count), stage.OnlyLate ? 0 : rows.Sum(row => row.Due), rows.Sum(row => row.Late),
            rows.Count == 0 ? null : ChinaTime.DayOf(rows.Min(row => row.Oldest)), promised)
        {
            DueUrl = $"{stage.Url}{only}&due-from={ChinaTime.Day(today)}&due-to={ChinaTime.Day(today)}",
            LateUrl = late,
        };
    }

    static IQueryable<Application> OpenDrafts(KeguanDb db, Actor actor, DateTime now) =>
        db.Applications().VisibleTo(actor).Where(one => one.State == ApplicationLifecycle.Draft && one.Call.OpensAt <= now && one.Call.ClosesAt >= now);

    static async Task<WorkQueue?> DraftsAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var end = ChinaTime.EndOf(ChinaTime.DayOf(now));
        var drafts = await OpenDrafts(db, actor, now).GroupBy(_ => 1).Select(all => new { Count = all.Count(), Due = all.Count(one => one.Call.ClosesAt <= end), Oldest = all.Min(one => one.CreatedAt) }).FirstOrDefaultAsync(cancel);
        return drafts is null ? null : new WorkQueue(7, T("填报并提交", "Fill in and submit"), "/programmes/applications?state=draft", drafts.Count, drafts.Due, 0, ChinaTime.DayOf(drafts.Oldest), null);
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        var stages = Of(actor);
        if (stages.Count == 0) return [];
        var states = stages.Select(stage => stage.State).Distinct().ToArray();
        var rows = await db.Applications().VisibleTo(actor).Where(one => states.Contains(one.State) && one.DueOn != null && one.DueOn <= until)
            .OrderBy(one => one.DueOn).Take(most).Select(one => new { one.Id, one.Title, one.Number, one.State, one.CorrectionsAsked, DueOn = one.DueOn!.Value }).ToListAsync(cancel);
        var items = new List<WorkItem>();
        foreach (var row in rows)
        {
            var stage = stages.First(stage => stage.State == row.State && (stage.Corrected is null || stage.Corrected == row.CorrectionsAsked > 0));
            if (stage.OnlyLate && row.DueOn >= ChinaTime.DayOf(now)) continue;
            items.Add(new WorkItem(stage.Name, Named(row.Title, row.Number), stage.Page + row.Id, row.DueOn));
        }
        if (actor.Can(Permissions.ApplicationsWrite))
        {
            var end = ChinaTime.EndOf(until);
            var drafts = await OpenDrafts(db, actor, now).Where(one => one.Call.ClosesAt <= end).OrderBy(one => one.Call.ClosesAt).Take(most).Select(one => new { one.Id, one.Title, one.Number, one.Call.ClosesAt }).ToListAsync(cancel);
            // A window that closes at 24:00 belongs to the day that ends then.
            items.AddRange(drafts.Select(one => new WorkItem(T("受理截止", "Closing"), Named(one.Title, one.Number), "/programmes/applications/tasks/" + one.Id, ChinaTime.DayOf(one.ClosesAt.AddTicks(-1)))));
        }
        return items;
    }

    internal static string Named(string title, string number) => title.Length > 0 ? title : T($"（未填项目名称）{number}", $"(no title yet) {number}").ToString();
}
