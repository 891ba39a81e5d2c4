using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Archive;

public sealed record ArchivePayload(Guid ProjectId);

/// <summary>Makes the file of a project in the background, as who asked for it sees it.</summary>
public sealed class ArchiveJob(KeguanDb db, Journal journal, CurrentActor actor, ProjectArchive archive, KeguanPaths paths, BlobStore blobs, TimeProvider time) : JobHandler<ArchivePayload>
{
    public const string Kind = "project-archive";

    /// <summary>Owner of the ZIPs: the whole one for the bureau, the organisation's own without what is internal.</summary>
    public const string Whole = "archive";
    public const string Own = "archive-own";

    const long MostBytes = 20L * 1024 * 1024 * 1024;

    public static Job Add(JobQueue queue, Project project) =>
        queue.Add(Kind, T($"项目全卷：{project.Title}", $"The project's file: {project.Title}"), new ArchivePayload(project.Id));

    public override async Task RunAsync(ArchivePayload payload, JobRun run, CancellationToken cancel)
    {
        var project = await db.Projects().VisibleTo(actor.Value).FirstOrDefaultAsync(one => one.Id == payload.ProjectId, cancel)
            ?? throw new Refusal("项目不存在或您无权查看", "The project does not exist or is not yours to see");
        await using var zip = new FileStream(Path.Combine(paths.Temporary, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var manifest = await archive.WriteAsync(payload.ProjectId, zip, run.Report, cancel);
        zip.Position = 0;
        using var incoming = await blobs.Receive(zip, MostBytes, cancel);
        Refusal.If(incoming.TooLarge, "项目全卷过大", "The file is too large");
        blobs.Keep(incoming);
        var stored = new StoredFile
        {
            SubjectType = actor.Value.SeesAll ? Whole : Own, SubjectId = project.Id, Slot = "zip", Name = FileNames.Safe($"{project.Number} 项目全卷.zip"), Kind = FileKind.Zip, Size = incoming.Length, Sha256 = incoming.Sha256,
            UploadedBy = actor.Value.AccountId, UploadedByName = actor.Value.Name, UploadedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Add(stored);
        journal.Note("project", project, "archive-file", new Act { Summary = $"生成项目全卷，{manifest.FileCount} 个文件", Payload = new { stored.Sha256, stored.Size, files = manifest.FileCount } });
        run.Finish(T($"已生成，{manifest.FileCount} 个文件，{FileKinds.Size(stored.Size)}", $"Made: {manifest.FileCount} files, {FileKinds.Size(stored.Size)}"), $"/programmes/archive/download/{project.Id}");
    }
}
