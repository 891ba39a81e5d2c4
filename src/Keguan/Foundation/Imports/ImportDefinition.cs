using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>What an import works with. <see cref="Items"/> is the definition's own memory for this one run.</summary>
public sealed record ImportContext(KeguanDb Db, Actor Actor, DateTime Now, IServiceProvider Services)
{
    public Dictionary<string, object> Items { get; } = [];
}

/// <summary>A row that was read: its number in the sheet and what became of its cells. Faults found later are added by <see cref="Fault"/>.</summary>
public sealed class ImportRow<TRow>(int number, TRow value, Action<int, string?, Text> fault)
{
    /// <summary>As the spreadsheet shows it.</summary>
    public int Number => number;
    public TRow Value => value;

    /// <summary>Says what is wrong with a cell of this row, or with the row as a whole where no column is named.</summary>
    public void Fault(string? column, Text message) => fault(number, column, message);

    public void FaultIf(bool wrong, string? column, Text message)
    {
        if (wrong) fault(number, column, message);
    }
}

/// <summary>Something that can be brought in from a spreadsheet, by page and command line alike. Derive from <see cref="ImportDefinition{TRow}"/>.</summary>
public abstract class ImportDefinition(string name, Text title)
{
    /// <summary>Name on the command line and in the address: “programmes/science-plan”.</summary>
    public string Name => name;
    public Text Title => title;
    public abstract string Permission { get; }

    /// <summary>What this import is for, and what happens with rows that are there already.</summary>
    public Text Guide { get; protected set; }

    /// <summary>Where what was brought in can be seen.</summary>
    public string DoneUrl { get; protected set; } = "";
    public abstract IReadOnlyList<ImportColumn> Columns { get; }

    internal abstract Task<ImportReading> ReadAsync(ImportContext context, Stream file, IReadOnlyDictionary<string, int>? mapping, CancellationToken cancel);

    internal abstract Task ApplyAsync(ImportContext context, ImportReading reading, Action<int> progress, CancellationToken cancel);
}

/// <summary>
/// An import whose rows become <typeparamref name="TRow"/>. Declare the columns in the constructor; check against the database in <see cref="CheckAsync"/>;
/// store in <see cref="ApplyAsync(ImportContext, IReadOnlyList{ImportRow{TRow}}, CancellationToken)"/>, which runs only if nothing at all is wrong, in one transaction.
/// </summary>
public abstract partial class ImportDefinition<TRow>(string name, Text title) : ImportDefinition(name, title) where TRow : class, new()
{
    readonly List<ImportColumn<TRow>> _columns = [];
    Func<TRow, string?>? _key;
    string _keyColumn = "";

    public sealed override IReadOnlyList<ImportColumn> Columns => _columns;

