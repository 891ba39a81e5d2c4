using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Work;

/// <summary>A line of 待办 with what the calendar says about it.</summary>
public sealed record DeskQueue(WorkQueue Queue, int? Waited)
{
    /// <summary>The oldest has waited longer than promised.</summary>
    public bool Broken => Waited > Queue.PromisedDays;
}

/// <summary>A matter with its distance from today in working days: −3 three days late, 0 today, 1 tomorrow.</summary>
public sealed record DeskItem(WorkItem Item, int Days, bool Late);

/// <summary>Gathers what all modules have for one actor.</summary>
public sealed class Desk(KeguanDb db, CurrentActor actor, TimeProvider time, IEnumerable<IWorkSource> sources, IEnumerable<IDeskPanel> panels, IEnumerable<DeskAct> acts)
{
    /// <summary>Working days ahead that count as soon.</summary>
    const int SoonDays = 5;

    DateTime Now => time.GetUtcNow().UtcDateTime;
    DateOnly Today => ChinaTime.DayOf(Now);

    /// <summary>Queues in which something waits, in the order of a matter's life, the whole section's; what is the actor's own is in <see cref="WorkQueue.Own"/>.</summary>
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(CancellationToken cancel)
    {
        var all = new List<WorkQueue>();
        foreach (var source in sources) all.AddRange(await source.QueuesAsync(db, actor.Value, Now, cancel));
        return [.. all.Where(queue => queue.Count > 0).OrderBy(queue => queue.Order)];
    }

    /// <summary>The lines of 待办: the section's, or only what is the actor's own.</summary>
    public IReadOnlyList<DeskQueue> Lines(IEnumerable<WorkQueue> queues, bool section) =>
        [.. queues.Select(queue => section ? queue : queue.Own ?? queue).Where(queue => queue.Count > 0).Select(queue => new DeskQueue(queue, queue.OldestOn is { } oldest ? Math.Max(0, WorkingCalendar.Default.WorkingDaysBetween(oldest, Today)) : null))];

    /// <summary>What is late or due within a few working days, the latest first.</summary>
    public async Task<IReadOnlyList<DeskItem>> LateAndSoonAsync(int most, CancellationToken cancel)
    {
        var (today, until) = (Today, WorkingCalendar.Default.AddWorkingDays(Today, SoonDays));
        var all = new List<WorkItem>();
        foreach (var source in sources) all.AddRange(await source.LateAndSoonAsync(db, actor.Value, Now, until, most, cancel));
        return [.. all.OrderBy(item => item.DueOn).ThenBy(item => item.Title, StringComparer.Ordinal).Take(most)
            .Select(item => new DeskItem(item, WorkingCalendar.Default.WorkingDaysBetween(today, item.DueOn), item.DueOn < today))];
    }

    public async Task<IReadOnlyList<DeskPanel>> PanelsAsync(CancellationToken cancel)
    {
        var all = new List<DeskPanel>();
        foreach (var panel in panels)
        {
            if (await panel.ShowAsync(db, actor.Value, Now, cancel) is { } shown) all.Add(shown);
        }
        return [.. all.OrderBy(panel => panel.Order)];
    }

    public IReadOnlyList<DeskAct> Acts => [.. acts.Where(act => actor.Value.Can(act.Permission)).OrderBy(act => act.Order)];
}
