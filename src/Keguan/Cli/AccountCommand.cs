using System.CommandLine;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Journal;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Cli;

/// <summary>`keguan account invite`, `keguan account reset`: the first administrators of a new system, and the way back in for one who is locked out.</summary>
static class AccountCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("account", T("账号：首批管理员，以及管理员无法登录时的补救", "Accounts: the first administrators, and the way back in for one who can’t sign in").ToString());
        command.Subcommands.Add(Invite(shell));
        command.Subcommands.Add(Reset(shell));
        return command;
    }

    static Command Invite(Shell shell)
    {
        var user = new Argument<string>("USER") { Description = T("账号名", "Account name").ToString() };
        var name = new Option<string>("--name") { Description = T("姓名", "The person's name").ToString(), HelpName = "NAME", Required = true };
        var role = new Option<string>("--role") { Description = T("身份：{0}", "Role: {0}").With(string.Join('、', Granted.Select(one => one.Code))).ToString(), HelpName = "ROLE", Required = true };
        var section = new Option<string>("--section") { Description = T("科室", "Section of the bureau").ToString(), HelpName = "NAME" };
        var email = new Option<string>("--email") { Description = T("邮箱：启用链接也会发到这里", "E-mail: the link goes there too").ToString(), HelpName = "ADDRESS" };
        role.AcceptOnlyFromAmong([.. Granted.Select(one => one.Code)]);
        var command = new Command("invite", T(
            "建立账号并授予身份，输出一次性的启用链接（七天有效）。新系统先为系统、安全、审计三个管理员各建一个。",
            "Make an account with a role and print the link, good once and for seven days, by which its owner sets the password. A new system begins with one for each of the three administrators.").ToString()) { user, name, role, section, email };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel);
            var account = await house.Get<AccountDirectory>().CreateAsync(new NewAccount { UserName = parsed.GetRequiredValue(user), DisplayName = parsed.GetRequiredValue(name), Email = parsed.GetValue(email) ?? "" }, cancel);
            await house.Get<RoleGrants>().AddAsync(account, new NewGrant(Roles.Find(parsed.GetRequiredValue(role))!) { Section = parsed.GetValue(section) ?? "" }, cancel);
            var link = await house.Get<AccountLinks>().CreateAsync(account, AccountLink.Welcome, cancel);
            if (account.Email is { } address) WelcomeMail.Send(house.Get<Foundation.Notices.Notices>(), account, address, link, house.Get<IOptions<AccountOptions>>().Value.InvitationDays);
            await house.Db.SaveChangesAsync(cancel);
            shell.Output.WriteLine(link);
            return ExitCode.Done;
        });
        return command;
    }

    static Command Reset(Shell shell)
    {
        var user = new Argument<string>("USER") { Description = T("账号名、邮箱或手机号", "Account name, e-mail or telephone").ToString() };
        var reason = new Option<string>("--reason") { Description = T("理由，记入安全审计", "Why; it goes into the security log").ToString(), HelpName = "WORDS", Required = true };
        var command = new Command("reset", T(
            "清除账号的第二因素和锁定，结束其登录，输出一次性的重设口令链接。用于管理员自己无法登录时。",
            "Remove an account's second factor and lock, end its sessions, and print a link for a new password. For an administrator who can’t get in himself.").ToString()) { user, reason };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var house = await shell.OpenAsync(cancel);
            var account = await house.Get<AccountDirectory>().FindAsync(parsed.GetRequiredValue(user), cancel)
                ?? throw new Refusal(T("没有账号“{0}”", "There is no account “{0}”").With(parsed.GetRequiredValue(user)));
            Refusal.If(account.State != AccountLifecycle.Active, "此账号未启用或已停用", "This account is not active");
            await house.Get<SecondFactors>().ResetAsync(account, cancel);
            await house.Get<SignIns>().EndAllAsync(account.Id, cancel: cancel);
            (account.LockedUntil, account.AccessFailedCount) = (null, 0);
            house.Get<Journal>().Note(AccountLifecycle.Subject, account, "reset-factors", new Act { Reason = parsed.GetValue(reason) });
            house.Get<SecurityLog>().Add(SecurityKinds.FactorReset, target: account, detail: parsed.GetRequiredValue(reason));
            var link = await house.Get<AccountLinks>().CreateAsync(account, AccountLink.Reset, cancel);
            await house.Db.SaveChangesAsync(cancel);
            shell.Output.WriteLine(link);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Roles that need no organisation: within one, its administrator invites.</summary>
    static IEnumerable<Role> Granted => Roles.All.Where(role => !role.NeedsOrganisation);
}
