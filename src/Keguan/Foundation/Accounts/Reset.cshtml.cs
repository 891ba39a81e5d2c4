using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Links;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>A page behind a link by mail: the account is the one that the token stands for, as long as it is good.</summary>
public abstract class LinkPage(string kind) : AccountPage
{
    [BindProperty(SupportsGet = true)] public string? Token { get; set; }
    [BindProperty] public string? New { get; set; }
    [BindProperty] public string? Again { get; set; }
    public Account? Account { get; private set; }
    protected AccountLink? Link { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Get<AccountLinks>().FindAsync(Token, kind, Cancel) is { } found) (Account, Link) = found;
        else if (!string.IsNullOrEmpty(Token)) Response.StatusCode = StatusCodes.Status410Gone;
        return true;
    }

    /// <summary>Sets the password by the link, which is used up by it. Null when the link is no good any more or something typed is wrong: then the page is shown again.</summary>
    protected async Task<IActionResult?> SetAsync()
    {
        await LoadAsync();
        if (Account is not { } account) return await GoneAsync();
        if (Passwords.Refused(New, account) is { } weak) Wrong(nameof(New), weak);
        else if (New != Again) Wrong(nameof(Again), T("两次输入的新口令不一致", "The two passwords differ"));
        if (!ModelState.IsValid) return await Invalid();
        if (!await Get<AccountLinks>().UseAsync(Link!, Cancel)) return await GoneAsync();
        // From here on it is the account's owner who acts.
        Get<CurrentActor>().Value = new Actor { AccountId = account.Id, Name = account.DisplayName };
        Get<Passwords>().Set(account, New!);
        (account.LockedUntil, account.AccessFailedCount) = (null, 0);
        await Get<SignIns>().EndAllAsync(account.Id, cancel: Cancel);
        Get<SecurityLog>().Add(SecurityKinds.Password, who: account, detail: kind);
        return null;
    }

    async Task<IActionResult> GoneAsync()
    {
        Account = null;
        Get<SecurityLog>().AddUnknown(SecurityKinds.Password, SecurityKinds.BadLink, "");
        await Get<FailureCounter>().AddressFailedAsync(SecurityLog.AddressOf(HttpContext), Cancel);
        await Db.SaveChangesAsync(Cancel);
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}

/// <summary>重设口令 by the link of a mail. All sessions end; a second factor stays as it is.</summary>
[AllowAnonymous]
public sealed class ResetModel() : LinkPage(AccountLink.Reset)
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (await SetAsync() is { } again) return again;
        await Db.SaveChangesAsync(Cancel);
        return Done(T("口令已重设，请用新口令登录", "Your password is set; please sign in with it"), "/accounts/signin");
    }
}
