using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Notices;

/// <summary>通知: what one was told, unread first. Opening one marks it as read and goes to the page where one can act.</summary>
[Needs(Permissions.SignedIn)]
public sealed class IndexModel : KeguanPage
{
    public const int Size = 20;

    [BindProperty(SupportsGet = true)] public string? Show { get; set; }

    /// <summary>Read by hand: “page” is also the name under which routing keeps which page this is.</summary>
    public int Number { get; private set; } = 1;

    public IReadOnlyList<Notice> Notices { get; private set; } = [];
    public int All { get; private set; }
    public int Unread { get; private set; }
    public bool OnlyUnread => Show == "unread";
    public int Total => OnlyUnread ? Unread : All;

    IQueryable<Notice> Own => Db.Set<Notice>().Where(notice => notice.AccountId == Actor.AccountId);

    protected internal override async Task<bool> LoadAsync()
    {
        All = await Own.CountAsync(Cancel);
        Unread = await Own.CountAsync(notice => notice.ReadAt == null, Cancel);
        Number = int.TryParse(Request.Query["page"], out var number) ? Math.Clamp(number, 1, Math.Max(1, (Total + Size - 1) / Size)) : 1;
        var notices = OnlyUnread ? Own.Where(notice => notice.ReadAt == null) : Own;
        Notices = await notices.AsNoTracking().OrderBy(notice => notice.ReadAt != null).ThenByDescending(notice => notice.At).ThenByDescending(notice => notice.Id)
            .Skip((Number - 1) * Size).Take(Size).ToListAsync(Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostOpenAsync(Guid id)
    {
        if (await MarkAsync(Own.Where(notice => notice.Id == id)) is not { } url) return NotFound();
        return LocalRedirect(Url.IsLocalUrl(url) ? url : "/notices");
    }

    public async Task<IActionResult> OnPostReadAsync(Guid id) =>
        await MarkAsync(Own.Where(notice => notice.Id == id)) is null ? NotFound() : LocalRedirect("/notices" + Address.With(Request, ("handler", null), ("id", null))[Request.Path.Value!.Length..]);

    public async Task<IActionResult> OnPostReadAllAsync()
    {
        var now = Now;
        var count = await Own.Where(notice => notice.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, now), Cancel);
        return Done(T($"{count} 条通知已标为已读", $"{count} notices marked as read"), "/notices");
    }

    /// <summary>The page of the notice, or null where it isn't one's own.</summary>
    async Task<string?> MarkAsync(IQueryable<Notice> one)
    {
        var url = await one.Select(notice => notice.Url).FirstOrDefaultAsync(Cancel);
        var now = Now;
        if (url is not null) await one.Where(notice => notice.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, now), Cancel);
        return url;
    }
}
