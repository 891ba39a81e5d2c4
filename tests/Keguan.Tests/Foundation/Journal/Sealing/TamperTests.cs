using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Organisations.Exports;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Keguan.Tests.Foundation.Journal.Sealing;

/// <summary>Somebody with the database's password changes the past. Whatever it is, the verifier must say so, and where.</summary>
public abstract class TamperTests(City city) : CityTests(city)
{
    List<Guid> _ids = [];

    /// <summary>12 entries, sealed in two batches; each test has a city of its own.</summary>
    async Task<City> Tampered()
    {
        var city = await AnotherCity();
        _ids = await Chronicle.Write(city, 7);
        await Chronicle.Seal(city);
        _ids.AddRange(await Chronicle.Write(city, 5));
        await Chronicle.Seal(city);
        Assert.Empty(await Chronicle.Findings(city));
        return city;
    }

    /// <summary>Columns that are a convenience and no evidence; docs/specs/journal.md says so.</summary>
    static readonly HashSet<string> NoEvidence = ["journal_checkpoints.at", "journal_keys.since", "journal_keys.at"];

    [Fact]
    public async Task One_character_changed_in_any_column_is_found_at_its_place()
    {
        var city = await Tampered();
        var (columns, keys) = await city.Db(db => Task.FromResult(Columns(db.Model)));
        Assert.True(columns.Count > 40, "the columns of the Journal were not found");
        foreach (var (table, column, type) in columns.Where(c => !NoEvidence.Contains($"{c.Table}.{c.Column}")))
        {
            // The sixth row: an entry in the middle, with postings and a text.
            var key = keys[table];
            var where = table switch
            {
                "entries" => $"id = '{Id(city, _ids[5])}'",
                "postings" => $"entry_id = '{Id(city, _ids[4])}' AND \"index\" = 1",
                "entry_texts" or "seals" => $"entry_id = '{Id(city, _ids[5])}'",
                "journal_checkpoints" => "size = 7",
                _ => "1 = 1",
            };
            await Chronicle.Tamper(city, $"DROP TABLE IF EXISTS untampered");
            await Chronicle.Tamper(city, $"CREATE TABLE untampered AS SELECT * FROM {table}");
            Assert.Equal(1, await Chronicle.Tamper(city, $"UPDATE {table} SET \"{column}\" = {Changed(city, column, type)} WHERE {where}"));

            var findings = await Chronicle.Findings(city);
            Assert.True(findings.Count > 0, $"{table}.{column} was changed, and nobody saw it");
            if (table is "entries" or "postings" or "entry_texts" or "seals")
            {
                var at = table == "postings" ? 4 : 5;
                Assert.True(findings.Exists(f => f.Position == at || f.EntryId == _ids[at]), $"{table}.{column}: {string.Join(" · ", findings.Select(f => f.Line.En))}");
                Assert.True(findings.TrueForAll(f => f.Kind is FindingKind.Chain or FindingKind.Added or FindingKind.Seal || f.Position == at || f.EntryId == _ids[at]), $"{table}.{column}: {string.Join(" · ", findings.Select(f => f.Line.En))}");
                if (table is "entries" or "postings" && column is not ("id" or "entry_id" or "index"))
                    Assert.True(findings.Exists(f => f.Kind is FindingKind.Changed && f.What.En.Contains("was “", StringComparison.Ordinal)), $"{table}.{column}: {string.Join(" · ", findings.Select(f => f.Line.En))}");
            }

            await Chronicle.Tamper(city, $"DELETE FROM {table}");
            await Chronicle.Tamper(city, $"INSERT INTO {table} SELECT * FROM untampered");
            Assert.True((await Chronicle.Findings(city)).Count == 0, $"{table}.{column} was not restored by the test");
        }
    }

