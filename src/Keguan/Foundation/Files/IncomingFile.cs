namespace Keguan.Foundation.Files;

/// <summary>Bytes that have arrived and lie in a temporary file, hashed on the way. Disposing removes them unless they were kept.</summary>
public sealed class IncomingFile : IDisposable
{
    internal IncomingFile(string path, long length, string sha256, bool tooLarge) => (Path, Length, Sha256, TooLarge) = (path, length, sha256, tooLarge);

    internal string Path { get; }

    /// <summary>What was sent, also where it was more than we take.</summary>
    public long Length { get; }

    /// <summary>Lower-case hexadecimal; empty where it was too large.</summary>
    public string Sha256 { get; }

    /// <summary>More than the limit was sent: the content is gone, only its length is known.</summary>
    public bool TooLarge { get; }

    public Stream Open() => TooLarge
        ? throw new InvalidOperationException("The content was dropped.")
        : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 81920, FileOptions.Asynchronous);

    public void Dispose()
    {
        if (File.Exists(Path)) File.Delete(Path);
    }
}
