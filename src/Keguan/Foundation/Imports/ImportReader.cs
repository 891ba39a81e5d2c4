using Keguan.Foundation.Sheets;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

public abstract partial class ImportDefinition<TRow>
{
    const int Chunk = 1_000;

    /// <summary>Titles and notes may stand above the heading.</summary>
    const int RowsAbove = 15;

    static readonly string[] Sums = ["合计", "总计", "小计", "共计", "TOTAL", "SUM"];

    internal sealed override async Task<ImportReading> ReadAsync(ImportContext context, Stream file, IReadOnlyDictionary<string, int>? mapping, CancellationToken cancel)
    {
        using var rows = SheetReader.Read(file).GetEnumerator();
        var (head, above) = FindHead(rows);
        var reading = new ImportReading { Mapping = mapping ?? Map(head), Headings = [.. head.Cells.Select(cell => cell.Trim())], HeadRow = head.Number };
        Missing(reading, head);
        if (reading.FaultCount > 0 && mapping is null && reading.Mapping.Count == 0) return reading;

        await PrepareAsync(context, cancel);
        var good = new List<ImportRow<TRow>>();
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in above.SkipWhile(one => one.Number <= head.Number).Concat(Rest(rows)))
        {
            cancel.ThrowIfCancellationRequested();
            if (IsSum(row)) { reading.Passed.Add(row.Number); continue; }
            reading.Rows++;
            if (reading.Sample.Count < ImportReading.SampleRows) reading.Sample.Add(row);
            if (ReadRow(reading, row, seen) is { } read) good.Add(read);
        }
        if (reading.Rows == 0 && reading.FaultCount == 0) reading.Add(new ImportFault("", 0, default, "", T("表中没有数据行", "The table has no rows")));
        foreach (var chunk in good.Chunk(Chunk)) await CheckAsync(context, chunk, cancel);
        reading.Sort();
        reading.Typed = good;
        return reading;
    }

    internal sealed override async Task ApplyAsync(ImportContext context, ImportReading reading, Action<int> progress, CancellationToken cancel)
    {
        var rows = (List<ImportRow<TRow>>)(reading.Typed ?? throw new InvalidOperationException("The reading is of another import."));
        var done = 0;
        foreach (var chunk in rows.Chunk(Chunk))
        {
            await ApplyAsync(context, chunk, cancel);
            await context.Db.SaveChangesAsync(cancel);
            context.Db.ChangeTracker.Clear();
            progress(done += chunk.Length);
        }
        await FinishAsync(context, done, cancel);
        await context.Db.SaveChangesAsync(cancel);
    }

    // ── the heading ───────────────────────────────────────────────────────────────────────────────────

    /// <summary>The row, among the first ones, that names most columns; the rows read so far stay to be read as data.</summary>
    (SheetRow Head, List<SheetRow> Above) FindHead(IEnumerator<SheetRow> rows)
    {
        var first = new List<SheetRow>();
        while (first.Count < RowsAbove && rows.MoveNext()) first.Add(rows.Current);
        Refusal.If(first.Count == 0, "表中没有内容。", "The table is empty.");
        return (first.MaxBy(row => Map(row).Count)!, first);
    }

    static IEnumerable<SheetRow> Rest(IEnumerator<SheetRow> rows)
    {
        while (rows.MoveNext()) yield return rows.Current;
    }

    /// <summary>Columns by their names. A heading goes to one column only, a column takes the first heading that fits.</summary>
    Dictionary<string, int> Map(SheetRow head)
    {
        var headings = head.Cells.Select(ImportHeadings.Plain).ToList();
        var taken = new HashSet<int>();
        var mapping = new Dictionary<string, int>();
        foreach (var column in _columns)
        {
            var names = column.Names.Select(ImportHeadings.Plain).ToHashSet();
            var at = headings.FindIndex(heading => heading.Length > 0 && names.Contains(heading));
            while (at >= 0 && taken.Contains(at)) at = headings.FindIndex(at + 1, heading => heading.Length > 0 && names.Contains(heading));
            if (at < 0) continue;
            taken.Add(at);
            mapping[column.Key] = at;
        }
        return mapping;
    }

    void Missing(ImportReading reading, SheetRow head)
    {
        foreach (var column in _columns.Where(column => column.IsRequired && !reading.Mapping.ContainsKey(column.Key)))
        {
            var names = string.Join("、", column.Names.Where(name => name.Length > 0).Distinct());
            reading.Add(new ImportFault("", head.Number, column.Label, "", T($"缺少必填的列“{column.Label.Zh}”（可用的列名：{names}），请补上此列或在下方指定对应的列", $"The column “{column.Label.En}” is missing (names that will do: {names}): add it, or say below which one it is")));
        }
    }

    // ── rows ──────────────────────────────────────────────────────────────────────────────────────────

    ImportRow<TRow>? ReadRow(ImportReading reading, SheetRow row, Dictionary<string, int> seen)
    {
        var value = new TRow();
        var before = reading.FaultCount;
        foreach (var column in _columns)
        {
            if (!reading.Mapping.TryGetValue(column.Key, out var at)) continue;
            var text = Trimmed(row[at]);
            var wrong = text.Length > 0 ? column.Read(text, at < reading.Headings.Count ? reading.Headings[at] : "", value)
                : column.IsRequired ? T("必填，不能为空", "required; it is empty") : (Text?)null;
            if (wrong is { } message) reading.Add(new ImportFault(row.Address(at), row.Number, column.Label, text, message));
        }
        void Fault(int number, string? column, Text message)
        {
            if (column is not null && reading.Mapping.TryGetValue(column, out var at)) reading.Add(new ImportFault(row.Address(at), number, _columns.Single(one => one.Key == column).Label, Trimmed(row[at]), message));
            else reading.Add(new ImportFault(number.ToString(System.Globalization.CultureInfo.InvariantCulture), number, default, "", message));
        }
        if (_key?.Invoke(value) is { Length: > 0 } key && !seen.TryAdd(key, row.Number))
            Fault(row.Number, _keyColumn, T($"与第 {seen[key]} 行重复", $"the same as in row {seen[key]}"));
        return reading.FaultCount == before ? new ImportRow<TRow>(row.Number, value, Fault) : null;
    }

    /// <summary>“合计 22 项” at the beginning of a row that is not filled to its end.</summary>
    static bool IsSum(SheetRow row)
    {
        if (row.Cells.FirstOrDefault(cell => !string.IsNullOrWhiteSpace(cell)) is not { } first || row.Cells.All(cell => !string.IsNullOrWhiteSpace(cell))) return false;
        var plain = Trimmed(first).Replace(" ", "", StringComparison.Ordinal).Replace("\u3000", "", StringComparison.Ordinal);
        return Sums.Any(word => plain.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (plain.Length == word.Length || !char.IsLetter(plain[word.Length])));
    }

    static string Trimmed(string text) => text.Trim().Trim('\u00a0', '\u200b', '\ufeff', '\u3000').Trim();
}
