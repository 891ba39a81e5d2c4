using System.CommandLine;
using Keguan.Foundation;
using Keguan.Foundation.Imports;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan import ID FILE`: a spreadsheet, all of it or nothing, as the page does it.</summary>
static class ImportCommand
{
    public static Command Create(Shell shell)
    {
        var id = new Argument<string>("ID") { Description = T("导入什么，如 programmes/science-plan；写错时列出全部", "What to bring in, programmes/science-plan for instance; a wrong one lists all").ToString() };
        var file = new Argument<string>("FILE") { Description = T("Excel 文件（.xlsx）或 CSV", "An Excel file (.xlsx) or CSV").ToString() };
        var check = new Option<bool>("--check") { Description = T("只检查，不写入", "Only check; store nothing").ToString() };
        var template = new Option<bool>("--template") { Description = T("不导入，而是把空表模板写到 FILE", "Import nothing; write an empty table to fill in to FILE").ToString() };
        var actor = new Option<string>("--as") { Description = T("以此账号的身份导入（默认以系统身份）", "Import as this account (as the system unless given)").ToString(), HelpName = "USER" };
        var command = new Command("import", T(
            "导入表格：逐格检查；全部正确才写入，否则逐格说明问题、不作任何改动（退出码 1）。",
            "Bring in a table. Every cell is checked: all rows are stored, or none, with a message for each wrong cell (exit code 1).").ToString()) { id, file, check, template, actor };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            await using var house = await shell.OpenAsync(cancel);
            if (parsed.GetValue(actor) is { } user) await house.ActAsync(user, cancel);
            var registry = house.Get<ImportRegistry>();
            var definition = registry.Find(parsed.GetRequiredValue(id))
                ?? throw new Refusal(T("没有“{0}”这种导入；有：{1}", "There is no import “{0}”; there are: {1}").With(parsed.GetRequiredValue(id), string.Join(", ", registry.All.Select(one => one.Name))));
            return parsed.GetValue(template) ? await WriteTemplateAsync(shell, definition, path) : await RunAsync(shell, house.Get<Importer>(), definition, path, parsed.GetValue(check), cancel);
        });
        return command;
    }

    static async Task<int> RunAsync(Shell shell, Importer importer, ImportDefinition definition, string path, bool checkOnly, CancellationToken cancel)
    {
        Refusal.If(!File.Exists(path), $"找不到文件 {path}", $"There is no file {path}");
        await using var file = File.OpenRead(path);
        var reading = await importer.ReadAsync(definition, file, mapping: null, cancel);
        foreach (var fault in reading.Faults) shell.Tell(fault.InWords);
        if (!reading.IsGood)
        {
            if (reading.FaultCount > reading.Faults.Count) shell.Tell(T("…… 其余 {0} 处不再逐条列出", "… and {0} more").With(reading.FaultCount - reading.Faults.Count));
            shell.Tell(reading.Rows == 0 ? T("表中没有数据行，未作任何改动", "The table has no rows; nothing was changed") : T("共 {0} 行，{1} 处问题，未作任何改动", "{0} rows, {1} faults; nothing was changed").With(reading.Rows, reading.FaultCount));
            return ExitCode.Refused;
        }
        if (checkOnly)
        {
            shell.Say(T("{0} 行，没有问题；未写入", "{0} rows, no faults; nothing was stored").With(reading.Rows));
            return ExitCode.Done;
        }
        file.Position = 0;
        var import = await importer.ApplyAsync(definition, file, Path.GetFileName(path), mapping: null, progress: null, cancel);
        shell.Say(T("已导入{0} {1} 行", "{1} rows of {0} were brought in").With(definition.Title.ToString(), import.Rows));
        return ExitCode.Done;
    }

    static async Task<int> WriteTemplateAsync(Shell shell, ImportDefinition definition, string path)
    {
        Refusal.If(File.Exists(path), $"{path} 已存在", $"{path} exists already");
        await using (var file = new FileStream(path, FileMode.CreateNew)) Importer.WriteTemplate(definition, file);
        shell.Say(T("模板已写到 {0}", "The template was written to {0}").With(path));
        return ExitCode.Done;
    }
}
