using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Files;

/// <summary>Removes bytes that arrived but belong to nothing: uploads cut off, use cases that were refused after the file was stored.</summary>
public sealed class FileSweeper(KeguanDb db, BlobStore blobs)
{
    static readonly TimeSpan UnreferencedFor = TimeSpan.FromDays(7);

    /// <returns>How many files were removed.</returns>
    public Task<int> Sweep(DateTime now, CancellationToken cancel = default) =>
        blobs.Sweep(now, UnreferencedFor, sha256 => db.Set<StoredFile>().AnyAsync(file => file.Sha256 == sha256, cancel));
}
