using Keguan.Foundation.Data;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Journal;

/// <summary>One line of a timeline.</summary>
public sealed record TimelineRow(Guid EntryId, string SubjectType, Guid SubjectId, DateTime At, DateOnly OccurredOn, string ActorName, string ActorRole, Text Words, string Summary, string Reason, string Hash)
{
    /// <summary>Position in the sealed Journal; null for the few seconds until it is sealed.</summary>
    public long? Position { get; init; }

    /// <summary>“第一期拨款 28.0 万元” where the act was summed up, else the words of the act. Summaries are kept in Chinese; in English it is a sentence made of what the entry holds.</summary>
    public string Line => Summary.Length > 0 && !Text.English ? Summary : Words.ToString();
}

/// <summary>记录: the entries of one or more subjects, latest first, in the words of their lifecycles.</summary>
public static class Timeline
{
    public static Task<IReadOnlyList<TimelineRow>> LoadAsync(
        KeguanDb db, Lifecycles lifecycles, IReadOnlyCollection<(string Type, Guid Id)> subjects, int skip, int take, CancellationToken cancel)
    {
        var types = subjects.Select(subject => subject.Type).Distinct().ToArray();
        var ids = subjects.Select(subject => subject.Id).ToArray();
        return RowsAsync(db, lifecycles, db.Set<Entry>()
            .Where(entry => ids.Contains(entry.SubjectId) && types.Contains(entry.SubjectType))
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence)
            .Skip(skip).Take(take), cancel);
    }

    /// <summary>These entries, in their order, in words.</summary>
    public static async Task<IReadOnlyList<TimelineRow>> RowsAsync(KeguanDb db, Lifecycles lifecycles, IQueryable<Entry> entries, CancellationToken cancel)
    {
        var rows = await entries.AsNoTracking()
            .Select(entry => new
            {
                entry.Id, entry.SubjectType, entry.SubjectId, entry.At, entry.OccurredOn, entry.ActorRole, entry.Action, entry.From, entry.To, entry.TextHash, entry.Text!.ActorName, entry.Text.Summary, entry.Text.Reason,
                Position = db.Set<Seal>().Where(seal => seal.EntryId == entry.Id).Select(seal => (long?)seal.Position).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var money = Text.English && rows.Count > 0 ? await MoneyAsync(db, [.. rows.Select(row => row.Id)], cancel) : [];
        return [.. rows.Select(row => new TimelineRow(
            row.Id, row.SubjectType, row.SubjectId, row.At, row.OccurredOn, row.ActorName, row.ActorRole,
            lifecycles.Told(row.SubjectType, row.Action, row.From, row.To, money.TryGetValue(row.Id, out var fen) ? fen : null), row.Summary, row.Reason, row.TextHash) { Position = row.Position })];
    }

    /// <summary>The first amount of money that each of the entries posts.</summary>
    static async Task<Dictionary<Guid, long>> MoneyAsync(KeguanDb db, Guid[] entries, CancellationToken cancel) =>
        (await db.Set<Posting>().Where(posting => entries.Contains(posting.EntryId) && posting.Unit == "fen").Select(posting => new { posting.EntryId, posting.Index, posting.Quantity }).ToListAsync(cancel))
            .GroupBy(posting => posting.EntryId).ToDictionary(group => group.Key, group => group.MinBy(posting => posting.Index)!.Quantity);

    public static Task<int> CountAsync(KeguanDb db, IReadOnlyCollection<(string Type, Guid Id)> subjects, CancellationToken cancel)
    {
        var types = subjects.Select(subject => subject.Type).Distinct().ToArray();
        var ids = subjects.Select(subject => subject.Id).ToArray();
        return db.Set<Entry>().CountAsync(entry => ids.Contains(entry.SubjectId) && types.Contains(entry.SubjectType), cancel);
    }
}
