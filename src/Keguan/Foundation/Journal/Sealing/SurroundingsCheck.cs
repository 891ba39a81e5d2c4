using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>The part of <see cref="JournalVerifier"/> about what the tree cannot see: rows without an entry, entries without a seal, and whether the histories hang together.</summary>
sealed class SurroundingsCheck(KeguanDb db, JournalRows rows, Findings findings, long since, int most)
{
    public long Waiting { get; private set; }

    public async Task RunAsync(IReadOnlyDictionary<MerkleHash, long> lostLeaves, CancellationToken cancel)
    {
        await BeyondAsync(cancel);
        await UnsealedAsync(lostLeaves, cancel);
        await OrphansAsync("postings", "分录", "posting", cancel);
        await OrphansAsync("entry_texts", "文字", "text", cancel);
        await ChainAsync(cancel);
    }

    /// <summary>Seals that no signed head covers were not made by the sealer, which stores both at once.</summary>
    Task BeyondAsync(CancellationToken cancel) => rows.ReadAsync($"""
        SELECT "position", CAST("entry_id" AS TEXT) FROM seals WHERE "position" >= (SELECT COALESCE(MAX("size"), 0) FROM journal_checkpoints) OR "position" < 0 ORDER BY "position" LIMIT {most}
        """, [], cells => findings.Add(FindingKind.Added, cells.Long("position"), Id(cells), "封存在任何签名检查点之外", "the seal is covered by no signed checkpoint"), cancel);

    async Task UnsealedAsync(IReadOnlyDictionary<MerkleHash, long> lostLeaves, CancellationToken cancel)
    {
        Waiting = await rows.CountAsync("SELECT COUNT(*) FROM journal_queue", [], cancel);
        await rows.ReadAsync($"""
            SELECT CAST(q."entry_id" AS TEXT) FROM journal_queue q LEFT JOIN entries e ON e."id" = q."entry_id" WHERE e."id" IS NULL LIMIT {most}
            """, [], cells => findings.Add(FindingKind.Missing, null, Id(cells), "记录在封存之前已不存在", "the entry was gone before it was sealed"), cancel);

        var unsealed = await rows.ListAsync($"""
            SELECT CAST(e."id" AS TEXT) FROM entries e LEFT JOIN seals s ON s."entry_id" = e."id" LEFT JOIN journal_queue q ON q."entry_id" = e."id"
            WHERE s."entry_id" IS NULL AND q."entry_id" IS NULL LIMIT {most}
            """, [], Id, cancel);
        foreach (var id in unsealed)
        {
            var position = id is { } known && lostLeaves.Count > 0 && await LeafAsync(known, cancel) is { } leaf && lostLeaves.TryGetValue(leaf, out var at) ? at : (long?)null;
            if (position is null) findings.Add(FindingKind.Added, null, id, "记录既未封存也不在待封存队列中", "the entry is neither sealed nor waiting for its seal");
            else findings.Add(FindingKind.Seal, position, id, "缺失的封存属于这条记录", "the missing seal belongs to this entry");
        }
    }

