using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan COMMAND …`: one program for serving and for everything that is done beside it. One file per command.</summary>
public static class CommandLine
{
    /// <summary>
    /// Runs a command line to its exit code (<see cref="ExitCode"/>). Arguments of the form `--KEGUAN_DATA=…`, `--urls=…` are settings: they go over the
    /// environment's, with every command.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter? output = null, TextWriter? error = null, CancellationToken cancel = default)
    {
        var shell = new Shell(output ?? Console.Out, error ?? Console.Error, [.. arguments.Where(IsSetting)]);
        CultureInfo.CurrentUICulture = LanguageOf(arguments);
        var parsed = Commands(shell).Parse([.. arguments.Where(argument => !IsSetting(argument))]);
        if (parsed.Errors.Count > 0)
        {
            foreach (var mistake in parsed.Errors) shell.Error.WriteLine(mistake.Message);
            var names = string.Join(' ', PathOf(parsed.CommandResult));
            shell.Tell(T("用法见：{0} --help", "See: {0} --help").With(names));
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = shell.Output, Error = shell.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }, cancel);
        }
        catch (Refusal refusal)
        {
            shell.Tell(refusal.Reason);
            return ExitCode.Refused;
        }
        catch (InvalidDefinitionException wrong)
        {
            foreach (var mistake in wrong.Errors) shell.Error.WriteLine($"{mistake.At}: {mistake.Message}");
            shell.Tell(T("业务定义有误，请先改正（keguan definitions check）", "The definitions are wrong; correct them first (keguan definitions check)"));
            return ExitCode.Refused;
        }
        catch (OperationCanceledException)
        {
            shell.Tell(T("已中断", "Interrupted"));
            return ExitCode.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DbException or SocketException || failure.InnerException is DbException or SocketException)
        {
            // The surroundings, not the program: say what, without a stack.
            var inner = failure is IOException or UnauthorizedAccessException or DbException ? failure : failure.InnerException!;
            shell.Tell(T("未能完成：{0}", "It failed: {0}").With(inner.Message));
            return ExitCode.Failed;
        }
        catch (Exception failure)
        {
            shell.Error.WriteLine(failure);
            return ExitCode.Failed;
        }
    }

    static RootCommand Commands(Shell shell)
    {
        var root = new RootCommand(T(
            "科管：一个科技局的业务系统。不带命令即启动服务。\n任何命令都可带设置：--KEGUAN_DATA=目录、--KEGUAN_DATABASE=\"Host=…\"（优先于同名环境变量）。",
            "Keguan: the system of a science and technology bureau. Without a command it serves.\nEvery command takes settings: --KEGUAN_DATA=FOLDER, --KEGUAN_DATABASE=\"Host=…\" (before the environment variables of that name).").ToString());
        Help.Install(root);
        var language = new Option<string>("--lang") { Description = T("语言：zh 或 en（默认按 LANG）", "Language: zh or en (by LANG unless given)").ToString(), Recursive = true, HelpName = "zh|en" };
        language.AcceptOnlyFromAmong("zh", "en");
        root.Options.Add(language);

        root.Subcommands.Add(ServeCommand.Create(shell));
        root.Subcommands.Add(DemoCommand.Create(shell));
        root.Subcommands.Add(DrawCommand.Create(shell));
        root.Subcommands.Add(LotteryCommand.Create(shell));
        root.Subcommands.Add(DefinitionsCommand.Create(shell));
        root.Subcommands.Add(CheckCommand.Create(shell));
        root.Subcommands.Add(ImportCommand.Create(shell));
        root.Subcommands.Add(ExportCommand.Create(shell));
        root.Subcommands.Add(IndicatorCommand.Create(shell));
        root.Subcommands.Add(ReportCommand.Create(shell));
        root.Subcommands.Add(JournalCommand.Create(shell));
        root.Subcommands.Add(AccountCommand.Create(shell));
        root.Subcommands.Add(BackupCommand.Create(shell));
        root.Subcommands.Add(RestoreCommand.Create(shell));
        root.Subcommands.Add(AssignCommand.Create(shell));
        root.Subcommands.Add(TextCommand.Create(shell));
        root.SetAction((_, cancel) => ServeCommand.RunAsync(shell, demo: false, urls: null, cancel));
        return root;
    }

    /// <summary>The words that lead to a command: keguan journal verify.</summary>
    internal static IReadOnlyList<string> PathOf(CommandResult command)
    {
        var names = new List<string>();
        for (SymbolResult? at = command; at is CommandResult one; at = one.Parent) names.Insert(0, one.Command is RootCommand ? "keguan" : one.Command.Name);
        return names;
    }

    static readonly string[] HostSettings = ["--urls=", "--environment=", "--contentRoot=", "--applicationName=", "--KEGUAN_", "--Logging:", "--Kestrel:"];

    static bool IsSetting(string argument) =>
        argument.Contains('=', StringComparison.Ordinal) && HostSettings.Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>`--lang`, else the terminal's language where it is English, else Chinese.</summary>
    internal static CultureInfo LanguageOf(string[] arguments)
    {
        var at = Array.FindLastIndex(arguments, argument => argument is "--lang" || argument.StartsWith("--lang=", StringComparison.Ordinal));
        var said = at < 0 ? null : arguments[at].Contains('=', StringComparison.Ordinal) ? arguments[at]["--lang=".Length..] : arguments.ElementAtOrDefault(at + 1);
        said ??= new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return said?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? new CultureInfo("en") : new CultureInfo("zh-CN");
    }
}
