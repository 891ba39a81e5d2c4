using System.Data.Common;
using Keguan.Foundation;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public abstract class GuardTests(City city) : CityTests(city)
{
    static readonly string[] Kept = ["entries", "postings", "entry_texts", "seals", "journal_checkpoints", "journal_keys", "journal_tiles"];

    public override async ValueTask InitializeAsync()
    {
        await Chronicle.Write(City, 3);
        await Chronicle.Seal(City);
    }

    [Fact]
    public async Task Nothing_of_the_journal_can_be_changed_or_deleted()
    {
        foreach (var table in Kept)
        {
            var column = table switch { "entries" => "action", "postings" => "measure", "entry_texts" => "reason", "seals" => "record", "journal_checkpoints" => "note", "journal_keys" => "public_key", _ => "hashes" };
            await Refused($"UPDATE {table} SET {column} = {(table == "journal_tiles" && City is Sqlite ? "x'00'" : table == "journal_tiles" ? "'\\x00'" : "'x'")}");
            await Refused($"DELETE FROM {table}");
            if (City is Postgres) await Refused($"TRUNCATE {table} CASCADE");
            else await Refused($"INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
        }
    }

    [Fact]
    public async Task Nothing_can_be_added_to_a_sealed_entry()
    {
        await Refused("""INSERT INTO postings (entry_id, "index", measure, quantity, unit, occurred_on, area, level, category, batch, definition, mode) SELECT id, 9, 'm', 1, 'count', occurred_on, '', '', '', '', '', '' FROM entries""");
        var unsealed = (await Chronicle.Write(City, 1))[0];
        await Run(City, """INSERT INTO postings (entry_id, "index", measure, quantity, unit, occurred_on, area, level, category, batch, definition, mode) SELECT id, 9, 'm', 1, 'count', occurred_on, '', '', '', '', '', '' FROM entries WHERE id = '@'""".Replace("@", City is Sqlite ? unsealed.ToString().ToUpperInvariant() : unsealed.ToString(), StringComparison.Ordinal));
        await Chronicle.Seal(City);
        Assert.Empty(await Chronicle.Findings(City));
    }

    [Fact]
    public async Task A_number_that_is_taken_is_refused_in_words_that_the_pages_understand()
    {
        var thing = new Thing();
        await Act(thing);
        thing.Sequence = 0;
        thing.State = "";
        var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => Act(thing));
        Assert.NotNull(Keguan.Foundation.Pages.RefusalFilter.ReasonOf(refusal));
    }

    [Fact]
    public async Task Guards_are_put_up_again_when_they_are_missing_and_only_then()
    {
        Assert.Empty(await City.Db(db => JournalGuards.MissingAsync(db)));
        var city = await AnotherCity();
        await city.Db(db => db.Database.ExecuteSqlRawAsync(db.IsSqlite ? "DROP TRIGGER entries_no_update" : "DROP TRIGGER entries_no_update ON entries"));
        await city.Db(db => db.Database.ExecuteSqlRawAsync(db.IsSqlite
            ? "DROP TRIGGER seals_no_delete; CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals BEGIN SELECT 1; END"
            : "ALTER TABLE seals DISABLE TRIGGER seals_no_delete"));
        await city.Db(db => db.Database.ExecuteSqlRawAsync(db.IsSqlite ? "DROP TRIGGER entries_queue" : "CREATE OR REPLACE FUNCTION journal_enqueue() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"));
        Assert.Equal(["entries_no_update", "entries_queue", "seals_no_delete"], (await city.Db(db => JournalGuards.MissingAsync(db))).Order());
        var report = await Chronicle.Verify(city);
        Assert.Equal(3, report.Findings.Count(f => f.Kind == FindingKind.Guard));
        Assert.False(report.IsSound);

        // What was written without the queue is queued when it is put up again.
        await Chronicle.Write(city, 3);
        await city.Do((KeguanDb db) => JournalGuards.ApplyAsync(db));
        await city.Do((KeguanDb db) => JournalGuards.ApplyAsync(db));
        Assert.Empty(await city.Db(db => JournalGuards.MissingAsync(db)));
        Assert.Equal(3, await Chronicle.Seal(city));
        Assert.True((await Chronicle.Verify(city)).IsSound);
    }

    [Fact]
    public async Task A_text_is_erased_by_law_alone_and_the_tree_still_verifies()
    {
        var city = await AnotherCity();
        var thing = new Thing();
        var first = await Act(thing, city, "张三，身份证 530102199001011234");
        await Chronicle.Seal(city);
        var before = await city.Ask((StoredTree tree) => tree.HeadAsync());

        await Assert.ThrowsAnyAsync<DbException>(() => Run(city, "DELETE FROM entry_texts"));
        await Assert.ThrowsAsync<Refusal>(() => city.Do((LawfulErasure erasure) => erasure.EraseAsync("thing", thing, first, " "), Chronicle.Officer));
        await Assert.ThrowsAsync<Refusal>(() => city.Do((LawfulErasure erasure) => erasure.EraseAsync("thing", new Thing(), first, "个人信息保护法第四十七条"), Chronicle.Officer));
        await city.Do((LawfulErasure erasure) => erasure.EraseAsync("thing", thing, first, "个人信息保护法第四十七条"), Chronicle.Officer);

        await Chronicle.Seal(city);
        Assert.Equal(0, await city.Db(db => db.Set<EntryText>().CountAsync(t => t.EntryId == first)));
        Assert.Equal(("erase-text", first), await city.Db(async db => await db.Set<Entry>().Where(e => e.Corrects != null).Select(e => new ValueTuple<string, Guid>(e.Action, e.Corrects!.Value)).SingleAsync()));
        var report = await Chronicle.Verify(city);
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Line.En)));
        var head = (await city.Ask((StoredTree tree) => tree.HeadAsync()))!;
        Assert.True(Merkle.VerifyConsistency(before!.Size, head.Size, before.Root, head.Root, await city.Ask((StoredTree tree) => tree.ConsistencyAsync(before.Size, head.Size))));
        if (City is Sqlite)
        {
            await Run(city, "PRAGMA wal_checkpoint(TRUNCATE)");
            Assert.DoesNotContain("530102199001011234", System.Text.Encoding.UTF8.GetString(await ReadShared(Path.Combine(city.Folder, "keguan.db"))), StringComparison.Ordinal);
        }
        // The other text of the same subject stays protected.
        await Assert.ThrowsAnyAsync<DbException>(() => Run(city, "DELETE FROM entry_texts"));
    }

    Task<Guid> Act(Thing thing) => Act(thing, City);

    static async Task<Guid> Act(Thing thing, City city, string reason = "")
    {
        await using var scope = city.ScopeOf(Chronicle.Officer);
        var entry = scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>().Act(Thing.Swing, thing, "start", new Act { Reason = reason });
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return entry.Id;
    }

    async Task Refused(string sql)
    {
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => Run(City, sql));
        Assert.True(refused.Message.Contains("journal", StringComparison.Ordinal), $"{sql}: {refused.Message}");
    }

    /// <summary>Past the mapper, which would log each refusal.</summary>
    static Task<int> Run(City city, string sql) => city.Db(async db =>
    {
        await db.Database.OpenConnectionAsync(Cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(Cancel);
    });

    static async Task<byte[]> ReadShared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }
}

public sealed class GuardTestsOnSqlite(Sqlite city) : GuardTests(city), IClassFixture<Sqlite>;
public sealed class GuardTestsOnPostgres(Postgres city) : GuardTests(city), IClassFixture<Postgres>;
