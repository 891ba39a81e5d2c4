using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Definitions;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Reviews;

/// <summary>All sheets of an application with what they make together, for the bureau's eyes.</summary>
public sealed class ReviewSheets
{
    public required Application Application { get; init; }
    public required ProgrammeDefinition Programme { get; init; }
    public required IReadOnlyList<ReviewTask> Tasks { get; init; }
    public required DateTime Now { get; init; }

    public IReadOnlyList<ReviewTask> Submitted => [.. Tasks.Where(task => task.State == ReviewTaskLifecycle.Submitted)];
    public int Live => Tasks.Count(task => ReviewTaskLifecycle.Live.Contains(task.State));
    IReadOnlyList<int> Totals => [.. Submitted.Select(task => task.Total100 ?? 0)];

    /// <summary>Settled, or as it would be with the sheets that are in.</summary>
    public int? Score100 => Application.Score100 ?? Scoring.Aggregate(Programme.Review.Aggregate, Totals);
    public int Spread100 => Scoring.Spread(Totals);
    public bool Wide => Scoring.IsWide(Totals, Programme.Review.Spread.Value);

    public static async Task<ReviewSheets> LoadAsync(KeguanDb db, DefinitionStore definitions, Application application, DateTime now, CancellationToken cancel) => new()
    {
        Application = application,
        Now = now,
        Programme = definitions.Get<ProgrammeDefinition>(application.Definition, application.DefinitionVersion).Value,
        Tasks = await db.ReviewTasks().Include(task => task.Expert).Where(task => task.SubjectType == Reviewing.Subject && task.SubjectId == application.Id).OrderBy(task => task.AssignedAt).ThenBy(task => task.Id).ToListAsync(cancel),
    };
}
