using System.CommandLine;
using Keguan.Foundation;
using Keguan.Foundation.Backup;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan backup FILE`: one consistent copy of everything, while the system runs.</summary>
static class BackupCommand
{
    public static Command Create(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = T("要写的备份文件（ZIP）", "The backup to write (a ZIP)").ToString() };
        var force = new Option<bool>("--force") { Description = T("文件已存在时覆盖", "Replace the file if it exists").ToString() };
        var command = new Command("backup", T(
            "备份：数据库（某一时刻的一致状态）、文件和密钥写入一个 ZIP，附清单和各部分的 SHA-256。服务可照常运行。备份含密钥，请妥善保管。",
            "Back up database (as of one moment), documents and keys into one ZIP with a manifest and the SHA-256 of every part. The server may go on running. It holds keys: keep it safe.").ToString()) { file, force };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetRequiredValue(file), parsed.GetValue(force), cancel));
        return command;
    }

    static async Task<int> RunAsync(Shell shell, string file, bool force, CancellationToken cancel)
    {
        Refusal.If(File.Exists(file) && !force, $"{file} 已存在；要覆盖请加 --force", $"{file} exists; add --force to replace it");
        await using var house = await shell.OpenAsync(cancel);
        var manifest = await house.Get<BackupWriter>().WriteAsync(file, cancel);
        shell.Say(T("已备份 {0} 张表、{1} 行、{2} 个文件 → {3}（{4} 字节）", "{0} tables, {1} rows and {2} files → {3} ({4} bytes)")
            .With(manifest.Tables.Count, manifest.Rows, manifest.Files.Count, file, new FileInfo(file).Length));
        return ExitCode.Done;
    }
}
