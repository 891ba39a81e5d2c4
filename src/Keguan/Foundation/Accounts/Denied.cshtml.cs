using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Foundation.Accounts;

/// <summary>403: which identity could do it, and the button to switch where it is one's own. Shown in the place of the page that was asked for.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class DeniedModel(RoleGrants grants) : KeguanPage
{
    public IReadOnlyList<Role> Holders { get; private set; } = [];
    public IReadOnlyList<RoleGrant> Able { get; private set; } = [];

    /// <summary>Where to go after switching; the desk where it was a form that was sent.</summary>
    public string Wanted { get; private set; } = "/desk";

    public override async Task<IActionResult> OnGetAsync()
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        var asked = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        // A button that is not his on a page that is, or the page itself.
        var permissions = HttpContext.Features.Get<ActsAttribute>()?.AnyOf ?? [.. asked?.Endpoint?.Metadata.GetOrderedMetadata<NeedsAttribute>().SelectMany(one => one.AnyOf) ?? []];
        if (asked is null || permissions.Count == 0) return Page();
        Holders = Permissions.Holders(permissions);
        if (HttpMethods.IsGet(Request.Method)) Wanted = asked.OriginalPathBase + asked.OriginalPath + asked.OriginalQueryString;
        if (Actor.AccountId is { } account) Able = [.. (await grants.OfAsync(account, Cancel)).Where(grant => Holders.Any(role => role.Code == grant.Role))];
        return Page();
    }

    public Task<IActionResult> OnPostAsync() => OnGetAsync();
}
