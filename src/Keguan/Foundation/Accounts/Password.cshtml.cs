using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>修改口令. Whoever else is signed in by the old one is out.</summary>
[Needs(Permissions.OwnAccount)]
public sealed class PasswordModel(Passwords passwords, OwnPassword ownPassword, SignIns signIns, SecurityLog log, Notices.Notices notices) : AccountPage
{
    public sealed class Fields
    {
        public string? Current { get; set; }
        public string? New { get; set; }
        public string? Again { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        var account = await OwnAsync();
        if (Passwords.Refused(Input.New, account) is { } weak) Wrong("Input.New", weak);
        else if (Input.New == Input.Current) Wrong("Input.New", T("新口令不能与当前口令相同", "The new password must differ from the current one"));
        if (Input.New != Input.Again) Wrong("Input.Again", T("两次输入的新口令不一致", "The two new passwords differ"));
        if (ModelState.IsValid && await ownPassword.RefusedAsync(account, Input.Current, Cancel) is { } why) Wrong("Input.Current", why);
        if (!ModelState.IsValid) return await Invalid();
        passwords.Set(account, Input.New!);
        var ended = await signIns.EndAllAsync(account.Id, Actor.SessionId, Cancel);
        log.Add(SecurityKinds.Password);
        await notices.TellAccountAsync(account.Id, T("您的口令已修改。如非本人操作，请立即联系系统管理员", "Your password was changed. If that was not you, tell the system administrator at once"), "/accounts/sessions", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(ended > 0 ? T($"口令已修改，其他 {ended} 处登录已结束", $"Your password is changed; {ended} other sessions have ended") : T("口令已修改", "Your password is changed"), "/accounts/profile");
    }
}
