using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Grants;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>选择身份: one person may act for several organisations, by one identity at a time.</summary>
[Needs(Permissions.SecondFactor)]
public sealed class IdentityModel(RoleGrants grants, SecurityLog log) : AccountPage
{
    public IReadOnlyList<RoleGrant> Own { get; private set; } = [];
    public Guid? LastUsed { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        LastUsed = await Db.Users.Where(account => account.Id == Actor.AccountId).Select(account => account.LastGrantId).FirstAsync(Cancel);
        Own = [.. (await grants.OfAsync(Actor.AccountId!.Value, Cancel)).OrderByDescending(grant => grant.Id == LastUsed)];
        return true;
    }

    public async Task<IActionResult> OnPostAsync(Guid grantId)
    {
        var own = await grants.OfAsync(Actor.AccountId!.Value, Cancel);
        if (own.Find(grant => grant.Id == grantId) is not { } chosen) return NotFound();
        var session = await Db.Set<SignInSession>().FirstAsync(one => one.Id == Actor.SessionId, Cancel);
        session.GrantId = chosen.Id;
        log.Add(SecurityKinds.Identity, detail: RoleGrants.Words(chosen).Zh);
        await Db.SaveChangesAsync(Cancel);
        await Db.Users.Where(account => account.Id == Actor.AccountId).ExecuteUpdateAsync(set => set.SetProperty(account => account.LastGrantId, chosen.Id), Cancel);
        var words = RoleGrants.Words(chosen);
        return Done(T($"现在的身份：{words.Zh}", $"You are now acting as {words.En}"), Next);
    }
}
