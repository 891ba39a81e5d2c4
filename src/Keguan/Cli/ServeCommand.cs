using System.CommandLine;
using Keguan.Foundation;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan serve`: the web.</summary>
static class ServeCommand
{
    public static Command Create(Shell shell)
    {
        var demo = new Option<bool>("--demo") { Description = T("数据库为空时装入演示城市云江市", "Load the demonstration city when the database is empty").ToString() };
        var command = new Command("serve", T("启动服务（默认命令）：更新数据库结构，在 KEGUAN_URLS 上提供网页", "Serve (the default): bring the database up to date, then serve pages on KEGUAN_URLS").ToString()) { demo };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetValue(demo), cancel));
        return command;
    }

    public static async Task<int> RunAsync(Shell shell, bool demo, CancellationToken cancel)
    {
        var builder = shell.Builder();
        if (builder.Configuration["KEGUAN_URLS"] is { Length: > 0 } urls) builder.WebHost.UseUrls(urls);
        else if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:5080");
        await using var app = builder.Build().Pipeline();
        await Schema.MigrateAsync(app.Services, cancel);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new Refusal(T("地址 {0} 已被占用；可用 KEGUAN_URLS 指定其他地址", "{0} is in use already; give another address by KEGUAN_URLS").With(string.Join("  ", app.Urls)));
        }
        shell.Say(T("科管已启动：{0}", "Keguan is at {0}").With(string.Join("  ", app.Urls)));
        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Done;
    }
}
