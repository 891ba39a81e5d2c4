using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.RuleSets;

/// <summary>One thing wrong in a file of cases: where — <c>[3].staff</c> — and what.</summary>
public sealed record RuleCaseError(string At, Text Message)
{
    public override string ToString() => At.Length == 0 ? Message.ToString() : $"{At}: {Message}";
}

/// <summary>
/// Reads a case from JSON. Keys are those of the rule set's form and inputs; numbers may stand as text; an amount is in the rule set's unit, in that of the
/// key <c>unit</c>, or in its own (<c>"5000 万元"</c>); blank is missing. What a rule set doesn't know is an error, not passed over in silence.
/// </summary>
public sealed class RuleCaseReader
{
    /// <summary>Keys with a meaning of their own in every file.</summary>
    const string AsOfKey = "as_of", YearKey = "year", UnitKey = "unit", InputsKey = "inputs", NameKey = "name";

    readonly RuleSet _set;
    readonly List<RuleCaseError> _errors;
    readonly string _path;
    readonly Values _values = new();
    readonly HashSet<string> _given = [];
    readonly Dictionary<string, FormField> _fields;
    readonly Dictionary<string, RuleInput> _inputs;
    string _unit;

    RuleCaseReader(RuleSet set, string path, List<RuleCaseError> errors)
    {
        (_set, _path, _errors, _unit) = (set, path, errors, set.Definition.MoneyUnit);
        _fields = set.Fields.ToDictionary(field => ExpressionScope.NameOf(field.Key));
        _inputs = set.Definition.Inputs.ToDictionary(input => ExpressionScope.NameOf(input.Key));
    }

    /// <summary>The day of the rules that a case names itself: <c>as_of</c>, or the last day of its <c>year</c>.</summary>
    public static DateOnly? AsOf(JsonElement item, string path, List<RuleCaseError> errors)
    {
        if (item.ValueKind != JsonValueKind.Object) return null;
        if (item.TryGetProperty(InputsKey, out var inputs) && AsOf(inputs, Join(path, InputsKey), errors) is { } inside) return inside;
        foreach (var key in new[] { AsOfKey, YearKey })
        {
            if (!item.TryGetProperty(key, out var value) || Plain(value).Length == 0) continue;
            if (ParseDay(Plain(value)) is { } day) return day;
            errors.Add(new RuleCaseError(Join(path, key), T($"“{Plain(value)}”不是日期或年份", $"“{Plain(value)}” is neither a day nor a year")));
        }
        return null;
    }

    /// <summary>2026-11-30, or 2026 for the last day of that year.</summary>
    public static DateOnly? ParseDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year >= 1900 ? new DateOnly(year, 12, 31) : null;

