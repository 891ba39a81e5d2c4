using System.Net;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Accounts.Links;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>().BindConfiguration(AccountOptions.Section)
            .Configure<IConfiguration>((options, configuration) => options.Site = configuration["KEGUAN_SITE"] ?? options.Site).ValidateDataAnnotations().ValidateOnStart();
        services.AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = false;
                options.User.AllowedUserNameCharacters = "";
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.Stores.MaxLengthForKeys = 128;
            })
            .AddEntityFrameworkStores<KeguanDb>()
            .AddSignInManager();
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccountOptions>>((hasher, own) => hasher.IterationCount = own.Value.HashIterations);
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A passkey stands for both factors: it must know its owner, and be found without a name being typed.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, options =>
        {
            options.Cookie.Name = "kg-session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.LoginPath = "/accounts/signin";
            options.SlidingExpiration = false;
            options.Events.OnRedirectToAccessDenied = AccessDenied.AnswerAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IOptions<AccountOptions>>((cookie, own) => cookie.ExpireTimeSpan = own.Value.Absolute);
        services.Configure<AntiforgeryOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            // A proxy on this machine is believed; others are named in KEGUAN_PROXIES (addresses or networks, with commas).
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in (configuration["KEGUAN_PROXIES"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
                else options.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        });

        // Refused in place: the page that is shown at the address of the one asked for.
        services.Configure<RazorPagesOptions>(options => options.Conventions.AddPageRoute("/Foundation/Accounts/Denied", "/error/403"));

        services.AddSingleton<ILifecycle>(AccountLifecycle.Table);
        AccountLifecycle.AddWords();
        services.AddSingleton(new SchemaExtra("security guards", SecurityGuards.ApplyAsync));
        services.AddSingleton<Totp>().AddSingleton<Passwords>().AddSingleton<SiteAddress>().AddSingleton<DemoMode>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddScoped<SecurityLog>().AddScoped<FailureCounter>().AddScoped<SecondFactors>().AddScoped<Passkeys>();
        services.AddScoped<AccountDirectory>().AddScoped<RoleGrants>().AddScoped<AccountLinks>().AddScoped<Invitations>();
        services.AddScoped<SignIns>().AddScoped<PasswordSignIn>().AddScoped<OwnPassword>();

        services.AddSingleton(new MenuItem(T("切换身份", "Switch role"), "/accounts/identity", Permissions.OwnAccount, 10) { Place = MenuPlace.Account });
        services.AddSingleton(new MenuItem(T("我的账号", "My account"), "/accounts/profile", Permissions.OwnAccount, 20) { Place = MenuPlace.Account });
        services.AddSingleton(new MenuItem(T("登录设备", "Sessions"), "/accounts/sessions", Permissions.OwnAccount, 30) { Place = MenuPlace.Account });
        services.AddSingleton(new MenuItem(T("退出登录", "Sign out"), "/accounts/signout", null, 90) { Place = MenuPlace.Account, Post = true, SignedIn = true });
        services.AddSingleton(new MenuItem(T("账号", "Accounts"), "/accounts/admin", Permissions.AccountsManage, 10, Audience.Administrator));
        services.AddSingleton(new MenuItem(T("授权", "Roles"), "/accounts/grants", Permissions.GrantsManage, 10, Audience.Administrator));
        services.AddSingleton(new MenuItem(T("安全审计", "Security log"), "/accounts/audit", Permissions.AuditRead, 10, Audience.Administrator));
        return services;
    }
}
