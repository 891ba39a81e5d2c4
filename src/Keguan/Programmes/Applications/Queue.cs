using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Applications;

/// <summary>The queue of a state, oldest first: where one is in it, and its neighbours.</summary>
public static class Queue
{
    public sealed record Place(int Number, int Total, Guid? Previous, Guid? Next);

    public static async Task<Place> PlaceAsync(IQueryable<Application> visible, string state, Application at, CancellationToken cancel)
    {
        var queue = visible.Where(one => one.State == state);
        var since = at.StateSince;
        var number = at.Number;
        var before = queue.Where(one => one.StateSince < since || (one.StateSince == since && string.Compare(one.Number, number) < 0));
        var after = queue.Where(one => one.StateSince > since || (one.StateSince == since && string.Compare(one.Number, number) > 0));
        var ahead = await before.CountAsync(cancel);
        var total = await queue.CountAsync(cancel);
        var previous = await before.OrderByDescending(one => one.StateSince).ThenByDescending(one => one.Number).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancel);
        var next = await after.OrderBy(one => one.StateSince).ThenBy(one => one.Number).Select(one => (Guid?)one.Id).FirstOrDefaultAsync(cancel);
        return new Place(at.State == state ? ahead + 1 : 0, total, previous, next);
    }
}
