using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Archive;

/// <summary>项目全卷: what was made, and making it anew. The bureau's people need the permission; an organisation has its own projects.</summary>
[Needs(Permissions.ArchiveRead, Permissions.ProjectsOwn)]
public sealed class DownloadModel(FileStore files, JobQueue queue) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).AsNoTracking().FirstAsync(one => one.Id == Id, Cancel);
        Files = [.. (await files.List(new FileOwner(Actor.SeesAll ? ArchiveJob.Whole : ArchiveJob.Own, Id), cancel: Cancel)).OrderByDescending(file => file.UploadedAt).Take(10)];
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var job = ArchiveJob.Add(queue, Project);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("正在生成项目全卷", "The file is being made"), $"/jobs/{job.Id}");
    }
}
