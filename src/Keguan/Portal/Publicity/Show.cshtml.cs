using Keguan.Foundation.Public;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Publicity;

/// <summary>One publicity: its list, in the public fields only, and how to object.</summary>
[AllowAnonymous]
public sealed class ShowModel(IEnumerable<IPublicitySource> publicities) : PortalPage
{
    public PublicityPage Publicity { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        foreach (var source in publicities)
        {
            if (await source.FindAsync(Db, Id, Now, Cancel) is not { } found) continue;
            Publicity = found;
            return true;
        }
        return false;
    }
}
