using System.Globalization;

namespace Keguan.Foundation.Sheets;

public enum SheetFormat { Xlsx, Csv, Json }

/// <summary>What stands in a column, and so how a program that opens the file may reckon with it.</summary>
public enum CellKind
{
    Text,

    /// <summary>Any integer or decimal.</summary>
    Number,

    /// <summary>A <c>long</c> in 分, written as a number in 万元.</summary>
    MoneyWan,

    /// <summary>A <c>long</c> in 分, written as a number in 元.</summary>
    MoneyYuan,

    /// <summary>A <c>DateOnly</c>.</summary>
    Date,

    /// <summary>A UTC <c>DateTime</c>, written in China's time.</summary>
    DateTime,
}

/// <param name="Key">The column's name in JSON and in the URL of the list.</param>
/// <param name="Unit">Stands once, in the head.</param>
/// <param name="Decimals">Shown in the cell; the number itself is written in full.</param>
public sealed record SheetColumn(string Key, string Title, CellKind Kind = CellKind.Text, string? Unit = null, int? Decimals = null, double Width = 0, bool Sum = false)
{
    public bool IsNumber => Kind is CellKind.Number or CellKind.MoneyWan or CellKind.MoneyYuan;

    public string Head => string.IsNullOrEmpty(Unit) ? Title : Text.English ? $"{Title} ({Unit})" : $"{Title}（{Unit}）";

    /// <summary>The number that is written for a value of this column: money turned from 分 into its unit, exactly.</summary>
    public decimal Scaled(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture) / Divisor;

    internal decimal Divisor => Kind switch { CellKind.MoneyWan => 1_000_000m, CellKind.MoneyYuan => 100m, _ => 1m };

    internal double ShownWidth => Width > 0 ? Width : Math.Max(Head.Sum(c => c > 0xff ? 2.1 : 1.1) + 3, Kind switch
    {
        CellKind.Date => 12,
        CellKind.DateTime => 17,
        CellKind.Text => 18,
        _ => 14,
    });
}

/// <summary>A table to be written: its title, its columns, and what stands on the second sheet “说明” about how it came to be.</summary>
public sealed record SheetPlan(string Title, IReadOnlyList<SheetColumn> Columns)
{
    /// <summary>Label and value: filter, time, who, position of the Journal …</summary>
    public IReadOnlyList<(string Label, string Value)> Notes { get; init; } = [];
}
