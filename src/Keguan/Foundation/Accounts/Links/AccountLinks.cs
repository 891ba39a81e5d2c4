using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Accounts.Links;

/// <summary>Makes and takes links. Adds to the context; the caller saves.</summary>
public sealed class AccountLinks(KeguanDb db, TimeProvider time, CurrentActor actor, IOptions<AccountOptions> options, SiteAddress site)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>A new link of this kind; older ones of the same kind are void. Returns its whole address.</summary>
    public async Task<string> CreateAsync(Account account, string kind, CancellationToken cancel = default)
    {
        var now = Now;
        foreach (var old in await db.Set<AccountLink>().Where(link => link.AccountId == account.Id && link.Kind == kind && link.UsedAt == null).ToListAsync(cancel)) old.UsedAt = now;
        var token = AccountLink.NewToken();
        db.Add(new AccountLink
        {
            AccountId = account.Id,
            Kind = kind,
            Hash = AccountLink.HashOf(token),
            CreatedAt = now,
            ExpiresAt = kind == AccountLink.Welcome ? now.AddDays(options.Value.InvitationDays) : now.AddMinutes(options.Value.ResetMinutes),
            CreatedBy = actor.Value.AccountId,
        });
        return site.Of($"/accounts/{kind}?token={token}");
    }

    /// <summary>The account behind a link that is still good, or null.</summary>
    public async Task<(Account Account, AccountLink Link)?> FindAsync(string? token, string kind, CancellationToken cancel = default)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 100) return null;
        var hash = AccountLink.HashOf(token);
        var now = Now;
        var link = await db.Set<AccountLink>().FirstOrDefaultAsync(one => one.Hash == hash && one.Kind == kind && one.UsedAt == null && one.ExpiresAt > now, cancel);
        if (link is null) return null;
        var account = await db.Users.FirstAsync(one => one.Id == link.AccountId, cancel);
        return account.DisabledAt is null ? (account, link) : null;
    }

    /// <summary>Uses it up, in one statement: of two who come at once one is too late.</summary>
    public async Task<bool> UseAsync(AccountLink link, CancellationToken cancel = default)
    {
        DateTime? now = Now;
        var used = await db.Set<AccountLink>().Where(one => one.Id == link.Id && one.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancel) == 1;
        if (used)
        {
            link.UsedAt = now;
            db.Entry(link).State = EntityState.Unchanged;
        }
        return used;
    }
}
