using System.Text.Json.Nodes;

namespace Keguan.Foundation.Forms;

/// <summary>
/// What was typed into a form, as typed: text by field key, and rows of text for rows fields. It is stored like this even when something in it is wrong,
/// so that nothing typed is ever lost; <see cref="FormReader"/> turns it into typed values and says what is wrong.
/// </summary>
public sealed class FormValues
{
    public Dictionary<string, string> Fields { get; } = [];
    public Dictionary<string, List<Dictionary<string, string>>> Rows { get; } = [];

    public string this[string key]
    {
        get => Fields.GetValueOrDefault(key, "");
        set => Fields[key] = value;
    }

    public List<Dictionary<string, string>> RowsOf(string key) => Rows.TryGetValue(key, out var rows) ? rows : Rows[key] = [];

    /// <summary>Takes everything over that the other has.</summary>
    public FormValues With(FormValues other)
    {
        foreach (var (key, value) in other.Fields) Fields[key] = value;
        foreach (var (key, rows) in other.Rows) Rows[key] = rows;
        return this;
    }

    public static FormValues FromJson(string? json)
    {
        var values = new FormValues();
        if (string.IsNullOrWhiteSpace(json)) return values;
        foreach (var (key, node) in JsonNode.Parse(json)!.AsObject())
        {
            if (node is JsonArray rows)
                values.Rows[key] = [.. rows.OfType<JsonObject>().Select(row => row.ToDictionary(cell => cell.Key, cell => cell.Value?.ToString() ?? ""))];
            else values.Fields[key] = node?.ToString() ?? "";
        }
        return values;
    }

    /// <summary>JSON with keys in order, so that equal content has equal text and hash.</summary>
    public string ToJson()
    {
        var root = new JsonObject();
        foreach (var key in Fields.Keys.Concat(Rows.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            root[key] = Rows.TryGetValue(key, out var rows)
                ? new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject(row.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => KeyValuePair.Create(cell.Key, (JsonNode?)JsonValue.Create(cell.Value)))))])
                : JsonValue.Create(Fields[key]);
        }
        return root.ToJsonString(Foundation.Journal.Journal.Json);
    }

    /// <summary>Name of a field's control.</summary>
    public static string NameOf(string field) => "f." + field;

    /// <summary>Name of a cell's control; rows keep their key (the rows editor).</summary>
    public static string NameOf(string field, string row, string column) => $"f.{field}[{row}].{column}";

    /// <summary>Reads one section out of a posted form. Fields that the section doesn't have are ignored, whoever sent them.</summary>
    public static FormValues FromPost(FormSection section, IFormCollection form)
    {
        var values = new FormValues();
        foreach (var field in section.Fields)
        {
            switch (field.Type)
            {
                case FieldType.Computed or FieldType.Attachment: break;
                case FieldType.Rows:
                    values.Rows[field.Key] =
                    [
                        .. form[NameOf(field.Key) + ".Index"].Where(row => row is { Length: > 0 and < 20 }).Distinct().Take(MostRows).Select(row => field.Columns
                            .Where(column => column.Type is not FieldType.Computed)
                            .ToDictionary(column => column.Key, column => Typed(form, NameOf(field.Key, row!, column.Key)))),
                    ];
                    break;
                case FieldType.Choices: values[field.Key] = string.Join(',', form[NameOf(field.Key)].Where(value => !string.IsNullOrEmpty(value))); break;
                default: values[field.Key] = Typed(form, NameOf(field.Key)); break;
            }
        }
        return values;
    }

    /// <summary>More rows than any definition allows are not read: a posted form can't fill the database.</summary>
    public const int MostRows = 200;
    const int MostCharacters = 20_000;

    static string Typed(IFormCollection form, string name)
    {
        var text = form[name].FirstOrDefault()?.Replace("\r\n", "\n", StringComparison.Ordinal).Trim() ?? "";
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }
}
