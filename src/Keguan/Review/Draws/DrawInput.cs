using System.Text;
using System.Text.Json.Nodes;

namespace Keguan.Review.Draws;

/// <summary>A party that committed itself before anybody revealed: commitment = H^iteration(reveal).</summary>
sealed record Party(string Name, byte[] Commitment, byte[] Reveal, string? CommittedAt, string? RevealedAt);

/// <summary>Randomness from outside that nobody at the table can choose.</summary>
/// <param name="Material">What enters HKDF as input keying material.</param>
sealed record Beacon(string Kind, byte[] Material, string? At);

/// <summary>Somebody who was drawn and can't come, in the order in which it became known.</summary>
sealed record Decline(string Label, string Reason, string? At);

/// <summary>An earlier attempt of the same draw.</summary>
sealed record Attempt(string Reason, byte[] Record);

/// <summary>What goes into a draw of candidates (methods order and lottery), as read from a request or from a record.</summary>
sealed class DrawInput
{
    public const string Form = "keguan-draw-1";

    /// <summary>Labels that begin so would meet what the draw itself derives from the same key.</summary>
    public const string Reserved = "keguan-draw-";

    public static readonly string[] Keys = ["method", "hash", "draw", "title", "plan", "candidates", "excluded", "frozen", "parties", "beacon", "iteration", "history", "declined", "lottery"];

    public required string Method { get; init; }
    public required DrawHash Hash { get; init; }
    public required PanelPlan Plan { get; init; }
    public required JsonObject PlanJson { get; init; }

    /// <summary>By label, ascending by UTF-16 code units.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public required IReadOnlyDictionary<string, string> Excluded { get; init; }
    public required JsonFields? Frozen { get; init; }
    public required IReadOnlyList<Party> Parties { get; init; }
    public required Beacon? Beacon { get; init; }
    public required int Iteration { get; init; }
    public required IReadOnlyList<Attempt> History { get; init; }
    public required IReadOnlyList<Decline> Declined { get; init; }

    /// <summary>The lottery as it was published before the draw; null lets it be computed.</summary>
    public required JsonFields? Lottery { get; init; }

    /// <summary>False where a published lottery could not be compared with the fairest one in the time given.</summary>
    public bool IsCompared { get; set; } = true;