    public static RuleCase Read(RuleSet set, JsonElement item, string path, List<RuleCaseError> errors)
    {
        var reader = new RuleCaseReader(set, path, errors);
        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new RuleCaseError(path, T("这里应是一个对象 { … }", "an object { … } is expected here")));
            return new RuleCase(reader._values, reader._given);
        }
        var name = item.TryGetProperty(NameKey, out var called) ? Plain(called) : "";
        var open = item.TryGetProperty(InputsKey, out var inputs) && inputs.ValueKind == JsonValueKind.Object;
        if (open) reader.Object(inputs, Join(path, InputsKey));
        else reader.Object(item, path);
        return new RuleCase(reader._values, reader._given) { Name = name, MoneyUnit = reader._unit };
    }

    void Object(JsonElement item, string path)
    {
        if (item.TryGetProperty(UnitKey, out var unit) && !_fields.ContainsKey(UnitKey))
        {
            if (MoneyUnits.Fen.ContainsKey(Plain(unit))) _unit = Plain(unit);
            else Wrong(Join(path, UnitKey), T($"没有金额单位“{Plain(unit)}”，有 {string.Join("、", MoneyUnits.Fen.Keys)}", $"there is no unit of money “{Plain(unit)}”; there are {string.Join(", ", MoneyUnits.Fen.Keys)}"));
        }
        var seen = new HashSet<string>();
        var loose = new List<(string Name, JsonElement Row)>();
        foreach (var property in item.EnumerateObject())
        {
            var key = property.Name.Replace('-', '_');
            var at = Join(path, property.Name);
            if (!seen.Add(key)) { Wrong(at, T("这个键重复", "this key is there twice")); continue; }
            if (_fields.TryGetValue(key, out var field)) Set(field.Key, Field(field, property.Value, at));
            else if (_inputs.TryGetValue(key, out var input)) Set(input.Key, Input(input, property.Value, at));
            else if (key is AsOfKey or YearKey or UnitKey or NameKey || _set.Definition.PassesOver.Contains(property.Name)) continue;
            else if (property.Value.ValueKind == JsonValueKind.Object && OneTable is not null) loose.Add((property.Name, property.Value));
            else Unknown(property.Name, at);
        }
        if (loose.Count > 0 && OneTable is { } table) Set(table.Key, Value.Rows([.. loose.Select(row => Row(table, row.Row, Join(path, row.Name), row.Name))]));
    }

    /// <summary>Where a form has one table, objects of the file are its rows by name: <c>{"A": {…}, "B": {…}}</c>.</summary>
    FormField? OneTable => _fields.Values.Where(one => one.Type == FieldType.Rows).ToList() is [var only] && only.Columns.Any(column => column.Key == NameKey) ? only : null;

    void Unknown(string name, string at)
    {
        var known = _fields.Keys.Concat(_inputs.Keys).ToList();
        var hint = Nearest.Hint(name, known);
        if (hint.IsEmpty) hint = T($"；可以有 {string.Join("、", known)}", $"; there can be {string.Join(", ", known)}");
        Wrong(at, T($"规则集 {_set.Definition.RuleSet} 没有这一项{hint.Zh}", $"the rule set {_set.Definition.RuleSet} has no such item{hint.En}"));
    }

    void Set(string key, Value value)
    {
        if (value.IsMissing) return;
        _values.Set(key, value);
        _given.Add(key);
    }

    Value Field(FormField field, JsonElement json, string at)
    {
        if (field.Type == FieldType.Rows) return Rows(field, json, at);
        if (Plain(json).Length == 0 && json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return Value.Missing;
        var value = field.Type switch
        {
            FieldType.Number or FieldType.Integer or FieldType.Year => Number(json, at),
            FieldType.Money => Amount(json, at),
            FieldType.Boolean => Answer(json, at),
            FieldType.Date => Day(json, at),
            FieldType.Choice => Choice(field, json, at),
            _ => Words(json, at),
        };
        if (value.Kind is ValueKind.Number && ((value.AsNumber < field.Min) || (value.AsNumber > field.Max))) Wrong(at, Bounds(field));
        if (value.Kind is ValueKind.Money && ((value.AsExactFen / Money.FenPerWan < field.Min) || (value.AsExactFen / Money.FenPerWan > field.Max))) Wrong(at, Bounds(field));
        return value;
    }

    static Text Bounds(FormField field) => field switch
    {
        { Min: { } min, Max: { } max } => T($"应在 {min:0.####} 与 {max:0.####} 之间", $"must be between {min:0.####} and {max:0.####}"),
        { Min: { } min } => T($"不能小于 {min:0.####}", $"must be at least {min:0.####}"),
        _ => T($"不能大于 {field.Max:0.####}", $"must be at most {field.Max:0.####}"),
    };

    Value Input(RuleInput input, JsonElement json, string at) => input.Type switch
    {
        _ when json.ValueKind is not JsonValueKind.Array && Plain(json).Length == 0 => Value.Missing,
        RuleInputType.Number => Number(json, at),
        RuleInputType.Money => Amount(json, at),
        RuleInputType.Boolean => Answer(json, at),
        RuleInputType.Date => Day(json, at),
        RuleInputType.Numbers => Many(json, at, Number),
        RuleInputType.Amounts => Many(json, at, Amount),
        _ => Words(json, at),
    };

    Value Many(JsonElement json, string at, Func<JsonElement, string, Value> one)
    {
        if (json.ValueKind != JsonValueKind.Array) return Wrong(at, T("这里应是列表 [ … ]", "a list [ … ] is expected here"));
        return Value.List([.. json.EnumerateArray().Select((item, i) => one(item, $"{at}[{i}]"))]);
    }

    Value Rows(FormField field, JsonElement json, string at)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Null: return Value.Missing;
            case JsonValueKind.Array: return Value.Rows([.. json.EnumerateArray().Select((row, i) => Row(field, row, $"{at}[{i}]", ""))]);
            case JsonValueKind.Object: return Value.Rows([.. json.EnumerateObject().Select(row => Row(field, row.Value, Join(at, row.Name), row.Name))]);
            default: return Wrong(at, T("这里应是多行：[{ … }, …]", "rows are expected here: [{ … }, …]"));
        }
    }

    Dictionary<string, Value> Row(FormField field, JsonElement json, string at, string name)
    {
        var cells = new Dictionary<string, Value>();
        if (json.ValueKind != JsonValueKind.Object)
        {
            Wrong(at, T("这里应是一个对象 { … }", "an object { … } is expected here"));
            return cells;
        }
        if (name.Length > 0 && field.Columns.Any(column => column.Key == NameKey)) cells[NameKey] = Value.Of(name);
        foreach (var property in json.EnumerateObject())
        {
            var key = property.Name.Replace('-', '_');
            if (field.Columns.FirstOrDefault(column => ExpressionScope.NameOf(column.Key) == key) is { } column) cells[column.Key] = Field(column, property.Value, Join(at, property.Name));
            else Wrong(Join(at, property.Name), T($"表中没有这一列{Nearest.Hint(property.Name, field.Columns.Select(c => c.Key)).Zh}", $"the table has no such column{Nearest.Hint(property.Name, field.Columns.Select(c => c.Key)).En}"));
        }
        return cells;
    }

    Value Number(JsonElement json, string at)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number)) return Value.Of(number);
        if (json.ValueKind == JsonValueKind.String && ParseNumber(json.GetString()!) is { } typed) return Value.Of(typed);
        return Wrong(at, T($"“{Cut(json)}”不是数，或超出范围", $"“{Cut(json)}” is not a number, or beyond the range"));
    }

    Value Amount(JsonElement json, string at)
    {
        var factor = MoneyUnits.Fen[_unit];
        if (json.ValueKind == JsonValueKind.String)
        {
            var text = HalfWidth.Of(json.GetString()!).Trim();
            var unit = MoneyUnits.Fen.Keys.Where(unit => text.EndsWith(unit, StringComparison.Ordinal)).MaxBy(unit => unit.Length);
            if (ParseNumber(unit is null ? text : text[..^unit.Length]) is { } typed) return Scaled(typed, unit is null ? factor : MoneyUnits.Fen[unit], at);
        }
        else if (json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number)) return Scaled(number, factor, at);
        return Wrong(at, T($"“{Cut(json)}”不是金额", $"“{Cut(json)}” is not an amount"));
    }

    Value Scaled(decimal number, decimal factor, string at) =>
        Math.Abs(number) <= long.MaxValue / factor / 1000 ? Value.ExactMoney(number * factor) : Wrong(at, T("金额过大，请核对单位", "the amount is too large: check the unit"));

    static decimal? ParseNumber(string text)
    {
        var plain = HalfWidth.Of(text).Trim().Replace('−', '-');
        var percent = plain.EndsWith('%');
        if (percent) plain = plain[..^1].TrimEnd();
        return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? percent ? number / 100 : number : null;
    }

    Value Answer(JsonElement json, string at) => Plain(json).ToLowerInvariant() switch
    {
        "true" or "是" or "yes" or "1" => Value.Of(true),
        "false" or "否" or "no" or "0" => Value.Of(false),
        _ => Wrong(at, T($"“{Cut(json)}”不是 true 或 false", $"“{Cut(json)}” is neither true nor false")),
    };

    Value Day(JsonElement json, string at) =>
        DateOnly.TryParseExact(Plain(json), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Value.Of(day) : Wrong(at, T($"“{Cut(json)}”不是日期，请按 2026-11-30 填写", $"“{Cut(json)}” is not a date like 2026-11-30"));

    Value Choice(FormField field, JsonElement json, string at)
    {
        var word = Plain(json);
        if (field.Options.FirstOrDefault(option => option.Key == word || option.Label.Zh == word || option.Label.En == word) is { } found) return Value.Of(found.Key);
        var keys = string.Join(T("、", ", ").ToString(), field.Options.Select(option => option.Key));
        return Wrong(at, T($"“{Cut(json)}”不在可选范围内，有 {keys}", $"“{Cut(json)}” is not among {keys}"));
    }

    Value Words(JsonElement json, string at) =>
        json.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Value.Of(Plain(json)) : Wrong(at, T("这里应是文字", "text is expected here"));

    Value Wrong(string at, Text message)
    {
        _errors.Add(new RuleCaseError(at, message));
        return Value.Missing;
    }

    static string Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!.Trim(),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => json.GetRawText(),
    };

    static string Cut(JsonElement json) => Plain(json) is { Length: > 40 } text ? text[..40] + "…" : Plain(json);

    static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
