using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Keguan.Bench;

/// <summary>A server as a process of its own: the published product, or the bare API beside it.</summary>
public sealed partial class Server : IAsyncDisposable
{
    readonly Process _process;

    Server(Process process) => _process = process;

    public string Address { get; private set; } = "";

    /// <summary>From the start of the process to the first page, and the memory then.</summary>
    public TimeSpan FirstPage { get; private set; }
    public double RestMegabytes { get; private set; }

    public static async Task<Server> ProductAsync(BenchCity city)
    {
        var program = Path.Combine(BenchCity.Repository, "artifacts", "app", "Keguan");
        if (!File.Exists(program)) throw new InvalidOperationException("artifacts/app/Keguan is missing: run ./keguan --version first.");
        var watch = Stopwatch.StartNew();
        var server = await StartAsync(program, ["serve", "--urls", "http://127.0.0.1:0", "--lang", "en", "--KEGUAN_DATABASE=" + city.Connection, "--KEGUAN_DATA=" + city.Folder]);
        using var http = new HttpClient();
        using var page = new HttpRequestMessage(HttpMethod.Get, server.Address + "/programmes/applications");
        page.Headers.Add("Cookie", city.Officer);
        (await http.SendAsync(page)).EnsureSuccessStatusCode();
        server.FirstPage = watch.Elapsed;
        await Task.Delay(3_000);
        server._process.Refresh();
        server.RestMegabytes = server._process.WorkingSet64 / 1048576.0;
        return server;
    }

    public static Task<Server> BareAsync(BenchCity city) => StartAsync("dotnet", [typeof(Server).Assembly.Location, "bare", city.Database, city.Connection]);

    static async Task<Server> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in new[] { "KEGUAN_DATA", "KEGUAN_DATABASE", "KEGUAN_URLS" }) start.Environment.Remove(name);
        var server = new Server(Process.Start(start)!);
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (AddressWords().Match(line) is not { Success: true } match) continue;
            server.Address = match.Value;
            // Whatever it says further must not fill the pipe.
            _ = server._process.StandardOutput.ReadToEndAsync();
            return server;
        }
        throw new InvalidOperationException($"{program} does not start");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressWords();
}
