using System.Globalization;
using System.Security.Claims;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Data;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Accounts;

/// <summary>Begins and ends sessions. Whoever has proved who he is gets a cookie that names a row; everything else is looked up by it.</summary>
public sealed class SignIns(KeguanDb db, TimeProvider time, SecurityLog log, RoleGrants grants, DemoMode demo, IOptions<AccountOptions> options)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Signed in: begins the session, in the only identity where there is just one, and says where to go.</summary>
    public async Task<string> EnterAsync(HttpContext http, Account account, string method, string returnUrl)
    {
        var own = await grants.OfAsync(account.Id, http.RequestAborted);
        log.Add(SecurityKinds.SignIn, who: account, detail: method);
        await BeginAsync(http, account, own.Count == 1 ? own[0].Id : null, method);
        UseLanguage(http, account.Language);
        var way = own.Count != 1 ? "/accounts/identity" : SecondFactors.AwaitedFrom(account, own[0], method, demo.On) ? "/accounts/secondfactor" : null;
        return way is null ? returnUrl : way + QueryString.Create("ReturnUrl", returnUrl);
    }

    public async Task<SignInSession> BeginAsync(HttpContext http, Account account, Guid? grantId, string method)
    {
        var now = Now;
        var agent = http.Request.Headers.UserAgent.ToString();
        var session = new SignInSession
        {
            AccountId = account.Id,
            GrantId = grantId,
            StartedAt = now,
            LastSeenAt = now,
            Address = SecurityLog.AddressOf(http),
            Browser = agent.Length > 300 ? agent[..300] : agent,
            Method = method,
        };
        db.Add(session);
        await db.SaveChangesAsync();
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(ActorMiddleware.SessionClaim, session.Id.ToString())],
            IdentityConstants.ApplicationScheme);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity));
        return session;
    }

    public async Task EndAsync(HttpContext http, Guid sessionId)
    {
        if (await db.Set<SignInSession>().FindAsync(sessionId) is { EndedAt: null } session)
        {
            session.EndedAt = Now;
            log.Add(SecurityKinds.SignOut);
            await db.SaveChangesAsync();
        }
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>The sessions of an account that have neither ended nor timed out, the latest first.</summary>
    public Task<List<SignInSession>> OpenAsync(Guid accountId, CancellationToken cancel = default)
    {
        var (idle, begun) = (Now - options.Value.Idle, Now - options.Value.Absolute);
        return db.Set<SignInSession>().AsNoTracking().Where(session => session.AccountId == accountId && session.EndedAt == null && session.LastSeenAt > idle && session.StartedAt > begun)
            .OrderByDescending(session => session.LastSeenAt).ToListAsync(cancel);
    }

    /// <summary>Ends all sessions of an account, but for one. Adds to the context; the caller saves.</summary>
    public async Task<int> EndAllAsync(Guid accountId, Guid? except = null, CancellationToken cancel = default)
    {
        var now = Now;
        var open = await db.Set<SignInSession>().Where(session => session.AccountId == accountId && session.EndedAt == null && (except == null || session.Id != except)).ToListAsync(cancel);
        foreach (var session in open) session.EndedAt = now;
        return open.Count;
    }

    /// <summary>Pages in this language from the next request on.</summary>
    public static void UseLanguage(HttpContext http, string language) => http.Response.Cookies.Append(UiSetup.LanguageCookie,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo(language == "en" ? "en" : "zh-CN"))),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
}
