using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Keguan.Review.Draws;

/// <summary>An object of a request or record, read key by key; what is wrong is told with its place.</summary>
sealed partial class JsonFields(JsonObject json, string at)
{
    public JsonObject Json => json;

    /// <summary>Keys that nothing reads would stand in a record without being covered by any rule.</summary>
    public JsonFields Only(params string[] keys)
    {
        foreach (var (key, _) in json) DrawFault.If(!keys.Contains(key), DrawCheck.Form, $"{at} 有未知字段“{key}”", $"{at} has an unknown key “{key}”");
        return this;
    }

    public bool Has(string key) => json.ContainsKey(key);

    public string Text(string key, int most = 200) => TextOrNull(key, most) ?? throw Missing(key);

    public string? TextOrNull(string key, int most = 200)
    {
        if (json[key] is not { } node) return null;
        var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(key, "文字", "a text");
        return text.Length is > 0 && text.Length <= most ? text : throw Wrong(key, $"1 至 {most} 个字符", $"1 to {most} characters");
    }

    public int Number(string key, int least, int most, int? otherwise = null)
    {
        if (json[key] is not { } node) return otherwise ?? throw Missing(key);
        return node.GetValueKind() == JsonValueKind.Number && long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? (int)value : throw Wrong(key, $"{least} 至 {most} 的整数", $"a whole number from {least} to {most}");
    }

    public byte[] Bytes(string key, int least, int most) => BytesOrNull(key, least, most) ?? throw Missing(key);

    public byte[]? BytesOrNull(string key, int least, int most)
    {
        if (TextOrNull(key, 2 * most) is not { } hex) return null;
        return hex.Length % 2 == 0 && hex.Length >= 2 * least && Hex().IsMatch(hex) ? Convert.FromHexString(hex) : throw Wrong(key, $"至少 {least} 字节的小写十六进制", $"at least {least} bytes in lower-case hexadecimal");
    }

    /// <summary>UTC to the second, 2026-11-21T09:00:00Z: such texts sort as the times do.</summary>
    public string? TimeOrNull(string key)
    {
        if (TextOrNull(key) is not { } time) return null;
        return DateTime.TryParseExact(time, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? time : throw Wrong(key, "形如 2026-11-21T09:00:00Z 的时间", "a time as 2026-11-21T09:00:00Z");
    }

    public JsonFields Object(string key) => ObjectOrNull(key) ?? throw Missing(key);

    public JsonFields? ObjectOrNull(string key) => json[key] switch
    {
        null => null,
        JsonObject one => new JsonFields(one, $"{at}.{key}"),
        _ => throw Wrong(key, "对象", "an object"),
    };

    /// <summary>The objects of a list; none where the key is not there.</summary>
    public IReadOnlyList<JsonFields> Objects(string key) =>
        [.. List(key).Select((node, i) => node is JsonObject one ? new JsonFields(one, $"{at}.{key}[{i}]") : throw Wrong($"{key}[{i}]", "对象", "an object"))];

    public IReadOnlyList<IReadOnlyList<long>> NumberLists(string key) =>
        [.. List(key).Select(inner => inner is JsonArray numbers ? (IReadOnlyList<long>)[.. numbers.Select(number =>
            number?.GetValueKind() == JsonValueKind.Number && long.TryParse(number.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(key, "非负整数的列表", "lists of whole numbers, none negative"))]
            : throw Wrong(key, "列表的列表", "a list of lists"))];

    public JsonArray List(string key) => json[key] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw Wrong(key, "列表", "a list"),
    };

    DrawFault Missing(string key) => new(DrawCheck.Form, $"{at} 缺少字段“{key}”", $"{at} lacks “{key}”");

    public DrawFault Wrong(string key, string zh, string en) => new(DrawCheck.Form, $"{at}.{key} 应为{zh}", $"{at}.{key} must be {en}");

    [GeneratedRegex("^[0-9a-f]*$")]
    private static partial Regex Hex();
}
