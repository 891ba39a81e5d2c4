using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Members;

/// <summary>A member of an organisation: an account with a right in it.</summary>
/// <param name="Waits">Invited, has not set a password yet.</param>
public sealed record Member(Guid GrantId, Guid AccountId, string Name, string Email, string Phone, Role Role, Guid? PersonId, string PersonName, DateTime Since, bool Waits, bool Disabled, DateTime? LastSignInAt)
{
    public (Text Words, Foundation.Lifecycle.Tone Tone) Standing =>
        Disabled ? (T("账号停用", "Account disabled"), Foundation.Lifecycle.Tone.Grey)
        : Waits ? (T("已邀请，待启用", "Invited"), Foundation.Lifecycle.Tone.Amber)
        : (T("正常", "Active"), Foundation.Lifecycle.Tone.Green);
}

/// <summary>成员与权利: who may act for an organisation. Every change is noted in the organisation's journal, which also lets two at the same time not both go through.</summary>
public sealed class MemberBook(KeguanDb db, Journal journal, RoleGrants grants, Invitations invitations, Notices notices)
{
    static string[] Codes => [.. Roles.Members.Select(role => role.Code)];

    public async Task<IReadOnlyList<Member>> ListAsync(Guid organisationId, CancellationToken cancel = default)
    {
        var codes = Codes;
        var rows = await (
            from grant in db.Set<RoleGrant>()
            join account in db.Users on grant.AccountId equals account.Id
            join person in db.People() on grant.PersonId equals person.Id into people
            from person in people.DefaultIfEmpty()
            where grant.OrganisationId == organisationId && grant.EndedAt == null && codes.Contains(grant.Role)
            select new
            {
                grant.Id, grant.AccountId, account.DisplayName, account.Email, account.PhoneNumber, grant.Role, grant.PersonId, PersonName = person == null ? null : person.Name,
                grant.GrantedAt, account.State, account.DisabledAt, account.LastSignInAt,
            }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.Select(row => new Member(row.Id, row.AccountId, row.DisplayName, row.Email ?? "", row.PhoneNumber ?? "", Roles.Find(row.Role)!, row.PersonId, row.PersonName ?? "", row.GrantedAt,
                row.State == AccountLifecycle.Invited, row.DisabledAt is not null, row.LastSignInAt))
            .OrderBy(member => Roles.Members.ToList().IndexOf(member.Role)).ThenBy(member => member.Since)];
    }

    /// <summary>Gives somebody a right in the organisation: by mail where he has no account yet.</summary>
    public async Task<Invitation> InviteAsync(Organisation organisation, string name, string email, Role role, Guid? personId, string? reason = null, CancellationToken cancel = default)
    {
        RefuseSuspended(organisation);
        Refusal.If(!Roles.Members.Contains(role), "请选择成员的权利", "Choose the member’s right");
        var person = personId is { } id ? await db.People().FirstOrDefaultAsync(one => one.Id == id && one.OrganisationId == organisation.Id, cancel) ?? throw new Refusal("人员名单中没有此人", "There is no such person in the list") : null;
        var invitation = await invitations.CreateAsync(email.Trim(), name.Trim(), new NewGrant(role) { OrganisationId = organisation.Id, OrganisationName = organisation.Name, PersonId = person?.Id }, cancel);
        if (person is not null) person.AccountId = invitation.Account.Id;
        Note(organisation, "invite-member", $"邀请{invitation.Account.DisplayName}为{role.Label.Zh}", new { invitation.Account.Id, role = role.Code }, reason);
        return invitation;
    }

    /// <summary>Sends the link of an invitation again.</summary>
    /// <returns>False where there is no such member: 404.</returns>
    public async Task<bool> AgainAsync(Organisation organisation, Guid grantId, CancellationToken cancel = default)
    {
        if (await FindAsync(organisation, grantId, cancel) is not var (grant, account)) return false;
        Refusal.If(string.IsNullOrEmpty(account.Email), "该账号没有登记邮箱，无法重发", "The account has no e-mail address");
        await invitations.AgainAsync(account, cancel);
        Note(organisation, "invite-member", $"再次邀请{account.DisplayName}为{Roles.Find(grant.Role)!.Label.Zh}", new { account.Id, role = grant.Role });
        return true;
    }

