using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Keguan.Tests.Support;

/// <summary>
/// The real program as a process of its own on a city's database and folder, to be killed. Its clock is the system's. The city's own application may run beside
/// it (as a second process of the same bureau) to make accounts and to look into the database.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly ConcurrentQueue<string> _said = new();

    ServerProcess(Process process) => _process = process;

    public string Address { get; private set; } = "";

    /// <summary>All that it wrote so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>The most memory it ever had, in bytes, as the kernel counts it; 0 where there is no /proc.</summary>
    public long PeakMemory => File.Exists($"/proc/{_process.Id}/status")
        && File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
        ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024 : 0;

    public static async Task<ServerProcess> StartAsync(City city, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Keguan.dll"), "serve", "--urls", "http://127.0.0.1:0", "--lang", "zh", "--KEGUAN_DATABASE=" + city.Connection,
            "--KEGUAN_DATA=" + city.Folder, "--environment=Development", "--contentRoot=" + Repository.At("src", "Keguan"), .. settings,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KEGUAN_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        var server = new ServerProcess(Process.Start(start)!);
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server._process.OutputDataReceived += Read;
        server._process.ErrorDataReceived += Read;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            var ended = server._process.WaitForExitAsync();
            var first = await Task.WhenAny(ready.Task, ended, Task.Delay(TimeSpan.FromSeconds(90)));
            if (first != ready.Task) throw new InvalidOperationException("The server does not start:\n" + server.Said);
            server.Address = await ready.Task;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        void Read(object _, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            server._said.Enqueue(line.Data);
            if (AddressWords().Match(line.Data) is { Success: true } match) ready.TrySetResult(match.Value);
        }
    }

    /// <summary>kill −9: no farewell, no flush.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressWords();
}
