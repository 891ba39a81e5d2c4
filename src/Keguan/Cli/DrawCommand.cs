using System.CommandLine;
using System.Text.Json.Nodes;
using Keguan.Review.Draws;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan draw run`, `keguan draw verify`: a draw from a file, and anybody's check of its record. Neither opens a database.</summary>
static class DrawCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("draw", T("抽取：按请求抽取，核验抽取记录", "Draws: draw as a request says, verify the record of a draw").ToString());
        command.Subcommands.Add(Run(shell));
        command.Subcommands.Add(Verify(shell));
        return command;
    }

    static Command Run(Shell shell)
    {
        var request = new Argument<string>("REQUEST") { Description = T("抽取请求（JSON，格式见 docs/specs/draw.md）", "The request, JSON as in docs/specs/draw.md").ToString() };
        var output = new Option<string>("--output", "-o") { Description = T("抽取记录写入的文件（默认写到标准输出）", "The file for the record (standard output unless given)").ToString(), HelpName = "RECORD" };
        var command = new Command("run", T("按请求抽取并写出记录。同一请求在任何地方得出同一记录。", "Draw as the request says and write the record. The same request gives the same record everywhere.").ToString()) { request, output };
        command.SetAction(async (parsed, cancel) =>
        {
            if (await PureFile.ReadAsync(shell, parsed.GetValue(request)!, cancel) is not { } read) return ExitCode.Usage;
            JsonObject record;
            try
            {
                record = DrawMachine.Run(read);
            }
            catch (DrawFault fault)
            {
                shell.Tell(fault.Reason);
                if (fault.Check == DrawCheck.Form) return ExitCode.Usage;
                PureFile.Print(shell, new JsonObject { ["refused"] = true, ["reason"] = fault.Reason.ToString() });
                return ExitCode.Refused;
            }
            if (parsed.GetValue(output) is not { } file)
            {
                PureFile.Print(shell, record);
                return ExitCode.Done;
            }
            await File.WriteAllBytesAsync(file, [.. CanonicalJson.Write(record), (byte)'\n'], cancel);
            var said = new JsonObject { ["method"] = record["method"]!.DeepClone(), ["selected"] = record["selected"]!.DeepClone() };
            foreach (var key in new[] { "reserve", "panel" }) if (record[key] is { } value) said[key] = value.DeepClone();
            said["recordHash"] = record["recordHash"]!.DeepClone();
            PureFile.Print(shell, said);
            return ExitCode.Done;
        });
        return command;
    }

    static Command Verify(Shell shell)
    {
        var record = new Argument<string>("RECORD") { Description = T("抽取记录（JSON）", "The record, JSON").ToString() };
        var command = new Command("verify", T("重新计算抽取记录，指出第一处不成立的地方。", "Compute a record again and say the first thing that does not hold.").ToString()) { record };
        command.SetAction(async (parsed, cancel) =>
        {
            if (await PureFile.BytesAsync(shell, parsed.GetValue(record)!, cancel) is not { } bytes) return ExitCode.Usage;
            var verdict = DrawVerification.Verify(bytes, cancel);
            if (verdict.Problem is not { } problem)
            {
                PureFile.Print(shell, new JsonObject { ["valid"] = true });
                return ExitCode.Done;
            }
            shell.Tell(problem);
            PureFile.Print(shell, new JsonObject { ["valid"] = false, ["reason"] = problem.ToString(), ["check"] = verdict.Steps[^1].Check.ToString().ToLowerInvariant() });
            return ExitCode.Refused;
        });
        return command;
    }
}

/// <summary>What the commands without a database have in common: a JSON file in, one JSON document out, complaints on standard error.</summary>
static class PureFile
{
    /// <summary>The bytes of a file; null where it can't be read, which has been said then.</summary>
    public static async Task<byte[]?> BytesAsync(Shell shell, string file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            shell.Tell(T("无法读取文件 {0}：{1}", "{0} can't be read: {1}").With(file, failure.Message));
            return null;
        }
    }

    /// <summary>The JSON object in a file; null where there is none, which has been said then.</summary>
    public static async Task<JsonObject?> ReadAsync(Shell shell, string file, CancellationToken cancel)
    {
        if (await BytesAsync(shell, file, cancel) is not { } bytes) return null;
        try
        {
            return CanonicalJson.Read(bytes);
        }
        catch (FormatException wrong)
        {
            shell.Tell(T("{0} 不是所需的 JSON：{1}", "{0} is not the JSON that is needed: {1}").With(file, wrong.Message));
            return null;
        }
    }

    public static void Print(Shell shell, JsonObject document)
    {
        // The terminal takes UTF-8 as it is; escaped Chinese would help nobody.
        shell.Output.WriteLine(document.ToJsonString(Relaxed));
    }

    static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
