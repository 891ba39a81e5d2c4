using System.Text.Json;
using Keguan.Review.Draws;

namespace Keguan.Review.Lottery;

/// <summary>A plan and a pool as read from a file (docs/specs/lottery.md).</summary>
public sealed record LotteryInstance(int Size, IReadOnlyList<QuotaFeature> Features, IReadOnlyList<Candidate> Pool)
{
    /// <exception cref="FormatException">The text is no instance; the message says what and where, in English, as a parser does.</exception>
    public static LotteryInstance Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 16 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var size = Number(root, "size", "$", null, 1);
            var features = new List<QuotaFeature>();
            foreach (var feature in List(root, "features"))
            {
                var name = Text(feature, "name", "$.features");
                if (features.Exists(one => one.Name == name)) throw new FormatException($"$.features: {name} is there twice");
                var values = new List<Quota>();
                foreach (var value in List(feature, "values"))
                {
                    var quota = new Quota(Text(value, "value", name), Number(value, "min", name, 0, 0), Number(value, "max", name, size, 0));
                    if (quota.Min > quota.Max) throw new FormatException($"{name}, {quota.Value}: min is above max");
                    if (values.Exists(one => one.Value == quota.Value)) throw new FormatException($"{name}: {quota.Value} is there twice");
                    values.Add(quota);
                }
                features.Add(new QuotaFeature(name, values));
            }
            var pool = new List<Candidate>();
            var labels = new HashSet<string>(StringComparer.Ordinal);
            foreach (var person in List(root, "pool"))
            {
                var id = Text(person, "id", "$.pool");
                if (!labels.Add(id)) throw new FormatException($"$.pool: {id} is there twice");
                pool.Add(new Candidate(id, features.ToDictionary(feature => feature.Name, feature => Text(person, feature.Name, id), StringComparer.Ordinal)));
            }
            return pool.Count > 0 ? new LotteryInstance(size, features, pool) : throw new FormatException("$.pool is empty");
        }
        catch (JsonException wrong) { throw new FormatException(wrong.Message, wrong); }
        catch (InvalidOperationException wrong) { throw new FormatException(wrong.Message, wrong); }
    }

    static IEnumerable<JsonElement> List(JsonElement of, string key) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new FormatException($"{key} must be a list");

    /// <summary>Texts; numbers and truth values count as written.</summary>
    static string Text(JsonElement of, string key, string at)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(key, out var value)) throw new FormatException($"{at} lacks {key}");
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new FormatException($"{at}: {key} must be a text"),
        };
    }

    static int Number(JsonElement of, string key, string at, int? otherwise, int least)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(key, out var value)) return otherwise ?? throw new FormatException($"{at} lacks {key}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least ? number : throw new FormatException($"{at}: {key} must be a whole number from {least}");
    }
}
