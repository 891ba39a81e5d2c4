using Keguan.Foundation.Data;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>The part of <see cref="JournalVerifier"/> that walks the positions: first what the signed roots prove, then every row against it.</summary>
sealed class TreeCheck(KeguanDb db, JournalRows rows, SignatureCheck signatures, Findings findings)
{
    const int Portion = 1000;

    readonly EntryCheck _entries = new(rows, findings);
    TileTree _tree = new();
    readonly Queue<Signed> _ahead = [];
    long _read, _end;
    bool _broken;

    public Checkpoint? Head { get; private set; }
    public long Since { get; private set; }
    public long Entries { get; private set; }
    public long Postings => _entries.Postings;

    /// <summary>Leaf hashes of positions whose seal is gone, so that their entries can be named when they turn up without one.</summary>
    public IReadOnlyDictionary<MerkleHash, long> LostLeaves => _entries.LostLeaves;

    /// <summary>A size at which a root is known from a signature; or, at the very end, none.</summary>
    sealed record Signed(long Size, MerkleHash? Root);

    public async Task RunAsync(VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancel)
    {
        var size = await EndAsync(cancel);
        await OpenAsync(Math.Clamp(options.Since, 0, size), cancel);
        (_read, _end) = (_tree.Size, size);

        MerkleHash? then = null; // the root at the size of the checkpoint that was kept elsewhere
        var kept = options.Checkpoint is { } note ? KeptAt(note) : null;
        if (kept is not null && kept.Size == _tree.Size) then = _tree.Root;

        while (_tree.Size < size)
        {
            var from = _tree.Size;
            var window = await WindowAsync(from, cancel);
            var truth = await TruthAsync(window, from, kept?.Size, root => then = root, cancel);
            for (var start = 0; start < truth.Length; start += Portion)
                await _entries.RunAsync(from + start, truth.AsMemory(start, Math.Min(Portion, truth.Length - start)), cancel);
            await UpperTilesAsync(cancel);
            Entries += truth.Length;
            progress?.Report(new VerificationProgress(_tree.Size - Since, size - Since));
        }
        if (kept is not null) await CompareAsync(kept, then, size, cancel);
    }

    /// <summary>How far to go: to the last head that is signed, and beyond it over seals whose head is not.</summary>
    async Task<long> EndAsync(CancellationToken cancel)
    {
        for (var below = long.MaxValue; Head is null;)
        {
            var page = await PageAsync("""WHERE "size" < @p0 ORDER BY "size" DESC LIMIT 200""", [below], report: false, cancel);
            if (page.Count == 0) break;
            if (page.Find(row => row.Root is not null) is { } head) Head = new Checkpoint(_origin, head.Size, head.Root!.Value);
            below = page[^1].Size;
        }
        var signed = Head?.Size ?? 0;
        var seals = await rows.CountAsync("SELECT COUNT(*) FROM seals", [], cancel);
        var last = await rows.CountAsync("""SELECT COALESCE(MAX("size"), 0) FROM journal_checkpoints WHERE "size" <= @p0""", [seals], cancel);
        await PageAsync("""WHERE "size" > @p0 ORDER BY "size" LIMIT 200""", [Math.Max(signed, last)], report: true, cancel);
        return Math.Max(signed, last);
    }

    /// <summary>Begins behind the entries that were verified earlier; if the tiles there are damaged, from the first entry after all.</summary>
    async Task OpenAsync(long since, CancellationToken cancel)
    {
        Since = since;
        if (since == 0) return;
        try
        {
            var tiles = await rows.TilesAsync(TileId.EdgeOf(since), cancel);
            _tree = TileTree.Open(since, id => tiles.GetValueOrDefault(id));
        }
        catch (InvalidDataException e)
        {
            findings.Add(FindingKind.Tile, $"位置 {since} 之前的树块已损坏（{e.Message}），改为从头核对", $"the tiles before position {since} are damaged ({e.Message}); verified from the beginning instead");
            Since = 0;
            return;
        }
        if (await PageAsync("WHERE \"size\" = @p0", [since], report: false, cancel) is [{ Root: { } root }] && root != _tree.Root)
        {
            findings.Add(FindingKind.Tile, $"位置 {since} 之前的树块与签名不符，改为从头核对", $"the tiles before position {since} do not match the signature; verified from the beginning instead");
            (_tree, Since) = (new TileTree(), 0);
        }
    }

    // ── signed heads ──

    string _origin = "";

