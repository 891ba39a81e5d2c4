using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Keguan.Foundation.Access;

/// <summary>
/// Who may press this button, on a page that more people may read: any one of these permissions. A handler without it is open to whom its page is open.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ActsAttribute(params string[] permissions) : Attribute
{
    public IReadOnlyList<string> AnyOf { get; } = permissions;
}

/// <summary>
/// Refuses a handler before it runs, as the door of a page does: 403, noted, with who could do it. Razor Pages heeds authorization on pages only. And what is
/// posted to no button at all finds nothing, instead of a page that was never loaded.
/// </summary>
public sealed class ActsFilter(CurrentActor actor) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod is null && HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            context.Result = new NotFoundResult();
            return Task.CompletedTask;
        }
        if (context.HandlerMethod?.MethodInfo.GetCustomAttributes(typeof(ActsAttribute), inherit: true) is not [ActsAttribute acts] || acts.AnyOf.Any(actor.Value.Can)) return next();
        context.HttpContext.Features.Set(acts);
        context.Result = new ForbidResult();
        return Task.CompletedTask;
    }
}
