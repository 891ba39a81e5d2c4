using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

/// <summary>Changes that wait for the section or the leader.</summary>
public sealed class ChangeWork : IWorkSource
{
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var result = new List<WorkQueue>();
        var me = actor.AccountId;
        foreach (var (permission, state) in ((string, string)[])[(Permissions.ChangesReview, ChangeLifecycle.Submitted), (Permissions.ChangesApproveMajor, ChangeLifecycle.Checked)])
        {
            if (!actor.Can(permission)) continue;
            var found = await db.Changes().Where(change => change.State == state).GroupBy(change => change.Project.HandlerId == null || change.Project.HandlerId == me).Select(group => new { Own = group.Key, Count = group.Count(), Oldest = group.Min(change => change.StateSince) }).ToListAsync(cancel);
            if (found.Count == 0) continue;
            WorkQueue Of(bool own)
            {
                var these = found.Where(row => row.Own || !own).ToList();
                return new WorkQueue(72, T("变更待审批", "Changes to decide"), $"/programmes/changes?state={state}&sort=since{(own ? Work.Handling.Query : "")}", these.Sum(row => row.Count), 0, 0, these.Count == 0 ? null : ChinaTime.DayOf(these.Min(row => row.Oldest)), null);
            }
            // A major change is the leader's, whoever handles the project.
            result.Add(permission == Permissions.ChangesReview ? Of(own: false) with { Own = Of(own: true) } : Of(own: false));
        }
        return result;
    }

    public Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel) => Task.FromResult<IReadOnlyList<WorkItem>>([]);
}
