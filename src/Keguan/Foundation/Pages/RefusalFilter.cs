using System.Data.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Pages;

/// <summary>A refused action: nothing is saved, the same page comes back with the reason on top and everything that was typed, 409.</summary>
public sealed class RefusalFilter(ITempDataDictionaryFactory tempData, ILogger<RefusalFilter> log) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        if (done.ExceptionHandled || ReasonOf(done.Exception) is not { } reason) return;
        done.ExceptionHandled = true;
        // Rare, and if it is not rare a check is missing.
        if (done.Exception is DbUpdateException and not DbUpdateConcurrencyException) log.LogInformation(done.Exception, "Two at the same time");
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

    /// <summary>Business refusals, and two people deciding at once: what the second one read is no longer so, or what he adds is there already.</summary>
    public static Text? ReasonOf(Exception? exception) => exception switch
    {
        null => null,
        Refusal refusal => refusal.Reason,
        DbUpdateConcurrencyException => Overtaken,
        _ when IsTaken(exception) => Overtaken,
        _ => null,
    };

    static readonly Text Overtaken = T(
        "刚才已有他人办理了此事项，您的操作没有生效。页面已更新，请看最新状态后再决定。",
        "Somebody else has just acted on this; your action took no effect. The page now shows the latest state.");

    /// <summary>A row that must be there once was added twice at the same time, or the database had to let one of two transactions go.</summary>
    static bool IsTaken(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            // PostgreSQL: unique_violation, serialization_failure, deadlock_detected. SQLite has no such codes, but words: its own, and those of the Journal's guard.
            if (inner is DbException { SqlState: "23505" or "40001" or "40P01" }) return true;
            if (inner is DbException && (inner.Message.Contains("UNIQUE constraint failed", StringComparison.Ordinal) || inner.Message.Contains("entries.subject_type", StringComparison.Ordinal))) return true;
        }
        return false;
    }
}
