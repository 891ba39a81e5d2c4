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
        foreach (var (permission, state) in ((string, string)[])[(Permissions.ChangesReview, ChangeLifecycle.Submitted), (Permissions.ChangesApproveMajor, ChangeLifecycle.Checked)])
        {
            if (!actor.Can(permission)) continue;
            var found = await db.Changes().Where(change => change.State == state).GroupBy(_ => 1).Select(group => new { Count = group.Count(), Oldest = group.Min(change => change.StateSince) }).FirstOrDefaultAsync(cancel);
            if (found is not null) result.Add(new WorkQueue(72, T("变更待审批", "Changes to decide"), $"/programmes/changes?state={state}&sort=since", found.Count, 0, 0, ChinaTime.DayOf(found.Oldest), null));
        }
        return result;
    }

    public Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel) => Task.FromResult<IReadOnlyList<WorkItem>>([]);
}
