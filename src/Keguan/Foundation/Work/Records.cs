using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Work;

/// <summary>An entry of the Journal with the kind of its subject and, where one is known, the subject's page.</summary>
public sealed record RecordLine(TimelineRow Row, Text Kind, string? Url);

/// <summary>最近记录: the latest entries of all business, for those who may read the whole Journal. What happens to accounts is the audit administrator's.</summary>
public sealed class Records(KeguanDb db, Lifecycles lifecycles, IEnumerable<SubjectPage> pages)
{
    readonly Dictionary<string, SubjectPage> _pages = pages.ToDictionary(page => page.Subject);

    static readonly string Hidden = AccountLifecycle.Table.Subject;

    /// <summary>Kinds of subjects that can be asked for.</summary>
    public IReadOnlyList<ILifecycle> Kinds => [.. lifecycles.All.Where(lifecycle => lifecycle.Subject != Hidden)];

    public async Task<IReadOnlyList<RecordLine>> LatestAsync(string? kind, int skip, int take, CancellationToken cancel)
    {
        var entries = db.Set<Entry>().AsNoTracking().Where(entry => entry.SubjectType != Hidden);
        if (!string.IsNullOrEmpty(kind)) entries = entries.Where(entry => entry.SubjectType == kind);
        var rows = await entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Skip(skip).Take(take)
            .Select(entry => new
            {
                entry.Id, entry.SubjectType, entry.SubjectId, entry.At, entry.OccurredOn, entry.ActorRole, entry.Action, entry.TextHash, entry.Text!.ActorName, entry.Text.Summary, entry.Text.Reason,
                Position = db.Set<Seal>().Where(seal => seal.EntryId == entry.Id).Select(seal => (long?)seal.Position).FirstOrDefault(),
            }).ToListAsync(cancel);
        return [.. rows.Select(row => new RecordLine(
            new TimelineRow(row.Id, row.SubjectType, row.At, row.OccurredOn, row.ActorName, row.ActorRole, lifecycles.Done(row.SubjectType, row.Action), row.Summary, row.Reason, row.TextHash) { Position = row.Position },
            lifecycles.Find(row.SubjectType)?.Label ?? Text.Same(row.SubjectType),
            _pages.GetValueOrDefault(row.SubjectType)?.Url(row.SubjectId)))];
    }
}
