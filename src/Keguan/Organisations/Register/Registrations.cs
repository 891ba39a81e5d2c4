using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>登记: makes the organisation, its first administrator's account and his right, tells the officers. All of it or nothing.</summary>
public sealed class Registrations(KeguanDb db, Journal journal, CurrentActor actor, AccountDirectory accounts, Passwords passwords, RoleGrants grants, KnownCodes known, Notices notices)
{
    /// <param name="password">Of the account to be made; null where the actor registers with the account he is signed in with.</param>
    public async Task<Organisation> FileAsync(RegistrationDraft draft, RegistrationData data, string? password, CancellationToken cancel = default)
    {
        await known.RefuseAsync(data.Uscc, null, cancel);
        var organisation = new Organisation { Id = draft.Id, Uscc = data.Uscc, Name = data.Name, Kind = "", Area = "", RegisteredAt = journal.Now, StateSince = journal.Now };
        data.Facts!.ApplyTo(organisation);
        db.Add(organisation);

        var account = actor.Value.AccountId is { } signedIn ? await db.Users.FirstAsync(one => one.Id == signedIn, cancel) : await NewAccountAsync(data, password ?? "", cancel);
        // From here on it is he who acts: the entries bear his name.
        actor.Value = actor.Value with { AccountId = account.Id, Name = account.DisplayName, Role = Roles.UnitAdmin.Code, OrganisationId = organisation.Id, OrganisationName = organisation.Name };
        await grants.AddAsync(account, new NewGrant(Roles.UnitAdmin) { OrganisationId = organisation.Id, OrganisationName = organisation.Name }, cancel);
        journal.Act(OrganisationLifecycle.Table, organisation, "register", new Act
        {
            Summary = $"登记，{OrganisationKinds.Of(organisation.Kind).Zh}，代码 {organisation.Uscc}",
            Payload = new { organisation.Uscc, organisation.Name, organisation.Kind, organisation.Area },
        });
        await notices.TellRolesAsync([Roles.Officer, Roles.Chief], T($"新单位待核实：{organisation.Name}", $"An organisation to verify: {organisation.Name}"), $"/organisations/details/{organisation.Id}", cancel: cancel);
        draft.FiledAt = journal.Now;
        draft.Data = "{}";
        try { await db.SaveChangesAsync(cancel); }
        catch (DbUpdateException e) when (KnownCodes.IsTaken(e))
        {
            // Two at the same moment: the other one was first.
            db.ChangeTracker.Clear();
            await known.RefuseAsync(data.Uscc, null, cancel);
            throw;
        }
        return organisation;
    }

    async Task<Account> NewAccountAsync(RegistrationData data, string password, CancellationToken cancel)
    {
        var name = data.AdministratorEmail.Length > 0 ? data.AdministratorEmail : data.AdministratorPhone;
        var account = await accounts.CreateAsync(new NewAccount { UserName = name, DisplayName = data.AdministratorName, Email = data.AdministratorEmail, Phone = data.AdministratorPhone }, cancel);
        // He sets his password himself, here and now: as if he had followed the link of an invitation.
        actor.Value = actor.Value with { AccountId = account.Id, Name = account.DisplayName };
        passwords.Set(account, password);
        journal.Act(AccountLifecycle.Table, account, "activate");
        return account;
    }
}
