using System.IO.Compression;
using System.Text.Json;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Backup;

/// <summary>An opened backup whose every part was held against the manifest.</summary>
public sealed class BackupReader : IAsyncDisposable
{
    readonly ZipArchive _zip;

    BackupReader(ZipArchive zip, Manifest manifest) => (_zip, Manifest) = (zip, manifest);

    public Manifest Manifest { get; }

    /// <summary>Opens and checks all of it: a damaged backup is refused before anything is changed, with the part that is wrong.</summary>
    public static async Task<BackupReader> OpenAsync(string file, CancellationToken cancel = default)
    {
        Refusal.If(!File.Exists(file), $"找不到备份文件 {file}", $"There is no backup file {file}");
        ZipArchive zip;
        try
        {
            zip = await ZipFile.OpenReadAsync(file, cancel);
        }
        catch (InvalidDataException)
        {
            throw new Refusal(T("{0} 不是科管的备份文件，或文件不完整", "{0} is not a backup of Keguan, or is incomplete").With(file));
        }
        try
        {
            var manifest = await ReadManifestAsync(zip, file, cancel);
            await CheckAsync(zip, manifest, cancel);
            return new BackupReader(zip, manifest);
        }
        catch (InvalidDataException damage)
        {
            await zip.DisposeAsync();
            throw new Refusal(T("备份文件已损坏：{0}", "The backup is damaged: {0}").With(damage.Message));
        }
        catch
        {
            await zip.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows of a table, each as its values in the order of the columns.</summary>
    public async IAsyncEnumerable<object?[]> RowsAsync(TablePart table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var stream = await _zip.GetEntry(table.Path)!.OpenAsync(cancel);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var values = new object?[table.Columns.Count];
            for (var i = 0; i < values.Length; i++) values[i] = Cell.Read(json.RootElement[i], table.Columns[i].Type);
            yield return values;
        }
    }

    public async Task ExtractAsync(FilePart file, string target, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var source = await _zip.GetEntry(file.Path)!.OpenAsync(cancel);
        await using var copy = new FileStream(target, options);
        await source.CopyToAsync(copy, cancel);
        copy.Flush(flushToDisk: true);
    }

    public ValueTask DisposeAsync() => _zip.DisposeAsync();

    static async Task<Manifest> ReadManifestAsync(ZipArchive zip, string file, CancellationToken cancel)
    {
        var entry = zip.GetEntry(Manifest.FileName) ?? throw new Refusal(T("{0} 不是科管的备份文件，或文件不完整", "{0} is not a backup of Keguan, or is incomplete").With(file));
        await using var stream = await entry.OpenAsync(cancel);
        Manifest? manifest;
        try
        {
            manifest = await JsonSerializer.DeserializeAsync<Manifest>(stream, Manifest.Json, cancel);
        }
        catch (JsonException wrong)
        {
            throw new Refusal(T("备份文件的清单无法读取：{0}", "The backup's manifest can't be read: {0}").With(wrong.Message));
        }
        if (manifest?.Format != Manifest.CurrentFormat)
            throw new Refusal(T("备份格式为“{0}”，本版本只能读取“{1}”", "The backup's format is “{0}”; this version reads “{1}”").With(manifest?.Format, Manifest.CurrentFormat));
        return manifest;
    }

    static async Task CheckAsync(ZipArchive zip, Manifest manifest, CancellationToken cancel)
    {
        var parts = manifest.Tables.Select(table => (table.Path, table.Bytes, table.Sha256)).Concat(manifest.Files.Select(file => (file.Path, file.Bytes, file.Sha256))).ToList();
        var strange = zip.Entries.Select(entry => entry.FullName).Except(parts.Select(part => part.Path)).FirstOrDefault(name => name != Manifest.FileName);
        if (strange is not null) throw new Refusal(T("备份文件含有清单之外的内容：{0}", "The backup holds something that its manifest does not name: {0}").With(strange));
        foreach (var file in manifest.Files)
        {
            // What is written to the disk stays in the two folders.
            if (!(file.Path.StartsWith("documents/", StringComparison.Ordinal) || file.Path.StartsWith("keys/", StringComparison.Ordinal)) || file.Path.Split('/', '\\').Any(part => part is "" or "." or ".."))
                throw new Refusal(T("备份文件中的路径不合法：{0}", "The backup holds a path that is not allowed: {0}").With(file.Path));
        }
        foreach (var (path, bytes, sha256) in parts)
        {
            var entry = zip.GetEntry(path) ?? throw new Refusal(T("备份文件缺少：{0}", "The backup lacks {0}").With(path));
            await using var stream = new HashingStream(await entry.OpenAsync(cancel));
            await stream.CopyToAsync(Stream.Null, cancel);
            if (stream.Count != bytes || stream.Sha256 != sha256) throw new Refusal(T("备份文件中的 {0} 与清单不符，文件已损坏或被改动", "{0} in the backup is not what its manifest says: it is damaged or was changed").With(path));
        }
    }
}
