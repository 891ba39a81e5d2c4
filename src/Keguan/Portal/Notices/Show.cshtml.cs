using Keguan.Foundation.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Portal.Notices;

/// <summary>One notice with its papers.</summary>
[AllowAnonymous]
public sealed class ShowModel(FileStore files) : PortalPage
{
    public PortalNotice Notice { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.PortalNotices().Published().AsNoTracking().FirstOrDefaultAsync(notice => notice.Id == Id, Cancel) is not { } notice) return false;
        Notice = notice;
        Papers = await files.List(NoticeEditing.OwnerOf(notice), NoticeEditing.Papers.Key, Cancel);
        return true;
    }
}
