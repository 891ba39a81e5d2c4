using Keguan.Foundation.Data;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Journal;

/// <summary>One line of a timeline.</summary>
public sealed record TimelineRow(Guid EntryId, string SubjectType, DateTime At, DateOnly OccurredOn, string ActorName, string ActorRole, Text Words, string Summary, string Reason, string Hash)
{
    /// <summary>Position in the sealed Journal; null for the few seconds until it is sealed.</summary>
    public long? Position { get; init; }

    /// <summary>“第一期拨款 28.0 万元” where the act was summed up, else the words of the act.</summary>
    public string Line => Summary.Length > 0 && !Text.English ? Summary : Words.ToString();
}

/// <summary>记录: the entries of one or more subjects, latest first, in the words of their lifecycles.</summary>
public static class Timeline
{
    public static async Task<IReadOnlyList<TimelineRow>> LoadAsync(
        KeguanDb db, Lifecycles lifecycles, IReadOnlyCollection<(string Type, Guid Id)> subjects, int skip, int take, CancellationToken cancel)
    {
        var types = subjects.Select(subject => subject.Type).Distinct().ToArray();
        var ids = subjects.Select(subject => subject.Id).ToArray();
        var rows = await db.Set<Entry>().AsNoTracking()
            .Where(entry => ids.Contains(entry.SubjectId) && types.Contains(entry.SubjectType))
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence)
            .Skip(skip).Take(take)
            .Select(entry => new { entry.Id, entry.SubjectType, entry.At, entry.OccurredOn, entry.ActorRole, entry.Action, entry.TextHash, entry.Text!.ActorName, entry.Text.Summary, entry.Text.Reason, Position = db.Set<Seal>().Where(seal => seal.EntryId == entry.Id).Select(seal => (long?)seal.Position).FirstOrDefault() })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new TimelineRow(row.Id, row.SubjectType, row.At, row.OccurredOn, row.ActorName, row.ActorRole, lifecycles.Done(row.SubjectType, row.Action), row.Summary, row.Reason, row.TextHash) { Position = row.Position })];
    }

    public static Task<int> CountAsync(KeguanDb db, IReadOnlyCollection<(string Type, Guid Id)> subjects, CancellationToken cancel)
    {
        var types = subjects.Select(subject => subject.Type).Distinct().ToArray();
        var ids = subjects.Select(subject => subject.Id).ToArray();
        return db.Set<Entry>().CountAsync(entry => ids.Contains(entry.SubjectId) && types.Contains(entry.SubjectType), cancel);
    }
}
