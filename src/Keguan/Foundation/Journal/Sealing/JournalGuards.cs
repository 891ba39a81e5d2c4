using System.Globalization;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// Triggers by which the database itself refuses to change or delete what the Journal holds, on SQLite and on PostgreSQL, whoever asks.
/// The one exception is a text that an entry <see cref="LawfulErasure.Action"/> names. They keep honest programs honest; against
/// somebody who drops them there is the tree, and <see cref="JournalVerifier"/> also says when one is missing.
/// </summary>
public static class JournalGuards
{
    /// <summary>Never updated, never deleted, and no row put in the place of another. With the keys that make a row the same.</summary>
    static readonly (string Table, string Same, string Words)[] Kept =
    [
        ("entries", """ "id" = NEW."id" OR ("subject_type" = NEW."subject_type" AND "subject_id" = NEW."subject_id" AND "sequence" = NEW."sequence") """,
            "entries.subject_type, entries.subject_id, entries.sequence or id is taken"),
        ("postings", """ "entry_id" = NEW."entry_id" AND "index" = NEW."index" """, "postings.entry_id, postings.index is taken"),
        ("entry_texts", """ "entry_id" = NEW."entry_id" """, "entry_texts.entry_id is taken"),
        ("seals", """ "position" = NEW."position" OR "entry_id" = NEW."entry_id" """, "seals.position or seals.entry_id is taken"),
        ("journal_checkpoints", """ "size" = NEW."size" """, "journal_checkpoints.size is taken"),
        ("journal_keys", """ "public_key" = NEW."public_key" """, "journal_keys.public_key is taken"),
        ("journal_tiles", """ "level" = NEW."level" AND "index" = NEW."index" """, "journal_tiles.level, journal_tiles.index is taken"),
    ];

    const string ErasureOrdered = $"""EXISTS (SELECT 1 FROM entries WHERE "corrects" = OLD."entry_id" AND "action" = '{LawfulErasure.Action}')""";
    const string Sealed = """EXISTS (SELECT 1 FROM seals WHERE "entry_id" = NEW."entry_id")""";

    /// <summary>Creates what is missing. Run after the tables are there; the first time it also queues the entries that are already there.</summary>
    public static async Task ApplyAsync(KeguanDb db, CancellationToken cancel = default) => await db.InTransactionAsync(async () =>
    {
        var rows = new JournalRows(db);
        var queued = !(await MissingAsync(db, cancel)).Contains("entries_queue");
        if (db.IsSqlite) await ApplySqliteAsync(rows, cancel);
        else await ApplyPostgresAsync(rows, cancel);
        await rows.ExecuteAsync($"""CREATE INDEX IF NOT EXISTS "ix_entries_erasures" ON entries ("corrects") WHERE "action" = '{LawfulErasure.Action}'""", [], cancel);
        await rows.ExecuteAsync("""INSERT INTO journal_leases ("name", "holder", "until") VALUES (@p0, @p1, @p2) ON CONFLICT DO NOTHING""",
            [Sealer.LeaseName, Guid.Empty, DateTime.UnixEpoch], cancel);
        if (!queued)
            await rows.ExecuteAsync("""
                INSERT INTO journal_queue ("entry_id") SELECT e."id" FROM entries e
                WHERE NOT EXISTS (SELECT 1 FROM seals s WHERE s."entry_id" = e."id") AND NOT EXISTS (SELECT 1 FROM journal_queue q WHERE q."entry_id" = e."id")
                ORDER BY e."at", e."subject_type", e."subject_id", e."sequence"
                """, [], cancel);
    }, cancel);

    /// <summary>Names of guards that are not there, switched off, or other than they should be.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(KeguanDb db, CancellationToken cancel = default)
    {
        var rows = new JournalRows(db);
        if (db.IsSqlite)
        {
            var there = await rows.ListAsync("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", [], cells => (Name: cells.Text("name"), Sql: cells.Text("sql")), cancel);
            return [.. SqliteTriggers().Where(t => !there.Exists(x => x.Name == t.Name && x.Sql.EndsWith(t.Body, StringComparison.Ordinal))).Select(t => t.Name)];
        }
        var found = await rows.ListAsync("""
            SELECT t.tgname::text, c.relname::text, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
            """, [], cells => (Name: cells.Text("tgname"), Table: cells.Text("relname"), Body: cells.Text("prosrc")), cancel);
        return [.. PostgresTriggers().Where(t => !found.Contains((t.Name, t.Table, PostgresFunctions[t.Function]))).Select(t => t.Name)];
    }

    // ── SQLite ──

    static async Task ApplySqliteAsync(JournalRows rows, CancellationToken cancel)
    {
        var there = await rows.ListAsync("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", [], cells => (Name: cells.Text("name"), Sql: cells.Text("sql")), cancel);
        foreach (var (name, body) in SqliteTriggers())
        {
            if (there.Exists(t => t.Name == name && t.Sql.EndsWith(body, StringComparison.Ordinal))) continue;
            await rows.ExecuteAsync($"""DROP TRIGGER IF EXISTS "{name}" """, [], cancel);
            await rows.ExecuteAsync($"""CREATE TRIGGER "{name}" {body}""", [], cancel);
        }
    }