    [Fact]
    public async Task What_only_looks_the_same_is_found()
    {
        if (City is Postgres) Assert.Skip("PostgreSQL keeps types and forms itself.");
        var city = await Tampered();
        foreach (var (set, back) in new[]
        {
            ("id = lower(id)", "id = upper(id)"),
            ("sequence = sequence + 0.5", "sequence = CAST(sequence - 0.5 AS INTEGER)"),
            ("action = action || char(0) || 'x'", "action = 'back'"),
            ("action = CAST(action AS BLOB)", "action = CAST(action AS TEXT)"),
            ("at = at || '0'", "at = substr(at, 1, length(at) - 1)"),
            ("occurred_on = occurred_on || ' 00:00:00'", "occurred_on = substr(occurred_on, 1, 10)"),
            ("actor_id = ''", $"actor_id = '{Id(city, Chronicle.Officer.AccountId!.Value)}'"),
            ("actor_id = NULL", $"actor_id = '{Id(city, Chronicle.Officer.AccountId!.Value)}'"),
        })
        {
            var action = (await city.Db(db => db.Set<Entry>().SingleAsync(e => e.Id == _ids[5]))).Action;
            var restore = back.Replace("'back'", $"'{action}'", StringComparison.Ordinal);
            Assert.Equal(1, await Chronicle.Tamper(city, $"UPDATE entries SET {set} WHERE upper(id) = '{Id(city, _ids[5])}'"));
            Assert.Contains(await Chronicle.Findings(city), f => f.Position == 5);
            await Chronicle.Tamper(city, $"UPDATE entries SET {restore} WHERE upper(id) = '{Id(city, _ids[5])}'");
            Assert.True((await Chronicle.Findings(city)).Count == 0, $"{set} was not restored by the test");
        }
    }

