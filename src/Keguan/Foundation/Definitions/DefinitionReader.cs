using System.Collections;
using System.Globalization;
using Keguan.Foundation.Expressions;

namespace Keguan.Foundation.Definitions;

/// <summary>What reading gave: the value when there was no error, and every error that was found.</summary>
public sealed record DefinitionReading<T>(T? Value, IReadOnlyList<DefinitionError> Errors) where T : class
{
    internal DefinitionPlaces Places { get; init; } = new("", new SourceLocation("", 1, 1));

    /// <exception cref="InvalidDefinitionException">with all errors, if there were any.</exception>
    public T Required() => Value ?? throw new InvalidDefinitionException(Errors);
}

/// <summary>
/// Reads YAML into records. Keys are the property names in kebab-case; `required` properties must be there; unknown keys are errors with a suggestion.
/// It goes on after an error, so that one run shows them all. What can be written is in docs/specs/definitions.md.
/// </summary>
public static class DefinitionReader
{
    public static DefinitionReading<T> ReadFile<T>(string path) where T : class => Read<T>(File.ReadAllText(path), path);

    /// <param name="text">The YAML text.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="tolerant">Passes over unknown keys: for versions that were written for an earlier program.</param>
    public static DefinitionReading<T> Read<T>(string text, string file, bool tolerant = false) where T : class
    {
        var (value, places, errors) = Read(typeof(T), text, file, tolerant);
        return new DefinitionReading<T>((T?)value, errors) { Places = places };
    }

    internal static (object? Value, DefinitionPlaces Places, List<DefinitionError> Errors) Read(Type type, string text, string file, bool tolerant)
    {
        text = ContentHash.Normalise(text);
        var errors = new List<DefinitionError>();
        var start = new SourceLocation(file, 1, 1);
        var places = new DefinitionPlaces(text, start);
        if (YamlReader.Read(text, file, errors) is not { } root) return (null, places, errors);
        var value = new Binding(text, places, errors, tolerant).Bind(Shape.Of(type), root);
        return (errors.Count == 0 ? value : null, places, [.. errors.OrderBy(error => error.At.Line).ThenBy(error => error.At.Column)]);
    }

    /// <summary>Binds one file. Returns null where there was an error; that is in the list then.</summary>
    sealed class Binding(string text, DefinitionPlaces places, List<DefinitionError> errors, bool tolerant)
    {
        object? Wrong(SourceLocation at, string zh, string en)
        {
            errors.Add(new DefinitionError(at, new Text(zh, en)));
            return null;
        }

        public object? Bind(Shape shape, YamlValue value) => (shape.Kind, value) switch
        {
            (ShapeKind.Record, YamlMap map) => Record(shape, map),
            (ShapeKind.Bilingual, YamlMap map) => Bilingual(map),
            (ShapeKind.Map, YamlMap map) => Map(shape, map),
            (ShapeKind.List, YamlList list) => List(shape, list),
            (ShapeKind.Record or ShapeKind.Map, _) => Expected(value, "这里应是若干“键: 值”", "keys with values are expected here"),
            (ShapeKind.Bilingual, _) => Expected(value, "两种语言都要写：{zh: …, en: …}", "write both languages: {zh: …, en: …}"),
            (ShapeKind.List, _) => Expected(value, "这里应是列表（每行以 - 开头，或写在 [ ] 里）", "a list is expected here (lines that begin with -, or within [ ])"),
            (_, YamlScalar scalar) => Scalar(shape, scalar),
            _ => Expected(value, $"这里应是{Describe(shape).Zh}", $"{Describe(shape).En} is expected here"),
        };

        object? Expected(YamlValue value, string zh, string en) => Wrong(value.At, $"{zh}，却是{Found(value).Zh}", $"{en}, not {Found(value).En}");

        object? Record(Shape shape, YamlMap map)
        {
            var before = errors.Count;
            var record = Activator.CreateInstance(shape.Type)!;
            places.Add(record, map.At);
            var fields = shape.Fields.ToDictionary(field => field.Key);
            foreach (var (key, value) in map.Entries)
            {
                if (!fields.Remove(key.Text, out var field))
                {
                    if (!tolerant) Unknown(key, shape.Fields.Select(f => f.Key));
                    continue;
                }
                places.Add(record, field.Property.Name, key.At, value);
                if (value is YamlScalar { IsNothing: true })
                {
                    if (!field.Nullable) Wrong(value.At == key.At ? key.At : value.At, $"“{key.Text}”后面没有值", $"“{key.Text}” has no value");
                }
                else if (Bind(field.Shape, value) is { } bound)
                {
                    if (field.Required && bound is "") Wrong(value.At, $"“{key.Text}”不能为空", $"“{key.Text}” must not be blank");
                    else field.Property.SetValue(record, bound);
                }
            }
            foreach (var field in fields.Values.Where(field => field.Required))
                Wrong(map.At, $"缺少“{field.Key}”（{Describe(field.Shape).Zh}）", $"“{field.Key}” is missing ({Describe(field.Shape).En})");
            return errors.Count == before ? record : null;
        }

