using System.Globalization;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>How the sealer works; the defaults suit everybody.</summary>
public sealed class SealerOptions
{
    /// <summary>At most so many entries in one transaction: on SQLite nobody else writes meanwhile (some 10 ms).</summary>
    public int Batch { get; set; } = 500;

    /// <summary>How often it looks for new entries.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A process that has not sealed for so long gives way to another.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Name of the tree, "kjj.yunjiang.example/journal"; counts only when the key is made. Without it the key names itself.</summary>
    public string? Origin { get; set; }
}

/// <summary>
/// Gives committed entries their place: takes them from the queue, appends them to the tree, and stores seals, tiles and a signed checkpoint
/// in one transaction. Writers never wait for a hash. Of several processes one seals: every batch first takes the lease row, and whoever
/// comes second sees the tree that the first has left, or goes without.
/// </summary>
public sealed class Sealer(IServiceScopeFactory scopes, CheckpointKey key, TimeProvider time, SealerOptions options, ILogger<Sealer> log) : IDisposable
{
    public const string LeaseName = "sealer";

    readonly Guid _me = Guid.NewGuid();
    readonly SemaphoreSlim _one = new(1, 1);
    readonly HashSet<long> _unreadable = [];
    TileTree? _tree;
    CheckpointKey? _renamed;
    bool _announced;

    /// <summary>Why nothing is sealed any more, for the administrator's desk; null when all is well.</summary>
    public Text? Trouble { get; private set; }

    /// <summary>Seals until nothing waits, or another process holds the lease. Returns how many entries were sealed.</summary>
    public async Task<long> SealAllAsync(CancellationToken cancel = default)
    {
        for (long all = 0; ;)
        {
            var sealedNow = await SealAsync(cancel);
            if (sealedNow == 0) return all;
            all += sealedNow;
        }
    }

    /// <summary>Seals one batch. 0: nothing waits, or another process is at it.</summary>
    /// <exception cref="InvalidDataException">The stored tree does not lead to its signed root: on that nothing is built.</exception>
    public async Task<int> SealAsync(CancellationToken cancel = default)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var sealedNow = await SealAsync(scope.ServiceProvider.GetRequiredService<KeguanDb>(), cancel);
            Trouble = null;
            return sealedNow;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _tree = null; // whatever happened to it: read again what the database holds
            if (e is InvalidDataException)
                Trouble = T("记录链与其签名不符，已停止封存：请立即运行 keguan journal verify", "The Journal does not match its signature; sealing has stopped. Run keguan journal verify now");
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    async Task<int> SealAsync(KeguanDb db, CancellationToken cancel)
    {
        var rows = new JournalRows(db);
        var batch = await WaitingAsync(rows, cancel);
        if (batch.Count == 0 || !await MayTryAsync(rows, cancel)) return 0;

        // All that takes time happens before the transaction: an entry does not change meanwhile.
        var seals = batch.Where(w => w.Entry is not null).Select(w => (w.Entry!.Id, Record: EntryRecord.Of(w.Entry))).ToList();
        var leaves = seals.ConvertAll(seal => EntryRecord.LeafOf(seal.Record));

        _tree = await db.InTransactionAsync(async () =>
        {
            if (!await TakeLeaseAsync(rows, cancel) || !await StillWaitingAsync(rows, batch, cancel)) return null;
            var tree = await TreeAsync(rows, cancel);
            _tree = null; // not before it is committed
            var start = tree.Size;
            leaves.ForEach(tree.Append);
            foreach (var some in seals.Select((seal, i) => new object[] { start + i, seal.Id, leaves[i].ToArray(), seal.Record }).Chunk(100))
                await rows.ExecuteAsync("""INSERT INTO seals ("position", "entry_id", "leaf_hash", "record") VALUES """ + Values(some.Length, 4), [.. some.SelectMany(v => v)], cancel);
            foreach (var (id, hashes) in tree.TakeChanged())
                if (await rows.ExecuteAsync("""UPDATE journal_tiles SET "hashes" = @p0 WHERE "level" = @p1 AND "index" = @p2""", [hashes, id.Level, id.Index], cancel) == 0)
                    await rows.ExecuteAsync("""INSERT INTO journal_tiles ("hashes", "level", "index") VALUES (@p0, @p1, @p2)""", [hashes, id.Level, id.Index], cancel);
            if (leaves.Count > 0) await SignAsync(rows, tree, cancel);
            foreach (var some in batch.Chunk(100))
                await rows.ExecuteAsync("""DELETE FROM journal_queue WHERE "number" IN """ + Values(1, some.Length), [.. some.Select(w => (object)w.Number)], cancel);
            return tree;
        }, cancel);
        return _tree is null ? 0 : batch.Count;
    }

