using Keguan.Foundation.Sheets;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>What is wrong with one cell (or with a row, or with the table): where, what was found, and what is expected.</summary>
/// <param name="Address">“C7”; “7” for a whole row, empty for the table as a whole.</param>
public sealed record ImportFault(string Address, int Row, Text Column, string Found, Text Message)
{
    /// <summary>C7（申请资助）“abc”：不是金额，请填数字，单位万元，例如 15.6</summary>
    public Text InWords
    {
        get
        {
            var found = Found.Length == 0 ? "" : $"“{(Found.Length > 30 ? Found[..30] + "…" : Found)}”";
            if (Address.Length == 0) return Message;
            if (Column.IsEmpty) return T($"第 {Row} 行：{Message.Zh}", $"Row {Row}: {Message.En}");
            return T($"{Address}（{Column.Zh}）{found}：{Message.Zh}", $"{Address} ({Column.En}) {found}: {Message.En}");
        }
    }
}

/// <summary>A file that was read and checked: what would be brought in, and everything that is in the way.</summary>
public sealed class ImportReading
{
    /// <summary>Faults that are kept with their words; more are only counted.</summary>
    public const int MostFaults = 1_000;

    public const int SampleRows = 20;

    readonly List<ImportFault> _faults = [];

    /// <summary>Column of the definition → column of the sheet, from 0.</summary>
    public required IReadOnlyDictionary<string, int> Mapping { get; init; }

    /// <summary>The headings found, one for each column of the sheet.</summary>
    public required IReadOnlyList<string> Headings { get; init; }
    public required int HeadRow { get; init; }

    /// <summary>Rows with content below the heading, sums left out.</summary>
    public int Rows { get; internal set; }

    /// <summary>Numbers of rows that are sums (“合计”) and were passed over.</summary>
    public List<int> Passed { get; } = [];

    /// <summary>The first rows as they stand in the sheet.</summary>
    public List<SheetRow> Sample { get; } = [];
    public IReadOnlyList<ImportFault> Faults => _faults;
    public int FaultCount { get; private set; }
    public bool IsGood => FaultCount == 0 && Rows > 0;

    /// <summary>The typed rows, for the definition that read them.</summary>
    internal object? Typed { get; set; }

    internal void Add(ImportFault fault)
    {
        FaultCount++;
        if (_faults.Count < MostFaults) _faults.Add(fault);
    }

    /// <summary>In the order of the sheet: faults against the database are found after those of the cells.</summary>
    internal void Sort() => _faults.Sort((a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : CellAddress.ColumnOf(a.Address).CompareTo(CellAddress.ColumnOf(b.Address)));
}