    /// <summary>A page of checkpoints; without a root where nobody believed has signed. What a signature covers counts more than the columns beside it.</summary>
    async Task<List<Signed>> PageAsync(string where, object[] parameters, bool report, CancellationToken cancel)
    {
        var page = new List<Signed>();
        await rows.ReadAsync("""SELECT "size", "root", "note" FROM journal_checkpoints """ + where, parameters, cells =>
        {
            var size = cells.Long("size");
            byte[] root = [];
            Checkpoint? head = null;
            string? fault = null;
            try
            {
                fault = Cells.Try(() => root = cells.Bytes("root"));
                var note = SignedNote.Parse(cells.Text("note"));
                if (signatures.Accepts(note, size)) head = Checkpoint.Parse(note.Text);
            }
            catch (FormatException e)
            {
                fault = e.Message;
            }
            if (head is not null && _origin.Length == 0) _origin = head.Origin;
            page.Add(new Signed(size, head?.Size == size ? head.Root : null));
            if (!report) return;
            if (fault is not null)
                findings.Add(FindingKind.Checkpoint, $"规模为 {size} 的检查点无法读取（{fault}）", $"the checkpoint of size {size} cannot be read ({fault})");
            else if (head is null)
                findings.Add(FindingKind.Checkpoint, $"规模为 {size} 的检查点没有可信密钥的签名", $"the checkpoint of size {size} is not signed by a believed key");
            else if (head.Size != size || head.Origin != _origin || !root.AsSpan().SequenceEqual(head.Root.ToArray()))
                findings.Add(FindingKind.Checkpoint, $"规模为 {size} 的检查点与其所签内容不一致", $"the checkpoint of size {size} says something else than was signed");
        }, cancel);
        return page;
    }

    /// <summary>The next signed heads up to the first that is a portion away; each is read, and its signature verified, once.</summary>
    async Task<List<Signed>> WindowAsync(long from, CancellationToken cancel)
    {
        var window = new List<Signed>();
        while (window.Count == 0 || (window[^1].Size < _end && window[^1].Size - from < Portion))
        {
            while (_ahead.Count == 0)
            {
                var page = await PageAsync("""WHERE "size" > @p0 AND "size" <= @p1 ORDER BY "size" LIMIT 200""", [_read, _end], report: true, cancel);
                _read = page.Count > 0 ? page[^1].Size : _end;
                foreach (var head in page.Where(head => head.Root is not null || head.Size == _end)) _ahead.Enqueue(head);
            }
            window.Add(_ahead.Dequeue());
        }
        return window;
    }

    // ── what the signatures prove ──

    /// <summary>The leaf hash of each position of the window, as far as the signed roots make it certain; the tree has grown by them afterwards.</summary>
    async Task<MerkleHash[]> TruthAsync(List<Signed> window, long from, long? keptSize, Action<MerkleHash> keep, CancellationToken cancel)
    {
        var count = (int)(window[^1].Size - from);
        var tiles = await rows.TilesAsync(Enumerable.Range(0, (int)(((from % TileId.Width) + count + TileId.Width - 1) / TileId.Width)).Select(i => new TileId(0, (from / TileId.Width) + i)), cancel);
        var stored = new MerkleHash?[count];
        for (var i = 0; i < count; i++)
            if (tiles.GetValueOrDefault(new TileId(0, (from + i) / TileId.Width)) is { } tile && tile.AsMemory() is var bytes
                && (int)((from + i) % TileId.Width) * MerkleHash.Length is var at && bytes.Length >= at + MerkleHash.Length)
                stored[i] = new MerkleHash(bytes.Span.Slice(at, MerkleHash.Length));

        MerkleHash?[]? seals = null, entries = null;
        var truth = new MerkleHash[count];
        foreach (var signed in window)
        {
            int a = (int)(_tree.Size - from), b = (int)(signed.Size - from);
            var grown = Grow(stored[a..b], signed);
            if (grown is null)
            {
                seals ??= await _entries.SealedLeavesAsync(from, count, cancel);
                grown = Grow(Mix(stored[a..b], seals[a..b]), signed) ?? Grow(Mix(seals[a..b], stored[a..b]), signed);
            }
            if (grown is null)
            {
                entries ??= await _entries.ComputedLeavesAsync(from, count, cancel);
                grown = Grow(Mix(entries[a..b], stored[a..b]), signed) ?? Grow(Majority(stored[a..b], seals![a..b], entries[a..b]), signed);
            }
            if (grown is null)
            {
                // Nothing that is stored gives this root any more. The rest can still be compared with one another.
                if (!_broken)
                {
                    var one = b - a == 1 ? from + a : (long?)null;
                    findings.Add(FindingKind.Root, one, null,
                        $"位置 {from + a} 至 {from + b - 1} 的内容连同封存被改动：与规模为 {signed.Size} 的签名检查点不符，此后的检查点也不再相符",
                        $"positions {from + a} to {from + b - 1} were changed together with their seals: they do not give the signed root of size {signed.Size}, nor will any later checkpoint match");
                }
                _broken = true;
                grown = [.. Mix(stored[a..b], seals!.AsSpan()[a..b].ToArray()).Select(leaf => leaf ?? Merkle.EmptyRoot)];
            }
            for (var i = a; i < b; i++)
            {
                truth[i] = grown[i - a];
                _tree.Append(truth[i]);
                if (_tree.Size == keptSize) keep(_tree.Root);
                if (stored[i] is null) findings.Add(FindingKind.Tile, from + i, null, "树块中缺少这个位置的哈希值", "the tile of the tree lacks the hash of this position");
                else if (stored[i] != truth[i]) findings.Add(FindingKind.Tile, from + i, null, "树块中这个位置的哈希值被改动", "the hash of this position in the tile of the tree was changed");
            }
        }
        return truth;
    }

