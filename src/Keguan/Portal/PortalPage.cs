using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Keguan.Portal;

/// <summary>
/// A page that is the same for everybody. It may be kept for a short while by browsers and proxies, but only where it was made for nobody in particular:
/// with any cookie but that of the language it is the reader's own (his name is in the head) and is kept nowhere.
/// </summary>
public abstract class PortalPage : KeguanPage
{
    public const int Seconds = 60;

    /// <summary>How long this page may be kept; shorter where something on it is about to change.</summary>
    protected virtual int Fresh => Seconds;

    public override void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
        base.OnPageHandlerExecuted(context);
        if (context.Result is not PageResult || !HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method)) return;
        var nobody = Request.Cookies.Keys.All(name => name == UiSetup.LanguageCookie);
        Response.Headers.Vary = "Cookie";
        Response.Headers.CacheControl = nobody ? $"public, max-age={Math.Max(1, Fresh)}" : "private, no-store";
    }

    /// <summary>What was asked for in the address, cut to a length that no search needs.</summary>
    protected static string Cut(string? words) => words?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, 60)] : "";
}
