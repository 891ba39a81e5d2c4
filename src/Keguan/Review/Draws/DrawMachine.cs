using System.Text.Json.Nodes;

namespace Keguan.Review.Draws;

/// <summary>
/// Draws: from a request to its record, with nothing but what the request says. The same request gives the same record, byte for byte, everywhere
/// (docs/specs/draw.md); verification is drawing again and comparing.
/// </summary>
public static class DrawMachine
{
    /// <summary>The record of the draw that a request describes.</summary>
    /// <exception cref="DrawFault">The request is malformed (<see cref="DrawCheck.Form"/>), or something in it does not hold: a commitment, the frozen root, quotas that can't be met.</exception>
    public static JsonObject Run(JsonObject request) => Run(request, null, CancellationToken.None, out _);

    /// <param name="request">As above.</param>
    /// <param name="made">Told of each thing as it is made: a verifier stops there, before anything that rests on it goes wrong.</param>
    /// <param name="stop">Ends the comparison of a published lottery with the fairest there is, which is the only thing here that may take long.</param>
    /// <param name="compared">False where it was ended so.</param>
    internal static JsonObject Run(JsonObject request, Action<string, JsonNode>? made, CancellationToken stop, out bool compared)
    {
        var record = (JsonObject)request.DeepClone();
        if (record.ContainsKey("v")) throw new DrawFault(DrawCheck.Form, "这已经是抽取记录，不是请求", "This is a record already, not a request");
        record["v"] = DrawInput.Form;
        compared = true;
        if (record["method"]?.ToString() == "rfc3797") foreach (var (key, value) in Compatible(record)) Put(key, value);
        else
        {
            new JsonFields(record, "$").Only(["v", .. DrawInput.Keys]);
            record["hash"] ??= DrawHash.Sha256.Name;
            record["iteration"] ??= 1;
            var input = DrawInput.Read(record);
            // The order of a list that is frozen as a set must not depend on who typed it.
            Put("candidates", new JsonArray([.. input.Candidates.Select(one => (JsonNode)Json(one))]));
            foreach (var derive in Steps)
            {
                foreach (var (key, value) in derive(input, record, stop)) Put(key, value);
            }
            compared = input.IsCompared;
        }
        Put("recordHash", RecordHash(record));
        return record;

        void Put(string key, JsonNode value)
        {
            made?.Invoke(key, value);
            record[key] = value;
        }
    }

    /// <summary>The hash over everything else in a record, in the record's own function; rfc3797 knows only MD5, so there it is SHA-256.</summary>
    public static string RecordHash(JsonObject record)
    {
        var rest = (JsonObject)record.DeepClone();
        rest.Remove("recordHash");
        return Hex((DrawHash.Named(rest["hash"]?.ToString() ?? "") ?? DrawHash.Sha256).Of(CanonicalJson.Write(rest)));
    }

    delegate IEnumerable<KeyValuePair<string, JsonNode>> Derive(DrawInput input, JsonObject soFar, CancellationToken stop);

    /// <summary>What is derived, step by step. Each step reads only the input and what earlier steps made.</summary>
    static readonly IReadOnlyList<Derive> Steps = [Freeze, Commitments, Randomness, Order, Panel, Reserve, Replace];

    static IEnumerable<KeyValuePair<string, JsonNode>> Freeze(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        var root = Hex(input.Hash.Root([.. input.Candidates.Select(one => CanonicalJson.Write(Json(one)))]));
        var plan = Hex(input.Hash.Of(CanonicalJson.Write(input.PlanJson)));
        if (input.Frozen?.TextOrNull("candidates") is { } published) DrawFault.If(published != root, DrawCheck.Candidates, "候选名单与事先封存的根不符", "The candidates don't give the root that was frozen");
        if (input.Frozen?.TextOrNull("plan") is { } planned) DrawFault.If(planned != plan, DrawCheck.Plan, "抽取方案与事先封存的摘要不符", "The plan does not give the hash that was frozen");
        var frozen = new JsonObject { ["candidates"] = root, ["plan"] = plan };
        if (input.Frozen?.TimeOrNull("at") is { } at) frozen["at"] = at;
        if (input.Method == "lottery")
        {
            var (lottery, compared) = PanelLot.Lottery(input, stop);
            var chances = Hex(input.Hash.Of(CanonicalJson.Write(lottery)));
            if (input.Frozen?.TextOrNull("lottery") is { } drawn) DrawFault.If(drawn != chances, DrawCheck.Lottery, "抽签的评审组与事先封存的摘要不符", "The lottery does not give the hash that was frozen");
            frozen["lottery"] = chances;
            yield return new("lottery", lottery);
            if (!compared) input.IsCompared = false;
        }
        yield return new("frozen", frozen);
    }

