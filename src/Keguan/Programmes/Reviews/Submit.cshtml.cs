using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>核对: the whole sheet once more before it is submitted.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class SubmitModel(Scorer scorer) : KeguanPage
{
    public ReviewTask Review { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid TaskId { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await scorer.FindAsync(TaskId, Cancel) is not { } task) return false;
        Review = task;
        Refused = ReviewTaskLifecycle.Table.Refused(task, "submit", Actor, Now);
        return true;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync()) return NotFound();
        return Review.State == ReviewTaskLifecycle.Accepted && !Scorer.Missing(Review).Any() ? Page() : LocalRedirect($"/programmes/reviews/score/{TaskId}");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        // The button pressed twice: it is done.
        if (Review.State == ReviewTaskLifecycle.Submitted) return LocalRedirect($"/programmes/reviews/score/{TaskId}");
        await scorer.SubmitAsync(Review, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("评分表已提交，谢谢", "Submitted; thank you"), $"/programmes/reviews/score/{TaskId}");
    }
}
