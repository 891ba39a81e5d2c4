using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Keguan.Foundation.Backup;

/// <summary>How one value of a row is written into a backup and read from it, for each of the few types that columns have.</summary>
static class Cell
{
    /// <summary>The word for a column's type in the manifest.</summary>
    public static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "text",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(byte) || type == typeof(short) || type == typeof(int) || type == typeof(long) => "integer",
            _ when type == typeof(float) || type == typeof(double) => "real",
            _ when type == typeof(Guid) => "uuid",
            _ when type == typeof(DateTime) => "time",
            _ when type == typeof(DateTimeOffset) => "instant",
            _ when type == typeof(DateOnly) => "day",
            _ when type == typeof(TimeOnly) => "clock",
            _ when type == typeof(byte[]) => "bytes",
            // Owned types that are mapped to one JSON column.
            _ when type == typeof(JsonElement) || type.Name == "JsonTypePlaceholder" => "text",
            _ => throw new NotSupportedException($"A column of type {type} can't be written into a backup."),
        };
    }

    public static void Write(Utf8JsonWriter json, DbDataReader row, int at, string type)
    {
        if (row.IsDBNull(at))
        {
            json.WriteNullValue();
            return;
        }
        switch (type)
        {
            case "text": json.WriteStringValue(row.GetString(at)); break;
            case "boolean": json.WriteBooleanValue(row.GetBoolean(at)); break;
            case "integer": json.WriteNumberValue(Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture)); break;
            case "real": json.WriteNumberValue(Convert.ToDouble(row.GetValue(at), CultureInfo.InvariantCulture)); break;
            case "uuid": json.WriteStringValue(row.GetGuid(at)); break;
            case "time": json.WriteStringValue(DateTime.SpecifyKind(row.GetDateTime(at), DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture)); break;
            case "instant": json.WriteStringValue(row.GetFieldValue<DateTimeOffset>(at).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)); break;
            case "day": json.WriteStringValue(row.GetFieldValue<DateOnly>(at).ToString("O", CultureInfo.InvariantCulture)); break;
            case "clock": json.WriteStringValue(row.GetFieldValue<TimeOnly>(at).ToString("O", CultureInfo.InvariantCulture)); break;
            case "bytes": json.WriteBase64StringValue(row.GetFieldValue<byte[]>(at)); break;
            default: throw new NotSupportedException(type);
        }
    }

    public static object? Read(JsonElement value, string type) => value.ValueKind == JsonValueKind.Null ? null : type switch
    {
        "text" => value.GetString(),
        "boolean" => value.GetBoolean(),
        "integer" => value.GetInt64(),
        "real" => value.GetDouble(),
        "uuid" => value.GetGuid(),
        "time" => DateTime.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "instant" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "day" => DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "clock" => TimeOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "bytes" => value.GetBytesFromBase64(),
        _ => throw new NotSupportedException(type),
    };
}
