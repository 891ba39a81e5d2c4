using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>通行密钥: one's own, added and removed with the password in hand.</summary>
[Needs(Permissions.OwnAccount)]
public sealed class PasskeysModel(Factors.Passkeys passkeys, SecondFactors factors, RoleGrants grants, OwnPassword ownPassword, SecurityLog log) : AccountPage
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Password { get; set; }
    public IReadOnlyList<PasskeyRow> Own { get; private set; } = [];
    public string Suggested => BrowserName.Of(Request.Headers.UserAgent.ToString()).ToString();

    protected internal override async Task<bool> LoadAsync()
    {
        Own = [.. (await passkeys.OfAsync(Actor.AccountId!.Value, Cancel)).Select(Factors.Passkeys.Row).OrderBy(row => row.CreatedAt)];
        return true;
    }

    /// <summary>Begins the ceremony; asked for by passkey.js with what was typed.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        var account = await OwnAsync();
        if (await ownPassword.RefusedAsync(account, Password, Cancel) is { } why) return new JsonResult(new { error = why.ToString() }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        return Content(await passkeys.CreationAsync(HttpContext, account), "application/json");
    }

    public async Task<IActionResult> OnPostAddAsync(string? credential)
    {
        var account = await OwnAsync();
        if (await ownPassword.RefusedAsync(account, Password, Cancel) is { } why)
        {
            Wrong(nameof(Password), why);
            return await Invalid();
        }
        Refusal.If((await passkeys.OfAsync(account.Id, Cancel)).Count >= Factors.Passkeys.Most, $"最多保存 {Factors.Passkeys.Most} 个通行密钥，请先移除不用的", $"At most {Factors.Passkeys.Most} passkeys: remove one first");
        var name = Name?.Trim() is { Length: > 0 and <= Factors.Passkeys.NameMax } given ? given : Suggested;
        if (await passkeys.AddAsync(HttpContext, account, credential ?? "", name) is null) throw new Refusal("通行密钥没有设置成功，请重试", "The passkey was not set up; please try again");
        log.Add(SecurityKinds.Factor, detail: $"passkey: {name}");
        var first = (await factors.StateAsync(account, Cancel)).RecoveryLeft == 0;
        if (first) RecoveryModel.Show(TempData, await factors.RenewRecoveryAsync(account, Cancel));
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"通行密钥“{name}”已设置", $"Passkey “{name}” is set up"), first ? "/accounts/recovery" : "/accounts/passkeys");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? id)
    {
        var account = await OwnAsync();
        var own = await passkeys.OfAsync(account.Id, Cancel);
        if (own.Find(passkey => Factors.Passkeys.Row(passkey).Id == id) is not { } gone) return NotFound();
        Refusal.If(await ownPassword.RefusedAsync(account, Password, Cancel));
        await LastFactor.RefuseAsync(grants, account, own.Count - 1 + (account.TotpSecret is null ? 0 : 1), Cancel);
        Db.Remove(gone);
        log.Add(SecurityKinds.Factor, detail: $"passkey removed: {gone.Data.Name}");
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"通行密钥“{gone.Data.Name}”已移除", $"Passkey “{gone.Data.Name}” is removed"), "/accounts/passkeys");
    }
}
