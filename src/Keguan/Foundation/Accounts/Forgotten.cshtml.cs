using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Links;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>忘记口令: a link by mail. The answer is the same whether there is such an account or not.</summary>
[AllowAnonymous]
public sealed class ForgottenModel(AccountDirectory accounts, AccountLinks links, Invitations invitations, FailureCounter counter, SecurityLog log, Notices.Notices notices, DemoMode demo, IOptions<AccountOptions> options) : AccountPage
{
    [BindProperty] public string? Name { get; set; }
    public bool Sent { get; private set; }
    public AccountOptions Options => options.Value;

    public async Task<IActionResult> OnPostAsync()
    {
        Name = Name?.Trim();
        if (Name is not { Length: > 0 and <= 128 })
        {
            Wrong(nameof(Name), T("请填写账号", "Enter your account"));
            return await Invalid();
        }
        var address = SecurityLog.AddressOf(HttpContext);
        if (await counter.BlockedUntilAsync(FailureCounter.AddressKey(address), Cancel) is { } until)
        {
            Wrong("", PasswordSignIn.BlockedWords(until));
            await Invalid();
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Page();
        }
        await counter.AddressFailedAsync(address, Cancel);
        var often = await counter.TooManyMailsAsync(Name, Cancel);
        var account = await accounts.FindAsync(Name, Cancel);
        if (account is { Email.Length: > 0, DisabledAt: null } && !often && (!account.Demo || demo.On)) await SendAsync(account);
        else if (account is null) log.AddUnknown(SecurityKinds.ResetAsked, SecurityKinds.UnknownAccount, Name);
        else log.Add(SecurityKinds.ResetAsked, SecurityKinds.NotActive, who: account);
        await Db.SaveChangesAsync(Cancel);
        Sent = true;
        return Page();
    }

    async Task SendAsync(Account account)
    {
        log.Add(SecurityKinds.ResetAsked, who: account);
        if (account.State == AccountLifecycle.Invited)
        {
            await invitations.AgainAsync(account, Cancel);
            return;
        }
        var link = await links.CreateAsync(account, AccountLink.Reset, Cancel);
        var text = T(
            $"{account.DisplayName}：\n\n请打开下面的链接重新设置口令，{options.Value.ResetMinutes} 分钟内有效，只能使用一次：\n\n{link}\n\n如果不是您本人申请，请不必理会，口令不会改变。",
            $"{account.DisplayName},\n\nopen this link to set a new password. It is valid for {options.Value.ResetMinutes} minutes and can be used once:\n\n{link}\n\nIf you did not ask for it, ignore this mail; your password stays as it is.");
        notices.Mail(account.Email!, T("重设口令", "Reset your password"), text);
    }
}
