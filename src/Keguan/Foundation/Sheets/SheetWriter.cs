using System.Globalization;

namespace Keguan.Foundation.Sheets;

/// <summary>Writes a table row by row and keeps none of them. Values come in the order of the columns and in the types that <see cref="CellKind"/> names.</summary>
/// <remarks>Call <see cref="Finish"/> at the end: a workbook without it does not open, and so cannot be mistaken for a whole one. The stream stays open and is the caller's.</remarks>
public abstract class SheetWriter(SheetPlan plan) : IDisposable
{
    readonly decimal[] _sums = new decimal[plan.Columns.Count];

    protected SheetPlan Plan { get; } = plan;

    public long Count { get; private set; }

    public static SheetWriter Create(SheetFormat format, Stream output, SheetPlan plan) => format switch
    {
        SheetFormat.Xlsx => new XlsxWriter(output, plan),
        SheetFormat.Csv => new CsvWriter(output, plan),
        _ => new JsonSheetWriter(output, plan),
    };

    public static string ContentType(SheetFormat format) => format switch
    {
        SheetFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        SheetFormat.Csv => "text/csv; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    public static string Extension(SheetFormat format) => format switch { SheetFormat.Xlsx => ".xlsx", SheetFormat.Csv => ".csv", _ => ".json" };

    public void Row(params ReadOnlySpan<object?> values)
    {
        if (values.Length != Plan.Columns.Count)
            throw new ArgumentException($"{values.Length} values for {Plan.Columns.Count} columns", nameof(values));
        Count++;
        for (var i = 0; i < values.Length; i++)
            if (Plan.Columns[i] is { Sum: true } column && values[i] is { } value)
                _sums[i] += column.Scaled(value);
        WriteRow(values);
    }

    public abstract void Finish();

    protected abstract void WriteRow(ReadOnlySpan<object?> values);

    /// <summary>The sum of what was written, in the column's unit.</summary>
    protected decimal SumOf(int column) => _sums[column];

    protected bool HasSums => Plan.Columns.Any(c => c.Sum);

    protected static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A day as such; a moment in China's time.</summary>
    protected static DateTime? Moment(object value) => value switch
    {
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        DateTime time => time.AddHours(8),
        _ => null,
    };

    protected static string Words(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }
}