    /// <exception cref="DrawFault">With <see cref="DrawCheck.Form"/>, or the check that a contradiction belongs to.</exception>
    public static DrawInput Read(JsonObject json)
    {
        var fields = new JsonFields(json, "$");
        var hash = fields.TextOrNull("hash") ?? DrawHash.Sha256.Name;
        _ = (fields.TextOrNull("draw"), fields.TextOrNull("title"));
        var plan = Plans(fields.Object("plan"));
        var candidates = Listed(fields.Objects("candidates"), plan);
        var labels = candidates.Select(one => one.Label).ToHashSet(StringComparer.Ordinal);
        var excluded = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in fields.Objects("excluded"))
        {
            var label = one.Only("label", "reason").Text("label");
            DrawFault.If(!labels.Contains(label), DrawCheck.Candidates, $"回避名单中的 {label} 不在候选名单内", $"{label}, left out by recusal, is no candidate");
            DrawFault.If(!excluded.TryAdd(label, one.Text("reason", 1000)), DrawCheck.Candidates, $"{label} 重复列入回避名单", $"{label} is left out twice");
        }
        var declined = fields.Objects("declined").Select(one => new Decline(one.Only("label", "reason", "at").Text("label"), one.Text("reason", 1000), one.TimeOrNull("at"))).ToList();
        var history = fields.Objects("history").Select(one => new Attempt(one.Only("reason", "record", "at").Text("reason", 1000), one.Bytes("record", DrawHash.Length, DrawHash.Length))).ToList();
        foreach (var one in fields.Objects("history")) one.TimeOrNull("at");
        var input = new DrawInput
        {
            Method = fields.Text("method"),
            Hash = DrawHash.Named(hash) ?? throw fields.Wrong("hash", "SHA-256 或 SM3", "SHA-256 or SM3"),
            Plan = plan,
            PlanJson = fields.Object("plan").Json,
            Candidates = candidates,
            Excluded = excluded,
            Frozen = fields.ObjectOrNull("frozen")?.Only("at", "candidates", "plan", "lottery"),
            Parties = [.. fields.Objects("parties").Select(one => new Party(one.Only("name", "commitment", "committedAt", "reveal", "revealedAt").Text("name"),
                one.Bytes("commitment", DrawHash.Length, DrawHash.Length), one.Bytes("reveal", 16, 1024), one.TimeOrNull("committedAt"), one.TimeOrNull("revealedAt")))],
            Beacon = fields.ObjectOrNull("beacon") is { } beacon ? Beacons(beacon) : null,
            Iteration = fields.Number("iteration", 1, 10_000, 1),
            History = history,
            Declined = declined,
            Lottery = fields.ObjectOrNull("lottery"),
        };
        DrawFault.If(input.Parties.Count > 20, DrawCheck.Form, "提交随机数的最多 20 方", "At most 20 parties commit");
        DrawFault.If(input.Method is not ("order" or "lottery"), DrawCheck.Form, "method 应为 order、lottery 或 rfc3797", "method must be order, lottery or rfc3797");
        DrawFault.If(input.Method == "order" && plan.Features.Count > 1, DrawCheck.Plan, "配额涉及多个特征、互相交叉时，须用 lottery 法：逐个补足会使有些人的机会远低于应有", "Quotas on several features overlap: use the method lottery, since filling seats one by one gives some people a fraction of their fair chance");
        DrawFault.If(input.Method == "order" && (input.Lottery is not null || plan.Panels is not null), DrawCheck.Form, "order 法没有 lottery 和 panels", "The method order has neither lottery nor panels");
        DrawFault.If(input.History.Count != input.Iteration - 1, DrawCheck.Parties, $"第 {input.Iteration} 次抽取应附此前 {input.Iteration - 1} 次的理由和记录，现有 {input.History.Count} 次", $"Iteration {input.Iteration} needs reason and record of the {input.Iteration - 1} before; there are {input.History.Count}");
        return input;
    }

    static PanelPlan Plans(JsonFields json)
    {
        json.Only("size", "reserve", "features", "cap", "panels", "sealedUntil", "note");
        json.TimeOrNull("sealedUntil");
        json.TextOrNull("note", 1000);
        var size = json.Number("size", 1, 10_000);
        var features = new List<QuotaFeature>();
        foreach (var feature in json.Objects("features"))
        {
            var name = feature.Only("name", "values").Text("name");
            DrawFault.If(features.Any(one => one.Name == name), DrawCheck.Plan, $"特征“{name}”重复", $"The feature {name} is there twice");
            var values = new List<Quota>();
            foreach (var value in feature.Objects("values"))
            {
                var quota = new Quota(value.Only("value", "min", "max").Text("value"), value.Number("min", 0, 10_000, 0), value.Number("max", 0, 10_000, size));
                DrawFault.If(quota.Min > quota.Max, DrawCheck.Plan, $"“{name}”中“{quota.Value}”的下限大于上限", $"{name}, {quota.Value}: the minimum is above the maximum");
                DrawFault.If(values.Any(one => one.Value == quota.Value), DrawCheck.Plan, $"“{name}”中“{quota.Value}”重复", $"{name}: {quota.Value} is there twice");
                values.Add(quota);
            }
            features.Add(new QuotaFeature(name, values));
        }
        return new PanelPlan
        {
            Size = size,
            Reserve = json.Number("reserve", 0, 1_000_000, size),
            Features = features,
            Cap = json.ObjectOrNull("cap") is { } cap ? new Cap(cap.Only("feature", "max").Text("feature"), cap.Number("max", 1, 10_000)) : null,
            Panels = json.Has("panels") ? json.Number("panels", 1, 100_000) : null,
        };
    }

    static List<Candidate> Listed(IReadOnlyList<JsonFields> json, PanelPlan plan)
    {
        DrawFault.If(json.Count == 0, DrawCheck.Candidates, "候选名单为空", "There are no candidates");
        var speaks = plan.Speaks.ToList();
        var list = new List<Candidate>(json.Count);
        foreach (var one in json)
        {
            var label = one.Text("label");
            DrawFault.If(label.StartsWith(Reserved, StringComparison.Ordinal), DrawCheck.Candidates, $"标签不得以 {Reserved} 开头", $"A label must not begin with {Reserved}");
            var features = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, _) in one.Json) if (key != "label") features[key] = one.Text(key, 1000);
            foreach (var name in speaks) DrawFault.If(!features.ContainsKey(name), DrawCheck.Candidates, $"{label} 没有“{name}”", $"{label} has no “{name}”");
            list.Add(new Candidate(label, features));
        }
        list.Sort((a, b) => string.CompareOrdinal(a.Label, b.Label));
        for (var i = 1; i < list.Count; i++) DrawFault.If(list[i].Label == list[i - 1].Label, DrawCheck.Candidates, $"标签 {list[i].Label} 重复", $"The label {list[i].Label} is there twice");
        return list;
    }

    static Beacon Beacons(JsonFields json)
    {
        var at = json.TimeOrNull("at");
        switch (json.Text("kind"))
        {
            case "drand":
                json.Only("kind", "round", "signature", "randomness", "at", "source");
                json.TextOrNull("source", 1000);
                json.Number("round", 1, int.MaxValue);
                var randomness = json.Bytes("randomness", DrawHash.Length, DrawHash.Length);
                DrawFault.If(!DrawHash.Sha256.Of(json.Bytes("signature", 48, 96)).AsSpan().SequenceEqual(randomness), DrawCheck.Beacon, "信标的随机值不是其签名的 SHA-256", "The beacon's randomness is not SHA-256 of its signature");
                return new Beacon("drand", randomness, at);
            case "numbers":
                json.Only("kind", "sources", "at", "source");
                json.TextOrNull("source", 1000);
                var sources = json.NumberLists("sources");
                DrawFault.If(sources.Count == 0 || sources.Any(one => one.Count == 0), DrawCheck.Beacon, "信标没有号码", "The beacon has no numbers");
                return new Beacon("numbers", Encoding.UTF8.GetBytes(Rfc3797.Key(sources)), at);
            case "text":
                json.Only("kind", "text", "at", "source");
                json.TextOrNull("source", 1000);
                return new Beacon("text", Encoding.UTF8.GetBytes(json.Text("text", 4000)), at);
            default:
                throw json.Wrong("kind", "drand、numbers 或 text", "drand, numbers or text");
        }
    }
}
