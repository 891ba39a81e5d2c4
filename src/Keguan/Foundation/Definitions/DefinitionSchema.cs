using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Xml.Linq;

namespace Keguan.Foundation.Definitions;

/// <summary>Writes the JSON Schema (draft 2020-12) of a definition record, for editors and for those who write definitions. Made from the same shapes that the reader goes by.</summary>
public sealed partial class DefinitionSchema
{
    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    readonly JsonObject _definitions = [];
    readonly Dictionary<Type, string> _names = [];
    readonly IReadOnlyDictionary<string, string> _comments;

    DefinitionSchema(IReadOnlyDictionary<string, string> comments) => _comments = comments;

    /// <param name="title">What it is the schema of: programmes.</param>
    /// <param name="documentation">The compiler's XML file with the comments, from which descriptions come where a property has no [Description].</param>
    public static string Of(Type type, string title, string? documentation = null)
    {
        var schema = new DefinitionSchema(documentation is not null && File.Exists(documentation) ? Comments(documentation) : new Dictionary<string, string>());
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://keguan.example/schemas/{title}.schema.json",
            ["title"] = title,
        };
        if (schema._comments.GetValueOrDefault("T:" + type.FullName) is { } about) root["description"] = about;
        foreach (var (name, value) in schema.Record(Shape.Of(type)).ToArray()) root[name] = value?.DeepClone();
        if (schema._definitions.Count > 0)
            root["$defs"] = new JsonObject(schema._definitions.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        return root.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    JsonObject Schema(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => new() { ["type"] = "string" },
        ShapeKind.Flag => new() { ["type"] = "boolean" },
        ShapeKind.Whole => new() { ["type"] = "integer" },
        ShapeKind.Decimal => new() { ["type"] = "number" },
        ShapeKind.Money => new() { ["type"] = new JsonArray("string", "integer"), ["pattern"] = @"^-?\d+(\.\d+)?\s*(分|角|元|千元|万元|百万元|千万元|亿元)$" },
        ShapeKind.Date => new() { ["type"] = "string", ["pattern"] = @"^\d{4}-\d{2}-\d{2}$" },
        ShapeKind.Expression => new() { ["type"] = new JsonArray("string", "number", "boolean"), ["$comment"] = "expression, docs/specs/expressions.md" },
        ShapeKind.Choice => new() { ["enum"] = new JsonArray([.. shape.Options.Keys.Select(key => JsonValue.Create(key))]) },
        ShapeKind.Bilingual => Reference("text", () => new()
        {
            ["description"] = "中文和英文 / in Chinese and English",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["zh"] = new JsonObject { ["type"] = "string" }, ["en"] = new JsonObject { ["type"] = "string" } },
            ["required"] = new JsonArray("zh", "en"),
            ["additionalProperties"] = false,
        }),
        ShapeKind.List => new() { ["type"] = "array", ["items"] = Schema(shape.Element!) },
        ShapeKind.Map => new() { ["type"] = "object", ["additionalProperties"] = Schema(shape.Element!) },
        _ => Reference(Name(shape.Type), () => Record(shape)),
    };

    /// <summary>Two records may have the same name in different modules.</summary>
    string Name(Type type)
    {
        if (_names.TryGetValue(type, out var name)) return name;
        name = Shape.Kebab(type.Name);
        while (_names.ContainsValue(name) || name == "text") name += "-2";
        _names.Add(type, name);
        return name;
    }

    JsonObject Reference(string name, Func<JsonObject> make)
    {
        if (!_definitions.ContainsKey(name))
        {
            _definitions[name] = new JsonObject();
            _definitions[name] = make();
        }
        return new JsonObject { ["$ref"] = "#/$defs/" + name };
    }

    JsonObject Record(Shape shape)
    {
        var properties = new JsonObject();
        foreach (var field in shape.Fields)
        {
            var schema = Schema(field.Shape);
            var about = field.Description ?? _comments.GetValueOrDefault($"P:{field.Property.DeclaringType!.FullName}.{field.Property.Name}");
            if (about is not null) schema["description"] = about;
            properties[field.Key] = schema;
        }
        var record = new JsonObject { ["type"] = "object" };
        if (_comments.GetValueOrDefault("T:" + shape.Type.FullName) is { } summary) record["description"] = summary;
        record["properties"] = properties;
        var required = shape.Fields.Where(field => field.Required).Select(field => JsonValue.Create(field.Key)).ToArray();
        if (required.Length > 0) record["required"] = new JsonArray([.. required]);
        record["additionalProperties"] = false;
        return record;
    }

    static Dictionary<string, string> Comments(string file) => XDocument.Load(file).Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Blanks().Replace(Words(member.Element("summary")!), " ").Trim());

    static string Words(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { HasElements: false, Value.Length: 0 } reference => ((reference.Attribute("cref") ?? reference.Attribute("name"))?.Value ?? "").Split('.', ':')[^1],
        XElement inner => Words(inner),
        _ => "",
    }));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