    async Task<MerkleHash?> LeafAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            var entry = (await rows.ListAsync($"""SELECT {JournalRows.EntryColumns} FROM entries e WHERE e."id" = @p0""", [id], JournalRows.Entry, cancel))[0];
            entry.Postings.AddRange(await rows.ListAsync($"""SELECT {JournalRows.PostingColumns} FROM postings p WHERE p."entry_id" = @p0""", [id], JournalRows.Posting, cancel));
            return EntryRecord.LeafOf(EntryRecord.Of(entry));
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or ArgumentException)
        {
            return null;
        }
    }

    Task OrphansAsync(string table, string zh, string en, CancellationToken cancel) => rows.ReadAsync($"""
        SELECT CAST(x."entry_id" AS TEXT), COUNT(*) FROM {table} x LEFT JOIN entries e ON e."id" = x."entry_id" WHERE e."id" IS NULL GROUP BY x."entry_id" LIMIT {most}
        """, [], cells => findings.Add(FindingKind.Added, null, Id(cells), $"有{zh}而没有记录", $"there is a {en} without its entry"), cancel);

    Task ChainAsync(CancellationToken cancel) => rows.ReadAsync($"""
        SELECT s."position", CAST(e."id" AS TEXT), e."subject_type", CAST(e."subject_id" AS TEXT), e."sequence", e."from", ps."position", p."to"
        FROM entries e
        LEFT JOIN entries p ON p."subject_type" = e."subject_type" AND p."subject_id" = e."subject_id" AND p."sequence" = e."sequence" - 1
        LEFT JOIN seals s ON s."entry_id" = e."id"
        LEFT JOIN seals ps ON ps."entry_id" = p."id"
        WHERE (e."sequence" < 1 OR (e."sequence" > 1 AND (p."id" IS NULL OR p."to" <> e."from")) OR ps."position" > s."position") AND (s."position" IS NULL OR s."position" >= @p0)
        LIMIT {most}
        """, [since], cells =>
    {
        var position = cells.SkipIfNull(1) ? (long?)null : cells.Long("position");
        var id = Id(cells);
        string subject = cells.Any(), subjectId = cells.Any(), sequence = cells.Any(), from = cells.Any(), before = cells.Any();
        if (cells.IsNullNext)
            findings.Add(FindingKind.Chain, position, id, $"{subject} {subjectId} 缺少第 {sequence} 条之前的记录", $"{subject} {subjectId} lacks the entry before number {sequence}");
        else if (cells.Any() is var to && to != from)
            findings.Add(FindingKind.Chain, position, id, $"{subject} {subjectId} 的第 {sequence} 条从“{from}”开始，而前一条到“{to}”为止", $"entry {sequence} of {subject} {subjectId} starts from “{from}”, but the one before ends in “{to}”");
        else
            findings.Add(FindingKind.Chain, position, id, $"{subject} {subjectId} 的第 {sequence} 条排在其前一条（位置 {before}）之前", $"entry {sequence} of {subject} {subjectId} stands before its predecessor at position {before}");
    }, cancel);

    /// <summary>Whether the present state of every subject is what its last entry says, and every history has its subject.</summary>
    public async Task SubjectsAsync(SubjectTable table, CancellationToken cancel)
    {
        if (db.Model.FindEntityType(table.Entity) is not { } entity || entity.GetTableName() is not { } name) return;
        var sql = db.GetService<ISqlGenerationHelper>();
        var subjects = sql.DelimitIdentifier(name, entity.GetSchema());
        string Column(string property) => sql.DelimitIdentifier(entity.FindProperty(property)!.GetColumnName(StoreObjectIdentifier.Table(name, entity.GetSchema()))!);
        var (id, state, sequence) = (Column(nameof(ISubject.Id)), Column(nameof(ISubject.State)), Column(nameof(ISubject.Sequence)));

        await rows.ReadAsync($"""
            SELECT CAST(x.{id} AS TEXT), x.{state}, x.{sequence}, e."to", (SELECT MAX(l."sequence") FROM entries l WHERE l."subject_type" = @p0 AND l."subject_id" = x.{id})
            FROM {subjects} x LEFT JOIN entries e ON e."subject_type" = @p0 AND e."subject_id" = x.{id} AND e."sequence" = x.{sequence}
            WHERE e."id" IS NULL OR e."to" <> x.{state}
               OR EXISTS (SELECT 1 FROM entries n WHERE n."subject_type" = @p0 AND n."subject_id" = x.{id} AND n."sequence" = x.{sequence} + 1)
            LIMIT {most}
            """, [table.Type], cells =>
        {
            string subject = cells.Any(), now = cells.Any(), count = cells.Any(), to = cells.Any(), last = cells.Any();
            if (last.Length == 0) findings.Add(FindingKind.Subject, $"{table.Type} {subject} 没有任何记录", $"{table.Type} {subject} has no entry at all");
            else if (last != count) findings.Add(FindingKind.Subject, $"{table.Type} {subject} 记有 {count} 条，记录链中为 {last} 条", $"{table.Type} {subject} counts {count} entries, the Journal holds {last}");
            else findings.Add(FindingKind.Subject, $"{table.Type} {subject} 现为“{now}”，最后一条记录到“{to}”", $"{table.Type} {subject} is “{now}”, its last entry says “{to}”");
        }, cancel);
        await rows.ReadAsync($"""
            SELECT DISTINCT CAST(e."subject_id" AS TEXT) FROM entries e WHERE e."subject_type" = @p0 AND NOT EXISTS (SELECT 1 FROM {subjects} x WHERE x.{id} = e."subject_id") LIMIT {most}
            """, [table.Type], cells =>
        {
            var subject = cells.Any();
            findings.Add(FindingKind.Subject, $"{table.Type} {subject} 有记录而事项不存在", $"{table.Type} {subject} has entries but is not there");
        }, cancel);
    }

    static Guid? Id(Cells cells) => Guid.TryParse(cells.Any(), out var id) ? id : null;
}
