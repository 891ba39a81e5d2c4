using System.Diagnostics;
using System.Text.RegularExpressions;
using Keguan.Foundation;
using Keguan.Foundation.Documents;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keguan.Tests.Foundation.Documents;

public sealed partial class PdfWorkerTests : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), $"kg-pdf-test-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_application_becomes_an_archivable_PDF_that_reads_as_the_paper_does()
    {
        using var worker = Installed();
        var pdf = await worker.Convert(SampleApplication.Make(budgetRows: 40), TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(pdf, 0, 5));
        Assert.Contains("pdfaid:part", System.Text.Encoding.Latin1.GetString(pdf));
        var file = Path.Combine(_folder, "paper.pdf");
        await File.WriteAllBytesAsync(file, pdf, TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable("KEGUAN_KEEP_PDF") is { Length: > 0 } keep)
        {
            File.Copy(file, keep, overwrite: true);
            await File.WriteAllBytesAsync(Path.ChangeExtension(keep, "docx"), SampleApplication.Make(budgetRows: 40).ToArray(), TestContext.Current.CancellationToken);
        }

        var pages = (await Poppler("pdftotext", "-layout", file, "-")).Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("云江市科技计划项目申报书", pages[0]);
        Assert.DoesNotContain("SHA-256", pages[0]);
        Assert.All(pages[1..], page => Assert.Contains(SampleApplication.Hash, page));
        for (var i = 1; i < pages.Length; i++) Assert.Matches($@"—\s*{i}\s*—", pages[i]);
        Assert.Contains(SampleApplication.Line[..20], string.Concat(pages).Replace(" ", ""));
        // The table's head comes again on the page where the table goes on.
        Assert.True(pages.Count(page => page.Contains("测算说明")) >= 2);
        Assert.DoesNotMatch(NotEmbedded(), await Poppler("pdffonts", file));
    }

    [Fact]
    public async Task A_page_has_22_lines_of_28_characters()
    {
        using var worker = Installed();
        var text = string.Concat(Enumerable.Repeat(SampleApplication.Line, 60));
        var pdf = await worker.Convert(new WordDocument("版心").Paragraph(text), TestContext.Current.CancellationToken);
        var file = Path.Combine(_folder, "lines.pdf");
        await File.WriteAllBytesAsync(file, pdf, TestContext.Current.CancellationToken);
        var page = (await Poppler("pdftotext", "-layout", "-f", "2", "-l", "2", file, "-")).Split('\n')
            .Select(line => line.Replace(" ", "").Trim()).Where(line => line.Length > 20).ToList();
        Assert.Equal(22, page.Count);
        Assert.All(page, line => Assert.Equal(28, line.Length));
    }

    [Fact]
    public async Task Several_at_once_wait_for_their_turn_and_all_come_out()
    {
        using var worker = Installed();
        var pdfs = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => worker.Convert(new WordDocument($"第 {i} 份").Title(), TestContext.Current.CancellationToken)));
        Assert.All(pdfs, pdf => Assert.True(pdf.Length > 1000));
        Assert.True(Directory.GetDirectories(_folder, "profile-*", SearchOption.AllDirectories).Length <= 2);
        Assert.Empty(Directory.GetDirectories(_folder, "work-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task One_that_takes_too_long_is_stopped_with_all_its_children()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A shell script stands in for LibreOffice here; Windows has none.");
        var script = Script("""sleep 300 & echo $! > "$HOME/../child"; echo $$ > "$HOME/../parent"; wait""");
        using var worker = new PdfWorker(new PdfSettings { Program = script, Folder = _folder, Timeout = TimeSpan.FromSeconds(1) }, NullLogger<PdfWorker>.Instance);
        var since = Stopwatch.StartNew();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => worker.Convert(new MemoryStream([1]), TestContext.Current.CancellationToken));
        Assert.Contains("已停止", refusal.Reason.Zh);
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(20));
        foreach (var name in new[] { "parent", "child" })
        {
            var id = (await File.ReadAllTextAsync(Directory.GetFiles(_folder, name, SearchOption.AllDirectories).Single(), TestContext.Current.CancellationToken)).Trim();
            Assert.False(Alive(id), $"{name} {id} still runs");
        }

        // A stopped process may leave a zombie until its new parent collects it; that is not running.
        static bool Alive(string id) => File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat").Split(' ')[2] != "Z";
    }

    [Fact]
    public async Task A_failing_converter_is_a_refusal_that_offers_Word()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A shell script stands in for LibreOffice here; Windows has none.");
        using var worker = new PdfWorker(new PdfSettings { Program = Script("exit 3"), Folder = _folder }, NullLogger<PdfWorker>.Instance);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => worker.Convert(new MemoryStream([1]), TestContext.Current.CancellationToken));
        Assert.Contains("Word", refusal.Reason.Zh);
    }

    [Fact]
    public async Task Without_LibreOffice_it_says_so_and_refuses()
    {
        using var worker = new PdfWorker(new PdfSettings { Program = Path.Combine(_folder, "no-soffice"), Folder = _folder }, NullLogger<PdfWorker>.Instance);
        Assert.False(worker.Available);
        Assert.Contains("LibreOffice", worker.Unavailable!.Value.Zh);
        await Assert.ThrowsAsync<Refusal>(() => worker.Convert(new WordDocument("无"), TestContext.Current.CancellationToken));
    }

    PdfWorker Installed()
    {
        var worker = new PdfWorker(new PdfSettings { Folder = _folder }, NullLogger<PdfWorker>.Instance);
        if (!worker.Available) Assert.Skip("LibreOffice (soffice) is not installed: the conversion to PDF is not tested here.");
        Directory.CreateDirectory(_folder);
        return worker;
    }

    string Script(string body)
    {
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, "soffice");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    static async Task<string> Poppler(string program, params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} (poppler-utils) is not installed: the PDF cannot be read back here.");
            throw;
        }
        using (process)
        {
            var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return text;
        }
    }

    /// <summary>pdffonts: the columns emb, sub, uni; the first must be yes.</summary>
    [GeneratedRegex(@"\s+no\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+")]
    private static partial Regex NotEmbedded();
}
