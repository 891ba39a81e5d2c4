using System.CommandLine;
using Keguan.Foundation;
using Keguan.Foundation.Journal.Sealing;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan journal verify`, `keguan journal checkpoint`: the Journal held against its own seals.</summary>
static class JournalCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("journal", T("记录链：核对与检查点", "The Journal: verification and checkpoints").ToString());
        command.Subcommands.Add(Verify(shell));
        command.Subcommands.Add(Checkpoint(shell));
        return command;
    }

    static Command Verify(Shell shell)
    {
        var since = new Option<long>("--since") { Description = T("只从此位置起核对（之前的视为已核对）", "Only from this position on; what is before it counts as verified").ToString(), HelpName = "POSITION" };
        var checkpoint = new Option<string>("--checkpoint") { Description = T("另行留存的检查点：当前的记录链必须包含它", "A checkpoint kept elsewhere, which today's tree must contain").ToString(), HelpName = "FILE" };
        var keys = new Option<string>("--keys") { Description = T("另行留存的公钥（/journal/key 的内容）；默认用数据目录中的密钥", "The public keys kept elsewhere, as /journal/key gives them; the key in the data folder unless given").ToString(), HelpName = "FILE" };
        var command = new Command("verify", T(
            "逐条重算并核对全部记录，指出被改动、缺失、调换或添加的是哪一条。可在服务运行时进行。",
            "Recompute all of the Journal from its rows and say which entry was changed, lost, moved or added. May run while people work.").ToString()) { since, checkpoint, keys };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new VerificationOptions
            {
                Since = parsed.GetValue(since),
                Checkpoint = parsed.GetValue(checkpoint) is { } file ? Read(file, SignedNote.Parse) : null,
                Keys = parsed.GetValue(keys) is { } kept ? Read(kept, Keys) : [],
            };
            // Found as it is: bringing the database up to date first would put missing guards back.
            await using var house = await shell.OpenAsync(cancel, migrate: false);
            var report = await house.Get<JournalVerifier>().VerifyAsync(options, null, cancel);
            foreach (var finding in report.Findings) (finding.IsSerious ? shell.Error : shell.Output).WriteLine(finding.Line);
            if (report.Found > report.Findings.Count) shell.Tell(T("…… 其余 {0} 处不再逐条列出", "… and {0} more").With(report.Found - report.Findings.Count));
            if (report.Head is { } head) shell.Say(T("{0}，{1} 条，根 {2}", "{0}, {1} entries, root {2}").With(head.Origin, head.Size, head.Root));
            (report.IsSound ? shell.Output : shell.Error).WriteLine(report.Summary);
            return report.IsSound ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    static Command Checkpoint(Shell shell)
    {
        var output = new Option<string>("--output", "-o") { Description = T("写入的文件（默认写到标准输出）", "The file to write (standard output unless given)").ToString(), HelpName = "FILE" };
        var command = new Command("checkpoint", T(
            "取出最新的签名检查点，交纪检等另行留存；日后用 verify --checkpoint 核对。",
            "Give out the latest signed checkpoint, to be kept by somebody else and held against the Journal later (verify --checkpoint).").ToString()) { output };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel);
            var note = await house.Get<StoredTree>().NoteAsync(null, cancel) ?? throw new Refusal("还没有封存任何记录", "Nothing has been sealed yet");
            if (parsed.GetValue(output) is { } file) await File.WriteAllTextAsync(file, note.ToString(), cancel);
            else await shell.Output.WriteAsync(note.ToString());
            return ExitCode.Done;
        });
        return command;
    }

    static IReadOnlyList<CheckpointPublicKey> Keys(string text) => CheckpointPublicKey.ParseAll(text) is { Count: > 0 } keys ? keys : throw new FormatException("no key");

    static T Read<T>(string file, Func<string, T> parse)
    {
        Refusal.If(!File.Exists(file), $"找不到文件 {file}", $"There is no file {file}");
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (FormatException wrong)
        {
            throw new Refusal(Texts.T("文件 {0} 无法读取：{1}", "{0} can't be read: {1}").With(file, wrong.Message));
        }
    }
}
