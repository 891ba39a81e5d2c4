using System.Data.Common;
using System.Net;
using System.Text.Json;
using Keguan.Foundation.Backup;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public abstract class SealerTests(City city) : CityTests(city)
{
    [Fact]
    public async Task Committed_entries_get_their_positions_in_order_under_a_signed_head()
    {
        var city = await AnotherCity();
        var ids = await Chronicle.Write(city, 20);
        Assert.Equal(20, await Chronicle.Seal(city));
        Assert.Equal(0, await Chronicle.Seal(city));
        ids.AddRange(await Chronicle.Write(city, 5));
        Assert.Equal(5, await Chronicle.Seal(city));

        Assert.Equal(ids, await city.Db(db => db.Set<Seal>().OrderBy(s => s.Position).Select(s => s.EntryId).ToListAsync()));
        Assert.Equal([20, 25], await city.Db(db => db.Set<JournalCheckpoint>().OrderBy(c => c.Size).Select(c => c.Size).ToListAsync()));
        Assert.Equal(0, await city.Db(db => db.Set<QueuedEntry>().CountAsync()));

        var report = await Chronicle.Verify(city);
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Line.En)));
        Assert.Equal((25, 25, 0), (report.Entries, report.Head!.Size, report.Waiting));
        Assert.Equal(await city.Db(db => db.Set<Posting>().CountAsync()), report.Postings);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task What_waits_is_sealed_in_batches_whatever_their_size()
    {
        var city = await AnotherCity();
        await Chronicle.Write(city, 700, things: 50, perTransaction: 50); // no two of one subject in a transaction
        using var sealer = Chronicle.AnotherSealer(city, new SealerOptions { Batch = 130 });
        Assert.Equal(130, await sealer.SealAsync(Cancel));
        Assert.Equal(570, await sealer.SealAllAsync(Cancel));
        Assert.Equal(6, await city.Db(db => db.Set<JournalCheckpoint>().CountAsync()));
        Assert.Equal([(0, 0L, 256), (0, 1L, 256), (0, 2L, 188), (1, 0L, 2)],
            (await city.Db(db => db.Set<JournalTile>().ToListAsync())).OrderBy(t => t.Level).ThenBy(t => t.Index).Select(t => (t.Level, t.Index, t.Hashes.Length / 32)));
        Assert.Empty(await Chronicle.Findings(city));
    }

    /// <summary>The mapper inserts by key, not in the order of writing.</summary>
    [Fact]
    public async Task Entries_of_one_subject_stand_in_their_sequence_even_when_one_transaction_wrote_them()
    {
        var city = await AnotherCity();
        await Chronicle.Write(city, 90, things: 2, perTransaction: 90);
        using var sealer = Chronicle.AnotherSealer(city, new SealerOptions { Batch = 10 });
        await sealer.SealAllAsync(Cancel);
        var order = await city.Db(db => db.Set<Seal>().OrderBy(s => s.Position).Join(db.Set<Entry>(), s => s.EntryId, e => e.Id, (s, e) => new { e.SubjectId, e.Sequence }).ToListAsync());
        Assert.All(order.GroupBy(e => e.SubjectId), g => Assert.Equal(Enumerable.Range(1, 45), g.Select(e => e.Sequence)));
        Assert.Empty(await Chronicle.Findings(city));
    }

    [Fact]
    public async Task Sealers_and_writers_at_once_leave_one_tree_without_gaps()
    {
        var city = await AnotherCity();
        // A lease that is over at once: every sealer tries every time, and only the transaction keeps them apart.
        var sealers = Enumerable.Range(0, 3).Select(_ => Chronicle.AnotherSealer(city, new SealerOptions { Batch = 7, Lease = TimeSpan.FromSeconds(-1) })).ToList();
        var writing = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Chronicle.Write(city, 40, things: 2), Cancel)));
        var sealing = sealers.ConvertAll(sealer => Task.Run(async () =>
        {
            while (!writing.IsCompleted) await Persistently(sealer);
            for (var i = 0; i < 30; i++) await Persistently(sealer);
        }, Cancel));
        await Task.WhenAll(sealing.Append(writing));
        sealers.ForEach(sealer => sealer.Dispose());

        Assert.Equal(Enumerable.Range(0, 120).Select(i => (long)i), await city.Db(db => db.Set<Seal>().Select(s => s.Position).OrderBy(p => p).ToListAsync()));
        var report = await Chronicle.Verify(city);
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Line.En)));
    }

    /// <summary>A sealer that met another in the middle of a batch may fail; it must not do harm, and must go on.</summary>
    static async Task Persistently(Sealer sealer)
    {
        try
        {
            await sealer.SealAllAsync(Cancel);
        }
        catch (DbException)
        {
        }
    }

    [Fact]
    public async Task While_one_process_seals_another_keeps_away_until_the_first_is_silent()
    {
        var city = await AnotherCity();
        using var first = Chronicle.AnotherSealer(city);
        using var second = Chronicle.AnotherSealer(city);
        await Chronicle.Write(city, 2);
        Assert.Equal(2, await first.SealAllAsync(Cancel));
        await Chronicle.Write(city, 2);
        Assert.Equal(0, await second.SealAllAsync(Cancel));
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        Assert.Equal(2, await second.SealAllAsync(Cancel));
        await Chronicle.Write(city, 2);
        Assert.Equal(0, await first.SealAllAsync(Cancel));
        Assert.Equal(2, await second.SealAllAsync(Cancel));
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        await Chronicle.Write(city, 2);
        Assert.Equal(2, await first.SealAllAsync(Cancel)); // its tree in memory is an old one by now
        Assert.Empty(await Chronicle.Findings(city));
    }

    [Theory]
    [InlineData("UPDATE", "journal_leases")]
    [InlineData("INSERT", "seals")]
    [InlineData("INSERT", "journal_tiles")]
    [InlineData("UPDATE", "journal_tiles")]
    [InlineData("INSERT", "journal_checkpoints")]
    [InlineData("DELETE", "journal_queue")]
    public async Task A_sealer_that_dies_at_a_statement_leaves_nothing_half_done(string verb, string table)
    {
        var city = await AnotherCity();
        if (verb == "UPDATE")
        {
            await Chronicle.Write(city, 3);
            await Chronicle.Seal(city);
        }
        await Chronicle.Write(city, 4);
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        var before = await city.Db(db => db.Set<Seal>().CountAsync());
        await city.Db(db => db.Database.ExecuteSqlRawAsync(db.IsSqlite
            ? $"CREATE TRIGGER death BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'death'); END"
            : $"CREATE FUNCTION death() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''death''; END'; CREATE TRIGGER death BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION death()"));
        using var dying = Chronicle.AnotherSealer(city);
        await Assert.ThrowsAnyAsync<DbException>(() => dying.SealAllAsync(Cancel));
        await city.Db(db => db.Database.ExecuteSqlRawAsync(db.IsSqlite ? "DROP TRIGGER death" : $"DROP TRIGGER death ON {table}"));

        Assert.Equal(before, await city.Db(db => db.Set<Seal>().CountAsync()));
        Assert.Equal(4, (await Chronicle.Verify(city)).Waiting);
        Assert.Empty(await Chronicle.Findings(city));
        Assert.Equal(4, await dying.SealAllAsync(Cancel)); // the lease is free, because taking it was undone too
        Assert.Empty(await Chronicle.Findings(city));
    }

    [Fact]
    public async Task A_connection_lost_before_the_commit_leaves_nothing_half_done()
    {
        var loss = new Loss();
        var city = await AnotherCity(services =>
        {
            services.ConfigureDbContext<SqliteKeguanDb>(options => options.AddInterceptors(loss));
            services.ConfigureDbContext<PostgresKeguanDb>(options => options.AddInterceptors(loss));
        });
        await Chronicle.Write(city, 4);
        using var sealer = Chronicle.AnotherSealer(city);
        loss.Armed = true;
        await Assert.ThrowsAnyAsync<Exception>(() => sealer.SealAllAsync(Cancel));
        loss.Armed = false;
        Assert.Equal(0, await city.Db(db => db.Set<Seal>().CountAsync()));
        Assert.Equal(4, await sealer.SealAllAsync(Cancel));
        Assert.Empty(await Chronicle.Findings(city));
    }

    [Fact]
    public async Task On_a_damaged_tree_nothing_is_built()
    {
        var city = await AnotherCity();
        await Chronicle.Write(city, 4);
        await Chronicle.Seal(city);
        var hashes = await city.Db(db => db.Set<JournalTile>().Select(t => t.Hashes).SingleAsync());
        var original = hashes.ToArray();
        hashes[5] ^= 1;
        await Chronicle.Tamper(city, "UPDATE journal_tiles SET hashes = {0}", hashes);
        await city.Do((KeguanDb db) => JournalGuards.ApplyAsync(db));
        await Chronicle.Write(city, 1);
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        using var sealer = Chronicle.AnotherSealer(city);
        await Assert.ThrowsAsync<InvalidDataException>(() => sealer.SealAllAsync(Cancel));
        Assert.NotNull(sealer.Trouble);
        Assert.Equal(4, await city.Db(db => db.Set<Seal>().CountAsync()));
        await Chronicle.Tamper(city, "UPDATE journal_tiles SET hashes = {0}", original);
        Assert.Equal(1, await sealer.SealAllAsync(Cancel));
        Assert.Null(sealer.Trouble);
    }

    [Fact]
    public async Task After_the_loss_of_the_key_sealing_goes_on_under_the_same_name_and_the_change_is_told()
    {
        var city = await AnotherCity();
        await Chronicle.Write(city, 4);
        await Chronicle.Seal(city);
        var origin = (await Head(city))!.Origin;
        var old = city.Services.GetRequiredService<CheckpointKey>().Public;
        File.Delete(Path.Combine(city.Folder, "keys", "journal-signing.pem"));
        await city.RestartAsync();
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        await Chronicle.Write(city, 4);
        Assert.Equal(4, await Chronicle.Seal(city));
        Assert.Equal(origin, (await Head(city))!.Origin);
        Assert.Equal([old.KeyId, city.Services.GetRequiredService<CheckpointKey>().Public.KeyId], (await city.Ask((StoredTree tree) => tree.KeysAsync())).Select(k => k.KeyId));

        var report = await Chronicle.Verify(city);
        Assert.True(report.IsSound);
        Assert.Equal(FindingKind.Note, Assert.Single(report.Findings).Kind);
        // Who believes the old key only is told that it did not sign.
        var strict = await Chronicle.Verify(city, new VerificationOptions { Keys = [CheckpointKey.Create().Public] });
        Assert.True(strict.IsSound);
        Assert.Equal(2, strict.Findings.Count);
    }

    [Fact]
    public async Task A_journal_restored_on_the_other_database_verifies_and_grows()
    {
        if (Database.Postgres.Missing is { } reason) Assert.Skip(reason);
        var city = await AnotherCity();
        await Chronicle.Write(city, 30);
        await Chronicle.Seal(city);
        await Chronicle.Write(city, 3);
        var kept = await city.Ask((StoredTree tree) => tree.NoteAsync());
        var file = Path.Combine(city.Folder, "backup.zip");
        await city.Do((BackupWriter writer) => writer.WriteAsync(file, Cancel));

        await using City other = city is Sqlite ? new Postgres() : new Sqlite();
        await other.InitializeAsync();
        await using (var backup = await BackupReader.OpenAsync(file, Cancel)) await other.Do((Restore restore) => restore.RunAsync(backup, false, Cancel));
        await other.RestartAsync();
        other.Clock.Forward(TimeSpan.FromMinutes(5));
        await Chronicle.Write(other, 4);
        Assert.Equal(7, await Chronicle.Seal(other));
        var report = await Chronicle.Verify(other, new VerificationOptions { Checkpoint = kept });
        Assert.True(report.IsSound, string.Join('\n', report.Findings.Select(f => f.Line.En)));
        Assert.Equal(37, report.Entries);
        Assert.Empty(report.Findings);
    }

    [Fact]
    public async Task The_tree_bears_the_name_that_the_bureau_gave_it()
    {
        Assert.StartsWith("keguan/", City.Services.GetRequiredService<CheckpointKey>().Origin, StringComparison.Ordinal);
        var folder = Database.NewFolder();
        try
        {
            Assert.Equal("kjj.yunjiang.example/journal", CheckpointKey.LoadOrCreate(Path.Combine(folder, "k.pem"), "kjj.yunjiang.example/journal").Origin);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Anybody_can_check_an_entry_with_what_is_public()
    {
        var city = await AnotherCity();
        using var visitor = city.Public();
        Assert.Equal(HttpStatusCode.NotFound, (await Get(visitor, "/journal/checkpoint")).Status);
        var ids = await Chronicle.Write(city, 9);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(visitor, $"/journal/proof/{ids[3]}")).Status);
        await Chronicle.Seal(city);
        var early = Checkpoint.Parse(SignedNote.Parse((await Get(visitor, "/journal/checkpoint")).Body).Text);
        await Chronicle.Write(city, 300, perTransaction: 50);
        await Chronicle.Seal(city);

        var key = CheckpointPublicKey.ParseAll((await Get(visitor, "/journal/key")).Body)[0];
        var note = SignedNote.Parse((await Get(visitor, "/journal/checkpoint")).Body);
        Assert.True(key.Verifies(note));
        var head = Checkpoint.Parse(note.Text);
        Assert.Equal(309, head.Size);

        var record = await city.Db(async db => EntryRecord.Of(await db.Set<Entry>().Include(e => e.Postings).SingleAsync(e => e.Id == ids[3])));
        using var proof = JsonDocument.Parse((await Get(visitor, $"/journal/proof/{ids[3]}")).Body);
        var leaf = MerkleHash.FromHex(proof.RootElement.GetProperty("leaf").GetString()!);
        Assert.Equal(EntryRecord.LeafOf(record), leaf);
        Assert.True(Merkle.VerifyInclusion(leaf, proof.RootElement.GetProperty("position").GetInt64(), head.Size, Hashes(proof), head.Root));
        Assert.Equal(note.ToString(), proof.RootElement.GetProperty("checkpoint").GetString());
        Assert.DoesNotContain("王建国", proof.RootElement.GetRawText(), StringComparison.Ordinal);

        using var older = JsonDocument.Parse((await Get(visitor, $"/journal/proof/{ids[3]}?size=9")).Body);
        Assert.True(Merkle.VerifyInclusion(leaf, 3, 9, Hashes(older), early.Root));
        using var grown = JsonDocument.Parse((await Get(visitor, "/journal/consistency/9/309")).Body);
        Assert.True(Merkle.VerifyConsistency(9, 309, early.Root, head.Root, Hashes(grown)));

        Assert.Equal(HttpStatusCode.NotFound, (await Get(visitor, $"/journal/proof/{Guid.NewGuid()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(visitor, $"/journal/proof/{ids[3]}?size=10")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(visitor, "/journal/consistency/9/310")).Status);
    }

    [Fact]
    public async Task In_the_background_entries_are_sealed_within_seconds()
    {
        var city = await AnotherCity(inBackground: true);
        await Chronicle.Write(city, 3);
        for (var i = 0; i < 100 && await city.Db(db => db.Set<Seal>().CountAsync()) < 3; i++) await Task.Delay(100, Cancel);
        Assert.Equal(3, await city.Db(db => db.Set<Seal>().CountAsync()));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_holds_up_no_other_and_is_reported()
    {
        if (City is Postgres) Assert.Skip("PostgreSQL stores nothing unreadable.");
        var city = await AnotherCity();
        var ids = await Chronicle.Write(city, 3);
        await Chronicle.Tamper(city, "UPDATE entries SET occurred_on = 'some day' WHERE id = {0}", ids[1]);
        using var sealer = Chronicle.AnotherSealer(city);
        Assert.Equal(2, await sealer.SealAllAsync(Cancel));
        Assert.Equal(0, await sealer.SealAllAsync(Cancel));
        Assert.Equal(1, (await Chronicle.Verify(city)).Waiting);
    }

    /// <summary>PostgreSQL only: numbers are given out before the commit, so a later one may be visible first.</summary>
    [Fact]
    public async Task A_transaction_that_commits_late_gets_a_later_position()
    {
        if (City is Sqlite) Assert.Skip("SQLite has one writer at a time.");
        var city = await AnotherCity();
        await using var scope = city.ScopeOf(Chronicle.Officer);
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        await using var late = await db.Database.BeginTransactionAsync(Cancel);
        var slow = scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>().Act(Thing.Swing, new Thing(), "start").Id;
        await db.SaveChangesAsync(Cancel);
        await Chronicle.Write(city, 3);
        Assert.Equal(3, await Chronicle.Seal(city));
        await late.CommitAsync(Cancel);
        Assert.Equal(1, await Chronicle.Seal(city));
        Assert.Equal(3, await city.Ask((StoredTree tree) => tree.PositionAsync(slow)));
        Assert.Empty(await Chronicle.Findings(city));
    }

    static Task<Checkpoint?> Head(City city) => city.Ask((StoredTree tree) => tree.HeadAsync());

    static List<MerkleHash> Hashes(JsonDocument proof) => [.. proof.RootElement.GetProperty("path").EnumerateArray().Select(h => MerkleHash.FromHex(h.GetString()!))];

    static async Task<(HttpStatusCode Status, string Body)> Get(Visitor visitor, string url)
    {
        using var response = await visitor.SendOnce(new HttpRequestMessage(HttpMethod.Get, url), Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    /// <summary>Takes the connection away when a transaction is about to be committed.</summary>
    sealed class Loss : DbTransactionInterceptor
    {
        public bool Armed { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (Armed) transaction.Connection!.Close();
            return new(result);
        }
    }
}

public sealed class SealerTestsOnSqlite(Sqlite city) : SealerTests(city), IClassFixture<Sqlite>;
public sealed class SealerTestsOnPostgres(Postgres city) : SealerTests(city), IClassFixture<Postgres>;
