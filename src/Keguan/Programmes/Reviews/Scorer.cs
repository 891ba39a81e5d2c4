using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Reviews;

/// <summary>The expert's side: declare, score, submit. The caller saves.</summary>
public sealed class Scorer(KeguanDb db, CurrentActor actor, Journal journal, Notices notices, ReviewPanels panels)
{
    /// <summary>The expert's own task with the expert; null when it isn't there or another's.</summary>
    public Task<ReviewTask?> FindAsync(Guid id, CancellationToken cancel = default) =>
        db.ReviewTasks().VisibleTo(actor.Value).Include(task => task.Expert).FirstOrDefaultAsync(task => task.Id == id && task.SubjectType == Reviewing.Subject, cancel);

    public async Task AcceptAsync(ReviewTask task, CancellationToken cancel = default)
    {
        var application = await db.Applications().AsNoTracking().Include(one => one.Sections).FirstAsync(one => one.Id == task.SubjectId, cancel);
        var relations = await db.ExpertRelations().AsNoTracking().Where(relation => relation.ExpertId == task.ExpertId).ToListAsync(cancel);
        // Something may have come to light since the draw. A blind reviewer must not learn from the refusal who applies.
        if (Recusal.Reason(task.Expert, relations, await panels.CaseAsync(application, await panels.ApplicantsAsync(application.CallId, cancel), cancel), ChinaTime.DayOf(journal.Now)) is { } reason)
            throw task.Blind
                ? new Refusal("登记信息显示您与本项可能有利害关系，请选择“有利害关系”回避", "The register shows that you may have a conflict here: please recuse yourself")
                : new Refusal($"登记信息显示您须回避：{reason.Zh}", $"The register shows a conflict: {reason.En}");
        journal.Act(ReviewTaskLifecycle.Table, task, "accept", new Act { Summary = "声明无利害关系，接受评审" });
        task.DeclaredAt = journal.Now;
    }

    public async Task RecuseAsync(ReviewTask task, string? conflict, CancellationToken cancel = default)
    {
        journal.Act(ReviewTaskLifecycle.Table, task, "recuse", new Act { Reason = conflict, Summary = "申请回避" });
        task.Conflict = conflict!.Trim();
        task.DeclaredAt = journal.Now;
        await TellOfficerAsync(task, T($"{task.ExpertName}对“{task.Title}”申请回避，请补选专家", $"{task.ExpertName} has recused from “{task.Title}”; choose another expert"), cancel);
    }

    /// <summary>Keeps what was given so far; refused after the deadline.</summary>
    public void Keep(ReviewTask task, IReadOnlyDictionary<string, int> points, string? comment, string? recommendation)
    {
        Refusal.If(ReviewTaskLifecycle.Table.Refused(task, "submit", actor.Value, journal.Now));
        task.Scores = points;
        task.Total100 = Scoring.Total(task.Criteria, points);
        task.Comment = (comment ?? "").Trim();
        task.Recommendation = recommendation is not null && Advice.All.ContainsKey(recommendation) ? recommendation : "";
    }

    /// <summary>What is missing before the sheet can be submitted, by name of the field.</summary>
    public static IEnumerable<(string Field, Text Reason)> Missing(ReviewTask task)
    {
        foreach (var criterion in task.Criteria.Where(criterion => !task.Scores.ContainsKey(criterion.Key)))
            yield return ($"Points[{criterion.Key}]", T($"请给“{criterion.Label.Zh}”评分", $"Give points for “{criterion.Label.En}”"));
        if (task.Comment.Length == 0) yield return ("Comment", T("请写评审意见", "Write your opinion"));
        if (task.Recommendation.Length == 0) yield return ("Recommendation", T("请选择结论建议", "Choose what you advise"));
    }

    public async Task SubmitAsync(ReviewTask task, CancellationToken cancel = default)
    {
        foreach (var (_, reason) in Missing(task)) throw new Refusal(reason);
        journal.Act(ReviewTaskLifecycle.Table, task, "submit", new Act { Summary = "提交评分表", Payload = new { task.Scores, task.Total100, task.Comment, task.Recommendation } });
        task.SubmittedAt = journal.Now;
        if (!await db.ReviewTasks().AnyAsync(other => other.SubjectType == task.SubjectType && other.SubjectId == task.SubjectId && other.Id != task.Id && ReviewTaskLifecycle.Open.Contains(other.State), cancel))
            await TellOfficerAsync(task, T($"“{task.Title}”的评分表已全部提交，可以汇总", $"All sheets of “{task.Title}” are in"), cancel);
    }

    async Task TellOfficerAsync(ReviewTask task, Text text, CancellationToken cancel)
    {
        var handler = await db.Applications().Where(one => one.Id == task.SubjectId).Select(one => one.HandlerId).FirstOrDefaultAsync(cancel);
        var url = $"/programmes/reviews/details/{task.SubjectId}";
        if (handler is { } account) await notices.TellAccountAsync(account, text, url, cancel);
        else await notices.TellRolesAsync([Roles.Officer, Roles.Chief], text, url, cancel: cancel);
    }

    /// <summary>Points typed → × 100; false where it is no number from 0 to 100 with at most two decimals.</summary>
    public static bool TryPoints(string typed, out int points)
    {
        points = 0;
        if (!decimal.TryParse(Foundation.Codes.HalfWidth.Of(typed), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number < 0 || number > 100 || decimal.Round(number, 2) != number) return false;
        points = (int)(number * 100);
        return true;
    }
}
