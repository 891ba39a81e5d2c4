using Keguan.Foundation.Calendar;
using Keguan.Foundation.Public;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Publicity;

/// <summary>公示公告: running publicities first, then those that have ended with what became of them.</summary>
[AllowAnonymous]
public sealed class IndexModel(IEnumerable<IPublicitySource> publicities) : PortalPage
{
    const int Most = 200;

    public IReadOnlyList<PublicityHead> Publicities { get; private set; } = [];
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        Publicities = await PublicityLists.AllAsync(publicities, Db, Now, Cut(Q), Most, Cancel);
        return true;
    }
}
