using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`--help`, in the words of the chosen language throughout (the library's own is translated in part).</summary>
sealed class Help : SynchronousCommandLineAction
{
    /// <summary>Puts this help in the place of the library's.</summary>
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new Help();
        option.Description = T("显示说明", "Show this help").ToString();
        root.Options.OfType<VersionOption>().Single().Description = T("显示版本", "Show the version").ToString();
    }

    /// <summary>Whoever asks for help has not made a mistake yet.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var path = string.Join(' ', CommandLine.PathOf(parseResult.CommandResult));
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(command.Description);
        output.WriteLine();

        var options = command.Options.Concat(command is RootCommand ? [] : parseResult.RootCommandResult.Command.Options.Where(option => option.Recursive)).Where(option => !option.Hidden).ToList();
        var usage = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name);
        if (command.Subcommands.Count > 0) usage = usage.Append(T("命令 …", "COMMAND …").ToString());
        output.WriteLine(T("用法：{0} {1} [选项]", "Usage: {0} {1} [OPTIONS]").With(path, string.Join(' ', usage)).ToString().Replace("  ", " ", StringComparison.Ordinal));

        Section(output, T("命令", "Commands"), command.Subcommands.Where(one => !one.Hidden).Select(one => (one.Name, (string?)First(one.Description))));
        Section(output, T("参数", "Arguments"), command.Arguments.Select(one => (one.Name, one.Description)));
        Section(output, T("选项", "Options"), options.Select(one => (string.Join(", ", one.Aliases.Where(alias => alias[0] == '-').Order(StringComparer.Ordinal).Append(one.Name)) + (one.HelpName is { } value ? " " + value : ""), one.Description)));
        output.WriteLine();
        output.WriteLine(T("退出码：0 完成；1 被拒绝或检查发现问题；2 命令写错；3 程序或环境故障", "Exit codes: 0 done; 1 refused, or the check found something; 2 wrong usage; 3 the program or its surroundings failed"));
        return ExitCode.Done;
    }

    static void Section(TextWriter output, Text title, IEnumerable<(string Name, string? Description)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        output.WriteLine();
        output.WriteLine(title + T("：", ":").ToString());
        var width = all.Max(row => row.Name.Length) + 2;
        foreach (var (name, description) in all) output.WriteLine($"  {name.PadRight(width)}{description}");
    }

    /// <summary>In a list of commands the first sentence is enough.</summary>
    static string First(string? description)
    {
        var text = description ?? "";
        var end = text.IndexOfAny(['。', '\n']);
        if (end < 0) end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
