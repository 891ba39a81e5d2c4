using Keguan.Foundation.Data;
using Keguan.Foundation.Public;

namespace Keguan.Portal;

/// <summary>The publicities of all modules as one list.</summary>
public static class PublicityLists
{
    public static async Task<IReadOnlyList<PublicityHead>> AllAsync(IEnumerable<IPublicitySource> sources, KeguanDb db, DateTime now, string words, int most, CancellationToken cancel)
    {
        var all = new List<PublicityHead>();
        foreach (var source in sources) all.AddRange(await source.ListAsync(db, now, words, most, cancel));
        return [.. all.OrderByDescending(one => one.Running).ThenBy(one => one.Running ? one.To.DayNumber : -one.To.DayNumber).Take(most)];
    }
}