    /// <summary>
    /// The next entries, in the order in which they were written, those of one subject by their sequence. What is queued twice or sealed already
    /// comes without its entry, to be struck off.
    /// </summary>
    async Task<List<(long Number, Entry? Entry)>> WaitingAsync(JournalRows rows, CancellationToken cancel)
    {
        var batch = new List<(long Number, Entry? Entry)>();
        var entries = new Dictionary<Guid, Entry>();
        await TakeAsync($"""ORDER BY q."number" LIMIT {options.Batch + _unreadable.Count}""", []);
        if (batch.Count >= options.Batch) await TakeEarlierAsync(batch[^1].Number);
        foreach (var ids in entries.Keys.Chunk(500))
            await rows.ReadAsync($"""SELECT {JournalRows.PostingColumns} FROM postings p WHERE p."entry_id" IN {Values(1, ids.Length)}""", [.. ids.Select(id => (object)id)], cells =>
            {
                var posting = JournalRows.Posting(cells);
                entries[posting.EntryId].Postings.Add(posting);
            }, cancel);
        return InSequence(batch);

        // One transaction may write several entries of a subject in any order: an earlier one must not be left to the next batch.
        async Task TakeEarlierAsync(long last)
        {
            var wanting = entries.Values.GroupBy(e => (e.SubjectType, e.SubjectId))
                .Select(g => (g.Key.SubjectType, g.Key.SubjectId, First: g.Min(e => e.Sequence), Last: g.Max(e => e.Sequence), Count: g.Count()))
                .Select(g => (g.SubjectType, g.SubjectId, Below: g.Last - g.First + 1 == g.Count ? g.First : g.Last)).Where(g => g.Below > 1);
            foreach (var some in wanting.Chunk(100))
            {
                var before = string.Join(" OR ", some.Select((_, i) => $"""(e."subject_type" = @p{3 * i + 1} AND e."subject_id" = @p{3 * i + 2} AND e."sequence" < @p{3 * i + 3})"""));
                var numbers = await rows.ListAsync($"""SELECT q."number" FROM entries e JOIN journal_queue q ON q."entry_id" = e."id" WHERE q."number" > @p0 AND ({before})""",
                    [last, .. some.SelectMany(e => new object[] { e.SubjectType, e.SubjectId, e.Below })], cells => (object)cells.Long("number"), cancel);
                foreach (var few in numbers.Chunk(500)) await TakeAsync($"""WHERE q."number" IN {Values(1, few.Length)} ORDER BY q."number" """, few);
            }
        }

        Task TakeAsync(string which, object[] parameters) => rows.ReadAsync($"""
            SELECT q."number", s."position", {JournalRows.EntryColumns} FROM journal_queue q
            LEFT JOIN seals s ON s."entry_id" = q."entry_id" LEFT JOIN entries e ON e."id" = q."entry_id" {which}
            """, parameters, cells =>
        {
            var number = cells.Long("number");
            if (_unreadable.Contains(number)) return;
            try
            {
                var entry = cells.SkipIfNull(1) ? JournalRows.Entry(cells) : null;
                batch.Add((number, entry is not null && entries.TryAdd(entry.Id, entry) ? entry : null));
            }
            catch (Exception e) when (e is FormatException or InvalidCastException)
            {
                // Left in the queue as evidence: the verifier reports it. The others are not made to wait for it.
                _unreadable.Add(number);
                log.LogError(e, "Entry number {Number} of the Journal's queue cannot be read and is not sealed", number);
            }
        }, cancel);
    }

    static List<(long Number, Entry? Entry)> InSequence(List<(long Number, Entry? Entry)> batch)
    {
        var bySubject = batch.Where(w => w.Entry is not null).GroupBy(w => (w.Entry!.SubjectType, w.Entry.SubjectId))
            .ToDictionary(g => g.Key, g => new Queue<(long, Entry?)>(g.OrderBy(w => w.Entry!.Sequence)));
        return batch.ConvertAll(w => w.Entry is null ? w : bySubject[(w.Entry.SubjectType, w.Entry.SubjectId)].Dequeue());
    }

    /// <summary>A look without a lock: while another process seals, this one writes nothing.</summary>
    async Task<bool> MayTryAsync(JournalRows rows, CancellationToken cancel)
    {
        var lease = await rows.ListAsync("""SELECT "holder", "until" FROM journal_leases WHERE "name" = @p0""", [LeaseName], cells => (Holder: cells.Id("holder"), Until: cells.Time("until")), cancel);
        return lease.Count > 0 && (lease[0].Holder == _me || lease[0].Until < Now);
    }

