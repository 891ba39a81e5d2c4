namespace Keguan.Foundation.Sheets;

/// <summary>How much of a file is read before it is refused. A small zip can unfold to gigabytes: what comes out is counted, not what the file says of itself.</summary>
public sealed record SheetLimits
{
    public static SheetLimits Default { get; } = new();

    public long FileBytes { get; init; } = 50L << 20;

    public long UnpackedBytes { get; init; } = 300L << 20;

    public int Rows { get; init; } = 200_000;

    public int Columns { get; init; } = 200;

    public int CellLength { get; init; } = 32_767;
}

/// <summary>One row that holds something. Cells beyond the last filled one read as empty.</summary>
/// <param name="Number">As the spreadsheet shows it, from 1.</param>
public sealed record SheetRow(int Number, string[] Cells)
{
    public string this[int column] => column >= 0 && column < Cells.Length ? Cells[column] : "";

    public string Address(int column) => CellAddress.Of(column, Number);
}

/// <summary>
/// Reads a spreadsheet (.xlsx) or a text table (.csv, .tsv) into rows of text, one after the other. What it is, is judged by its content.
/// Numbers come without the noise of binary fractions and without thousands separators, days as 2026-11-30, moments as 2026-11-30 17:00, leading zeros of a format are kept.
/// </summary>
/// <remarks>Whatever cannot be read is refused (<see cref="Refusal"/>) with what to do about it. The stream must be seekable and stays open.</remarks>
public static class SheetReader
{
    /// <param name="sheet">Name of the sheet; otherwise the first that is not hidden.</param>
    public static IEnumerable<SheetRow> Read(Stream file, SheetLimits? limits = null, string? sheet = null)
    {
        limits ??= SheetLimits.Default;
        Refusal.If(file.Length > limits.FileBytes, $"文件超过 {limits.FileBytes >> 20} MB，请拆分后分批导入。", $"The file is larger than {limits.FileBytes >> 20} MB: split it.");
        Refusal.If(file.Length == 0, "文件是空的。", "The file is empty.");
        Span<byte> head = stackalloc byte[8];
        file.Position = 0;
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (head.StartsWith("PK"u8)) return Bounded(XlsxReader.Read(file, limits, sheet), limits);
        Refusal.If(head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]),
            "这是旧版 .xls 或加了密码的工作簿，请在 Excel/WPS 中另存为不加密的 .xlsx 后再导入。",
            "This is an old .xls or a workbook with a password: save it as .xlsx without a password.");
        return Bounded(CsvReader.Read(file, limits), limits);
    }

    static IEnumerable<SheetRow> Bounded(IEnumerable<SheetRow> rows, SheetLimits limits)
    {
        var count = 0;
        foreach (var row in rows)
        {
            Refusal.If(++count > limits.Rows, $"表中超过 {limits.Rows} 行，请拆分后分批导入。", $"The table has more than {limits.Rows} rows: split it.");
            yield return row;
        }
    }
}

/// <summary>Collects the cells of one row, without the empty ones at its end.</summary>
internal sealed class RowBuilder(SheetLimits limits)
{
    readonly List<string> _cells = [];

    public void Set(int column, int row, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        Refusal.If(column >= limits.Columns, $"{CellAddress.Of(column, row)}：超过 {limits.Columns} 列。", $"{CellAddress.Of(column, row)}: more than {limits.Columns} columns.");
        Refusal.If(text.Length > limits.CellLength, $"{CellAddress.Of(column, row)}：一个单元格最多 {limits.CellLength} 字。", $"{CellAddress.Of(column, row)}: a cell holds at most {limits.CellLength} characters.");
        while (_cells.Count <= column) _cells.Add("");
        _cells[column] = text;
    }

    /// <summary>Null where the row is empty.</summary>
    public SheetRow? Take(int number)
    {
        if (_cells.Count == 0) return null;
        var row = new SheetRow(number, [.. _cells]);
        _cells.Clear();
        return row;
    }
}
