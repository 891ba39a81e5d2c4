using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>回避 after the review was begun.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class RecuseModel(Scorer scorer) : KeguanPage
{
    public ReviewTask Review { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid TaskId { get; set; }
    [BindProperty] public string? Conflict { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await scorer.FindAsync(TaskId, Cancel) is not { } task) return false;
        Review = task;
        Refused = ReviewTaskLifecycle.Table.Refused(task, "recuse", Actor, Now);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (string.IsNullOrWhiteSpace(Conflict)) Wrong(nameof(Conflict), T("请写明是何种利害关系", "Say what the conflict is"));
        if (Conflict?.Length > ReviewTask.ConflictMax) Wrong(nameof(Conflict), T($"最多 {ReviewTask.ConflictMax} 字", $"At most {ReviewTask.ConflictMax} characters"));
        if (!ModelState.IsValid) return await Invalid();
        await scorer.RecuseAsync(Review, Conflict, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已回避，谢谢您的声明", "You have recused yourself; thank you"), "/programmes/reviews/mine");
    }
}
