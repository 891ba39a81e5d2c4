using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Keguan.Foundation.Sheets;

/// <summary><c>{ title, notes, columns, rows: [{ key: value }], count, sums }</c>; numbers in the unit that the column names.</summary>
internal sealed class JsonSheetWriter : SheetWriter
{
    readonly Utf8JsonWriter _out;

    public JsonSheetWriter(Stream output, SheetPlan plan) : base(plan)
    {
        _out = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
        _out.WriteStartObject();
        _out.WriteString("title", plan.Title);
        _out.WriteStartObject("notes");
        foreach (var (label, value) in plan.Notes) _out.WriteString(label, value);
        _out.WriteEndObject();
        _out.WriteStartArray("columns");
        foreach (var column in plan.Columns)
        {
            _out.WriteStartObject();
            _out.WriteString("key", column.Key);
            _out.WriteString("title", column.Title);
            if (!string.IsNullOrEmpty(column.Unit)) _out.WriteString("unit", column.Unit);
            _out.WriteEndObject();
        }
        _out.WriteEndArray();
        _out.WriteStartArray("rows");
    }

    protected override void WriteRow(ReadOnlySpan<object?> values)
    {
        _out.WriteStartObject();
        for (var i = 0; i < values.Length; i++)
        {
            var column = Plan.Columns[i];
            _out.WritePropertyName(column.Key);
            Write(column, values[i]);
        }
        _out.WriteEndObject();
        if (_out.BytesPending > 1 << 16) _out.Flush();
    }

    void Write(SheetColumn column, object? value)
    {
        if (value is null) _out.WriteNullValue();
        else if (column.IsNumber && value is not string) _out.WriteRawValue(Plain(column.Scaled(value)));
        else if (column.Kind is CellKind.Date && Moment(value) is { } day) _out.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        else if (column.Kind is CellKind.DateTime && Moment(value) is { } time) _out.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss+08:00", CultureInfo.InvariantCulture));
        else if (value is bool flag) _out.WriteBooleanValue(flag);
        else _out.WriteStringValue(Words(value));
    }

    public override void Finish()
    {
        _out.WriteEndArray();
        _out.WriteNumber("count", Count);
        if (HasSums)
        {
            _out.WriteStartObject("sums");
            for (var i = 0; i < Plan.Columns.Count; i++)
            {
                if (!Plan.Columns[i].Sum) continue;
                _out.WritePropertyName(Plan.Columns[i].Key);
                _out.WriteRawValue(Plain(SumOf(i)));
            }
            _out.WriteEndObject();
        }
        _out.WriteEndObject();
        _out.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _out.Dispose();
        base.Dispose(disposing);
    }
}
