using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Admin;

/// <summary>What of an account the system administrator writes.</summary>
public sealed class AccountFields
{
    [Display(Name = "姓名|name"), Required, StringLength(Account.NameMax)] public string DisplayName { get; set; } = "";

    [Display(Name = "账号|account"), Required, StringLength(Account.UserNameMax, MinimumLength = 3), RegularExpression(@"^[\p{L}\p{N}._@-]+$")]
    public string UserName { get; set; } = "";

    [Display(Name = "邮箱|e-mail"), EmailAddress, StringLength(Account.EmailMax)] public string? Email { get; set; }
    [Display(Name = "手机号|telephone"), Phone, StringLength(20)] public string? Phone { get; set; }
}

/// <summary>新建账号: it waits for its owner to set a password.</summary>
[Needs(Permissions.AccountsManage)]
public sealed class CreateModel(AccountDirectory accounts, AccountLinks links, Notices.Notices notices, IOptions<AccountOptions> options) : KeguanPage
{
    [BindProperty] public AccountFields Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return await Invalid();
        var account = await accounts.CreateAsync(new NewAccount { UserName = Input.UserName, DisplayName = Input.DisplayName, Email = Input.Email ?? "", Phone = Input.Phone ?? "" }, Cancel);
        var link = await links.CreateAsync(account, AccountLink.Welcome, Cancel);
        if (account.Email is { } email) WelcomeMail.Send(notices, account, email, link, options.Value.InvitationDays);
        else DetailModel.ShowLink(TempData, account.Id, link);
        await Db.SaveChangesAsync(Cancel);
        return Done(account.Email is null ? T("账号已建立，请把启用链接当面转交本人", "The account is made; hand the activation link to its owner") : T($"账号已建立，启用链接已发往 {account.Email}", $"The account is made; the activation link goes to {account.Email}"), $"/accounts/admin/{account.Id}");
    }
}
