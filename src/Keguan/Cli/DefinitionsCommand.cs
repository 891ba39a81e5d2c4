using System.CommandLine;
using Keguan.Foundation.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan definitions check`: everything that is wrong in the folder definitions/, each with file:line:column.</summary>
static class DefinitionsCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("definitions", T("业务定义（definitions/ 中的 YAML 文件）", "Definitions of business (the YAML files in definitions/)").ToString());
        command.Subcommands.Add(Check(shell));
        return command;
    }

    static Command Check(Shell shell)
    {
        var folder = new Argument<string?>("FOLDER") { Description = T("definitions 目录（默认随程序的）", "The folder `definitions` (the program's own unless given)").ToString(), Arity = ArgumentArity.ZeroOrOne };
        var remembered = new Option<bool>("--remembered") { Description = T("同时检查数据库中保存的历次版本是否仍可读取", "Also whether every version kept in the database can still be read").ToString() };
        var command = new Command("check", T("检查业务定义，逐条列出 文件:行:列 和改法；有错则退出码为 1", "Check the definitions; every fault with file:line:column and what to do. Exit code 1 if there is any").ToString()) { folder, remembered };
        command.SetAction(async (parsed, cancel) =>
        {
            var own = parsed.GetValue(folder) is { } named ? shell.With("--KEGUAN_DEFINITIONS=" + Path.GetFullPath(named)) : shell;
            // Without --remembered no database is touched: a definition can be checked where there is none.
            await using var house = await own.OpenAsync(cancel, migrate: false);
            var store = house.Get<DefinitionStore>();
            List<DefinitionError> errors = [.. store.CheckAll()];
            if (parsed.GetValue(remembered)) errors.AddRange(await store.CheckRememberedAsync(house.Db, cancel));
            foreach (var error in errors) shell.Error.WriteLine($"{error.At}: {error.Message}");
            if (errors.Count > 0)
            {
                shell.Tell(T("共 {0} 处错误", "{0} errors").With(errors.Count));
                return ExitCode.Refused;
            }
            foreach (var (kind, count) in store.Count()) shell.Say(T("{0}：{1} 个定义，没有错误", "{0}: {1} definitions, no errors").With(kind, count));
            return ExitCode.Done;
        });
        return command;
    }
}
