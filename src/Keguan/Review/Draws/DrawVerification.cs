using System.Text.Json.Nodes;
using Keguan.Foundation;

namespace Keguan.Review.Draws;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">What.</param>
/// <param name="Problem">Null where it holds.</param>
public sealed record DrawStep(DrawCheck Check, Text? Problem);

/// <summary>The outcome of verifying a record: what was looked at, up to the first that does not hold.</summary>
/// <param name="Steps">In order; only the last can have a problem.</param>
/// <param name="Record">The record as read; null where the text is none.</param>
public sealed record DrawVerdict(IReadOnlyList<DrawStep> Steps, JsonObject? Record)
{
    /// <summary>False where a lottery's chances could not be compared with the fairest there are in the time given; all else was.</summary>
    public bool IsCompared { get; init; } = true;

    public bool IsValid => Problem is null;
    public Text? Problem => Steps[^1].Problem;
}

/// <summary>
/// Verifies a record by drawing again from what it says went in and comparing each thing that came out. White space between the parts of the JSON carries nothing and is
/// not looked at; every other change is found.
/// </summary>
public static class DrawVerification
{
    /// <summary>What each step derives and how its difference is told.</summary>
    static readonly Dictionary<string, (DrawCheck Check, Text Problem)> Derived = new()
    {
        ["candidates"] = (DrawCheck.Candidates, new Text("候选名单没有按标签排序", "The candidates are not sorted by label")),
        ["frozen"] = (DrawCheck.Candidates, new Text("名单或方案与封存的摘要不符", "The candidates or the plan don't give the frozen hashes")),
        ["prk"] = (DrawCheck.Randomness, new Text("共同随机数与各方揭示的值不符", "The joint randomness does not follow from what was revealed")),
        ["order"] = (DrawCheck.Order, new Text("抽取顺序与重新计算的不符", "The order is not the one that the randomness gives")),
        ["selected"] = (DrawCheck.Panel, new Text("入选名单与按顺序和配额重新计算的不符", "The selection is not the one that order and quotas give")),
        ["lottery"] = (DrawCheck.Lottery, new Text("抽签的内容与重新计算的不符", "The lottery is not what is computed again")),
        ["pick"] = (DrawCheck.Panel, new Text("抽中的评审组号与共同随机数不符", "The panel picked is not the one that the randomness gives")),
        ["passed"] = (DrawCheck.Panel, new Text("跳过的名单或理由与重新计算的不符", "Who was passed over, or why, is not what order and quotas give")),
        ["reserve"] = (DrawCheck.Reserve, new Text("备选名单与抽取顺序不符", "The reserve does not follow from the order")),
        ["replacements"] = (DrawCheck.Replacements, new Text("递补没有按抽取顺序进行", "A replacement does not follow the order drawn")),
        ["panel"] = (DrawCheck.Replacements, new Text("最终评审组与递补结果不符", "The final panel does not follow from the replacements")),
        ["recordHash"] = (DrawCheck.Record, new Text("整份记录的摘要不符：有内容被改动", "The hash over the whole record does not hold: something was changed")),
        ["key"] = (DrawCheck.Randomness, new Text("密钥串与随机源不符", "The key does not follow from the sources")),
        ["rounds"] = (DrawCheck.Order, new Text("各轮的摘要与重新计算的不符", "The rounds are not those that the key gives")),
    };

    /// <summary>Reads and verifies the text of a record.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="stop">Ends the comparison of a lottery with the fairest there is, which is the only thing that may take long.</param>
    public static DrawVerdict Verify(ReadOnlySpan<byte> utf8, CancellationToken stop = default)
    {
        try
        {
            return Verify(CanonicalJson.Read(utf8), stop);
        }
        catch (FormatException wrong)
        {
            return new DrawVerdict([new DrawStep(DrawCheck.Form, new Text($"不是抽取记录：{wrong.Message}", $"This is no record of a draw: {wrong.Message}"))], null);
        }
    }

    public static DrawVerdict Verify(JsonObject record, CancellationToken stop = default)
    {
        try
        {
            DrawFault.If(record["v"]?.ToString() != DrawInput.Form, DrawCheck.Form, $"不是抽取记录：v 应为 {DrawInput.Form}", $"This is no record of a draw: v must be {DrawInput.Form}");
            string[] inputs = record["method"]?.ToString() == "rfc3797" ? ["method", "draw", "title", "sources", "pool", "take", "names"] : DrawInput.Keys;
            var request = new JsonObject();
            foreach (var (key, value) in record)
            {
                if (inputs.Contains(key)) request[key] = value!.DeepClone();
                else DrawFault.If(key != "v" && !Derived.ContainsKey(key), DrawCheck.Form, $"记录中有未知字段“{key}”", $"The record has an unknown key “{key}”");
            }
            var again = DrawMachine.Run(request, (key, value) =>
            {
                if (!Same(record[key], value)) throw new DrawFault(Derived[key].Check, Derived[key].Problem);
            }, stop, out var compared);
            foreach (var (key, value) in again) DrawFault.If(!Same(record[key], value!), DrawCheck.Form, $"字段“{key}”缺失或与重新计算的不符", $"“{key}” is missing or not what is computed again");
            foreach (var (key, _) in record) DrawFault.If(!again.ContainsKey(key), DrawCheck.Form, $"这种记录不含字段“{key}”", $"A record of this kind has no “{key}”");
            return new DrawVerdict([.. Enum.GetValues<DrawCheck>().Where(check => Looked(check, record)).Select(check => new DrawStep(check, null))], record) { IsCompared = compared };
        }
        catch (DrawFault fault)
        {
            return new DrawVerdict([.. Enum.GetValues<DrawCheck>().Where(check => check < fault.Check && Looked(check, record)).Select(check => new DrawStep(check, null)), new DrawStep(fault.Check, fault.Reason)], record);
        }
    }

    /// <summary>Whether a record of this kind has such a thing at all.</summary>
    static bool Looked(DrawCheck check, JsonObject record) => check switch
    {
        DrawCheck.Form => true,
        DrawCheck.Randomness => true,
        DrawCheck.Order => true,
        DrawCheck.Record => true,
        DrawCheck.Beacon => record.ContainsKey("beacon"),
        DrawCheck.Lottery => record["method"]?.ToString() == "lottery",
        _ => record["method"]?.ToString() != "rfc3797",
    };

    static bool Same(JsonNode? a, JsonNode b) => a is not null && CanonicalJson.Write(a).AsSpan().SequenceEqual(CanonicalJson.Write(b));
}
