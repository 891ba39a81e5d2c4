using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Work;

/// <summary>An entry of the Journal with the kind of its subject and, where one is known, the subject's page.</summary>
public sealed record RecordLine(TimelineRow Row, Text Kind, string? Url);

/// <summary>最近记录: the latest entries of all business, for those who may read the whole Journal. What happens to accounts is the audit administrator's.</summary>
public sealed class Records(KeguanDb db, Lifecycles lifecycles, SubjectPages pages)
{
    static readonly string Hidden = AccountLifecycle.Table.Subject;

    /// <summary>Kinds of subjects that can be asked for.</summary>
    public IReadOnlyList<ILifecycle> Kinds => [.. lifecycles.All.Where(lifecycle => lifecycle.Subject != Hidden)];

    public async Task<IReadOnlyList<RecordLine>> LatestAsync(string? kind, int skip, int take, CancellationToken cancel)
    {
        var entries = db.Set<Entry>().AsNoTracking().Where(entry => entry.SubjectType != Hidden);
        if (!string.IsNullOrEmpty(kind)) entries = entries.Where(entry => entry.SubjectType == kind);
        var rows = await Timeline.RowsAsync(db, lifecycles, entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Skip(skip).Take(take), cancel);
        var urls = await pages.OfAsync(rows.Select(row => (row.SubjectType, row.SubjectId)), cancel);
        return [.. rows.Select(row => new RecordLine(row, lifecycles.Find(row.SubjectType)?.Label ?? Text.Same(row.SubjectType), urls.GetValueOrDefault((row.SubjectType, row.SubjectId))))];
    }
}
