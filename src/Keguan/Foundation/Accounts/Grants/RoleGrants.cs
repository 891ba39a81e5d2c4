using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Grants;

/// <summary>Grants and ends identities, and keeps the three administrators apart. Adds to the context; the caller saves.</summary>
public sealed class RoleGrants(KeguanDb db, Journal.Journal journal, SecurityLog log, CurrentActor actor)
{
    /// <summary>单位管理员 · 云江瀚拓, 经办人 · 计划科</summary>
    public static Text Words(Role? role, string organisationName, string section)
    {
        var label = role?.Label ?? default;
        var part = organisationName.Length > 0 ? organisationName : section;
        return part.Length > 0 ? new Text($"{label.Zh}（{part}）", $"{label.En} ({part})") : label;
    }

    public static Text Words(RoleGrant grant) => Words(Roles.Find(grant.Role), grant.OrganisationName, grant.Section);

    /// <summary>The identities that an account has now, the oldest first.</summary>
    public Task<List<RoleGrant>> OfAsync(Guid accountId, CancellationToken cancel = default) =>
        db.Set<RoleGrant>().Where(grant => grant.AccountId == accountId && grant.EndedAt == null).OrderBy(grant => grant.GrantedAt).ThenBy(grant => grant.Id).ToListAsync(cancel);

    /// <summary>
    /// Why somebody with these roles can't have this one as well, or null. The three administrators watch each other, so nobody is two of them;
    /// and none of them may take part in the business (GB/T 22239-2019 8.1.4).
    /// </summary>
    public static Text? Excluded(IEnumerable<string> held, Role role)
    {
        var roles = held.Select(Roles.Find).OfType<Role>().ToList();
        var administrator = roles.FirstOrDefault(Roles.Administrators.Contains);
        if (Roles.Administrators.Contains(role))
        {
            if (administrator is not null && administrator != role)
                return T($"该账号已是{administrator.Label.Zh}。系统、安全、审计三个管理员互相制约，一个账号只能担任其中一个", $"This account is {administrator.Label.En}. The three administrators watch each other: an account can be one of them only");
            if (roles.FirstOrDefault(one => !Roles.Administrators.Contains(one)) is { } business)
                return T($"该账号有业务身份“{business.Label.Zh}”。管理员不得参与业务，请另建账号", $"This account has the business role “{business.Label.En}”. Administrators take no part in the business: make another account");
        }
        else if (administrator is not null)
            return T($"该账号是{administrator.Label.Zh}。管理员不得参与业务，请另建账号", $"This account is {administrator.Label.En}. Administrators take no part in the business: make another account");
        return null;
    }

    public async Task<RoleGrant> AddAsync(Account account, NewGrant wanted, CancellationToken cancel = default)
    {
        var held = await OfAsync(account.Id, cancel);
        // What is added in this unit of work counts too.
        held.AddRange(db.ChangeTracker.Entries<RoleGrant>().Where(entry => entry.State == EntityState.Added && entry.Entity.AccountId == account.Id).Select(entry => entry.Entity));
        Refusal.If(Excluded(held.Select(grant => grant.Role), wanted.Role));
        Refusal.If(wanted.Role.NeedsOrganisation && wanted.OrganisationId is null, $"“{wanted.Role.Label.Zh}”须指明单位", $"“{wanted.Role.Label.En}” needs an organisation");
        Refusal.If(held.Any(grant => grant.Role == wanted.Role.Code && grant.OrganisationId == wanted.OrganisationId && grant.Section == wanted.Section),
            $"该账号已有此身份：{wanted.Words.Zh}", $"The account has this role already: {wanted.Words.En}");
        var grant = new RoleGrant
        {
            AccountId = account.Id,
            Role = wanted.Role.Code,
            OrganisationId = wanted.OrganisationId,
            OrganisationName = wanted.OrganisationName,
            Area = wanted.Area,
            Section = wanted.Section,
            PersonId = wanted.PersonId,
            GrantedAt = journal.Now,
            GrantedBy = actor.Value.AccountId,
        };
        db.Add(grant);
        // The account's row changes with every grant: of two grants at the same time, each lawful alone, the second is refused.
        journal.Note(AccountLifecycle.Subject, account, "grant", new Act { Summary = $"授予身份：{wanted.Words.Zh}", Payload = new { grant.Id, grant.Role, grant.OrganisationId, grant.Section } });
        log.Add(SecurityKinds.Granted, target: account, detail: wanted.Words.Zh);
        return grant;
    }

    public async Task EndAsync(RoleGrant grant, string? reason, CancellationToken cancel = default)
    {
        Refusal.If(grant.EndedAt is not null, "此身份已经收回", "This role has ended already");
        Refusal.If(grant.AccountId == actor.Value.AccountId, "不能收回自己的身份", "You can’t end your own role");
        Refusal.If(string.IsNullOrWhiteSpace(reason), "收回身份须写明理由", "Ending a role needs a reason");
        var account = await db.Users.FirstAsync(one => one.Id == grant.AccountId, cancel);
        var words = Words(grant);
        grant.EndedAt = journal.Now;
        journal.Note(AccountLifecycle.Subject, account, "end-grant", new Act { Summary = $"收回身份：{words.Zh}", Reason = reason, Payload = new { grant.Id, grant.Role } });
        log.Add(SecurityKinds.GrantEnded, target: account, detail: $"{words.Zh}；{reason!.Trim()}");
    }
}
