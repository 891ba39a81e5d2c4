using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keguan.Review.Lottery;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan lottery solve`: everybody's fair chance under overlapping quotas, and the lottery that gives it. No database.</summary>
static class LotteryCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("lottery", T("公平抽签：配额互相交叉时各人的机会", "Fair lotteries: everybody's chance where quotas overlap").ToString());
        command.Subcommands.Add(Solve(shell));
        return command;
    }

    static Command Solve(Shell shell)
    {
        var instance = new Argument<string>("INSTANCE") { Description = T("人数、配额和候选人（JSON，格式见 docs/specs/lottery.md）", "Size, quotas and pool, JSON as in docs/specs/lottery.md").ToString() };
        var panels = new Option<int>("--panels") { Description = T("取整为这么多个等可能的评审组（默认不取整）", "Round to so many equally likely panels (exact weights unless given)").ToString(), HelpName = "M" };
        panels.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000) result.AddError(T("--panels 应为 1 至 100000", "--panels must be from 1 to 100000").ToString());
        });
        var seconds = new Option<int>("--seconds") { Description = T("最多计算多少秒，到时给出目前最好的结果（默认 110）", "Ends after so many seconds with the best found so far (110 unless given)").ToString(), HelpName = "N", DefaultValueFactory = _ => 110 };
        var command = new Command("solve", T("求最小机会最大（依次第二小……）的抽签方案；方案无解时指出最少要放宽哪几条配额。", "Find the lottery with the greatest smallest chance (then second smallest, and so on); name the fewest quotas to relax where no panel satisfies them all.").ToString()) { instance, panels, seconds };
        command.SetAction(async (parsed, cancel) =>
        {
            if (await PureFile.BytesAsync(shell, parsed.GetValue(instance)!, cancel) is not { } bytes) return ExitCode.Usage;
            LotteryInstance read;
            try
            {
                read = LotteryInstance.Read(bytes);
            }
            catch (FormatException wrong)
            {
                shell.Tell(T("{0} 不是所需的 JSON：{1}", "{0} is not the JSON that is needed: {1}").With(parsed.GetValue(instance), wrong.Message));
                return ExitCode.Usage;
            }
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            stop.CancelAfter(TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            var clock = Stopwatch.StartNew();
            try
            {
                var lottery = PanelLottery.Solve(read.Size, read.Features, read.Pool, Progress(shell, clock), stop.Token);
                var rounded = parsed.GetValue(panels) is > 0 and var count ? lottery.Rounded(count) : default;
                Write(shell, read, lottery, rounded, clock.Elapsed.TotalSeconds);
                return ExitCode.Done;
            }
            catch (InfeasiblePlanException infeasible)
            {
                var relax = new JsonArray([.. infeasible.Relax.Select(one => (JsonNode)(one.Feature is null
                    ? new JsonObject { ["size"] = true, ["from"] = one.From, ["to"] = one.To }
                    : new JsonObject { ["feature"] = one.Feature, ["value"] = one.Value, ["bound"] = one.IsMinimum ? "min" : "max", ["from"] = one.From, ["to"] = one.To }))]);
                shell.Tell(T("没有符合全部配额的评审组；最少须放宽 {0} 条", "No panel satisfies all quotas; at least {0} must be relaxed").With(infeasible.Relax.Count));
                PureFile.Print(shell, new JsonObject { ["infeasible"] = true, ["relax"] = relax });
                return ExitCode.Refused;
            }
        });
        return command;
    }

    /// <summary>A line every few seconds, for what takes longer than that.</summary>
    static Action<LotteryProgress> Progress(Shell shell, Stopwatch clock)
    {
        var next = TimeSpan.FromSeconds(3);
        return at =>
        {
            if (clock.Elapsed < next) return;
            next = clock.Elapsed + TimeSpan.FromSeconds(3);
            shell.Tell(T("{0} 秒：最小机会的上界 {1}，已知 {2} 种组成，{3} {4}", "{0} s: bound on the smallest chance {1}, {2} compositions, {3} {4}").With(
                clock.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), at.Minimum.ToString("0.####%", CultureInfo.InvariantCulture), at.Compositions,
                (at.Phase == "peel" ? T("尚余份额", "share left") : T("最大差额", "greatest shortfall")).ToString(), at.Open.ToString("0.0e+0", CultureInfo.InvariantCulture)));
        };
    }

    static void Write(Shell shell, LotteryInstance instance, PanelLottery lottery, (IReadOnlyList<IReadOnlyList<int>> Panels, double Deviation) rounded, double seconds)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            IReadOnlyList<LotteryPanel> panels = rounded.Panels is null ? lottery.Panels : [.. rounded.Panels.Select(members => new LotteryPanel(members, 1d / rounded.Panels.Count))];
            json.WriteStartObject();
            json.WriteStartObject("probabilities");
            for (var i = 0; i < instance.Pool.Count; i++) json.WriteNumber(instance.Pool[i].Label, lottery.Probabilities[i]);
            json.WriteEndObject();
            json.WriteNumber("minimum", lottery.Minimum);
            json.WriteNumber("bound", lottery.Bound);
            json.WriteBoolean("exact", lottery.IsExact);
            if (rounded.Panels is not null) json.WriteNumber("rounding", rounded.Deviation);
            json.WriteStartArray("panels");
            foreach (var panel in panels)
            {
                json.WriteStartObject();
                json.WriteStartArray("members");
                foreach (var i in panel.Members) json.WriteStringValue(instance.Pool[i].Label);
                json.WriteEndArray();
                json.WriteNumber("weight", panel.Weight);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("types", lottery.Types);
            json.WriteNumber("seconds", Math.Round(seconds, 4));
            json.WriteEndObject();
        }
        shell.Output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
