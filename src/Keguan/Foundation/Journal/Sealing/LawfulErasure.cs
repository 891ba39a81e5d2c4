using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// 依法删除: takes the free and personal text of one entry away for good, with its salt, where a law demands it. That it was done, by whom and
/// why is itself an entry, and the tree still verifies, because it covers the text only by a hash that can no longer be guessed.
/// </summary>
public sealed class LawfulErasure(KeguanDb db, Journal journal)
{
    /// <summary>The action of the entry that orders it; its `corrects` names the entry whose text goes.</summary>
    public const string Action = "erase-text";

    /// <param name="subjectType">What kind of subject the entry is about.</param>
    /// <param name="subject">That subject, as loaded in this context.</param>
    /// <param name="entryId">Whose text goes.</param>
    /// <param name="reason">The law or decision with its number; without the text itself.</param>
    public async Task EraseAsync(string subjectType, ISubject subject, Guid entryId, string reason, CancellationToken cancel = default)
    {
        var theirs = await db.Set<Entry>().AnyAsync(e => e.Id == entryId && e.SubjectType == subjectType && e.SubjectId == subject.Id, cancel);
        Refusal.If(!theirs, "这条记录不属于该事项，不能删除其文字", "This entry belongs to another subject; its text is not erased");
        Refusal.If(string.IsNullOrWhiteSpace(reason), "依法删除须写明依据", "A lawful erasure must name its basis");
        await db.InTransactionAsync(async () =>
        {
            journal.Note(subjectType, subject, Action, new Act { Corrects = entryId, Reason = reason });
            await db.SaveChangesAsync(cancel);
            // What SQLite deletes stays readable in the file unless it is told to overwrite it.
            if (db.IsSqlite) await new JournalRows(db).ExecuteAsync("PRAGMA secure_delete = ON", [], cancel);
            await db.Set<EntryText>().Where(text => text.EntryId == entryId).ExecuteDeleteAsync(cancel);
        }, cancel);
    }
}
