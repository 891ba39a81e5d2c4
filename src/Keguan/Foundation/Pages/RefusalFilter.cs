using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Pages;

/// <summary>A refused action: nothing is saved, the same page comes back with the reason on top and everything that was typed, 409.</summary>
public sealed class RefusalFilter(ITempDataDictionaryFactory tempData) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        if (done.ExceptionHandled || ReasonOf(done.Exception) is not { } reason) return;
        done.ExceptionHandled = true;
        var http = context.HttpContext;
        http.RequestServices.GetRequiredService<KeguanDb>().ChangeTracker.Clear();
        if (context.HandlerInstance is KeguanPage page && await page.LoadAsync())
        {
            page.ModelState.AddModelError("", reason.ToString());
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            done.Result = page.Page();
        }
        else
        {
            Flash.Error(tempData.GetTempData(http), reason);
            done.Result = new LocalRedirectResult(http.Request.PathBase + http.Request.Path + http.Request.QueryString);
        }
    }

    /// <summary>Business refusals, and two people deciding at once: the second one's row version or entry number is taken.</summary>
    public static Text? ReasonOf(Exception? exception) => exception switch
    {
        Refusal refusal => refusal.Reason,
        DbUpdateConcurrencyException => Overtaken,
        DbUpdateException update when IsTakenSequence(update) => Overtaken,
        _ => null,
    };

    static readonly Text Overtaken = T(
        "刚才已有他人办理了此事项，您的操作没有生效。页面已更新，请看最新状态后再决定。",
        "Somebody else has just acted on this; your action took no effect. The page now shows the latest state.");

    static bool IsTakenSequence(DbUpdateException exception) =>
        exception.InnerException?.Message is { } message
        && (message.Contains("entries.subject_type", StringComparison.Ordinal) || message.Contains("ix_entries_subject_type", StringComparison.Ordinal));
}
