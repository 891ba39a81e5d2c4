using System.CommandLine;
using Keguan.Foundation.Sheets;
using Keguan.Foundation.Tables;
using Microsoft.Extensions.Primitives;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan export LIST`: what the list's page exports, the same rows, columns and order.</summary>
static class ExportCommand
{
    public static Command Create(Shell shell)
    {
        var names = ListRegistry.All.Select(one => one.Name).ToArray();
        var list = new Argument<string>("LIST") { Description = T("列表名称：{0}", "Name of the list: {0}").With(string.Join("、", names)).ToString() };
        list.AcceptOnlyFromAmong(names);
        var filter = new Option<string[]>("--filter") { Description = T("条件，与页面地址中的相同，可多次给出：--filter state=checking --filter area=330102", "A filter as in the page's address; may be repeated: --filter state=checking --filter area=330102").ToString(), HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };
        filter.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !token.Value.Contains('=', StringComparison.Ordinal)))
                result.AddError(T("条件“{0}”应写成 名称=值", "A filter is written KEY=VALUE, not “{0}”").With(token.Value).ToString());
        });
        var sort = new Option<string>("--sort") { Description = T("排序的列；前加 - 为降序", "The column to sort by; with - before it, descending").ToString(), HelpName = "COLUMN" };
        var columns = new Option<string>("--columns") { Description = T("要导出的列，以逗号分隔（默认与页面相同）", "The columns, separated by commas (as on the page unless given)").ToString(), HelpName = "A,B,C" };
        var format = new Option<string>("--format") { Description = T("格式：csv（默认）、xlsx、json", "The format: csv (unless given), xlsx or json").ToString(), HelpName = "csv|xlsx|json", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "xlsx", "json");
        var output = new Option<string>("--output", "-o") { Description = T("写入的文件；不给则写到标准输出（xlsx 必须给出）", "The file to write; standard output unless given (xlsx needs one)").ToString(), HelpName = "FILE" };
        var actor = new Option<string>("--as") { Description = T("以此账号的身份导出，只含其可见的行（默认以系统身份，含全部）", "Export as this account, only what it may see (as the system, everything, unless given)").ToString(), HelpName = "USER" };
        var command = new Command("export", T(
            "导出列表：与页面上“导出”所得相同的行、列和次序。导出会记入日志。",
            "Export a list: the same rows, columns and order as the page's own export. It is recorded in the Journal.").ToString()) { list, filter, sort, columns, format, output, actor };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetRequiredValue(format) == "xlsx" && parsed.GetValue(output) is null)
            {
                shell.Tell(T("导出 xlsx 须用 -o 指定文件", "xlsx needs a file: -o FILE"));
                return ExitCode.Usage;
            }
            await using var house = await shell.OpenAsync(cancel);
            if (parsed.GetValue(actor) is { } user) await house.ActAsync(user, cancel);
            var given = parsed.GetRequiredValue(filter).Select(one => one.Split('=', 2)).GroupBy(one => one[0]).ToDictionary(group => group.Key, group => new StringValues([.. group.Select(one => one[1])]));
            if (parsed.GetValue(sort) is { } by) given["sort"] = by;
            if (parsed.GetValue(columns) is { } shown) given["cols"] = shown;
            return await RunAsync(shell, house, ListRegistry.Find(parsed.GetRequiredValue(list))!, given, Enum.Parse<SheetFormat>(parsed.GetRequiredValue(format), ignoreCase: true), parsed.GetValue(output), cancel);
        });
        return command;
    }

    static async Task<int> RunAsync(Shell shell, OpenHouse house, ListDefinition list, Dictionary<string, StringValues> given, SheetFormat format, string? file, CancellationToken cancel)
    {
        var query = await ListQuery.ReadAsync(list, house.Get<Lists>().Context, given);
        // A page says what it left out; a script would take all rows for the few it wanted.
        if (query.Ignored.Count > 0)
        {
            foreach (var ignored in query.Ignored) shell.Tell(ignored);
            shell.Tell(T("可用的条件：{0}；列：{1}", "There are the filters {0} and the columns {1}")
                .With(string.Join(", ", list.Filters.SelectMany(one => one.Names)), string.Join(", ", list.Columns.Select(one => one.Key))));
            return ExitCode.Refused;
        }
        var export = await house.Get<ListExports>().ExportAsync(list, query, format, cancel);
        await using var content = export.Content;
        if (file is null)
        {
            await shell.WriteAsync(content, cancel);
            return ExitCode.Done;
        }
        var unfinished = file + ".partial";
        await using (var to = new FileStream(unfinished, FileMode.Create, FileAccess.Write)) await content.CopyToAsync(to, cancel);
        File.Move(unfinished, file, overwrite: true);
        shell.Tell(T("已导出{0} {1} 行 → {2}", "{1} rows of {0} → {2}").With(list.Title.ToString(), export.Rows, file));
        return ExitCode.Done;
    }
}