    [Fact]
    public async Task The_report_says_what_a_figure_was_and_what_it_is()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, $"UPDATE postings SET quantity = 990000 WHERE entry_id = '{Id(city, _ids[4])}' AND \"index\" = 1");
        await Chronicle.Tamper(city, $"UPDATE entries SET \"to\" = 'forged' WHERE id = '{Id(city, _ids[10])}'");
        var findings = await Chronicle.Findings(city);
        Assert.Contains(findings, f => f is { Kind: FindingKind.Changed, Position: 4 } && f.What.Zh == "分录 1 的数量原为“400”，现为“990000”" && f.EntryId == _ids[4]);
        Assert.Contains(findings, f => f is { Kind: FindingKind.Changed, Position: 10 } && f.What.En.StartsWith("to was “", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleted_rows_are_found()
    {
        foreach (var (table, where, kind, position) in new (string, Func<City, string>, FindingKind, long?)[]
        {
            ("entries", city => $"id = '{Id(city, _ids[5])}'", FindingKind.Missing, 5),
            ("entries", city => $"id = '{Id(city, _ids[11])}'", FindingKind.Missing, 11),
            ("postings", city => $"entry_id = '{Id(city, _ids[4])}' AND \"index\" = 0", FindingKind.Changed, 4),
            ("postings", city => $"entry_id = '{Id(city, _ids[4])}'", FindingKind.Changed, 4),
            ("entry_texts", city => $"entry_id = '{Id(city, _ids[5])}'", FindingKind.Text, 5),
            ("seals", city => $"entry_id = '{Id(city, _ids[5])}'", FindingKind.Seal, 5),
            ("journal_tiles", _ => "1 = 1", FindingKind.Tile, 5),
            ("journal_checkpoints", _ => "size = 12", FindingKind.Added, 8),
            ("journal_checkpoints", _ => "1 = 1", FindingKind.Added, 0),
        })
        {
            var city = await Tampered();
            Assert.True(await Chronicle.Tamper(city, $"DELETE FROM {table} WHERE {where(city)}") > 0);
            Assert.Contains(await Chronicle.Findings(city), f => f.Kind == kind && f.Position == position);
        }
    }

    [Fact]
    public async Task An_entry_deleted_with_all_that_belongs_to_it_is_found()
    {
        var city = await Tampered();
        foreach (var table in new[] { "postings", "entry_texts", "seals" }) await Chronicle.Tamper(city, $"DELETE FROM {table} WHERE entry_id = '{Id(city, _ids[2])}'");
        await Chronicle.Tamper(city, $"DELETE FROM entries WHERE id = '{Id(city, _ids[2])}'");
        var findings = await Chronicle.Findings(city);
        Assert.Contains(findings, f => f is { Kind: FindingKind.Seal, Position: 2 });
        Assert.Contains(findings, f => f.Kind == FindingKind.Chain);
    }

    [Fact]
    public async Task A_seal_that_was_taken_away_is_traced_to_its_entry()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, $"DELETE FROM seals WHERE entry_id = '{Id(city, _ids[5])}'");
        Assert.Contains(await Chronicle.Findings(city), f => f.Kind == FindingKind.Seal && f.Position == 5 && f.EntryId == _ids[5]);
    }

    [Fact]
    public async Task Exchanged_positions_are_found()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, "UPDATE seals SET position = -1 WHERE position = 2");
        await Chronicle.Tamper(city, "UPDATE seals SET position = 2 WHERE position = 9");
        await Chronicle.Tamper(city, "UPDATE seals SET position = 9 WHERE position = -1");
        Assert.Equal([2L, 9L], (await Chronicle.Findings(city)).Where(f => f.Kind == FindingKind.Reordered).Select(f => f.Position!.Value).Order());

        // Exchanged in the tile too: only the signature is left to say it.
        var tile = await city.Db(db => db.Set<JournalTile>().Select(t => t.Hashes).SingleAsync());
        byte[] changed = [.. tile[..64], .. tile[(9 * 32)..(10 * 32)], .. tile[96..(9 * 32)], .. tile[64..96], .. tile[(10 * 32)..]];
        await Chronicle.Tamper(city, "UPDATE journal_tiles SET hashes = {0}", changed);
        Assert.Contains(await Chronicle.Findings(city), f => f.Kind == FindingKind.Root && f.What.En.Contains("positions 0 to 6", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_whose_contents_were_exchanged_are_found()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, $"UPDATE entries SET id = '{Id(city, Guid.Empty)}' WHERE id = '{Id(city, _ids[2])}'");
        await Chronicle.Tamper(city, $"UPDATE entries SET id = '{Id(city, _ids[2])}' WHERE id = '{Id(city, _ids[9])}'");
        await Chronicle.Tamper(city, $"UPDATE entries SET id = '{Id(city, _ids[9])}' WHERE id = '{Id(city, Guid.Empty)}'");
        Assert.Equal([2L, 9L], (await Chronicle.Findings(city)).Where(f => f.Kind == FindingKind.Changed).Select(f => f.Position!.Value).Order());
    }

    [Fact]
    public async Task Added_rows_are_found()
    {
        var city = await Tampered();
        var copied = $"SELECT '{Id(city, Guid.NewGuid())}'{(City is Postgres ? "::uuid" : "")} AS id, subject_type, subject_id, 99 AS sequence, definition, action, \"from\", \"to\", at, occurred_on, actor_id, actor_role, actor_organisation_id, corrects, text_hash FROM entries WHERE id = '{Id(city, _ids[5])}'";
        await Chronicle.Tamper(city, $"INSERT INTO entries (id, subject_type, subject_id, sequence, definition, action, \"from\", \"to\", at, occurred_on, actor_id, actor_role, actor_organisation_id, corrects, text_hash) {copied}");
        var findings = await Chronicle.Findings(city);
        Assert.Contains(findings, f => f.Kind == FindingKind.Added && f.EntryId is not null);
        Assert.Contains(findings, f => f.Kind == FindingKind.Chain);

        // With a forged seal behind the head …
        await Chronicle.Tamper(city, "INSERT INTO seals (position, entry_id, leaf_hash, record) SELECT 12, e.id, s.leaf_hash, s.record FROM entries e, seals s WHERE e.sequence = 99 AND s.position = 0");
        Assert.Contains(await Chronicle.Findings(city), f => f is { Kind: FindingKind.Added, Position: 12 });
        await Chronicle.Tamper(city, "DELETE FROM seals WHERE position = 12");
        await Chronicle.Tamper(city, "DELETE FROM entries WHERE sequence = 99");

        // … and postings: a further one of a sealed entry, and one without an entry.
        await Chronicle.Tamper(city, $"INSERT INTO postings (entry_id, \"index\", measure, quantity, unit, occurred_on, area, level, category, batch, definition, mode) SELECT entry_id, 7, measure, 1, unit, occurred_on, '', '', '', '', '', '' FROM postings WHERE entry_id = '{Id(city, _ids[4])}' AND \"index\" = 0");
        Assert.Contains(await Chronicle.Findings(city), f => f is { Kind: FindingKind.Changed, Position: 4 } && f.What.En.Contains("posting 7 (thing.moved 1) was added", StringComparison.Ordinal));
        await Chronicle.Tamper(city, $"UPDATE postings SET entry_id = '{Id(city, Guid.NewGuid())}' WHERE \"index\" = 7");
        Assert.Equal(FindingKind.Added, Assert.Single(await Chronicle.Findings(city)).Kind);
    }

    [Fact]
    public async Task An_entry_gone_before_it_was_sealed_is_found()
    {
        var city = await Tampered();
        var id = (await Chronicle.Write(city, 1))[0];
        foreach (var table in new[] { "postings WHERE entry_id", "entry_texts WHERE entry_id", "entries WHERE id" }) await Chronicle.Tamper(city, $"DELETE FROM {table} = '{Id(city, id)}'");
        Assert.Contains(await Chronicle.Findings(city), f => f.Kind == FindingKind.Missing && f.EntryId == id);
    }

    [Fact]
    public async Task Who_changes_an_entry_with_its_seal_and_the_tile_is_betrayed_by_the_signature()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, $"UPDATE entries SET action = 'forged' WHERE id = '{Id(city, _ids[5])}'");
        await ForgeSeal(city, 5);
        var findings = await Chronicle.Findings(city);
        Assert.Contains(findings, f => f.Kind == FindingKind.Tile && f.Position == 5 || f.Kind == FindingKind.Reordered && f.Position == 5);

        var tile = await city.Db(db => db.Set<JournalTile>().Select(t => t.Hashes).SingleAsync());
        (await city.Db(db => db.Set<Seal>().Where(s => s.Position == 5).Select(s => s.LeafHash).SingleAsync())).CopyTo(tile, 5 * 32);
        await Chronicle.Tamper(city, "UPDATE journal_tiles SET hashes = {0}", tile);
        findings = await Chronicle.Findings(city);
        Assert.Contains("positions 0 to 6 were changed together with their seals", Assert.Single(findings, f => f.Kind == FindingKind.Root).What.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_a_new_past_with_the_stolen_key_is_betrayed_by_a_checkpoint_that_was_kept()
    {
        var city = await Tampered();
        var kept = (await city.Ask((StoredTree tree) => tree.NoteAsync(7)))!;
        var sound = await Chronicle.Verify(city, new VerificationOptions { Checkpoint = kept });
        Assert.DoesNotContain(sound.Findings, f => f.Kind == FindingKind.History);

        await Chronicle.Tamper(city, $"UPDATE entries SET action = 'forged' WHERE id = '{Id(city, _ids[5])}'");
        foreach (var table in new[] { "seals", "journal_tiles", "journal_checkpoints" }) await Chronicle.Tamper(city, $"DELETE FROM {table}");
        foreach (var id in _ids) await Chronicle.Tamper(city, $"INSERT INTO journal_queue (entry_id) VALUES ('{Id(city, id)}')");
        using var forger = Chronicle.AnotherSealer(city, new SealerOptions { Lease = TimeSpan.FromSeconds(-1) });
        city.Clock.Forward(TimeSpan.FromSeconds(20));
        Assert.Equal(12, await forger.SealAllAsync(Cancel));

        Assert.Empty(await Chronicle.Findings(city));
        var finding = Assert.Single(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = kept }));
        Assert.Equal(FindingKind.History, finding.Kind);
        Assert.Contains(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = kept, Since = 10 }), f => f.Kind == FindingKind.History);
    }

    [Fact]
    public async Task A_checkpoint_by_a_stranger_or_of_a_longer_tree_is_not_accepted()
    {
        var city = await Tampered();
        var head = (await city.Ask((StoredTree tree) => tree.HeadAsync()))!;
        var stranger = CheckpointKey.Create(head.Origin);
        Assert.Contains("not signed", Assert.Single(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = stranger.Sign(head) })).What.En, StringComparison.Ordinal);
        var key = city.Services.GetRequiredService<CheckpointKey>();
        Assert.Contains("lost", Assert.Single(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = key.Sign(head with { Size = 40 }) })).What.En, StringComparison.Ordinal);
        Assert.Empty(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = key.Sign(head) }));
        Assert.Empty(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = key.Sign(new Checkpoint(head.Origin, 0, Merkle.EmptyRoot)) }));
        // A size for which no checkpoint was ever stored: the root then is computed.
        Assert.Empty(await Chronicle.Findings(city, new VerificationOptions { Checkpoint = key.Sign(new Checkpoint(head.Origin, 3, await city.Ask((StoredTree tree) => tree.RootAsync(3)))) }));
    }

    [Fact]
    public async Task A_checkpoint_signed_by_nobody_known_is_found()
    {
        var city = await Tampered();
        var head = (await city.Ask((StoredTree tree) => tree.HeadAsync()))!;
        await Chronicle.Tamper(city, "UPDATE journal_checkpoints SET note = {0} WHERE size = 12", CheckpointKey.Create(head.Origin).Sign(head).ToString());
        Assert.Equal(FindingKind.Checkpoint, Assert.Single(await Chronicle.Findings(city)).Kind);
        // What lies behind the last signed head is compared all the same, as far as it can be.
        await Chronicle.Tamper(city, $"UPDATE entries SET action = 'forged' WHERE id = '{Id(city, _ids[9])}'");
        Assert.Contains(await Chronicle.Findings(city), f => f is { Kind: FindingKind.Changed, Position: 9 });
        // A head out of thin air neither hides the last true one nor breaks the rest.
        await Chronicle.Tamper(city, "INSERT INTO journal_checkpoints (size, root, note, at) SELECT 1000000000000, root, note, at FROM journal_checkpoints WHERE size = 12");
        await Chronicle.Tamper(city, "INSERT INTO journal_checkpoints (size, root, note, at) SELECT 3, root, note, at FROM journal_checkpoints WHERE size = 12");
        var findings = await Chronicle.Findings(city);
        Assert.Equal(3, findings.Count(f => f.Kind == FindingKind.Checkpoint));
        Assert.Equal([9L], findings.Where(f => f.Kind is not FindingKind.Checkpoint).Select(f => f.Position!.Value));
        // All notes destroyed: there is no signature to hold on to.
        await Chronicle.Tamper(city, "UPDATE journal_checkpoints SET note = 'x'");
        var report = await Chronicle.Verify(city);
        Assert.Null(report.Head);
        Assert.Equal(12, report.Entries);
        Assert.Equal(4, report.Findings.Count(f => f.Kind == FindingKind.Checkpoint));
    }

    [Fact]
    public async Task Since_looks_only_behind_the_position_but_notices_a_broken_foundation()
    {
        var city = await Tampered();
        await Chronicle.Tamper(city, $"UPDATE entries SET action = 'forged' WHERE id = '{Id(city, _ids[2])}'");
        var late = await Chronicle.Verify(city, new VerificationOptions { Since = 7 });
        Assert.DoesNotContain(late.Findings, f => f.Kind == FindingKind.Changed);
        Assert.Equal((5, 7L), (late.Entries, late.Since));
        Assert.Contains(await Chronicle.Findings(city, new VerificationOptions { Since = 2 }), f => f is { Kind: FindingKind.Changed, Position: 2 });

        var tile = await city.Db(db => db.Set<JournalTile>().Select(t => t.Hashes).SingleAsync());
        tile[3] ^= 1;
        await Chronicle.Tamper(city, "UPDATE journal_tiles SET hashes = {0}", tile);
        var all = await Chronicle.Verify(city, new VerificationOptions { Since = 7 });
        Assert.Equal((12, 0L), (all.Entries, all.Since));
        Assert.Contains(all.Findings, f => f is { Kind: FindingKind.Changed, Position: 2 });
    }

    [Fact]
    public async Task Several_forgeries_are_each_found_and_nothing_else()
    {
        var city = await AnotherCity();
        var ids = await Chronicle.Write(city, 2600, things: 40, perTransaction: 200);
        using var sealer = Chronicle.AnotherSealer(city, new SealerOptions { Batch = 330 });
        await sealer.SealAllAsync(Cancel);
        int[] forged = [3, 256, 999, 1000, 1001, 2047, 2599];
        ids = await city.Db(db => db.Set<Seal>().OrderBy(s => s.Position).Select(s => s.EntryId).ToListAsync());
        foreach (var i in forged) await Chronicle.Tamper(city, $"UPDATE entries SET action = 'forged' WHERE id = '{Id(city, ids[i])}'");
        var findings = await Chronicle.Findings(city);
        Assert.Equal(forged.Select(i => (long?)i), findings.Select(f => f.Position).Order());
        Assert.Equal(3, (await Chronicle.Verify(city, new VerificationOptions { MaximumFindings = 3 })).Findings.Count(f => f.Kind is FindingKind.Changed or FindingKind.Guard));

        // The tile of the second level holds the roots of the full ones of the first.
        await Chronicle.Tamper(city, "DELETE FROM journal_tiles WHERE level = 1");
        Assert.Contains(await Chronicle.Findings(city), f => f.Kind == FindingKind.Tile && f.What.En.Contains("1/000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subject_that_is_not_what_its_history_says_is_found()
    {
        var city = await AnotherCity();
        Assert.All(city.Services.GetRequiredService<SubjectRegistry>().Tables, t => Assert.True(typeof(ISubject).IsAssignableFrom(t.Entity)));
        var organisations = Enumerable.Range(0, 3).Select(i => new Organisation { Uscc = $"9153000000000000{i:00}", Name = $"云江第{i}厂", Kind = "enterprise", Area = "531102" }).ToList();
        await using (var scope = city.ScopeOf())
        {
            var (db, journal) = (scope.ServiceProvider.GetRequiredService<KeguanDb>(), scope.ServiceProvider.GetRequiredService<Keguan.Foundation.Journal.Journal>());
            db.AddRange(organisations);
            foreach (var organisation in organisations)
            {
                journal.Act(OrganisationLifecycle.Table, organisation, "register");
                journal.Act(OrganisationLifecycle.Table, organisation, "verify");
            }
            await db.SaveChangesAsync(Cancel);
        }
        await Chronicle.Seal(city);
        Assert.Empty(await Chronicle.Findings(city));

        await Chronicle.Tamper(city, $"UPDATE organisations SET state = 'suspended' WHERE id = '{Id(city, organisations[0].Id)}'");
        await Chronicle.Tamper(city, $"UPDATE organisations SET sequence = 1 WHERE id = '{Id(city, organisations[1].Id)}'");
        await Chronicle.Tamper(city, $"DELETE FROM organisations WHERE id = '{Id(city, organisations[2].Id)}'");
        var stranger = new Organisation { Uscc = "915300000000000009", Name = "无据厂", Kind = "enterprise", Area = "531102", State = "verified" };
        await city.Save(stranger);
        var findings = await Chronicle.Findings(city);
        Assert.All(findings, f => Assert.Equal(FindingKind.Subject, f.Kind));
        string Of(Organisation organisation) => Assert.Single(findings, f => f.What.En.Contains(organisation.Id.ToString(), StringComparison.OrdinalIgnoreCase)).What.En;
        Assert.EndsWith("is “suspended”, its last entry says “verified”", Of(organisations[0]), StringComparison.Ordinal);
        Assert.EndsWith("counts 1 entries, the Journal holds 2", Of(organisations[1]), StringComparison.Ordinal);
        Assert.EndsWith("has entries but is not there", Of(organisations[2]), StringComparison.Ordinal);
        Assert.EndsWith("has no entry at all", Of(stranger), StringComparison.Ordinal);
    }

    // ── help ──

    /// <summary>Gives the seal at a position the record and the hash of what now stands in the entry.</summary>
    static Task ForgeSeal(City city, long position) => city.Do(async (KeguanDb db) =>
    {
        var entry = await db.Set<Entry>().AsNoTracking().Include(e => e.Postings).SingleAsync(e => db.Set<Seal>().Any(s => s.Position == position && s.EntryId == e.Id));
        var record = EntryRecord.Of(entry);
        await Chronicle.Tamper(city, $"UPDATE seals SET record = {{0}}, leaf_hash = {{1}} WHERE position = {position}", record, EntryRecord.LeafOf(record).ToArray());
    });

    static string Id(City city, Guid id) => city is Sqlite ? id.ToString().ToUpperInvariant() : id.ToString();

    static (List<(string Table, string Column, Type Type)> Columns, Dictionary<string, string> Keys) Columns(IModel model)
    {
        var columns = new List<(string, string, Type)>();
        var keys = new Dictionary<string, string>();
        foreach (var type in new[] { typeof(Entry), typeof(Posting), typeof(EntryText), typeof(Seal), typeof(JournalTile), typeof(JournalCheckpoint), typeof(JournalKey) })
        {
            var entity = model.FindEntityType(type)!;
            foreach (var property in entity.GetProperties()) columns.Add((entity.GetTableName()!, property.GetColumnName(), Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType));
            keys[entity.GetTableName()!] = entity.FindPrimaryKey()!.Properties[0].GetColumnName();
        }
        return (columns, keys);
    }

    /// <summary>The smallest change that the type of the column knows.</summary>
    static string Changed(City city, string column, Type type)
    {
        var sqlite = city is Sqlite;
        if (type == typeof(Guid)) return sqlite
            ? $"substr(COALESCE(\"{column}\", '{Guid.Empty}'), 1, 35) || CASE WHEN substr(COALESCE(\"{column}\", '{Guid.Empty}'), 36) = '0' THEN '1' ELSE '0' END"
            : $"(left(COALESCE(\"{column}\"::text, '{Guid.Empty}'), 35) || CASE WHEN right(COALESCE(\"{column}\"::text, '{Guid.Empty}'), 1) = '0' THEN '1' ELSE '0' END)::uuid";
        if (type == typeof(string)) return $"CASE WHEN \"{column}\" = '' THEN 'x' ELSE substr(\"{column}\", 1, length(\"{column}\") - 1) || CASE WHEN substr(\"{column}\", length(\"{column}\")) = 'x' THEN 'y' ELSE 'x' END END";
        if (type == typeof(DateTime)) return sqlite ? $"substr(\"{column}\", 1, 18) || CASE WHEN substr(\"{column}\", 19, 1) = '0' THEN '1' ELSE '0' END || substr(\"{column}\", 20)" : $"\"{column}\" + interval '1 microsecond'";
        if (type == typeof(DateOnly)) return sqlite ? $"date(\"{column}\", '+1 day')" : $"\"{column}\" + 1";
        if (type == typeof(byte[])) return sqlite ? $"CAST(x'00' || substr(\"{column}\", 2) AS BLOB)" : $"set_bit(\"{column}\", 9, 1 - get_bit(\"{column}\", 9))";
        return $"\"{column}\" + 1000";
    }
}

public sealed class TamperTestsOnSqlite(Sqlite city) : TamperTests(city), IClassFixture<Sqlite>;
public sealed class TamperTestsOnPostgres(Postgres city) : TamperTests(city), IClassFixture<Postgres>;
