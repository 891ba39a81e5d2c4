using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keguan.Review.Draws;

/// <summary>
/// Reads JSON strictly and writes it in the canonical form of RFC 8785 (JCS). Numbers are whole and below 2⁵³, so that no language reads them differently;
/// there is no null, and no key twice.
/// </summary>
public static class CanonicalJson
{
    const long Most = (1L << 53) - 1;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object that the text holds.</summary>
    /// <exception cref="FormatException">The text is no JSON object of the permitted kind; the message says what and where, in English, as a parser does.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(utf8);
            var node = JsonNode.Parse(utf8, documentOptions: Strict) as JsonObject ?? throw new FormatException("not a JSON object");
            Check(node, "$");
            return node;
        }
        catch (JsonException wrong) { throw new FormatException(wrong.Message, wrong); }
        catch (InvalidOperationException wrong) { throw new FormatException(wrong.Message, wrong); }
        catch (ArgumentException wrong) { throw new FormatException(wrong.Message, wrong); }
    }

    /// <summary>UTF-8 of the canonical form.</summary>
    public static byte[] Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static void Check(JsonNode? node, string at)
    {
        switch (node)
        {
            case JsonObject many:
                foreach (var (key, value) in many)
                {
                    _ = new UTF8Encoding(false, true).GetByteCount(key);
                    Check(value, $"{at}.{key}");
                }
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++) Check(list[i], $"{at}[{i}]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = new UTF8Encoding(false, true).GetByteCount(value.GetValue<string>());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                // “1.0” and “1e0” are other ways to write 1, which canonical JSON does not have.
                var written = value.ToJsonString();
                if (!long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) || Math.Abs(whole) > Most || written == "-0")
                    throw new FormatException($"{at}: {written} is not a whole number below 2^53");
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                break;
            default:
                throw new FormatException($"{at}: null is not used");
        }
    }

    static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject many:
                text.Append('{');
                var first = true;
                foreach (var (key, value) in many.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    if (!first) text.Append(',');
                    first = false;
                    Write(text, key);
                    text.Append(':');
                    Write(text, value);
                }
                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Write(text, list[i]);
                }
                text.Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Write(text, value.GetValue<string>());
                break;
            case JsonValue value:
                text.Append(value.ToJsonString());
                break;
            default:
                throw new FormatException("null is not used");
        }
    }

    static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}