    /// <summary>Locks the lease row to the end of the transaction, so that sealers follow one another even where a clock is wrong.</summary>
    async Task<bool> TakeLeaseAsync(JournalRows rows, CancellationToken cancel) =>
        await rows.ExecuteAsync("""UPDATE journal_leases SET "holder" = @p0, "until" = @p1 WHERE "name" = @p2 AND ("holder" = @p0 OR "until" < @p3)""",
            [_me, Now + options.Lease, LeaseName, Now], cancel) == 1;

    static async Task<bool> StillWaitingAsync(JournalRows rows, List<(long Number, Entry? Entry)> batch, CancellationToken cancel)
    {
        foreach (var some in batch.Chunk(500))
            if (await rows.CountAsync("""SELECT COUNT(*) FROM journal_queue WHERE "number" IN """ + Values(1, some.Length), [.. some.Select(w => (object)w.Number)], cancel) < some.Length)
                return false;
        return true;
    }

    /// <summary>The tree as the last checkpoint left it: the one in memory if it is still that, otherwise from the tiles.</summary>
    async Task<TileTree> TreeAsync(JournalRows rows, CancellationToken cancel)
    {
        var last = await rows.ListAsync("""SELECT "size", "root", "note" FROM journal_checkpoints ORDER BY "size" DESC LIMIT 1""", [],
            cells => (Size: cells.Long("size"), Root: new MerkleHash(cells.Bytes("root")), Note: cells.Text("note")), cancel);
        if (last.Count == 0) return _tree is { Size: 0 } ? _tree : new TileTree();
        var (size, root, note) = last[0];
        if (_tree is not null && _tree.Size == size && _tree.Root == root) return _tree;

        var head = Checkpoint.Parse(SignedNote.Parse(note).Text);
        var tiles = await rows.TilesAsync(TileId.EdgeOf(size), cancel);
        var tree = TileTree.Open(size, id => tiles.GetValueOrDefault(id));
        if (head.Size != size || head.Root != root || tree.Root != root) throw new InvalidDataException($"the stored tree of {size} entries does not have the root that was signed");
        _renamed = key.As(head.Origin); // the tree keeps its name, even if the key is a new one
        _announced = false;
        return tree;
    }

    async Task SignAsync(JournalRows rows, TileTree tree, CancellationToken cancel)
    {
        var signer = _renamed ?? key;
        var publicKey = signer.Public.ToString();
        if (!_announced)
        {
            var known = await rows.ListAsync("""SELECT "public_key" FROM journal_keys""", [], cells => cells.Text("public_key"), cancel);
            if (!known.Contains(publicKey))
            {
                if (known.Count > 0) log.LogWarning("The Journal is signed by a new key from now on: {Key}", publicKey);
                await rows.ExecuteAsync("""INSERT INTO journal_keys ("public_key", "since", "at") VALUES (@p0, @p1, @p2)""", [publicKey, tree.Size, Now], cancel);
            }
            _announced = true;
        }
        var checkpoint = new Checkpoint(signer.Origin, tree.Size, tree.Root);
        await rows.ExecuteAsync("""INSERT INTO journal_checkpoints ("size", "root", "note", "at") VALUES (@p0, @p1, @p2, @p3)""",
            [checkpoint.Size, checkpoint.Root.ToArray(), signer.Sign(checkpoint).ToString(), Now], cancel);
    }

    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>`(@p0, @p1), (@p2, @p3)`</summary>
    static string Values(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows)
        .Select(row => "(" + string.Join(", ", Enumerable.Range(row * columns, columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}"))) + ")"));

    public void Dispose() => _one.Dispose();
}

/// <summary>Seals in the background of the web server.</summary>
public sealed class SealerService(Sealer sealer, SealerOptions options, ILogger<SealerService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Interval;
            try
            {
                // After a full batch there is more; a breath between lets the forms of the users through.
                if (await sealer.SealAsync(stoppingToken) >= options.Batch) pause = TimeSpan.FromMilliseconds(20);
                failures = 0;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                pause *= Math.Min(60, 1 << Math.Min(6, failures++));
                if (e is InvalidDataException) log.LogCritical(e, "The Journal does not match its signature; sealing has stopped. Run: keguan journal verify");
                else log.LogError(e, "Sealing the Journal failed; it is tried again in {Pause}", pause);
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
