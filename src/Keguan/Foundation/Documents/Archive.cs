using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Keguan.Foundation.Files;

namespace Keguan.Foundation.Documents;

/// <summary>
/// “The project's file as one ZIP”: written entry by entry straight into the response, with a manifest.json at the end that names the SHA-256 of each file.
/// Names are made safe and never repeat, also not in another case.
/// </summary>
public sealed class Archive : IAsyncDisposable
{
    static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    static readonly HashSet<string> AlreadyCompressed = ["pdf", "docx", "xlsx", "pptx", "ofd", "zip", "jpg", "jpeg", "png"];

    readonly ZipArchive _zip;
    readonly ForwardStream _output;
    readonly string _title;
    readonly DateTimeOffset _at;
    readonly HashSet<string> _taken = new(["manifest.json"], StringComparer.OrdinalIgnoreCase);
    readonly List<ManifestFile> _files = [];
    bool _finished;

    Archive(ZipArchive zip, ForwardStream output, string title, DateTimeOffset at) => (_zip, _output, _title, _at) = (zip, output, title, at);

    /// <summary>One file as the manifest lists it.</summary>
    /// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
    public sealed record ManifestFile(string Path, long Size, string Sha256, string? Note);

    /// <summary>The manifest: what the archive is, when it was made, and each file in it.</summary>
    public sealed record Manifest(string Title, string CreatedAt, int FileCount, IReadOnlyList<ManifestFile> Files);

    /// <param name="output">May be a response: nothing is sought or read back.</param>
    /// <param name="title">What the archive is, for the manifest.</param>
    /// <param name="at">The time, with the offset in which the entries' times shall read.</param>
    public static async Task<Archive> Begin(Stream output, string title, DateTimeOffset at, CancellationToken cancel = default)
    {
        var forward = new ForwardStream(output);
        return new Archive(await ZipArchive.CreateAsync(forward, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel), forward, title, at);
    }

    /// <summary>Adds a file. The path may have folders (01 申报/申报书.docx); it comes back as it was written.</summary>
    public async Task<string> Add(string path, Stream content, string? note = null, CancellationToken cancel = default)
    {
        var name = Unused(FileNames.SafePath(path));
        var (size, hash) = await Write(name, content, cancel);
        _files.Add(new ManifestFile(name, size, hash, note));
        return name;
    }

    public async Task<string> Add(string path, ReadOnlyMemory<byte> content, string? note = null, CancellationToken cancel = default)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await Add(path, stream, note, cancel);
    }

    /// <summary>Writes the manifest and closes. Without it (an error on the way) the ZIP has no directory and doesn't open: half a file must not look whole.</summary>
    public async Task<Manifest> Finish(CancellationToken cancel = default)
    {
        var manifest = new Manifest(_title, _at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), _files.Count, _files);
        using var json = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
        await Write("manifest.json", json, cancel);
        _finished = true;
        await _zip.DisposeAsync();
        await _output.FlushAsync(cancel);
        return manifest;
    }

    /// <summary>Does nothing on purpose: the directory that closing the ZIP writes would make an unfinished archive look complete.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async Task<(long Size, string Hash)> Write(string name, Stream content, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        var level = AlreadyCompressed.Contains(FileNames.Extension(name)) ? CompressionLevel.NoCompression : CompressionLevel.Optimal;
        var entry = _zip.CreateEntry(name, level);
        entry.LastWriteTime = _at;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        await using var target = await entry.OpenAsync(cancel);
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancel)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            size += read;
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    string Unused(string path)
    {
        if (_taken.Add(path)) return path;
        var extension = Path.GetExtension(path);
        var stem = path[..^extension.Length];
        for (var i = 2; ; i++)
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"{stem} ({i}){extension}");
            if (_taken.Add(next)) return next;
        }
    }
}