    /// <summary>The leaves, if with them the tree gets the signed root (or if roots prove nothing any more).</summary>
    MerkleHash[]? Grow(MerkleHash?[] leaves, Signed signed)
    {
        if (Array.IndexOf(leaves, null) >= 0) return null;
        var sure = Array.ConvertAll(leaves, leaf => leaf!.Value);
        return _broken || signed.Root is null || _tree.RootWith(sure) == signed.Root ? sure : null;
    }

    static MerkleHash?[] Mix(MerkleHash?[] first, MerkleHash?[] second) => [.. first.Zip(second, (a, b) => a ?? b)];

    static MerkleHash?[] Majority(MerkleHash?[] a, MerkleHash?[] b, MerkleHash?[] c) => [.. a.Select((_, i) => b[i] is not null && b[i] == c[i] ? b[i] : a[i] ?? b[i] ?? c[i])];

    async Task UpperTilesAsync(CancellationToken cancel)
    {
        var changed = _tree.TakeChanged().Where(t => t.Id.Level > 0).ToList();
        var there = await rows.TilesAsync(changed.Select(t => t.Id), cancel);
        foreach (var (id, hashes) in changed)
            if (!there.TryGetValue(id, out var stored) || stored.Length < hashes.Length || !stored.AsSpan(0, hashes.Length).SequenceEqual(hashes))
                findings.Add(FindingKind.Tile, $"树块 {id.Path} 被改动或缺失", $"tile {id.Path} was changed or is missing");
    }

    // ── a checkpoint that was kept elsewhere ──

    Checkpoint? KeptAt(SignedNote note)
    {
        try
        {
            var kept = Checkpoint.Parse(note.Text);
            if (!signatures.Accepts(note, kept.Size)) findings.Add(FindingKind.History, "所给检查点没有可信密钥的签名", "the given checkpoint is not signed by a believed key");
            return kept;
        }
        catch (FormatException e)
        {
            findings.Add(FindingKind.History, $"所给检查点无法读取（{e.Message}）", $"the given checkpoint cannot be read ({e.Message})");
            return null;
        }
    }

    async Task CompareAsync(Checkpoint kept, MerkleHash? then, long size, CancellationToken cancel)
    {
        if (kept.Size > size)
        {
            findings.Add(FindingKind.History, size, null, $"所给检查点有 {kept.Size} 条记录，现在只有 {size} 条：自此位置起的记录丢失", $"the given checkpoint has {kept.Size} entries, now there are only {size}: from this position on they are lost");
            return;
        }
        if (_origin.Length > 0 && kept.Origin != _origin)
            findings.Add(FindingKind.History, $"所给检查点属于另一记录链（{kept.Origin}）", $"the given checkpoint is of another Journal ({kept.Origin})");
        bool same;
        if (kept.Size == 0) same = kept.Root == Merkle.EmptyRoot;
        else if (then is { } root) same = root == kept.Root;
        else if (Head is null) same = false;
        else
        {
            try
            {
                var proof = await new StoredTree(db).ConsistencyAsync(kept.Size, Head.Size, cancel);
                same = Merkle.VerifyConsistency(kept.Size, Head.Size, kept.Root, Head.Root, proof);
            }
            catch (InvalidDataException)
            {
                same = false;
            }
        }
        if (!same)
            findings.Add(FindingKind.History, $"现在的记录链不是所给检查点（规模 {kept.Size}）的延续：其中的记录被改动后重新签名", $"today's tree is not a continuation of the given checkpoint of size {kept.Size}: entries in it were changed and signed anew");
    }
}