    static IEnumerable<KeyValuePair<string, JsonNode>> Commitments(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        DrawFault.If(input.Parties.Count + (input.Beacon is null ? 0 : 1) < 2 || input.Parties.Count == 0, DrawCheck.Parties, "至少须有两方提交，或一方提交加外部信标", "At least two parties must commit, or one and an outside beacon");
        foreach (var party in input.Parties)
        {
            DrawFault.If(input.Parties.Any(other => other != party && other.Name == party.Name), DrawCheck.Parties, $"“{party.Name}”出现两次", $"{party.Name} is there twice");
            DrawFault.If(input.Parties.Any(other => other != party && other.Commitment.AsSpan().SequenceEqual(party.Commitment)), DrawCheck.Parties, $"“{party.Name}”与另一方的承诺相同", $"{party.Name} committed to the same value as another");
            DrawFault.If(!input.Hash.Chain(party.Reveal, input.Iteration).AsSpan().SequenceEqual(party.Commitment), DrawCheck.Parties, $"“{party.Name}”揭示的值与其承诺不符", $"What {party.Name} revealed does not match the commitment");
        }
        // Times sort as texts. Nobody may reveal, and no beacon may be known, before everything is fixed.
        var lastFixed = input.Parties.Select(party => party.CommittedAt).Append(input.Frozen?.TimeOrNull("at")).OfType<string>().Max(StringComparer.Ordinal);
        foreach (var party in input.Parties)
            DrawFault.If(lastFixed is not null && party.RevealedAt is { } revealed && string.CompareOrdinal(revealed, lastFixed) < 0, DrawCheck.Parties, $"“{party.Name}”在名单封存或全部承诺之前就已揭示", $"{party.Name} revealed before the list was frozen and all had committed");
        DrawFault.If(lastFixed is not null && input.Beacon?.At is { } known && string.CompareOrdinal(known, lastFixed) < 0, DrawCheck.Beacon, "信标在名单封存或全部承诺之前就已公布", "The beacon was known before the list was frozen and all had committed");
        yield break;
    }

    /// <summary>PRK = HKDF-Extract(salt = the values revealed, one after the other as the parties are listed; material = that of the beacon, or nothing).</summary>
    static IEnumerable<KeyValuePair<string, JsonNode>> Randomness(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        byte[] salt = [.. input.Parties.SelectMany(party => party.Reveal)];
        yield return new("prk", Hex(input.Hash.Extract(salt, input.Beacon?.Material ?? [])));
    }

    static IEnumerable<KeyValuePair<string, JsonNode>> Order(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        var labels = input.Candidates.Select(one => one.Label).ToList();
        yield return new("order", Texts(LabelOrder.Of(input.Hash, Convert.FromHexString(soFar["prk"]!.ToString()), labels).Select(i => labels[i])));
    }

    static IEnumerable<KeyValuePair<string, JsonNode>> Panel(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        if (input.Method == "lottery")
        {
            var panels = soFar["lottery"]!["panels"]!.AsArray();
            var pick = PanelLot.Pick(input.Hash, Convert.FromHexString(soFar["prk"]!.ToString()), panels.Count);
            var members = panels[pick]!.AsArray().Select(i => input.Candidates[i!.GetValue<int>()].Label).ToHashSet(StringComparer.Ordinal);
            yield return new("pick", pick);
            yield return new("selected", Texts(Labels(soFar["order"]!).Where(members.Contains)));
            yield break;
        }
        var eligible = Drawn(input, soFar).Where(one => !input.Excluded.ContainsKey(one.Label)).ToList();
        var filling = new SeatFilling(input.Plan, eligible);
        DrawFault.If(!filling.IsPossible, DrawCheck.Panel, $"候选人中凑不出符合方案的 {input.Plan.Size} 人：请放宽配额、同单位人数上限或扩大名单", $"No {input.Plan.Size} of the candidates satisfy the plan: relax a quota or the cap, or extend the list");
        var index = eligible.Select((one, i) => (one.Label, i)).ToDictionary(pair => pair.Label, pair => pair.i, StringComparer.Ordinal);
        JsonArray selected = [], passed = [];
        foreach (var one in Drawn(input, soFar))
        {
            if (filling.IsFull) break;
            var why = input.Excluded.ContainsKey(one.Label) ? "excluded" : filling.Seat(index[one.Label]) switch { null => null, PassedOver.Quota => "quota", PassedOver.Cap => "cap", _ => "kept" };
            if (why is null) selected.Add(one.Label);
            else passed.Add(new JsonObject { ["label"] = one.Label, ["why"] = why });
        }
        yield return new("selected", selected);
        yield return new("passed", passed);
    }

    static IEnumerable<KeyValuePair<string, JsonNode>> Reserve(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        var selected = Labels(soFar["selected"]!).ToHashSet(StringComparer.Ordinal);
        yield return new("reserve", Texts(Labels(soFar["order"]!).Where(label => !selected.Contains(label) && !input.Excluded.ContainsKey(label)).Take(input.Plan.Reserve)));
    }

