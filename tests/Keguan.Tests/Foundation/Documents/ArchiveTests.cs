using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Keguan.Foundation.Documents;

namespace Keguan.Tests.Foundation.Documents;

public sealed class ArchiveTests
{
    static readonly DateTimeOffset At = new(2026, 11, 20, 9, 30, 0, TimeSpan.FromHours(8));
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifest_names_the_hash_of_every_file_and_they_agree()
    {
        var bytes = await Make(async archive =>
        {
            await archive.Add("01 申报/申报书.docx", Encoding.UTF8.GetBytes("申报书"), "2026-09-27 提交", Cancel);
            await archive.Add("09 记录/记录.json", Encoding.UTF8.GetBytes("[]"), cancel: Cancel);
        });
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var manifest = JsonDocument.Parse(Read(zip.GetEntry("manifest.json")!));
        Assert.Equal("YKJ2026-0087 项目档案", manifest.RootElement.GetProperty("title").GetString());
        Assert.Equal("2026-11-20T09:30:00+08:00", manifest.RootElement.GetProperty("createdAt").GetString());
        Assert.Equal(2, manifest.RootElement.GetProperty("fileCount").GetInt32());
        foreach (var file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var content = Read(zip.GetEntry(file.GetProperty("path").GetString()!)!);
            Assert.Equal(content.Length, file.GetProperty("size").GetInt64());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.GetProperty("sha256").GetString());
        }
        Assert.Equal(3, zip.Entries.Count);
        Assert.Equal(At.DateTime, zip.Entries[0].LastWriteTime.DateTime);
    }

    [Fact]
    public async Task Names_never_repeat_not_even_in_another_case_and_never_leave_the_archive()
    {
        var names = new List<string>();
        await Make(async archive =>
        {
            foreach (var path in (string[])["附件/合同.PDF", "附件/合同.pdf", "附件/合同.pdf", "../../etc/passwd", "/绝对.txt", @"C:\盘\报告?.pdf", "manifest.json", "a/\u202egnp.exe", "CON.txt", ""])
                names.Add(await archive.Add(path, new byte[] { 1 }, cancel: Cancel));
        });
        Assert.Equal(
            ["附件/合同.PDF", "附件/合同 (2).pdf", "附件/合同 (3).pdf", "etc/passwd", "绝对.txt", "C_/盘/报告_.pdf", "manifest (2).json", "a/gnp.exe", "_CON.txt", "未命名"], names);
    }

    [Fact]
    public async Task It_is_written_as_it_comes_without_seeking_or_blocking()
    {
        var output = new ResponseLike();
        await using var archive = await Archive.Begin(output, "流", At, Cancel);
        await archive.Add("大.bin", new MemoryStream(RandomNumberGenerator.GetBytes(3_000_000)), cancel: Cancel);
        Assert.True(output.Written > 2_900_000);
        await archive.Finish(Cancel);
        using var zip = new ZipArchive(new MemoryStream(output.ToArray()));
        Assert.Equal(["大.bin", "manifest.json"], zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task One_that_was_not_finished_does_not_open()
    {
        var output = new MemoryStream();
        await using (var archive = await Archive.Begin(output, "断", At, Cancel)) await archive.Add("一.txt", new byte[] { 1 }, cancel: Cancel);
        Assert.Throws<InvalidDataException>(() => new ZipArchive(new MemoryStream(output.ToArray())).Entries.Count);
    }

    static async Task<byte[]> Make(Func<Archive, Task> fill)
    {
        var output = new ResponseLike();
        await using var archive = await Archive.Begin(output, "YKJ2026-0087 项目档案", At, Cancel);
        await fill(archive);
        await archive.Finish(Cancel);
        return output.ToArray();
    }

    static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>As a response: forward only, asynchronous only.</summary>
    sealed class ResponseLike : Stream
    {
        readonly MemoryStream _inner = new();
        public long Written => _inner.Length;
        public byte[] ToArray() => _inner.ToArray();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _inner.WriteAsync(buffer, cancellationToken);
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _inner.WriteAsync(buffer, offset, count, cancellationToken);
    }
}
