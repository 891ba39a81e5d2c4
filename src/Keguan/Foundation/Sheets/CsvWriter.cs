using System.Globalization;
using System.Text;

namespace Keguan.Foundation.Sheets;

/// <summary>RFC 4180 with a UTF-8 mark, without which Excel takes Chinese for the system's code page.</summary>
internal sealed class CsvWriter : SheetWriter
{
    readonly StreamWriter _out;

    public CsvWriter(Stream output, SheetPlan plan) : base(plan)
    {
        _out = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
        for (var i = 0; i < plan.Columns.Count; i++) Write(i, plan.Columns[i].Head);
        EndLine();
    }

    protected override void WriteRow(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) Write(i, values[i] is { } value ? Shown(Plan.Columns[i], value) : "");
        EndLine();
    }

    public override void Finish() => _out.Flush();

    static string Shown(SheetColumn column, object value) => column.Kind switch
    {
        CellKind.Number or CellKind.MoneyWan or CellKind.MoneyYuan when value is not string => Plain(column.Scaled(value)),
        CellKind.Date when Moment(value) is { } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.DateTime when Moment(value) is { } time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Unarmed(Words(value)),
    };

    /// <summary>A spreadsheet reckons whatever begins like a formula: the apostrophe makes it text (the reader takes it off again).</summary>
    internal static string Unarmed(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;

    void Write(int index, string text)
    {
        if (index > 0) _out.Write(',');
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0) { _out.Write(text); return; }
        _out.Write('"');
        _out.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _out.Write('"');
    }

    void EndLine() => _out.Write("\r\n");

    protected override void Dispose(bool disposing)
    {
        if (disposing) _out.Dispose();
        base.Dispose(disposing);
    }
}
