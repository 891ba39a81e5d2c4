using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Grants;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Links;

/// <param name="Link">Whole address that sets the password, valid for seven days and once; the sign-in page for somebody who has an account already.</param>
/// <param name="Existing">He had an account already and has got a further identity.</param>
public sealed record Invitation(Account Account, RoleGrant? Grant, string Link, bool Existing);

/// <summary>
/// 邀请: an account for somebody who is not here yet, with the identity that he is to have, and a mail with the link by which he sets his password. Who has an
/// account with that address gets the identity added and is told so. Adds to the context; the caller saves.
/// </summary>
public sealed class Invitations(AccountDirectory accounts, RoleGrants grants, AccountLinks links, Notices.Notices notices, SecurityLog log, Journal.Journal journal, SiteAddress site, Microsoft.Extensions.Options.IOptions<AccountOptions> options)
{
    public async Task<Invitation> CreateAsync(string email, string displayName, NewGrant? grant = null, CancellationToken cancel = default)
    {
        if (await accounts.FindByEmailAsync(email, cancel) is { } known)
        {
            Refusal.If(known.State == AccountLifecycle.Disabled, "使用此邮箱的账号已停用，请联系系统管理员", "The account with this address is disabled; ask the system administrator");
            var added = grant is null ? null : await grants.AddAsync(known, grant, cancel);
            var waiting = known.State == AccountLifecycle.Invited;
            var to = waiting ? await links.CreateAsync(known, AccountLink.Welcome, cancel) : site.Of("/accounts/signin");
            if (waiting) WelcomeMail.Send(notices, known, known.Email!, to, options.Value.InvitationDays, grant?.Words ?? default);
            else if (grant is not null)
                await notices.TellAccountAsync(known.Id, T($"您已获得新的身份：{grant.Words.Zh}。下次登录时可选用", $"You have a new role: {grant.Words.En}. Choose it at your next sign-in"), "/accounts/identity", cancel);
            log.Add(SecurityKinds.Invitation, target: known, detail: grant?.Words.Zh ?? "");
            return new Invitation(known, added, to, true);
        }
        var account = await accounts.CreateAsync(new NewAccount { UserName = email, DisplayName = displayName, Email = email }, cancel);
        var first = grant is null ? null : await grants.AddAsync(account, grant, cancel);
        var link = await links.CreateAsync(account, AccountLink.Welcome, cancel);
        WelcomeMail.Send(notices, account, email, link, options.Value.InvitationDays, grant?.Words ?? default);
        log.Add(SecurityKinds.Invitation, target: account, detail: grant?.Words.Zh ?? "");
        return new Invitation(account, first, link, false);
    }

    /// <summary>A new link for an account that is not yet in use; the old one is void.</summary>
    public async Task<string> AgainAsync(Account account, CancellationToken cancel = default)
    {
        Refusal.If(account.State != AccountLifecycle.Invited, "此账号已经启用，请本人用“忘记口令”重设", "This account is in use; its owner can reset the password by himself");
        var link = await links.CreateAsync(account, AccountLink.Welcome, cancel);
        if (account.Email is { } email) WelcomeMail.Send(notices, account, email, link, options.Value.InvitationDays);
        journal.Note(AccountLifecycle.Subject, account, "invite-again");
        log.Add(SecurityKinds.Invitation, target: account);
        return link;
    }
}