        void Unknown(YamlScalar key, IEnumerable<string> known)
        {
            var keys = known.ToArray();
            if (key.Text.Any(c => !char.IsLetterOrDigit(c) && c is not ('-' or '_')))
            {
                Wrong(key.At, $"“{Cut(key.Text)}”被当成了键：{{ }} 里含逗号的文字要加引号", $"“{Cut(key.Text)}” was taken for a key: within {{ }} text with a comma needs quotation marks");
                return;
            }
            var hint = Nearest.Hint(key.Text, keys);
            if (hint.IsEmpty) hint = new Text($"；可以有 {string.Join("、", keys)}", $"; there can be {string.Join(", ", keys)}");
            Wrong(key.At, $"不认识的键“{key.Text}”{hint.Zh}", $"unknown key “{key.Text}”{hint.En}");
        }

        object? Bilingual(YamlMap map)
        {
            string? zh = null, en = null;
            var before = errors.Count;
            foreach (var (key, value) in map.Entries)
            {
                if (key.Text is not ("zh" or "en")) Unknown(key, ["zh", "en"]);
                else if (value is not YamlScalar scalar) Expected(value, "这里应是文字", "text is expected here");
                else if (string.IsNullOrWhiteSpace(scalar.Text)) Wrong(scalar.At, $"“{key.Text}”不能为空", $"“{key.Text}” must not be blank");
                else if (key.Text == "zh") zh = scalar.Text;
                else en = scalar.Text;
            }
            if (errors.Count > before) return null;
            if (zh is null || en is null) return Wrong(map.At, $"缺少“{(zh is null ? "zh" : "en")}”：两种语言都要写", $"“{(zh is null ? "zh" : "en")}” is missing: write both languages");
            return new Text(zh, en);
        }

        object? List(Shape shape, YamlList list)
        {
            var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Element!.Type))!;
            var before = errors.Count;
            foreach (var item in list.Items)
                if (Bind(shape.Element, item) is { } bound) items.Add(bound);
            if (errors.Count > before) return null;
            if (!shape.Type.IsArray) return items;
            var array = Array.CreateInstance(shape.Element.Type, items.Count);
            items.CopyTo(array, 0);
            return array;
        }

        object? Map(Shape shape, YamlMap map)
        {
            var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Element!.Type))!;
            var before = errors.Count;
            foreach (var (key, value) in map.Entries)
                if (Bind(shape.Element, value) is { } bound) entries.Add(key.Text, bound);
            return errors.Count == before ? entries : null;
        }

        object? Scalar(Shape shape, YamlScalar scalar)
        {
            var word = scalar.Text;
            if (scalar.IsNothing) return Wrong(scalar.At, $"这里没有值，应是{Describe(shape).Zh}", $"there is no value here; {Describe(shape).En} is expected");
            switch (shape.Kind)
            {
                case ShapeKind.Text: return word;
                case ShapeKind.Expression: return new ExpressionSource(scalar, text);
                case ShapeKind.Flag when scalar.Plain && word is "true" or "false": return word == "true";
                case ShapeKind.Whole when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                    if (shape.Type == typeof(long)) return whole;
                    return whole is >= int.MinValue and <= int.MaxValue ? (int)whole : Wrong(scalar.At, $"{word} 太大", $"{word} is too large");
                case ShapeKind.Decimal when decimal.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                    return number;
                case ShapeKind.Date when DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date): return date;
                case ShapeKind.Money when MoneyUnits.TryParse(word, out var fen): return fen;
                case ShapeKind.Choice:
                    if (shape.Options.TryGetValue(word, out var option)) return option;
                    var hint = Nearest.Hint(word, shape.Options.Keys);
                    return Wrong(scalar.At, $"“{word}”不在 {string.Join("、", shape.Options.Keys)} 之中{hint.Zh}", $"“{word}” is none of {string.Join(", ", shape.Options.Keys)}{hint.En}");
            }
            return Wrong(scalar.At, $"“{Cut(word)}”不是{Describe(shape).Zh}", $"“{Cut(word)}” is not {Describe(shape).En}");
        }

        static string Cut(string word) => word.Length <= 40 ? word : word[..40] + "…";

        static Text Found(YamlValue value) => value switch
        {
            YamlScalar { IsNothing: true } => new Text("空的", "nothing"),
            YamlScalar scalar => new Text($"“{Cut(scalar.Text)}”", $"“{Cut(scalar.Text)}”"),
            YamlList => new Text("列表", "a list"),
            _ => new Text("若干“键: 值”", "keys with values"),
        };
    }

    static Text Describe(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => new Text("文字", "text"),
        ShapeKind.Flag => new Text(" true 或 false", "true or false"),
        ShapeKind.Whole => new Text("整数", "a whole number"),
        ShapeKind.Decimal => new Text("数", "a number"),
        ShapeKind.Money => new Text("带单位的金额，如 80 万元", "an amount with its unit, such as 80 万元"),
        ShapeKind.Date => new Text("日期，如 2026-11-30", "a date, such as 2026-11-30"),
        ShapeKind.Bilingual => new Text("两种语言 {zh: …, en: …}", "both languages {zh: …, en: …}"),
        ShapeKind.Choice => new Text(string.Join("、", shape.Options.Keys), string.Join(", ", shape.Options.Keys)),
        ShapeKind.Expression => new Text("表达式", "an expression"),
        ShapeKind.List => new Text("列表", "a list"),
        _ => new Text("若干“键: 值”", "keys with values"),
    };
}
