using Keguan.Foundation.Access;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Work;

/// <summary>A subject and the one on whose page it stands.</summary>
public sealed record SubjectKey
{
    public required Guid Id { get; init; }
    public required Guid Page { get; init; }
}

/// <summary>Where the subjects of entries are, as far as the present actor may open their pages.</summary>
public sealed class SubjectPages(KeguanDb db, CurrentActor actor, IEnumerable<SubjectPage> pages)
{
    readonly Dictionary<string, SubjectPage> _pages = pages.ToDictionary(page => page.Subject);

    public async Task<IReadOnlyDictionary<(string Type, Guid Id), string>> OfAsync(IEnumerable<(string Type, Guid Id)> subjects, CancellationToken cancel)
    {
        var found = new Dictionary<(string, Guid), string>();
        foreach (var kind in subjects.Distinct().GroupBy(subject => subject.Type))
        {
            if (!_pages.TryGetValue(kind.Key, out var page) || (page.Permissions.Length > 0 && !page.Permissions.Any(actor.Value.Can))) continue;
            foreach (var one in await page.Find(db, actor.Value, [.. kind.Select(subject => subject.Id)], cancel)) found[(kind.Key, one.Id)] = one.Url;
        }
        return found;
    }
}
