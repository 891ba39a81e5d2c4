using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Portal.Notices;

/// <summary>通知文件, by kind and word.</summary>
[AllowAnonymous]
public sealed class IndexModel : PortalPage
{
    public IReadOnlyList<PortalNotice> Notices { get; private set; } = [];
    public int Total { get; private set; }

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true)] public string? Kind { get; set; }
    /// <summary>Read by hand: routing owns the name “page”.</summary>
    public int PageNumber { get; private set; } = 1;
    [BindProperty(SupportsGet = true, Name = "size")] public int Size { get; set; } = 20;

    protected internal override async Task<bool> LoadAsync()
    {
        (PageNumber, Size) = (int.TryParse(Request.Query["page"], out var number) ? Math.Clamp(number, 1, 100_000) : 1, Size is 20 or 50 or 100 ? Size : 20);
        var found = Db.PortalNotices().Published();
        if (Kind is { } kind && PortalNoticeKinds.All.ContainsKey(kind)) found = found.Where(notice => notice.Kind == kind);
        if (Cut(Q) is { Length: > 0 } words) found = found.Where(notice => notice.Title.Contains(words) || notice.DocumentNumber.Contains(words) || notice.Body.Contains(words));
        Total = await found.CountAsync(Cancel);
        Notices = await found.OrderByDescending(notice => notice.PublishedAt).ThenByDescending(notice => notice.Id).Skip((PageNumber - 1) * Size).Take(Size).AsNoTracking().ToListAsync(Cancel);
        return true;
    }
}
