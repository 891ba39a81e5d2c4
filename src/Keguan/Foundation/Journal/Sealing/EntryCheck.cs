namespace Keguan.Foundation.Journal.Sealing;

/// <summary>The part of <see cref="JournalVerifier"/> that compares the rows of each position with the leaf hash that is certain for it.</summary>
sealed class EntryCheck(JournalRows rows, Findings findings)
{
    const int LostKept = 100_000;

    readonly Dictionary<MerkleHash, long> _lost = [];

    public long Postings { get; private set; }

    public IReadOnlyDictionary<MerkleHash, long> LostLeaves => _lost;

    /// <summary>All rows of one position, as far as they can be read.</summary>
    sealed class Row
    {
        public Guid? EntryId { get; set; }
        public MerkleHash? Leaf { get; set; }
        public string? Record { get; set; }
        public string? SealFault { get; set; }
        public Entry? Entry { get; set; }
        public string? EntryFault { get; set; }
        public EntryText? Text { get; set; }
        public string? TextFault { get; set; }

        public string? Computed => Entry is null || EntryFault is not null ? null : field ??= EntryRecord.Of(Entry);
    }

    public async Task RunAsync(long from, ReadOnlyMemory<MerkleHash> truth, CancellationToken cancel)
    {
        var portion = await ReadAsync(from, truth.Length, texts: true, cancel);
        for (var i = 0; i < truth.Length; i++)
        {
            if (portion.TryGetValue(from + i, out var row)) await CheckAsync(from + i, truth.Span[i], row, cancel);
            else Lost(from + i, truth.Span[i]);
        }
    }

    public async Task<MerkleHash?[]> SealedLeavesAsync(long from, int count, CancellationToken cancel)
    {
        var leaves = new MerkleHash?[count];
        await rows.ReadAsync("""SELECT "position", "leaf_hash" FROM seals WHERE "position" >= @p0 AND "position" < @p1""", [from, from + count], cells =>
        {
            var position = cells.Long("position");
            Cells.Try(() => leaves[position - from] = new MerkleHash(cells.Bytes("leaf_hash")));
        }, cancel);
        return leaves;
    }

    public async Task<MerkleHash?[]> ComputedLeavesAsync(long from, int count, CancellationToken cancel)
    {
        var leaves = new MerkleHash?[count];
        for (var start = 0; start < count; start += 1000)
            foreach (var (position, row) in await ReadAsync(from + start, Math.Min(1000, count - start), texts: false, cancel))
                if (row.Computed is { } record) leaves[position - from] = EntryRecord.LeafOf(record);
        return leaves;
    }

    void Lost(long position, MerkleHash leaf)
    {
        if (_lost.Count < LostKept) _lost.TryAdd(leaf, position);
        findings.Add(FindingKind.Seal, position, null, "这个位置的封存缺失", "the seal of this position is missing");
    }

    async Task CheckAsync(long position, MerkleHash truth, Row row, CancellationToken cancel)
    {
        // A copy of the record that gives the certain hash is what was sealed, word by word.
        var original = row.Record is not null && EntryRecord.LeafOf(row.Record) == truth ? row.Record : null;
        if (row.SealFault is not null)
            findings.Add(FindingKind.Seal, position, row.EntryId, $"封存无法读取（{row.SealFault}）", $"the seal cannot be read ({row.SealFault})");

        if (row.EntryFault is not null)
            findings.Add(FindingKind.Changed, position, row.EntryId, $"记录或其分录被改动，无法读取（{row.EntryFault}）", $"the entry or one of its postings was changed and cannot be read ({row.EntryFault})");
        else if (row.Entry is null || row.Computed is not { } computed)
        {
            if (original is not null && RecordDifference.Field(original, "id") is var id && id != row.EntryId?.ToString())
                findings.Add(FindingKind.Seal, position, row.EntryId, $"封存指向的记录被改动：应为 {id}", $"the seal points to another entry: it should be {id}");
            else if (original is not null && RecordDifference.Brief(original) is var brief)
                findings.Add(FindingKind.Missing, position, row.EntryId, $"记录已不存在；封存的内容：{brief.Zh}", $"the entry is no longer there; what was sealed: {brief.En}");
            else if (row.EntryId is not null)
                findings.Add(FindingKind.Missing, position, row.EntryId, "记录已不存在", "the entry is no longer there");
        }
        else
        {
            var leaf = EntryRecord.LeafOf(computed);
            if (leaf == truth)
            {
                if (row.Leaf is { } sealedLeaf && sealedLeaf != truth) findings.Add(FindingKind.Seal, position, row.EntryId, "封存中的哈希值被改动", "the hash in the seal was changed");
                if (row.Record is not null && original is null) findings.Add(FindingKind.Seal, position, row.EntryId, "封存中的内容副本被改动", "the copy of the record in the seal was changed");
            }
            else if (original is not null && RecordDifference.Field(original, "id") is var id && id != row.Entry.Id.ToString())
                findings.Add(FindingKind.Reordered, position, row.EntryId, $"这个位置封存的是另一条记录 {id}", $"another entry was sealed at this position: {id}");
            else if (original is not null && RecordDifference.Between(original, computed) is var what)
                findings.Add(FindingKind.Changed, position, row.EntryId, what.Zh, what.En);
            else if (row.Leaf == leaf && row.Record == computed)
                findings.Add(FindingKind.Reordered, position, row.EntryId, "这个位置封存的是另一条记录，封存也被调换", "another entry was sealed at this position; the seals were exchanged too");
            else
                findings.Add(FindingKind.Changed, position, row.EntryId, "记录或其分录被改动，封存中的副本也被改动", "the entry or one of its postings was changed, and the copy in the seal too");
            if (original is not null && row.Leaf is { } other && other != truth)
                findings.Add(FindingKind.Seal, position, row.EntryId, "封存中的哈希值被改动", "the hash in the seal was changed");
        }
        if (row.Entry is not null) await CheckTextAsync(position, row, original, cancel);
    }

