using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Foundation.Accounts;

/// <summary>首次登录 by the link of an invitation: its reader sets his password and is in.</summary>
[AllowAnonymous]
public sealed class WelcomeModel(RoleGrants grants, SignIns signIns) : LinkPage(AccountLink.Welcome)
{
    public IReadOnlyList<RoleGrant> Grants { get; private set; } = [];
    public bool NeedsFactor => Grants.Any(grant => SecondFactors.NeededFor(Roles.Find(grant.Role)));

    protected internal override async Task<bool> LoadAsync()
    {
        await base.LoadAsync();
        if (Account is { } account) Grants = await grants.OfAsync(account.Id, Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await SetAsync() is { } again) return again;
        if (Account!.State == AccountLifecycle.Invited) Journal.Act(AccountLifecycle.Table, Account, "activate");
        return LocalRedirect(await signIns.EnterAsync(HttpContext, Account, "password", Desk));
    }
}
