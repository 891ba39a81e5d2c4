using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>备用码: shown once after they were made, never again.</summary>
[Needs(Permissions.OwnAccount)]
public sealed class RecoveryModel(SecondFactors factors, OwnPassword ownPassword, SecurityLog log) : AccountPage
{
    public const string Codes = "recovery.codes";

    [BindProperty] public string? Password { get; set; }
    public IReadOnlyList<string> New { get; private set; } = [];
    public int Left { get; private set; }

    /// <summary>Hands new codes to this page, in the sealed cookie that lasts for one reading.</summary>
    public static void Show(ITempDataDictionary data, IReadOnlyList<string> codes) => data[Codes] = string.Join(' ', codes);

    protected internal override async Task<bool> LoadAsync()
    {
        if (TempData[Codes] is string codes) New = codes.Split(' ');
        Left = (await factors.StateAsync(await OwnAsync(), Cancel)).RecoveryLeft;
        if (Next == Desk && Actor.Role.Length > 0) ReturnUrl ??= "/accounts/profile";
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var account = await OwnAsync();
        if (await ownPassword.RefusedAsync(account, Password, Cancel) is { } why)
        {
            Wrong(nameof(Password), why);
            return await Invalid();
        }
        Refusal.If(!(await factors.StateAsync(account, Cancel)).Any, "请先设置动态验证或通行密钥", "Set up an authenticator or a passkey first");
        Show(TempData, await factors.RenewRecoveryAsync(account, Cancel));
        log.Add(SecurityKinds.Factor, detail: "recovery");
        await Db.SaveChangesAsync(Cancel);
        return Done(T("新的备用码已生成，旧的已作废", "New codes are made; the old ones are void"), "/accounts/recovery");
    }
}
