using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;

namespace Keguan;

/// <summary>The composition root: the same for web, command line and tests.</summary>
public static class KeguanHost
{
    /// <summary>Every module of the house, in the order of the menu.</summary>
    public static readonly IReadOnlyList<IModule> Modules =
    [
        new FoundationModule(),
        new Organisations.OrganisationsModule(),
        new Review.ReviewModule(),
        new Programmes.ProgrammesModule(),
        new Recognition.RecognitionModule(),
        new Statistics.StatisticsModule(),
        new Reports.ReportsModule(),
        new Portal.PortalModule(),
    ];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddKeguan(builder.Configuration);
        return builder;
    }

    public static IServiceCollection AddKeguan(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddKeguanDb(configuration);
        services.AddScoped<CurrentActor>();
        services.AddScoped<Journal>();
        services.AddSingleton<Lifecycles>();
        services.AddScoped<Notices>();
        services.AddScoped<IAuthorizationHandler, NeedsHandler>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.AddRazorPages(options => options.RootDirectory = "/")
            .AddMvcOptions(options =>
            {
                options.Filters.Add<RefusalFilter>();
                options.Filters.Add<ActsFilter>();
            });
        services.AddRouting(options => options.LowercaseUrls = true);
        services.AddAntiforgery(options => options.Cookie.Name = "kg-af");
        services.Configure<RequestLocalizationOptions>(options =>
        {
            // Numbers and dates are written one way everywhere; only the words change with the language.
            options.SupportedCultures = [CultureInfo.InvariantCulture];
            options.SupportedUICultures = [new CultureInfo("zh-CN"), new CultureInfo("en")];
            options.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo("zh-CN"));
            options.RequestCultureProviders = [new QueryStringRequestCultureProvider { QueryStringKey = "culture", UIQueryStringKey = "lang" }, new CookieRequestCultureProvider { CookieName = "kg-lang" }];
        });
        foreach (var module in Modules) module.AddServices(services, configuration);
        return services;
    }

    public static WebApplication Pipeline(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRequestLocalization();
        app.UseUi();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = UiSetup.Cached });
        app.UseRouting();
        app.UseNothingHere();
        app.UseAuthentication();
        app.UseMiddleware<ActorMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<UploadMiddleware>();
        app.MapRazorPages();
        foreach (var module in Modules) module.MapEndpoints(app);
        return app;
    }
}