    /// <summary>Once, before the first row: load what the checks need into <see cref="ImportContext.Items"/>.</summary>
    protected virtual Task PrepareAsync(ImportContext context, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Holds some rows (at most 1 000) against the database and against each other; says what is wrong by <see cref="ImportRow{TRow}.Fault"/>. Only rows whose cells were all read.</summary>
    protected virtual Task CheckAsync(ImportContext context, IReadOnlyList<ImportRow<TRow>> rows, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Adds some rows (at most 1 000) to the database context; it is saved and emptied after each call.</summary>
    protected abstract Task ApplyAsync(ImportContext context, IReadOnlyList<ImportRow<TRow>> rows, CancellationToken cancel);

    /// <summary>After the last row, in the same transaction.</summary>
    protected virtual Task FinishAsync(ImportContext context, int rows, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What tells one row from another: the same twice in the file is a fault.</summary>
    protected void Key(string column, Func<TRow, string?> key) => (_keyColumn, _key) = (column, key);

    // ── columns ───────────────────────────────────────────────────────────────────────────────────────

    ImportColumn<TRow> Add(ImportColumn<TRow> column, Text expected, string example)
    {
        if (_columns.Any(one => one.Key == column.Key)) throw new InvalidOperationException($"Import {Name} has two columns {column.Key}");
        (column.Expected, column.Example) = (expected, example);
        _columns.Add(column);
        return column;
    }

    protected ImportColumn<TRow> Words(string key, Text label, Action<TRow, string> set, int max = 200) =>
        Add(new(key, label, (text, _, row) =>
        {
            if (text.Length > max) return T($"有 {text.Length} 字，最多 {max} 字", $"{text.Length} characters; at most {max}");
            set(row, text);
            return null;
        }), T($"文字，最多 {max} 字", $"text, at most {max} characters"), "");

    /// <summary>Any value with a reader of its own: `Parsed("uscc", T(…), Uscc.TryParse, (row, code) => row.Uscc = code)`.</summary>
    protected ImportColumn<TRow> Parsed<TValue>(string key, Text label, TryRead<TValue> read, Action<TRow, TValue> set, Text expected = default) =>
        Add(new(key, label, (text, _, row) =>
        {
            if (!read(text, out var value, out var error)) return error;
            set(row, value);
            return null;
        }), expected, "");

    /// <summary>An amount, set in 分; in 万元 unless the heading says 元.</summary>
    protected ImportColumn<TRow> Amount(string key, Text label, Action<TRow, long> setFen) =>
        Add(new(key, label, (text, heading, row) =>
        {
            var yuan = ImportHeadings.Unit(heading) is "元" or "yuan" or "CNY";
            if (!(yuan ? Money.TryParseYuan(text, out var fen, out var error) : Money.TryParseWan(text, out fen, out error))) return error;
            setFen(row, fen);
            return null;
        }), T("金额，单位万元（列名写明“元”时为元），自筹填 0", "an amount in CNY 10,000 (in yuan where the heading says so); 0 for self-funded"), "15.5");

    protected ImportColumn<TRow> Whole(string key, Text label, Action<TRow, int> set, int min = 0, int max = int.MaxValue)
    {
        var expected = max == int.MaxValue ? T($"整数，不小于 {min}", $"a whole number, not less than {min}") : T($"整数，{min} 至 {max}", $"a whole number, {min} to {max}");
        return Add(new(key, label, (text, _, row) =>
        {
            if (!int.TryParse(HalfWidth.Of(text).Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
                return T($"应为{expected.Zh}", $"expected {expected.En}");
            set(row, number);
            return null;
        }), expected, min.ToString(CultureInfo.InvariantCulture));
    }

    protected ImportColumn<TRow> Date(string key, Text label, Action<TRow, DateOnly> set) =>
        Add(new(key, label, (text, _, row) =>
        {
            if (!ImportDates.TryParse(text, out var day)) return T("不是有效的日期，应写成 2026-11-30", "not a day; write 2026-11-30");
            set(row, day);
            return null;
        }), T("日期，如 2026-11-30", "a day such as 2026-11-30"), "2026-11-30");

    /// <summary>One of some codes, written as the code or as any of its words.</summary>
    protected ImportColumn<TRow> Choice(string key, Text label, Action<TRow, string> set, params IEnumerable<(string Code, Text Words)> options)
    {
        var all = options.ToList();
        var byWord = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (code, words) in all)
            foreach (var word in new[] { code, words.Zh, words.En }) byWord.TryAdd(ImportHeadings.Plain(word), code);
        var list = T(string.Join("、", all.Take(12).Select(one => one.Words.Zh)) + (all.Count > 12 ? " 等" : ""), string.Join(", ", all.Take(12).Select(one => one.Words.En)) + (all.Count > 12 ? " …" : ""));
        return Add(new(key, label, (text, _, row) =>
        {
            if (!byWord.TryGetValue(ImportHeadings.Plain(text), out var code)) return T($"应为以下之一：{list.Zh}", $"expected one of: {list.En}");
            set(row, code);
            return null;
        }), T($"以下之一：{list.Zh}", $"one of: {list.En}"), all.Count > 0 ? all[0].Words.ToString() : "");
    }

    protected ImportColumn<TRow> YesNo(string key, Text label, Action<TRow, bool> set) =>
        Add(new(key, label, (text, _, row) =>
        {
            bool? said = text.Trim().ToUpperInvariant() switch { "是" or "有" or "√" or "Y" or "YES" or "TRUE" or "1" => true, "否" or "无" or "×" or "N" or "NO" or "FALSE" or "0" => false, _ => null };
            if (said is not { } yes) return T("应为“是”或“否”", "expected yes or no");
            set(row, yes);
            return null;
        }), T("“是”或“否”", "yes or no"), T("是", "yes").ToString());
}