    async Task CheckTextAsync(long position, Row row, string? original, CancellationToken cancel)
    {
        var hash = original is null ? row.Entry!.TextHash : RecordDifference.Field(original, "text");
        if (row.TextFault is not null)
            findings.Add(FindingKind.Text, position, row.EntryId, $"记录的文字被改动，无法读取（{row.TextFault}）", $"the text of the entry was changed and cannot be read ({row.TextFault})");
        else if (row.Text is { } text)
        {
            if (Journal.HashOf(text) != hash)
                findings.Add(FindingKind.Text, position, row.EntryId, "记录的文字（姓名、摘要、理由或内容）被改动", "the text of the entry (name, summary, reason or payload) was changed");
        }
        else if (await rows.CountAsync($"""SELECT COUNT(*) FROM entries WHERE "action" = '{LawfulErasure.Action}' AND "corrects" = @p0""", [row.Entry!.Id], cancel) == 0)
            findings.Add(FindingKind.Text, position, row.EntryId, "记录的文字已不存在，且没有依法删除的记录", "the text of the entry is gone, and no erasure was recorded");
    }

    async Task<Dictionary<long, Row>> ReadAsync(long from, int count, bool texts, CancellationToken cancel)
    {
        var portion = new Dictionary<long, Row>(count);
        object[] range = [from, from + count];
        await rows.ReadAsync($"""
            SELECT s."position", s."entry_id", s."leaf_hash", s."record", {JournalRows.EntryColumns} FROM seals s LEFT JOIN entries e ON e."id" = s."entry_id"
            WHERE s."position" >= @p0 AND s."position" < @p1
            """, range, cells =>
        {
            var row = portion[cells.Long("position")] = new Row();
            row.SealFault = Cells.Try(() => row.EntryId = cells.Id("entry_id"));
            row.SealFault = Cells.Try(() => row.Leaf = new MerkleHash(cells.Bytes("leaf_hash"))) ?? row.SealFault;
            row.SealFault = Cells.Try(() => row.Record = cells.Text("record")) ?? row.SealFault;
            if (!cells.IsNullNext) row.EntryFault = Cells.Try(() => row.Entry = JournalRows.Entry(cells));
        }, cancel);
        await rows.ReadAsync($"""
            SELECT s."position", {JournalRows.PostingColumns} FROM seals s JOIN postings p ON p."entry_id" = s."entry_id" WHERE s."position" >= @p0 AND s."position" < @p1
            """, range, cells =>
        {
            var row = portion.GetValueOrDefault(cells.Long("position"));
            if (row?.Entry is null) return;
            Postings++;
            row.EntryFault ??= Cells.Try(() => row.Entry.Postings.Add(JournalRows.Posting(cells)));
        }, cancel);
        if (!texts) return portion;
        await rows.ReadAsync($"""
            SELECT s."position", {JournalRows.TextColumns} FROM seals s JOIN entry_texts t ON t."entry_id" = s."entry_id" WHERE s."position" >= @p0 AND s."position" < @p1
            """, range, cells =>
        {
            if (portion.GetValueOrDefault(cells.Long("position")) is { } row) row.TextFault = Cells.Try(() => row.Text = JournalRows.EntryText(cells));
        }, cancel);
        return portion;
    }
}
