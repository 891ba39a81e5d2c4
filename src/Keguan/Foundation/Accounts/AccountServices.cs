using System.Security.Claims;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Keguan.Foundation.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = false;
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequireUppercase = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.Stores.MaxLengthForKeys = 128;
            })
            .AddEntityFrameworkStores<KeguanDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "kg-session";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.LoginPath = "/accounts/signin";
                options.AccessDeniedPath = "/accounts/denied";
                options.ExpireTimeSpan = TimeSpan.FromHours(10);
                options.SlidingExpiration = true;
            })
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => options.Cookie.Name = "kg-2fa")
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme, options => options.Cookie.Name = "kg-2fr")
            .AddCookie(IdentityConstants.ExternalScheme, options => options.Cookie.Name = "kg-ext");
        services.AddScoped<SignIns>();
        return services;
    }
}

/// <summary>Begins and ends sessions. Whoever has proved who he is gets a cookie that names a row; everything else is looked up by it.</summary>
public sealed class SignIns(KeguanDb db, TimeProvider time)
{
    public async Task<SignInSession> BeginAsync(HttpContext http, Account account, Guid? grantId, string method)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var session = new SignInSession
        {
            AccountId = account.Id,
            GrantId = grantId,
            StartedAt = now,
            LastSeenAt = now,
            Address = http.Connection.RemoteIpAddress?.ToString() ?? "",
            Browser = http.Request.Headers.UserAgent.ToString() is { Length: > 200 } agent ? agent[..200] : http.Request.Headers.UserAgent.ToString(),
            Method = method,
        };
        db.Add(session);
        account.LastGrantId = grantId ?? account.LastGrantId;
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
            session.EndedAt = time.GetUtcNow().UtcDateTime;
            await db.SaveChangesAsync();
        }
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