    /// <summary>After each decline the empty seats go to the first of the reserve, in the order drawn, with whom the panel satisfies the plan again.</summary>
    static IEnumerable<KeyValuePair<string, JsonNode>> Replace(DrawInput input, JsonObject soFar, CancellationToken stop)
    {
        var by = input.Candidates.ToDictionary(one => one.Label, StringComparer.Ordinal);
        var panel = Labels(soFar["selected"]!).Select(label => by[label]).ToList();
        var reserve = Labels(soFar["reserve"]!).Select(label => by[label]).ToList();
        JsonArray replacements = [];
        foreach (var decline in input.Declined)
        {
            var at = panel.FindIndex(one => one.Label == decline.Label);
            var standing = reserve.FindIndex(one => one.Label == decline.Label);
            DrawFault.If(at < 0 && standing < 0, DrawCheck.Replacements, $"{decline.Label} 不在评审组和备选中，谈不上谢绝", $"{decline.Label} is neither in the panel nor in reserve and can't decline");
            if (at >= 0) panel.RemoveAt(at);
            else reserve.RemoveAt(standing);
            var empty = input.Plan.Size - panel.Count;
            var looked = 0;
            var called = empty == 0 ? [] : First(input.Plan, panel, reserve, 0, empty, ref looked) ?? [];
            foreach (var one in called) reserve.Remove(one);
            panel.AddRange(called);
            replacements.Add(new JsonObject { ["declined"] = decline.Label, ["called"] = Texts(called.Select(one => one.Label)) });
        }
        yield return new("replacements", replacements);
        yield return new("panel", Texts(panel.Select(one => one.Label)));
    }

    /// <summary>Sets of reserves that are tried for one decline; part of the specification, so that a record can't keep its verifier busy for ever.</summary>
    const int MostLooked = 200_000;

    /// <summary>The lexicographically first of the reserve that fill the seats; null where none do, and then a new draw is needed.</summary>
    static List<Candidate>? First(PanelPlan plan, List<Candidate> panel, List<Candidate> reserve, int from, int seats, ref int looked)
    {
        DrawFault.If(++looked > MostLooked, DrawCheck.Replacements, "空缺太多，无法按顺序递补：请重新抽取", "Too many seats are empty to be filled from the reserve: draw again");
        if (seats == 0) return plan.Holds(panel) ? [] : null;
        for (var i = from; i <= reserve.Count - seats; i++)
        {
            panel.Add(reserve[i]);
            var rest = First(plan, panel, reserve, i + 1, seats - 1, ref looked);
            panel.RemoveAt(panel.Count - 1);
            if (rest is not null) return [reserve[i], .. rest];
        }
        return null;
    }

    static IEnumerable<KeyValuePair<string, JsonNode>> Compatible(JsonObject record)
    {
        var fields = new JsonFields(record, "$").Only("v", "method", "draw", "title", "sources", "pool", "take", "names");
        _ = (fields.TextOrNull("draw"), fields.TextOrNull("title"));
        var sources = fields.NumberLists("sources");
        DrawFault.If(sources.Count == 0 || sources.Any(one => one.Count == 0), DrawCheck.Form, "sources 中没有号码", "The sources have no numbers");
        var pool = fields.Number("pool", 1, Rfc3797.MostInPool);
        var take = fields.Number("take", 1, pool);
        var names = fields.List("names");
        DrawFault.If(names.Any(name => name?.GetValueKind() != System.Text.Json.JsonValueKind.String) || names.Count > 0 && names.Count != pool, DrawCheck.Form, "names 应为与 pool 同样多的文字", "names must be as many texts as the pool");
        var key = Rfc3797.Key(sources);
        var rounds = Rfc3797.Select(key, pool, take);
        yield return new("key", key);
        yield return new("rounds", new JsonArray([.. rounds.Select(round => (JsonNode)new JsonObject { ["md5"] = round.Md5, ["remaining"] = round.Remaining, ["selected"] = round.Selected })]));
        yield return new("selected", new JsonArray([.. rounds.Select(round => (JsonNode)round.Selected)]));
    }

    static JsonObject Json(Candidate candidate)
    {
        var json = new JsonObject { ["label"] = candidate.Label };
        foreach (var (name, value) in candidate.Features) json[name] = value;
        return json;
    }

    static IEnumerable<Candidate> Drawn(DrawInput input, JsonObject soFar)
    {
        var by = input.Candidates.ToDictionary(one => one.Label, StringComparer.Ordinal);
        return Labels(soFar["order"]!).Select(label => by[label]);
    }

    static IEnumerable<string> Labels(JsonNode list) => list.AsArray().Select(label => label!.GetValue<string>());

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
