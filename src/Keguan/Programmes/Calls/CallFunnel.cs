using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Programmes.Applications;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>One step of the way from started to approved: how many got at least so far, and the list that shows exactly them.</summary>
public sealed record FunnelCount(string Key, Text Label, int Count, string Url);

/// <summary>
/// How far the applications of a call have come. A step counts the states at or beyond it, so that its number is what the list filtered by these
/// states shows; all steps come from one grouped query.
/// </summary>
public static class CallFunnel
{
    public const string Submitted = "submitted";

    /// <summary>Handed in and not taken back; returned ones have been handed in.</summary>
    public static readonly IReadOnlyList<string> SubmittedStates = [.. ApplicationLifecycle.Table.States.Select(state => state.Code).Except([ApplicationLifecycle.Draft, ApplicationLifecycle.Withdrawn])];

    static readonly string[] Recommended = [.. SubmittedStates.Except([ApplicationLifecycle.Recommending, ApplicationLifecycle.Returned, ApplicationLifecycle.Unrecommended])];
    static readonly string[] Accepted = [.. Recommended.Except([ApplicationLifecycle.FormalCheck, ApplicationLifecycle.Supplementing, ApplicationLifecycle.Rejected])];
    static readonly string[] Reviewed = [.. Accepted.Except([ApplicationLifecycle.InReview])];
    static readonly string[] Proposed = [ApplicationLifecycle.Proposed, ApplicationLifecycle.Publicised, ApplicationLifecycle.Objected, ApplicationLifecycle.Approved];

    static readonly (string Key, Text Label, IReadOnlyList<string>? States)[] Steps =
    [
        ("started", T("开始填报", "Started"), null),
        (Submitted, T("提交", "Submitted"), SubmittedStates),
        ("recommended", T("推荐", "Recommended"), Recommended),
        ("accepted", T("形审通过", "Passed the check"), Accepted),
        ("reviewed", T("评审完成", "Reviewed"), Reviewed),
        ("proposed", T("拟立项", "Proposed"), Proposed),
        ("approved", T("立项", "Approved"), [ApplicationLifecycle.Approved]),
    ];

    public static async Task<IReadOnlyList<FunnelCount>> LoadAsync(KeguanDb db, Actor actor, Guid call, CancellationToken cancel)
    {
        var byState = await db.Applications().VisibleTo(actor).Where(one => one.CallId == call).GroupBy(one => one.State)
            .Select(group => new { State = group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.State, group => group.Count, cancel);
        return Counted(call, byState);
    }

    /// <summary>The same for several calls at once, for the desk.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<FunnelCount>>> LoadAsync(KeguanDb db, Actor actor, IReadOnlyCollection<Guid> calls, CancellationToken cancel)
    {
        var rows = await db.Applications().VisibleTo(actor).Where(one => calls.Contains(one.CallId)).GroupBy(one => new { one.CallId, one.State })
            .Select(group => new { group.Key.CallId, group.Key.State, Count = group.Count() }).ToListAsync(cancel);
        return calls.ToDictionary(call => call, call => Counted(call, rows.Where(row => row.CallId == call).ToDictionary(row => row.State, row => row.Count)));
    }

    static IReadOnlyList<FunnelCount> Counted(Guid call, Dictionary<string, int> byState) =>
        [.. Steps.Select(step => new FunnelCount(step.Key, step.Label, (step.States ?? [.. byState.Keys]).Sum(state => byState.GetValueOrDefault(state)), Url(call, step.Key)))];

    /// <summary>The list of exactly what the step counts.</summary>
    public static string Url(Guid call, string step) =>
        $"/programmes/applications?call={call}{string.Concat((Steps.First(one => one.Key == step).States ?? []).Select(state => "&state=" + state))}";
}