    public async Task<bool> ChangeAsync(Organisation organisation, Guid grantId, Role role, CancellationToken cancel = default)
    {
        RefuseSuspended(organisation);
        Refusal.If(!Roles.Members.Contains(role), "请选择成员的权利", "Choose the member’s right");
        if (await FindAsync(organisation, grantId, cancel) is not var (grant, account)) return false;
        var before = Roles.Find(grant.Role)!;
        Refusal.If(before == role, $"已是{role.Label.Zh}", $"The right is “{role.Label.En}” already");
        await RefuseLastAsync(organisation, grant, cancel);
        await grants.EndAsync(grant, $"改为{role.Label.Zh}", cancel);
        await grants.AddAsync(account, new NewGrant(role) { OrganisationId = organisation.Id, OrganisationName = organisation.Name, PersonId = grant.PersonId }, cancel);
        Note(organisation, "change-member", $"{account.DisplayName}由{before.Label.Zh}改为{role.Label.Zh}", new { account.Id, before = before.Code, after = role.Code });
        await notices.TellAccountAsync(account.Id, T($"您在{organisation.Name}的权利已改为{role.Label.Zh}", $"Your right at {organisation.Name} is now “{role.Label.En}”"), "/accounts/identity", cancel);
        return true;
    }

    public async Task<bool> EndAsync(Organisation organisation, Guid grantId, string? reason, CancellationToken cancel = default)
    {
        if (await FindAsync(organisation, grantId, cancel) is not var (grant, account)) return false;
        await RefuseLastAsync(organisation, grant, cancel);
        await grants.EndAsync(grant, reason, cancel);
        var role = Roles.Find(grant.Role)!;
        Note(organisation, "end-member", $"结束{account.DisplayName}的{role.Label.Zh}权利", new { account.Id, role = role.Code }, reason);
        await notices.TellAccountAsync(account.Id, T($"您在{organisation.Name}的{role.Label.Zh}权利已结束：{reason!.Trim()}", $"Your right “{role.Label.En}” at {organisation.Name} has ended: {reason.Trim()}"), "/accounts/identity", cancel);
        return true;
    }

    /// <summary>The sentence on the button and in the refusal: why this member's right can't be taken or changed, or null.</summary>
    public static Text? WhyNot(IReadOnlyList<Member> all, Member member, Guid? reader) =>
        member.Role == Roles.UnitAdmin && !all.Any(other => other.GrantId != member.GrantId && IsWorkingAdministrator(other)) ? LastAdministrator
        : member.AccountId == reader ? T("本人的权利由另一位管理员变更", "Another administrator has to change your own right")
        : null;

    static bool IsWorkingAdministrator(Member member) => member.Role == Roles.UnitAdmin && member is { Waits: false, Disabled: false };

    static readonly Text LastAdministrator = T("至少保留一名已启用的单位管理员，请先增加管理员", "There must be one active administrator at least: add another one first");

    async Task RefuseLastAsync(Organisation organisation, RoleGrant grant, CancellationToken cancel)
    {
        if (grant.Role != Roles.UnitAdmin.Code) return;
        var all = await ListAsync(organisation.Id, cancel);
        Refusal.If(!all.Any(other => other.GrantId != grant.Id && IsWorkingAdministrator(other)), LastAdministrator.Zh, LastAdministrator.En);
    }

    static void RefuseSuspended(Organisation organisation) =>
        Refusal.If(organisation.State == OrganisationLifecycle.Suspended, "单位已停用，不能增加或变更成员，请联系科技局", "The organisation is suspended: members can’t be added or changed");

    async Task<(RoleGrant Grant, Account Account)?> FindAsync(Organisation organisation, Guid grantId, CancellationToken cancel)
    {
        var codes = Codes;
        if (await db.Set<RoleGrant>().FirstOrDefaultAsync(one => one.Id == grantId && one.OrganisationId == organisation.Id && codes.Contains(one.Role), cancel) is not { } grant) return null;
        Refusal.If(grant.EndedAt is not null, "此成员的权利已经结束", "This member’s right has ended already");
        return (grant, await db.Users.FirstAsync(one => one.Id == grant.AccountId, cancel));
    }

    void Note(Organisation organisation, string action, string summary, object payload, string? reason = null) =>
        journal.Note(Organisation.Subject, organisation, action, new Act { Summary = summary, Payload = payload, Reason = string.IsNullOrWhiteSpace(reason) ? null : reason });
}