    static IEnumerable<(string Name, string Body)> SqliteTriggers()
    {
        static string Refuse(string when, string table, string condition, string words) =>
            string.Create(CultureInfo.InvariantCulture, $"{when} ON {table} FOR EACH ROW {condition} BEGIN SELECT RAISE(ABORT, 'journal: {words}'); END");

        foreach (var (table, same, words) in Kept)
        {
            if (table != "journal_tiles") yield return ($"{table}_no_update", Refuse("BEFORE UPDATE", table, "", $"{table} is never changed"));
            yield return ($"{table}_no_delete", Refuse("BEFORE DELETE", table, table == "entry_texts" ? $"WHEN NOT {ErasureOrdered}" : "", $"{table} is never deleted"));
            // REPLACE deletes without asking the triggers for DELETE.
            yield return ($"{table}_no_replace", Refuse("BEFORE INSERT", table, $"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same.Trim()})", words));
        }
        yield return ("journal_tiles_only_grow", Refuse("BEFORE UPDATE", "journal_tiles",
            """WHEN NOT (NEW."level" = OLD."level" AND NEW."index" = OLD."index" AND substr(NEW."hashes", 1, length(OLD."hashes")) = OLD."hashes")""", "journal_tiles only grow"));
        yield return ("postings_no_addition", Refuse("BEFORE INSERT", "postings", $"WHEN {Sealed}", "the entry is sealed"));
        yield return ("entry_texts_no_addition", Refuse("BEFORE INSERT", "entry_texts", $"WHEN {Sealed}", "the entry is sealed"));
        yield return ("entries_queue", """AFTER INSERT ON entries FOR EACH ROW BEGIN INSERT INTO journal_queue ("entry_id") VALUES (NEW."id"); END""");
    }

    // ── PostgreSQL ──

    static readonly Dictionary<string, string> PostgresFunctions = new()
    {
        ["journal_refuse"] = "BEGIN RAISE EXCEPTION 'journal: % is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END",
        ["journal_guard_text"] = $"BEGIN IF {ErasureOrdered} THEN RETURN OLD; END IF; RAISE EXCEPTION 'journal: % is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END",
        ["journal_guard_tile"] = """
            BEGIN IF NEW."level" = OLD."level" AND NEW."index" = OLD."index" AND substr(NEW."hashes", 1, length(OLD."hashes")) = OLD."hashes" THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'journal: % only grow', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END
            """,
        ["journal_guard_addition"] = $"BEGIN IF {Sealed} THEN RAISE EXCEPTION 'journal: the entry is sealed' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END",
        ["journal_enqueue"] = """BEGIN INSERT INTO journal_queue ("entry_id") VALUES (NEW."id"); RETURN NULL; END""",
    };

    static async Task ApplyPostgresAsync(JournalRows rows, CancellationToken cancel)
    {
        // Two processes may start at once.
        await rows.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtext('keguan.journal.guards.' || current_schema()))", [], cancel);
        var functions = await rows.ListAsync("SELECT proname::text, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace", [],
            cells => (Name: cells.Text("proname"), Body: cells.Text("prosrc")), cancel);
        foreach (var (name, body) in PostgresFunctions)
            if (!functions.Contains((name, body)))
                await rows.ExecuteAsync($"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$", [], cancel);

        // Creating a trigger locks its table; not at every start, therefore.
        var there = await rows.ListAsync("""
            SELECT t.tgname::text, c.relname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
            """, [], cells => (Name: cells.Text("tgname"), Table: cells.Text("relname")), cancel);
        foreach (var (name, table, function, when) in PostgresTriggers())
        {
            if (there.Contains((name, table))) continue;
            await rows.ExecuteAsync($"""DROP TRIGGER IF EXISTS "{name}" ON {table}""", [], cancel);
            await rows.ExecuteAsync($"""CREATE TRIGGER "{name}" {when} EXECUTE FUNCTION {function}()""", [], cancel);
        }
    }

    static IEnumerable<(string Name, string Table, string Function, string When)> PostgresTriggers()
    {
        foreach (var (table, _, _) in Kept)
        {
            yield return table == "journal_tiles"
                ? ("journal_tiles_only_grow", table, "journal_guard_tile", "BEFORE UPDATE ON journal_tiles FOR EACH ROW")
                : ($"{table}_no_update", table, "journal_refuse", $"BEFORE UPDATE ON {table} FOR EACH ROW");
            yield return ($"{table}_no_delete", table, table == "entry_texts" ? "journal_guard_text" : "journal_refuse", $"BEFORE DELETE ON {table} FOR EACH ROW");
            yield return ($"{table}_no_truncate", table, "journal_refuse", $"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT");
        }
        yield return ("postings_no_addition", "postings", "journal_guard_addition", "BEFORE INSERT ON postings FOR EACH ROW");
        yield return ("entry_texts_no_addition", "entry_texts", "journal_guard_addition", "BEFORE INSERT ON entry_texts FOR EACH ROW");
        yield return ("entries_queue", "entries", "journal_enqueue", "AFTER INSERT ON entries FOR EACH ROW");
    }
}
