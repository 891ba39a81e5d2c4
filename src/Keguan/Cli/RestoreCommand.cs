using System.CommandLine;
using Keguan.Foundation.Backup;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan restore FILE`: a backup back into an empty bureau.</summary>
static class RestoreCommand
{
    public static Command Create(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = T("backup 命令写出的文件", "A file that `backup` wrote").ToString() };
        var force = new Option<bool>("--force") { Description = T("目标已有数据时也恢复：原有文件和 SQLite 数据库移到一边，PostgreSQL 中原有的表被删除", "Also where there are data: files and the SQLite database are moved aside, tables in PostgreSQL are dropped").ToString() };
        var command = new Command("restore", T(
            "恢复备份。先逐项核对备份，有任何不符即拒绝；目标有数据时拒绝（见 --force）。备份可恢复到另一种数据库：SQLite 的备份可恢复到 PostgreSQL，反之亦可。恢复前请停止服务。",
            "Restore a backup. It is checked part by part first, and refused if anything is wrong; so is a target with data (see --force). It may go to the other kind of database: from SQLite to PostgreSQL or back. Stop the server before.").ToString()) { file, force };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetRequiredValue(file), parsed.GetValue(force), cancel));
        return command;
    }

    static async Task<int> RunAsync(Shell shell, string file, bool force, CancellationToken cancel)
    {
        await using var backup = await BackupReader.OpenAsync(file, cancel);
        await using var house = await shell.OpenAsync(cancel, migrate: false);
        await house.Get<Restore>().RunAsync(backup, force, cancel);
        shell.Say(T("已恢复 {0} 张表、{1} 行、{2} 个文件，备份作于 {3:yyyy-MM-dd HH:mm}（北京时间）", "Restored {0} tables, {1} rows and {2} files of {3:yyyy-MM-dd HH:mm} (China time)")
            .With(backup.Manifest.Tables.Count, backup.Manifest.Rows, backup.Manifest.Files.Count, backup.Manifest.MadeAt.AddHours(8)));
        return ExitCode.Done;
    }
}
