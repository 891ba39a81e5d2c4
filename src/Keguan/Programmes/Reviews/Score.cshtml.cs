using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>评分: the application on one side, the score sheet on the other. Drafts are kept; afterwards the own sheet can still be read, the application no more.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class ScoreModel(Scorer scorer, ReviewPanels panels, ApplicationDossiers dossiers) : KeguanPage
{
    public ReviewTask Review { get; private set; } = null!;
    public IReadOnlyList<FormView> Sections { get; private set; } = [];
    public string Applicant { get; private set; } = "";
    public bool Scoring => Review.State == ReviewTaskLifecycle.Accepted;
    public Text? Late => Scoring ? ReviewTaskLifecycle.Late(Review, Now) : null;

    [BindProperty(SupportsGet = true)] public Guid TaskId { get; set; }
    [BindProperty] public Dictionary<string, string?> Points { get; set; } = [];
    [BindProperty] public string? Comment { get; set; }
    [BindProperty] public string? Recommendation { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await scorer.FindAsync(TaskId, Cancel) is not { } task) return false;
        Review = task;
        if (!Scoring) return true;
        var application = await Db.Applications().AsNoTracking().Include(one => one.Call).ThenInclude(call => call.Categories).Include(one => one.Sections).AsSplitQuery().FirstAsync(one => one.Id == task.SubjectId, Cancel);
        Sections = ReviewedForm.Of(await dossiers.OpenAsync(application, Cancel), task, await panels.CaseAsync(application, cancel: Cancel));
        if (!task.Blind) Applicant = application.OrganisationName;
        return true;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Review.State == ReviewTaskLifecycle.Pending) return LocalRedirect($"/programmes/reviews/declare/{TaskId}");
        Points = Review.Scores.ToDictionary(score => score.Key, score => (string?)(score.Value / 100m).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture));
        (Comment, Recommendation) = (Review.Comment, Review.Recommendation);
        return Page();
    }

    public static IReadOnlyList<Choice> Advices => [.. Advice.All.Select(one => new Choice(one.Key, one.Value))];

    /// <summary>Takes what was typed as far as it can be read; what can't is named.</summary>
    async Task<bool> KeepAsync()
    {
        var points = new Dictionary<string, int>();
        foreach (var criterion in Review.Criteria)
        {
            if (Points.GetValueOrDefault(criterion.Key) is not { Length: > 0 } typed) continue;
            if (Scorer.TryPoints(typed, out var value)) points[criterion.Key] = value;
            else Wrong($"Points[{criterion.Key}]", T($"“{criterion.Label.Zh}”应为 0 至 100 的数，最多两位小数", $"“{criterion.Label.En}” takes 0 to 100, with at most two decimals"));
        }
        if (Comment?.Length > ReviewTask.CommentMax) Wrong(nameof(Comment), T($"评审意见最多 {ReviewTask.CommentMax} 字", $"At most {ReviewTask.CommentMax} characters"));
        if (!ModelState.IsValid) return false;
        scorer.Keep(Review, points, Comment, Recommendation);
        await Db.SaveChangesAsync(Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostSaveAsync()
    {
        if (!await LoadAsync()) return NotFound();
        return await KeepAsync() ? Done(T("草稿已保存", "Draft saved"), $"/programmes/reviews/score/{TaskId}") : await Invalid();
    }

    public async Task<IActionResult> OnPostCheckAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (!await KeepAsync()) return await Invalid();
        foreach (var (field, reason) in Scorer.Missing(Review)) Wrong(field, reason);
        return ModelState.IsValid ? LocalRedirect($"/programmes/reviews/submit/{TaskId}") : await Invalid();
    }
}
