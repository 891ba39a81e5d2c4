using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>The sweeper's job has nothing to be told.</summary>
public sealed record SweepFiles;

/// <summary>Every night: removes bytes that arrived but belong to nothing: uploads cut off, use cases that were refused after the file was stored.</summary>
public sealed class FileSweeper(KeguanDb db, BlobStore blobs, TimeProvider time) : JobHandler<SweepFiles>
{
    static readonly TimeSpan UnreferencedFor = TimeSpan.FromDays(7);

    public override async Task RunAsync(SweepFiles payload, JobRun run, CancellationToken cancel)
    {
        var removed = await Sweep(time.GetUtcNow().UtcDateTime, cancel);
        run.Report(removed, removed, T("清理了 {0} 个无主文件", "{0} files that belonged to nothing were removed").With(removed));
    }

    /// <returns>How many files were removed.</returns>
    public Task<int> Sweep(DateTime now, CancellationToken cancel = default) =>
        blobs.Sweep(now, UnreferencedFor, sha256 => db.Set<StoredFile>().AnyAsync(file => file.Sha256 == sha256, cancel));
}
