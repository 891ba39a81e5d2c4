using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Organisations.Exports;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Checks;

/// <summary>What the checks ask about one application beyond its form: loaded once, before the expressions run.</summary>
public sealed class ApplicationFacts : IValueSource
{
    readonly Values _answers = new();

    public Likeness MostLike { get; private init; } = Likeness.None;

    public Value Get(string key) => Value.Missing;

    public Value Call(string function, IReadOnlyList<Value> arguments) => _answers.Call(function, arguments);

    /// <param name="received">The instant that counts for the window: of receipt when it was submitted, now before that.</param>
    public static async Task<ApplicationFacts> LoadAsync(
        KeguanDb db, SimilarityIndex similarity, Application application, Call call, FormValues form, IReadOnlySet<string> files, int missingAttachments, DateTime received, CancellationToken cancel = default)
    {
        var today = ChinaTime.DayOf(received);
        var organisation = await db.Organisations().AsNoTracking().FirstAsync(one => one.Id == application.OrganisationId, cancel);
        var leader = Guid.TryParse(form["leader"], out var leaderId)
            ? await db.People().AsNoTracking().FirstOrDefaultAsync(person => person.Id == leaderId && person.OrganisationId == organisation.Id, cancel) : null;
        var leaderKey = leader?.IdKey ?? "";

        var led = leaderKey.Length == 0 ? 0
            : await db.Applications().CountAsync(other => other.LeaderKey == leaderKey && other.Id != application.Id && ApplicationLifecycle.Counting.Contains(other.State), cancel)
              + await db.Projects().CountAsync(project => project.LeaderKey == leaderKey && project.ApplicationId != application.Id && ProjectLifecycle.Active.Contains(project.State), cancel);
        var joined = leaderKey.Length == 0 ? 0
            : await db.Set<ApplicationMember>().CountAsync(member => member.PersonKey == leaderKey && member.ApplicationId != application.Id && ApplicationLifecycle.Counting.Contains(member.Application.State), cancel);
        var applied = await db.Applications().CountAsync(other => other.CallId == call.Id && other.OrganisationId == organisation.Id && other.Id != application.Id && ApplicationLifecycle.Counting.Contains(other.State), cancel);
        var overdue = await db.Projects().CountAsync(
            project => (project.OrganisationId == organisation.Id || (leaderKey != "" && project.LeaderKey == leaderKey)) && project.State == ProjectLifecycle.Due && project.DueOn < today, cancel);
        var banned = await db.IntegrityRecords().InForce(today).AnyAsync(record => record.OrganisationId == organisation.Id || (leaderKey != "" && record.PersonKey == leaderKey), cancel);
        var like = await similarity.MostLikeAsync(application.Id, SimilarityIndex.TextOf(form), cancel);
        var plan = call.Plan;
        var category = call.Categories.FirstOrDefault(one => one.Category == form["category"]);

        var facts = new ApplicationFacts { MostLike = like };
        facts._answers
            .Answer("received_in_window", _ => Value.Of(received >= call.OpensAt && received <= call.ClosesAt))
            .Answer("organisation_verified", _ => Value.Of(organisation.IsVerified))
            .Answer("organisation_uscc", _ => Value.Of(organisation.Uscc))
            .Answer("organisation_kind", _ => Value.Of(organisation.Kind))
            .Answer("organisation_age_days", _ => Value.Of(organisation.FoundedOn is { } founded ? today.DayNumber - founded.DayNumber : (decimal?)null))
            .Answer("led_by", _ => Value.Of((decimal)led))
            .Answer("joined_by", _ => Value.Of((decimal)joined))
            .Answer("applied_by_organisation", _ => Value.Of((decimal)applied))
            .Answer("overdue_projects", _ => Value.Of((decimal)overdue))
            .Answer("banned", _ => Value.Of(banned))
            .Answer("similarity", _ => Value.Of((decimal)Math.Round(like.Score, 2)))
            .Answer("cap", _ => Value.Money(category?.CapFen))
            .Answer("own_ratio", _ => Value.Of(call.OwnRatioPercent / 100m))
            .Answer("missing_attachments", _ => Value.Of((decimal)missingAttachments))
            .Answer("has_file", arguments => Value.Of(files.Contains(arguments[0].AsText)))
            .Answer("limit_leader", _ => Value.Of((decimal)plan.LimitPerLeader))
            .Answer("limit_organisation", _ => Value.Of((decimal)plan.LimitPerOrganisation));
        return facts;
    }
}
