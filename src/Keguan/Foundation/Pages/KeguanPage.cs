using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Keguan.Foundation.Pages;

/// <summary>What every page has at hand: who acts, the database, the cancel token, and the three ways to answer.</summary>
public abstract class KeguanPage : PageModel
{
    protected KeguanDb Db => HttpContext.RequestServices.GetRequiredService<KeguanDb>();
    protected Journal.Journal Journal => HttpContext.RequestServices.GetRequiredService<Journal.Journal>();
    public Actor Actor => HttpContext.RequestServices.GetRequiredService<CurrentActor>().Value;
    protected CancellationToken Cancel => HttpContext.RequestAborted;
    public DateTime Now => Journal.Now;

    /// <summary>Loads what the page shows, after a GET and again after a refused or invalid POST. Return false for 404.</summary>
    protected internal virtual Task<bool> LoadAsync() => Task.FromResult(true);

    public virtual async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    /// <summary>Done: say so and go on (POST-redirect-GET).</summary>
    protected IActionResult Done(Text said, string url)
    {
        Flash.Success(TempData, said);
        return LocalRedirect(url);
    }

    /// <summary>Bad input: the same page, 422, with what was typed.</summary>
    protected async Task<IActionResult> Invalid()
    {
        if (!await LoadAsync()) return NotFound();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    protected void Wrong(string field, Text message) => ModelState.AddModelError(field, message.ToString());
}
