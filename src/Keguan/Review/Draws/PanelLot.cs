using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Keguan.Foundation;
using Keguan.Review.Lottery;

namespace Keguan.Review.Draws;

/// <summary>The method lottery: a published list of equally likely panels, of which the joint randomness picks one.</summary>
static class PanelLot
{
    const int LeastPanels = 1_000, MostPanels = 100_000;

    /// <summary>Chances are compared to this; LEXIMIN is unique, so every solver finds the same.</summary>
    const double Same = 1e-6;

    /// <summary>Info of HKDF for the pick.</summary>
    public const string Info = DrawInput.Reserved + "panel";

    /// <summary>The lottery as the record carries it: the one that was published, checked, or a new one.</summary>
    /// <param name="input">The draw.</param>
    /// <param name="stop">Ends the computation of the fairest chances; what was published is then taken as it is.</param>
    public static (JsonObject Lottery, bool Compared) Lottery(DrawInput input, CancellationToken stop)
    {
        var pool = input.Candidates.Where(one => !input.Excluded.ContainsKey(one.Label)).ToList();
        List<QuotaFeature> features = [.. input.Plan.Features];
        if (input.Plan.Cap is { } cap) features.Add(new QuotaFeature(cap.Feature, [.. pool.Select(one => one[cap.Feature]).Distinct(StringComparer.Ordinal).Select(value => new Quota(value, 0, cap.Max))]));
        var published = input.Lottery is { } json ? Published(input, json) : null;
        PanelLottery fairest;
        try
        {
            fairest = PanelLottery.Solve(input.Plan.Size, features, pool, stop: stop);
        }
        catch (InfeasiblePlanException infeasible)
        {
            var relax = infeasible.Relax;
            throw new DrawFault(DrawCheck.Lottery, $"没有符合全部配额的评审组；最少须放宽 {relax.Count} 条：{string.Join("；", relax.Select(one => Words(one).Zh))}", $"No panel satisfies all quotas; at least {relax.Count} must be relaxed: {string.Join("; ", relax.Select(one => Words(one).En))}");
        }
        var index = input.Candidates.Select((one, i) => (one.Label, i)).ToDictionary(pair => pair.Label, pair => pair.i, StringComparer.Ordinal);
        var chance = new double[input.Candidates.Count];
        for (var i = 0; i < pool.Count; i++) chance[index[pool[i].Label]] = fairest.Probabilities[i];
        if (published is null)
        {
            DrawFault.If(!fairest.IsExact, DrawCheck.Lottery, "公平机会的计算被中止", "The computation of fair chances was stopped");
            var (panels, _) = fairest.Rounded(input.Plan.Panels ?? Panels(chance));
            int[][] lists = [.. panels.Select(panel => panel.Select(i => index[pool[i].Label]).Order().ToArray())];
            return (Json(lists, chance), true);
        }
        if (!fairest.IsExact) return (published.Json, false);
        DrawFault.If(Math.Abs(published.Bound - chance.Where((_, i) => !input.Excluded.ContainsKey(input.Candidates[i].Label)).Min()) > Same, DrawCheck.Lottery, "公布的最小机会与最公平的抽签不符", "The smallest chance that was published is not that of the fairest lottery");
        for (var i = 0; i < chance.Length; i++)
            DrawFault.If(Math.Abs((double)published.Chances[i] / published.Panels - chance[i]) > published.Deviation + Same, DrawCheck.Lottery, $"{input.Candidates[i].Label} 的机会偏离最公平的抽签，超过公布的误差", $"The chance of {input.Candidates[i].Label} is farther from that of the fairest lottery than was published");
        return (published.Json, true);
    }

    /// <summary>Which panel: HKDF-Expand(prk, info, 32) as a number, modulo their count. Its bias is below 2⁻²³⁹.</summary>
    public static int Pick(DrawHash hash, byte[] prk, int panels) =>
        (int)(new BigInteger(LabelOrder.Position(hash, prk, Info), isUnsigned: true, isBigEndian: true) % panels);

