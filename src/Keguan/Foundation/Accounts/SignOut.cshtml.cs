using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>退出.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignIns signIns) : KeguanPage
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (Actor.SessionId is { } session) await signIns.EndAsync(HttpContext, session);
        return Done(T("已退出登录", "You have signed out"), "/accounts/signin");
    }
}
