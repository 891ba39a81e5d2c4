using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>利害关系声明: before anything of the application opens. Who applies is named only where the review isn't blind.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class DeclareModel(Scorer scorer, ReviewPanels panels) : KeguanPage
{
    public const string None = "none", Some = "some";

    public ReviewTask Review { get; private set; } = null!;
    public RecusalCase? Parties { get; private set; }
    public Foundation.Text? AcceptRefused => ReviewTaskLifecycle.Table.Refused(Review, "accept", Actor, Now);

    [BindProperty(SupportsGet = true)] public Guid TaskId { get; set; }
    [BindProperty] public string? Answer { get; set; }
    [BindProperty] public string? Conflict { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await scorer.FindAsync(TaskId, Cancel) is not { } task) return false;
        Review = task;
        if (!task.Blind && task.IsOpen)
            Parties = await panels.CaseAsync(await Db.Applications().AsNoTracking().Include(one => one.Sections).FirstAsync(one => one.Id == task.SubjectId, Cancel), cancel: Cancel);
        return true;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync()) return NotFound();
        return Review.State == ReviewTaskLifecycle.Pending ? Page() : LocalRedirect($"/programmes/reviews/score/{TaskId}");
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Answer is not (None or Some)) Wrong(nameof(Answer), T("请选择有无利害关系", "Choose whether you have a conflict"));
        if (Answer == Some && string.IsNullOrWhiteSpace(Conflict)) Wrong(nameof(Conflict), T("请写明是何种利害关系", "Say what the conflict is"));
        if (Conflict?.Length > ReviewTask.ConflictMax) Wrong(nameof(Conflict), T($"最多 {ReviewTask.ConflictMax} 字", $"At most {ReviewTask.ConflictMax} characters"));
        if (!ModelState.IsValid) return await Invalid();
        if (Answer == Some)
        {
            await scorer.RecuseAsync(Review, Conflict, Cancel);
            await Db.SaveChangesAsync(Cancel);
            return Done(T("已回避，谢谢您的声明", "You have recused yourself; thank you"), "/programmes/reviews/mine");
        }
        await scorer.AcceptAsync(Review, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已接受评审，请评分", "Accepted; please score"), $"/programmes/reviews/score/{TaskId}");
    }
}
