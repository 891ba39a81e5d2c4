using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Keguan.Foundation;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan serve`: the web.</summary>
static class ServeCommand
{
    public static Command Create(Shell shell)
    {
        var demo = new Option<bool>("--demo") { Description = T("演示方式：数据库为空时装入演示城市云江市，并允许其账号登录（切勿用于正式系统）", "For demonstration: load the demonstration city when the database is empty and let its accounts sign in (never on a real system)").ToString() };
        var urls = new Option<string>("--urls") { Description = T("服务地址，覆盖 KEGUAN_URLS", "The address to serve on, before KEGUAN_URLS").ToString(), HelpName = "URL" };
        var command = new Command("serve", T("启动服务（默认命令）：更新数据库结构，在 KEGUAN_URLS 上提供网页", "Serve (the default): bring the database up to date, then serve pages on KEGUAN_URLS").ToString()) { demo, urls };
        command.SetAction((parsed, cancel) => RunAsync(shell, parsed.GetValue(demo), parsed.GetValue(urls), cancel));
        return command;
    }

    public static async Task<int> RunAsync(Shell shell, bool demo, string? urls, CancellationToken cancel)
    {
        var builder = (demo ? shell.With("--KEGUAN_DEMO=1") : shell).Builder();
        urls ??= new[] { builder.Configuration["urls"], builder.Configuration["KEGUAN_URLS"], "http://127.0.0.1:5080" }.First(one => !string.IsNullOrEmpty(one));
        builder.WebHost.UseUrls(urls!);
        await using var app = builder.Build().Pipeline();
        await Schema.MigrateAsync(app.Services, cancel);
        foreach (var address in urls!.Split(';')) RefuseIfTaken(address);
        if (demo) await DemoCommand.LoadIfEmptyAsync(shell, app.Services, cancel);
        await app.StartAsync(cancel);
        shell.Say(T("科管已启动：{0}", "Keguan is at {0}").With(string.Join("  ", app.Urls)));
        if (demo) await DemoCommand.PrintSignInsWhereLoadedAsync(shell, app.Services, cancel);
        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Done;
    }

    /// <summary>The commonest reason why a server does not start, said in a sentence instead of forty lines.</summary>
    static void RefuseIfTaken(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.Port == 0 || binding.IsUnixPipe) return;
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.TryParse(binding.Host, out var ip) ? ip : binding.Host == "localhost" ? IPAddress.Loopback : IPAddress.IPv6Any, binding.Port));
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new Refusal(T("地址 {0} 已被占用；可用 KEGUAN_URLS 指定其他地址", "{0} is in use already; give another address by KEGUAN_URLS").With(address));
        }
    }
}
