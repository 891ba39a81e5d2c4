using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Keguan.Foundation.Files;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Documents;

/// <summary>How PDF is made.</summary>
public sealed record PdfSettings
{
    /// <summary>Path of the soffice program; null: looked for in PATH and the usual places (setting KEGUAN_SOFFICE).</summary>
    public string? Program { get; init; }

    /// <summary>Where profiles and work in progress lie.</summary>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "keguan-pdf");

    /// <summary>Conversions at once; each takes a core and some 200 MB for about a second.</summary>
    public int AtOnce { get; init; } = 2;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// Turns our Word papers into PDF by LibreOffice, in processes of their own with a private profile each. No network is needed. Where LibreOffice is not
/// installed the pages offer Word only and say why (<see cref="Unavailable"/>).
/// </summary>
public sealed class PdfWorker : IDisposable
{
    static readonly ConcurrentDictionary<string, bool> Started = [];

    readonly PdfSettings _settings;
    readonly ILogger<PdfWorker> _log;
    readonly string? _program;
    readonly SemaphoreSlim _places;
    readonly ConcurrentBag<string> _profiles = [];
    readonly string _home;
    int _profileCount;

    public PdfWorker(PdfSettings settings, ILogger<PdfWorker> log)
    {
        (_settings, _log) = (settings, log);
        _program = LibreOffice.Find(settings.Program);
        _places = new SemaphoreSlim(Math.Max(1, settings.AtOnce));
        // Two of our processes must not share a profile: LibreOffice would hand the work to the other one and exit.
        var machine = Path.Combine(settings.Folder, FileNames.Safe(Environment.MachineName));
        _home = Path.Combine(machine, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        Started.TryAdd(_home, true);
        DeleteLeftOver(machine);
    }

    public bool Available => _program is not null;

    /// <summary>Why there is no PDF, for the page to say beside the Word button; null when there is.</summary>
    public Text? Unavailable => Available
        ? null
        : T("本机未安装 LibreOffice，暂时只能下载 Word 文件。请系统管理员安装 LibreOffice 后重新启动。",
            "LibreOffice is not installed on this server, so only Word files can be downloaded. Ask the system administrator to install it and restart.");

    /// <summary>The PDF of a .docx. Waits for a free place; refuses with the reason when there is no converter, or it fails or takes too long.</summary>
    public async Task<byte[]> Convert(Stream docx, CancellationToken cancel = default)
    {
        Refusal.If(Unavailable);
        await _places.WaitAsync(cancel);
        var work = Path.Combine(_home, $"work-{Guid.NewGuid():N}");
        var profile = TakeProfile();
        try
        {
            Directory.CreateDirectory(work);
            var source = Path.Combine(work, "paper.docx");
            await using (var file = File.Create(source)) await docx.CopyToAsync(file, cancel);
            await Run(profile, source, work, cancel);
            var target = Path.Combine(work, "paper.pdf");
            if (!File.Exists(target)) throw Failed("no PDF was written");
            var pdf = await File.ReadAllBytesAsync(target, cancel);
            _profiles.Add(profile);
            return pdf;
        }
        catch
        {
            // A profile that saw a killed process may hold a lock or a recovery dialog: the next one gets a fresh one.
            Delete(profile);
            throw;
        }
        finally
        {
            Delete(work);
            _places.Release();
        }
    }

    public async Task<byte[]> Convert(WordDocument document, CancellationToken cancel = default)
    {
        using var docx = new MemoryStream(document.ToArray());
        return await Convert(docx, cancel);
    }

    public void Dispose()
    {
        Delete(_home);
        _places.Dispose();
    }

    async Task Run(string profile, string source, string target, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(_program!)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
            WorkingDirectory = target,
            ArgumentList =
            {
                $"-env:UserInstallation={new Uri(profile).AbsoluteUri}", "--headless", "--norestore", "--nodefault", "--nolockcheck", "--nofirststartwizard",
                "--convert-to", LibreOffice.PdfFilter.Trim(), "--outdir", target, source,
            },
        };
        start.Environment["HOME"] = profile;
        if (OperatingSystem.IsLinux()) start.Environment["FONTCONFIG_FILE"] = LibreOffice.FontSettings(profile);
        start.Environment["SAL_USE_VCLPLUGIN"] = "svp";
        start.Environment.Remove("DISPLAY");

        using var process = new Process { StartInfo = start };
        var since = Stopwatch.GetTimestamp();
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw Failed(e.Message);
        }
        process.StandardInput.Close();
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_settings.Timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // soffice is a script that starts a launcher that starts the program: all of them go.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancel.ThrowIfCancellationRequested();
            _log.LogWarning("LibreOffice took longer than {Timeout} and was stopped", _settings.Timeout);
            throw new Refusal(T("生成 PDF 超过 {0} 秒，已停止。请稍后再试，或先下载 Word 文件。",
                "Making the PDF took longer than {0} seconds and was stopped. Try again later, or download the Word file.").With((int)_settings.Timeout.TotalSeconds));
        }
        if (process.ExitCode != 0) throw Failed($"exit code {process.ExitCode}: {string.Join(' ', await said)}");
        _log.LogDebug("PDF made in {Elapsed}", Stopwatch.GetElapsedTime(since));
    }

    Refusal Failed(string reason)
    {
        _log.LogError("LibreOffice failed: {Reason}", reason);
        return new Refusal("PDF 生成失败，请下载 Word 文件；原因已记入系统日志。", "The PDF could not be made. Download the Word file instead; the cause is in the system log.");
    }

    string TakeProfile()
    {
        if (_profiles.TryTake(out var used)) return used;
        var profile = Path.Combine(_home, $"profile-{Interlocked.Increment(ref _profileCount)}");
        LibreOffice.WriteProfile(profile);
        return profile;
    }

    /// <summary>What processes left that were killed: folders named by a process that no longer runs, or by an earlier one with our own id (containers).</summary>
    void DeleteLeftOver(string machine)
    {
        if (!Directory.Exists(machine)) return;
        foreach (var folder in Directory.GetDirectories(machine))
        {
            if (!int.TryParse(Path.GetFileName(folder).Split('-')[0], CultureInfo.InvariantCulture, out var id)) continue;
            if (id == Environment.ProcessId ? Started.TryAdd(folder, true) : !Runs(id)) Delete(folder);
        }

        static bool Runs(int id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning(e, "Could not clear {Folder}", folder);
        }
    }
}
