using System.Text.Json.Nodes;
using Keguan.Review.Draws;

namespace Keguan.Tests.Review.Draws;

/// <summary>Requests that say only what matters to a test.</summary>
public static class Requests
{
    public static byte[] Secret(int seed) => DrawHash.Sha256.Of(BitConverter.GetBytes(seed));

    public static JsonObject Party(string name, int seed, DrawHash? hash = null, int iteration = 1, int length = 3)
    {
        hash ??= DrawHash.Sha256;
        return new JsonObject { ["name"] = name, ["commitment"] = Convert.ToHexStringLower(hash.Chain(Secret(seed), length)), ["reveal"] = Convert.ToHexStringLower(hash.Chain(Secret(seed), length - iteration)) };
    }

    public static JsonObject Quota(string name, params (string Value, int Min, int Max)[] values) =>
        new() { ["name"] = name, ["values"] = new JsonArray([.. values.Select(one => (JsonNode)new JsonObject { ["value"] = one.Value, ["min"] = one.Min, ["max"] = one.Max })]) };

    public static JsonObject Candidate(string label, params (string Name, string Value)[] features)
    {
        var one = new JsonObject { ["label"] = label };
        foreach (var (name, value) in features) one[name] = value;
        return one;
    }

    /// <summary>Of 30 people 5 are drawn: 10 finance, 20 technical; six organisations of five.</summary>
    public static JsonObject Order(int seed = 1, DrawHash? hash = null, int iteration = 1, Action<JsonObject>? with = null)
    {
        var request = new JsonObject
        {
            ["method"] = "order",
            ["hash"] = (hash ?? DrawHash.Sha256).Name,
            ["title"] = "重点研发计划会议评审专家",
            ["plan"] = new JsonObject { ["size"] = 5, ["reserve"] = 8, ["features"] = new JsonArray(Quota("role", ("technical", 3, 4), ("finance", 1, 2))), ["cap"] = new JsonObject { ["feature"] = "organisation", ["max"] = 1 } },
            ["candidates"] = new JsonArray([.. Enumerable.Range(1, 30).Select(i => (JsonNode)Candidate($"EXP-{i:0000}", ("role", i % 3 == 0 ? "finance" : "technical"), ("organisation", $"单位{i % 6}")))]),
            ["parties"] = new JsonArray(Party("业务处", 2 * seed, hash, iteration), Party("纪检监察", 2 * seed + 1, hash, iteration)),
        };
        if (iteration > 1)
        {
            request["iteration"] = iteration;
            request["history"] = new JsonArray([.. Enumerable.Range(1, iteration - 1).Select(i => (JsonNode)new JsonObject { ["reason"] = "到会不足", ["record"] = new string('0', 64) })]);
        }
        with?.Invoke(request);
        return request;
    }

    public static List<string> Labels(this JsonObject record, string key) => [.. record[key]!.AsArray().Select(label => label!.ToString())];
}