    sealed record Checked(JsonObject Json, int Panels, int[] Chances, double Bound, double Deviation);

    static Checked Published(DrawInput input, JsonFields json)
    {
        json.Only("panels", "chances", "bound", "deviation");
        var panels = json.NumberLists("panels");
        DrawFault.If(panels.Count is 0 or > MostPanels || input.Plan.Panels is { } planned && planned != panels.Count, DrawCheck.Lottery, "抽签的评审组数与方案不符", "The number of panels is not that of the plan");
        var chances = new int[input.Candidates.Count];
        for (var p = 0; p < panels.Count; p++)
        {
            var panel = panels[p];
            for (var i = 0; i < panel.Count; i++) DrawFault.If(panel[i] >= chances.Length || i > 0 && panel[i] <= panel[i - 1], DrawCheck.Lottery, $"第 {p} 个评审组不是候选人的升序列表", $"Panel {p} is no ascending list of candidates");
            List<Candidate> members = [.. panel.Select(i => input.Candidates[(int)i])];
            DrawFault.If(!input.Plan.Holds(members) || members.Exists(one => input.Excluded.ContainsKey(one.Label)), DrawCheck.Lottery, $"第 {p} 个评审组不符合方案", $"Panel {p} does not satisfy the plan");
            foreach (var i in panel) chances[i]++;
        }
        var given = json.List("chances");
        DrawFault.If(given.Count != chances.Length || !given.Select(one => one?.ToJsonString()).SequenceEqual(chances.Select(one => one.ToString(CultureInfo.InvariantCulture))), DrawCheck.Lottery, "公布的各人机会与评审组不符", "The chances that were published are not those of the panels");
        return new Checked((JsonObject)json.Json.DeepClone(), panels.Count, chances, Share(json, "bound"), Share(json, "deviation"));
    }

    static double Share(JsonFields json, string key) =>
        decimal.TryParse(json.Text(key, 12), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? (double)value : throw json.Wrong(key, "0 至 1 的小数（文字）", "a decimal from 0 to 1, as a text");

    static JsonObject Json(int[][] panels, double[] chance)
    {
        var count = new int[chance.Length];
        foreach (var panel in panels) foreach (var i in panel) count[i]++;
        var deviation = count.Select((times, i) => Math.Abs((double)times / panels.Length - chance[i])).Max();
        var least = chance.Where((_, i) => count[i] > 0 || chance[i] > 0).DefaultIfEmpty(0).Min();
        return new JsonObject
        {
            ["panels"] = new JsonArray([.. panels.Select(panel => (JsonNode)new JsonArray([.. panel.Select(i => (JsonNode)i)]))]),
            ["chances"] = new JsonArray([.. count.Select(times => (JsonNode)times)]),
            ["bound"] = least.ToString("0.000000000", CultureInfo.InvariantCulture),
            ["deviation"] = (Math.Ceiling(deviation * 1e9) / 1e9).ToString("0.000000000", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>So many that rounding changes nobody's chance by more than about a hundredth of it.</summary>
    static int Panels(double[] chance)
    {
        var least = chance.Where(one => one > 1e-6).DefaultIfEmpty(1).Min();
        var panels = LeastPanels;
        while (panels < MostPanels && panels * least < 100) panels *= 10;
        return panels;
    }

    static Text Words(Relaxation one) => one.Feature is null
        ? new Text($"人数由 {one.From} 减为 {one.To}", $"the size from {one.From} to {one.To}")
        : new Text($"{one.Feature}“{one.Value}”{(one.IsMinimum ? "下限" : "上限")}由 {one.From} 改为 {one.To}", $"{one.Feature} “{one.Value}”, {(one.IsMinimum ? "minimum" : "maximum")} from {one.From} to {one.To}");
}
