using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Journal;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>我的账号: name, language, identities, and what protects the sign-in.</summary>
[Needs(Permissions.OwnAccount)]
public sealed class ProfileModel(SecondFactors factors, RoleGrants grants, OwnPassword ownPassword, SecurityLog log) : AccountPage
{
    public sealed class Fields
    {
        [Display(Name = "姓名|name"), Required, StringLength(Account.NameMax)] public string DisplayName { get; set; } = "";
        public string Language { get; set; } = "zh";
    }

    [BindProperty] public Fields Input { get; set; } = new();
    public Account Own { get; private set; } = null!;
    public IReadOnlyList<RoleGrant> Grants { get; private set; } = [];
    public FactorState State { get; private set; } = null!;

    protected internal override async Task<bool> LoadAsync()
    {
        Own = await OwnAsync();
        Grants = await grants.OfAsync(Own.Id, Cancel);
        State = await factors.StateAsync(Own, Cancel);
        if (!Request.HasFormContentType || !Request.Form.ContainsKey("Input.DisplayName")) Input = new Fields { DisplayName = Own.DisplayName, Language = Own.Language };
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return await Invalid();
        var account = await OwnAsync();
        var before = account.DisplayName;
        account.DisplayName = Input.DisplayName.Trim();
        if (account.DisplayName != before) Journal.Note(AccountLifecycle.Subject, account, "revise", new Act { Summary = $"姓名由“{before}”改为“{account.DisplayName}”" });
        account.Language = Input.Language == "en" ? "en" : "zh";
        log.Add(SecurityKinds.Account, detail: "姓名、语言");
        await Db.SaveChangesAsync(Cancel);
        SignIns.UseLanguage(HttpContext, account.Language);
        return Done(account.Language == "en" ? Text.Same("Saved") : Text.Same("已保存"), "/accounts/profile");
    }

    public async Task<IActionResult> OnPostRemoveTotpAsync(string? password)
    {
        ModelState.Clear();
        var account = await OwnAsync();
        var state = await factors.StateAsync(account, Cancel);
        Refusal.If(!state.Totp, "没有设置动态验证", "No authenticator is set up");
        Refusal.If(await ownPassword.RefusedAsync(account, password, Cancel));
        await LastFactor.RefuseAsync(grants, account, state.Passkeys, Cancel);
        SecondFactors.RemoveTotp(account);
        log.Add(SecurityKinds.Factor, detail: "totp removed");
        await Db.SaveChangesAsync(Cancel);
        return Done(T("动态验证已移除", "The authenticator is removed"), "/accounts/profile");
    }
}
