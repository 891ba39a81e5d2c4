using System.CommandLine;
using System.Globalization;
using Keguan.Demo;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan demo`: the demonstration city, into an empty database.</summary>
static class DemoCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("demo", T(
            "把示范城市云江市装入空数据库：300 家单位、420 名专家、三批申报和上一年度的 213 个项目。\n数据库中已有单位或账号时拒绝。其账号只在 serve --demo 时可以登录。",
            "Load the demonstration city of Yunjiang into an empty database: 300 organisations, 420 experts, three calls and last year's 213 projects.\nRefused where there are organisations or accounts. Its accounts can sign in with serve --demo only.").ToString());
        command.SetAction((_, cancel) => RunAsync(shell, cancel));
        return command;
    }

    static async Task<int> RunAsync(Shell shell, CancellationToken cancel)
    {
        await using var house = await shell.OpenAsync(cancel);
        await LoadAsync(shell, house.Services, cancel);
        PrintSignIns(shell);
        return ExitCode.Done;
    }

    /// <summary>`serve --demo`: the city where the database is empty; where it is not, what is there.</summary>
    public static async Task LoadIfEmptyAsync(Shell shell, IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        if (await DemoLoader.IsEmptyAsync(scope.ServiceProvider.GetRequiredService<KeguanDb>(), cancel)) await LoadAsync(shell, services, cancel);
    }

    /// <summary>Who may sign in, where the city is in this database.</summary>
    public static async Task PrintSignInsWhereLoadedAsync(Shell shell, IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<KeguanDb>().Users.AnyAsync(account => account.Demo, cancel)) PrintSignIns(shell);
    }

    static async Task LoadAsync(Shell shell, IServiceProvider services, CancellationToken cancel)
    {
        shell.Tell(T("正在装入示范城市云江市，约需一分钟……", "Loading the demonstration city of Yunjiang, about a minute …"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await DemoLoader.LoadAsync(services, ChinaTime.Today(services.GetRequiredService<TimeProvider>()), cancel: cancel);
        shell.Tell(T("已装入，用时 {0} 秒", "Loaded in {0} s").With(watch.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)));
    }

    static void PrintSignIns(Shell shell)
    {
        shell.Say(T("演示账号（口令均为 {0}）：", "Demonstration sign-ins (password of all: {0}):").With(DemoSignIns.Password));
        var all = DemoSignIns.OneForEachRole;
        var width = all.Max(one => one.UserName.Length) + 2;
        foreach (var one in all) shell.Output.WriteLine($"  {one.UserName.PadRight(width)}{one.Role.Label}{T("：", ": ")}{(one.Name.Length > 0 ? one.Name + T("，", ", ") : "")}{one.Who}");
    }
}
