using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Accounts;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>单位登记, third page: who will administer it. Whoever is signed in does so with his own account and never comes here.</summary>
[AllowAnonymous]
public sealed class AdministratorModel(AccountDirectory accounts) : RegisterPage(3)
{
    public sealed class Fields
    {
        [Display(Name = "姓名|your name"), Required, StringLength(Account.NameMax, MinimumLength = 2)] public string Name { get; set; } = "";
        [Display(Name = "手机号|mobile number")] public string? Phone { get; set; }
        [Display(Name = "邮箱|e-mail address"), EmailAddress, StringLength(Account.EmailMax)] public string? Email { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();

    public override async Task<IActionResult> OnGetAsync()
    {
        if (await ElsewhereAsync() is { } elsewhere) return elsewhere;
        if (Actor.IsSignedIn) return LocalRedirect(Start + "/check");
        Input = new Fields { Name = Data.AdministratorName.Length > 0 ? Data.AdministratorName : Data.Facts!.ContactName, Phone = Data.AdministratorPhone, Email = Data.AdministratorEmail.Length > 0 ? Data.AdministratorEmail : Data.Facts!.ContactEmail };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ElsewhereAsync() is { } elsewhere) return elsewhere;
        var (phone, email) = (AccountDirectory.NormalPhone(Input.Phone), Input.Email?.Trim() ?? "");
        if (!string.IsNullOrWhiteSpace(Input.Phone) && (phone.Length != 11 || phone[0] != '1')) Wrong("Input.Phone", T("应为 11 位手机号", "A mobile number has 11 digits"));
        if (phone.Length == 0 && email.Length == 0) Wrong("Input.Phone", T("手机号和邮箱至少填一项，用于登录", "Give a mobile number or an e-mail address to sign in with"));
        if (ModelState.IsValid)
        {
            if (email.Length > 0 && await accounts.FindAsync(email, Cancel) is not null) Wrong("Input.Email", Taken);
            if (phone.Length > 0 && await accounts.FindAsync(phone, Cancel) is not null) Wrong("Input.Phone", Taken);
        }
        if (!ModelState.IsValid) return await Invalid();
        Keep(Data with { AdministratorName = Input.Name.Trim(), AdministratorPhone = phone, AdministratorEmail = email });
        await Db.SaveChangesAsync(Cancel);
        return LocalRedirect(Start + "/check");
    }

    static readonly Foundation.Text Taken = T("已有使用它的账号：请先登录，再用该账号继续登记", "An account uses it already: sign in and go on with that account");
}
