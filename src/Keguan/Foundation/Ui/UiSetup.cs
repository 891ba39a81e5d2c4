using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.Localization;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>What the pages need: layouts found by name, words of binding and validation in both languages, security headers, error pages, the language switch.</summary>
public static class UiSetup
{
    public const string LanguageCookie = "kg-lang";

    /// <summary>No inline script, no inline style, nothing from elsewhere.</summary>
    const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    static readonly string[] Files = ["/css", "/js", "/lib"];

    public static IServiceCollection AddUi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Shell>();
        services.AddSingleton<SealedTo>();
        services.AddOptions<ShellOptions>().Configure(options => options.Read(configuration));
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/css", "text/javascript"]));
        services.Configure<RazorViewEngineOptions>(options => options.PageViewLocationFormats.Add("/Foundation/Ui/{0}.cshtml"));
        services.Configure<MvcOptions>(options =>
        {
            BindingWords(options.ModelBindingMessageProvider);
            options.ModelMetadataDetailsProviders.Add(new ValidationWords());
        });
        services.AddMvcCore().AddDataAnnotations().AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, _) => new UiLocalizer());
        return services;
    }

    /// <summary>Before everything but the choice of language: headers, and pages for what goes wrong.</summary>
    public static WebApplication UseUi(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return next(context);
        });
        // Only own files are compressed: nothing secret stands beside what a stranger could put there.
        app.UseWhen(context => Files.Any(folder => context.Request.Path.StartsWithSegments(folder)), files => files.UseResponseCompression());
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        return app;
    }

    /// <summary>After routing: what is nowhere is not found for everybody, instead of a way to the sign-in page.</summary>
    public static void UseNothingHere(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is null) context.SetEndpoint(Nothing);
        return next(context);
    });

    static readonly Endpoint Nothing = new(null, new EndpointMetadataCollection(new AllowAnonymousAttribute()), "nothing here");

    /// <summary>Own files: with a version in the address they may be kept for a year.</summary>
    public static void Cached(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file) =>
        file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public,max-age=31536000,immutable" : "no-cache";

    public static void MapUi(this WebApplication app) => app.MapPost("/language", (Delegate)SwitchLanguage).AllowAnonymous().DisableAntiforgery();

    static async Task<IResult> SwitchLanguage(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var language = form["lang"] == "en" ? "en" : "zh-CN";
        context.Response.Cookies.Append(LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo(language))),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
        var back = form["back"].ToString();
        return Results.LocalRedirect(back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) ? back : "/");
    }

    static void BindingWords(DefaultModelBindingMessageProvider words)
    {
        words.SetMissingBindRequiredValueAccessor(_ => T("请填写", "Fill this in").ToString());
        words.SetMissingKeyOrValueAccessor(() => T("请填写", "Fill this in").ToString());
        words.SetMissingRequestBodyRequiredValueAccessor(() => T("没有收到内容", "Nothing was received").ToString());
        words.SetValueMustNotBeNullAccessor(_ => T("请填写", "Fill this in").ToString());
        words.SetAttemptedValueIsInvalidAccessor((value, _) => Invalid(value));
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(Invalid);
        words.SetUnknownValueIsInvalidAccessor(_ => T("填写的内容无法识别", "This could not be understood").ToString());
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => T("填写的内容无法识别", "This could not be understood").ToString());
        words.SetValueIsInvalidAccessor(Invalid);
        words.SetValueMustBeANumberAccessor(_ => T("请填数字", "Enter a number").ToString());
        words.SetNonPropertyValueMustBeANumberAccessor(() => T("请填数字", "Enter a number").ToString());

        static string Invalid(string value) => T("“{0}”无法识别，请检查写法", "“{0}” could not be understood").With(value).ToString();
    }

    /// <summary>Gives every validation attribute without words of its own a key that <see cref="UiLocalizer"/> puts into words.</summary>
    sealed class ValidationWords : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            foreach (var item in context.ValidationMetadata.ValidatorMetadata)
            {
                if (item is ValidationAttribute { ErrorMessage: null, ErrorMessageResourceName: null } attribute && UiLocalizer.KeyOf(attribute) is { } key)
                    attribute.ErrorMessage = key;
            }
        }
    }
}

/// <summary>“中文|English” of [Display] and of messages, and the words of the framework's own validation attributes.</summary>
public sealed class UiLocalizer : IStringLocalizer
{
    static readonly Dictionary<string, Text> Words = new()
    {
        ["kg:required"] = T("请填写{0}", "Enter {0}"),
        ["kg:length"] = T("{0}不超过 {1} 字", "{0}: at most {1} characters"),
        ["kg:length-both"] = T("{0}应为 {2} 至 {1} 字", "{0}: {2} to {1} characters"),
        ["kg:min"] = T("{0}至少 {1} 字（项）", "{0}: at least {1}"),
        ["kg:range"] = T("{0}应在 {1} 至 {2} 之间", "{0} must be between {1} and {2}"),
        ["kg:mail"] = T("{0}不是有效的邮箱地址", "{0} is not a valid e-mail address"),
        ["kg:phone"] = T("{0}不是有效的电话号码", "{0} is not a valid telephone number"),
        ["kg:pattern"] = T("{0}的格式不正确", "{0} has a wrong format"),
        ["kg:compare"] = T("{0}与{1}不一致", "{0} and {1} differ"),
        ["kg:other"] = T("{0}不正确", "{0} is not valid"),
    };

    public static string? KeyOf(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "kg:required",
        StringLengthAttribute { MinimumLength: > 0 } => "kg:length-both",
        StringLengthAttribute or MaxLengthAttribute => "kg:length",
        MinLengthAttribute => "kg:min",
        RangeAttribute => "kg:range",
        EmailAddressAttribute => "kg:mail",
        PhoneAttribute => "kg:phone",
        RegularExpressionAttribute => "kg:pattern",
        CompareAttribute => "kg:compare",
        DataTypeAttribute or CustomValidationAttribute => "kg:other",
        _ => null,
    };

    public LocalizedString this[string name] => new(name, Of(name).ToString());

    public LocalizedString this[string name, params object[] arguments] => new(name, string.Format(CultureInfo.InvariantCulture, Of(name).ToString(), arguments));

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];

    static Text Of(string name) => Words.TryGetValue(name, out var text) ? text
        : name.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar ? new Text(name[..bar], name[(bar + 1)..]) : Text.Same(name);
}
