using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>
/// 动态验证: set up an authenticator, or replace it. Who acts in a role that asks for a second factor and has shown none is led here and gets nowhere else:
/// to set one up when he has none, to show it when he has.
/// </summary>
[Needs(Permissions.SecondFactor)]
public sealed class SecondFactorModel(SecondFactors factors, Passkeys passkeys, Totp totp, OwnPassword ownPassword, FailureCounter counter, SecurityLog log) : AccountPage
{
    Account _account = null!;

    [BindProperty] public string? Code { get; set; }
    [BindProperty] public string? Password { get; set; }

    /// <summary>The secret shown, sealed: it comes back with the form, so that looking at the page changes nothing.</summary>
    [BindProperty] public string? Offer { get; set; }
    public FactorState State { get; private set; } = new(false, null, 0, 0);
    public string Picture { get; private set; } = "";
    public string Shown { get; private set; } = "";

    protected internal override async Task<bool> LoadAsync()
    {
        _account = await OwnAsync();
        State = await factors.StateAsync(_account, Cancel);
        var secret = totp.Offered(_account.Id, Offer) ?? Totp.NewSecret();
        Offer = totp.Offer(_account.Id, secret);
        ModelState.Remove(nameof(Offer));
        Shown = string.Join(' ', secret.Chunk(4).Select(part => new string(part)));
        Picture = Totp.Picture(Totp.Uri(T("科管", "Keguan").ToString(), _account.UserName!, secret));
        return true;
    }

    public async Task<IActionResult> OnPostSetupAsync()
    {
        _account = await OwnAsync();
        var waits = Actor.Waits == Waits.SecondFactor;
        // Who knows the password only must not replace what stands beside it.
        if (waits && (await factors.StateAsync(_account, Cancel)).Any) return await Invalid();
        if (totp.Offered(_account.Id, Offer) is not { } secret)
        {
            (Offer, Code) = (null, null);
            Wrong(nameof(Code), T("页面停留过久，密钥已更换，请重新扫描", "The page was open for too long; scan the new code"));
            return await Invalid();
        }
        if (!waits && await ownPassword.RefusedAsync(_account, Password, Cancel) is { } why) Wrong(nameof(Password), why);
        else if (Totp.Step(secret, Code ?? "", Now) is { } step)
        {
            factors.SetTotp(_account, secret, step);
            return await SetAsync("totp", "password+totp");
        }
        else Wrong(nameof(Code), T("验证码不正确，请核对手机时间后重试", "The code is not right; check your phone’s clock and try again"));
        ModelState.SetModelValue(nameof(Code), "", "");
        return await Invalid();
    }

    public async Task<IActionResult> OnPostVerifyAsync()
    {
        _account = await OwnAsync();
        if (_account.LockedUntil > Now) Wrong(nameof(Code), T("验证码已多次不正确，请稍后再试", "The code was wrong too often; try again later"));
        else
        {
            var result = await factors.UseTotpAsync(_account, Code ?? "", Cancel);
            log.Add(SecurityKinds.SignIn, result switch { CodeResult.Right => SecurityKinds.Ok, CodeResult.Replayed => SecurityKinds.ReplayedCode, _ => SecurityKinds.WrongCode }, detail: "totp");
            if (result == CodeResult.Right) return await StrongAsync("password+totp", Next);
            await counter.AccountFailedAsync(_account.Id, Cancel);
            await Db.SaveChangesAsync(Cancel);
            Wrong(nameof(Code), T("验证码不正确", "The code is not right"));
        }
        ModelState.SetModelValue(nameof(Code), "", "");
        return await Invalid();
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Actor.Waits == Waits.SecondFactor ? Content(await passkeys.CreationAsync(HttpContext, await OwnAsync()), "application/json") : NotFound();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        _account = await OwnAsync();
        if (Actor.Waits != Waits.SecondFactor || (await factors.StateAsync(_account, Cancel)).Any) return await Invalid();
        if (await passkeys.AddAsync(HttpContext, _account, credential ?? "", BrowserName.Of(Request.Headers.UserAgent.ToString()).Zh) is not null) return await SetAsync("passkey", "password+passkey");
        Wrong("", T("通行密钥没有设置成功，请重试，或改用身份验证器", "The passkey was not set up; try again, or use an authenticator"));
        return await Invalid();
    }

    /// <summary>A factor is there now: recovery codes with the first one, and this session counts as proved.</summary>
    async Task<IActionResult> SetAsync(string what, string method)
    {
        log.Add(SecurityKinds.Factor, detail: what);
        if (!await Db.Set<RecoveryCode>().AnyAsync(code => code.AccountId == _account.Id && code.UsedAt == null, Cancel))
            RecoveryModel.Show(TempData, await factors.RenewRecoveryAsync(_account, Cancel));
        return await StrongAsync(method, TempData.ContainsKey(RecoveryModel.Codes) ? With("/accounts/recovery") : Actor.Waits == Waits.Nothing ? "/accounts/profile" : Next);
    }

    async Task<IActionResult> StrongAsync(string method, string next)
    {
        var session = await Db.Set<SignInSession>().FirstAsync(one => one.Id == Actor.SessionId, Cancel);
        if (session.Method == "password") session.Method = method;
        await Db.SaveChangesAsync(Cancel);
        return Done(T("第二因素已生效", "The second factor is in force"), next);
    }
}
