using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Projects;

/// <summary>附件 of a project and of the application it came from.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class FilesModel(FileStore files) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        var all = new List<StoredFile>();
        foreach (var (type, id) in head.Subjects) all.AddRange(await files.List(new FileOwner(type, id), cancel: Cancel));
        Files = all;
        return true;
    }

    public Text SlotLabel(string slot) => ProjectSlots.Label(slot);
}
