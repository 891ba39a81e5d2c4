using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Keguan.Foundation.Accounts;

/// <summary>What happens when somebody who is signed in may not: led on when something is missing that he can do himself, else refused in place, and noted.</summary>
static class AccessDenied
{
    public static async Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var actor = http.RequestServices.GetRequiredService<CurrentActor>().Value;
        if (actor.Waits != Waits.Nothing)
        {
            var back = HttpMethods.IsGet(http.Request.Method) ? QueryString.Create("ReturnUrl", http.Request.Path + http.Request.QueryString).ToString() : "";
            http.Response.Redirect((actor.Waits == Waits.SecondFactor ? "/accounts/secondfactor" : "/accounts/identity") + back);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        var db = http.RequestServices.GetRequiredService<KeguanDb>();
        http.RequestServices.GetRequiredService<SecurityLog>().Add(SecurityKinds.Refused, SecurityKinds.NoPermission, detail: $"{http.Request.Method} {http.Request.Path}");
        await db.SaveChangesAsync(http.RequestAborted);
    }
}
