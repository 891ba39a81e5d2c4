using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>登录: account, password and code in one form; a passkey beside it where the browser can.</summary>
[AllowAnonymous]
public sealed class SignInModel(PasswordSignIn passwordSignIn, SignIns signIns, Passkeys passkeys, FailureCounter counter, SecurityLog log, DemoMode demo, IOptions<AccountOptions> options, IOptions<ShellOptions> shell) : AccountPage
{
    public const string RecoveryWay = "recovery";

    public sealed class Fields
    {
        [Display(Name = "账号|account"), Required, StringLength(128)] public string Name { get; set; } = "";
        [Display(Name = "口令|password"), Required, StringLength(Passwords.Max)] public string Password { get; set; } = "";
        [StringLength(30)] public string? Code { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();

    /// <summary>“recovery”: a recovery code instead of the authenticator's.</summary>
    [BindProperty(SupportsGet = true)] public string? Way { get; set; }

    public bool Recovery => Way == RecoveryWay;
    public AccountOptions Options => options.Value;
    public Text Soon { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (shell.Value.ClosingSoon is { } soon) Soon = await soon(HttpContext.RequestServices, Cancel) ?? default;
        return true;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (Actor.IsSignedIn) return LocalRedirect(Next);
        var current = Get<Access.CurrentActor>();
        if (current.HasLapsed) ModelState.AddModelError("", T("登录已超时，或已在别处被结束，请重新登录", "Your session has timed out or was ended elsewhere; please sign in again").ToString());
        return await base.OnGetAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return await Invalid();
        var answer = await passwordSignIn.TryAsync(Input.Name, Input.Password, Input.Code, Recovery, Cancel);
        if (answer.Account is { } account) return LocalRedirect(await signIns.EnterAsync(HttpContext, account, answer.Method, Next));
        ModelState.Remove("Input.Code");
        Input.Code = null;
        Wrong(answer.AboutCode ? "Input.Code" : "", answer.Words);
        var page = await Invalid();
        if (answer.Blocked) Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return page;
    }

    /// <summary>Begins the ceremony of a passkey; asked for by passkey.js.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await passkeys.RequestAsync(HttpContext), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        ModelState.Clear();
        var address = SecurityLog.AddressOf(HttpContext);
        if (await counter.BlockedUntilAsync(FailureCounter.AddressKey(address), Cancel) is { } until)
        {
            Wrong("", PasswordSignIn.BlockedWords(until));
            await Invalid();
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Page();
        }
        var account = await passkeys.SignInAsync(HttpContext, credential ?? "", Cancel);
        var open = account is { DisabledAt: null, State: not (AccountLifecycle.Invited or AccountLifecycle.Disabled) } && (!account.Demo || demo.On);
        // The lock is about guessed passwords: a passkey can't be guessed, and whoever holds it gets in and lifts the lock.
        if (account is not null && open)
        {
            (account.LockedUntil, account.AccessFailedCount, account.LastSignInAt) = (null, 0, Now);
            return LocalRedirect(await signIns.EnterAsync(HttpContext, account, "passkey", Next));
        }
        if (account is null) log.AddUnknown(SecurityKinds.SignIn, SecurityKinds.BadPasskey, "");
        else log.Add(SecurityKinds.SignIn, SecurityKinds.NotActive, who: account);
        await counter.AddressFailedAsync(address, Cancel);
        await Db.SaveChangesAsync(Cancel);
        Wrong("", T("通行密钥没有被接受，请重试，或用口令登录", "The passkey was not accepted; try again, or sign in with your password"));
        return await Invalid();
    }
}
