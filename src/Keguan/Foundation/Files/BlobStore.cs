using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Files;

/// <summary>
/// The bytes of files, named by their SHA-256: documents/ab/cd/abcd… in the data folder, outside the web root. Equal content lies there once; nothing is
/// ever overwritten. An object store would take the place of this class behind the same methods.
/// </summary>
public sealed class BlobStore(KeguanPaths paths)
{
    static readonly TimeSpan LeftOver = TimeSpan.FromDays(1);

    // Beside the documents, not among them: a backup copies those. In the same data folder, so that keeping a file is a rename.
    string Incoming => Directory.CreateDirectory(Path.Combine(paths.Temporary, "uploads")).FullName;

    /// <summary>
    /// Writes a stream into a temporary file while hashing it. Beyond the limit the file is dropped, but the stream is read on to its end: a browser
    /// that is cut off in the middle shows its own error page instead of our answer.
    /// </summary>
    public async Task<IncomingFile> Receive(Stream content, long limit, CancellationToken cancel = default)
    {
        var path = Path.Combine(Incoming, $"{Guid.NewGuid():N}.tmp");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[81920];
            long length = 0;
            int read;
            await using (var file = new FileStream(path, Create))
            {
                while ((read = await content.ReadAsync(buffer, cancel)) > 0)
                {
                    var fits = length <= limit;
                    length += read;
                    if (length <= limit)
                    {
                        hash.AppendData(buffer, 0, read);
                        await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                    }
                    else if (fits) file.SetLength(0);
                }
                await file.FlushAsync(cancel);
                if (length <= limit) file.Flush(flushToDisk: true);
            }
            if (length <= limit) return new IncomingFile(path, length, Convert.ToHexStringLower(hash.GetHashAndReset()), tooLarge: false);
            File.Delete(path);
            return new IncomingFile(path, length, "", tooLarge: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Makes an arrived file one of the stored ones. When this returns, it survives a power failure.</summary>
    public void Keep(IncomingFile incoming)
    {
        var target = PathOf(incoming.Sha256);
        if (File.Exists(target))
        {
            // Younger again: the sweeper leaves it alone until the row that refers to it is committed.
            File.SetLastWriteTimeUtc(target, DateTime.UtcNow);
            return;
        }
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(incoming.Path, target, overwrite: true);
        for (var level = folder; level.Length >= paths.Documents.Length; level = Path.GetDirectoryName(level)!) FlushFolder(level);
    }

    public bool Exists(string sha256) => File.Exists(PathOf(sha256));

    /// <exception cref="FileNotFoundException">The bytes are not there: the disk lost them, or the folder is another one.</exception>
    public Stream Open(string sha256) => new FileStream(PathOf(sha256), new FileStreamOptions
    {
        Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    });

    /// <summary>Hashes stored bytes again. False: missing or changed.</summary>
    public async Task<bool> Verify(string sha256, CancellationToken cancel = default)
    {
        if (!Exists(sha256)) return false;
        await using var content = Open(sha256);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel)) == sha256;
    }

    /// <summary>Removes what uploads left behind that were cut off, and stored bytes older than the given time to which nothing refers.</summary>
    /// <returns>How many files were removed.</returns>
    public async Task<int> Sweep(DateTime now, TimeSpan unreferencedFor, Func<string, Task<bool>> isReferenced)
    {
        var removed = 0;
        foreach (var file in Directory.EnumerateFiles(Incoming).Where(file => File.GetLastWriteTimeUtc(file) < now - LeftOver).ToList())
        {
            File.Delete(file);
            removed++;
        }
        foreach (var file in Directory.EnumerateFiles(paths.Documents, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(file);
            if (!IsHash(name) || File.GetLastWriteTimeUtc(file) >= now - unreferencedFor || await isReferenced(name)) continue;
            File.Delete(file);
            removed++;
        }
        return removed;
    }

    string PathOf(string sha256) => IsHash(sha256)
        ? Path.Combine(paths.Documents, sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(sha256));

    static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    static FileStreamOptions Create
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }

    /// <summary>A renamed file is on the disk only when its folder is; .NET has no call for that.</summary>
    static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Posix.open(folder, 0);
        if (handle < 0) return;
        _ = Posix.fsync(handle);
        _ = Posix.close(handle);
    }

    static class Posix
    {
#pragma warning disable IDE1006 // named as the system names them
        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int fsync(int handle);

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int close(int handle);
#pragma warning restore IDE1006
    }
}
