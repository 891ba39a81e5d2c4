using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Journal;

namespace Keguan.Review.Exports;

/// <summary>Gives experts accounts. The caller saves.</summary>
public sealed class ExpertAccounts(Journal journal, Invitations invitations)
{
    /// <summary>An account with the identity of a reviewer for who has an address and no account yet; false where there was nothing to do.</summary>
    public async Task<bool> InviteAsync(Expert expert, CancellationToken cancel = default)
    {
        if (expert.AccountId is not null || expert.Email.Length == 0) return false;
        var invitation = await invitations.CreateAsync(expert.Email, expert.Name, new NewGrant(Roles.Expert) { PersonId = expert.Id }, cancel);
        expert.AccountId = invitation.Account.Id;
        journal.Note(ExpertLifecycle.Table.Subject, expert, "invite", new Act { Summary = "开通账号并发出邀请" });
        return true;
    }
}
