using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Recommendations;

/// <summary>推荐: one application or a batch, by page and list alike. The caller saves.</summary>
public sealed class Recommending(Journal journal, Notices notices)
{
    public async Task RecommendAsync(ApplicationDossier dossier, string? opinion, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        journal.Act(ApplicationLifecycle.Table, application, "recommend", new Act
        {
            Reason = opinion, Summary = $"{application.RecommenderName}推荐", Posts = [Post.Count("programme.recommended")],
        });
        application.RecommendedAt = journal.Now;
        application.StateSince = journal.Now;
        application.DueOn = dossier.DueFor(application.State, journal.Now);
        await notices.TellRolesAsync([Roles.Officer], T($"“{application.Title}”已推荐，请形式审查", $"“{application.Title}” was recommended; please check"), $"/programmes/checks/details/{application.Id}", cancel: cancel);
        await notices.TellOrganisationAsync(application.OrganisationId, T($"“{application.Title}”已由{application.RecommenderName}推荐", $"“{application.Title}” was recommended by {application.RecommenderName}"), $"/programmes/applications/details/{application.Id}", cancel);
    }

    public async Task ReturnAsync(ApplicationDossier dossier, string? reason, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        journal.Act(ApplicationLifecycle.Table, application, "return", new Act { Reason = reason, Summary = $"{application.RecommenderName}退回修改" });
        application.StateSince = journal.Now;
        application.DueOn = Foundation.Calendar.ChinaTime.DayOf(dossier.Call.ClosesAt);
        await notices.TellOrganisationAsync(application.OrganisationId, T($"“{application.Title}”被推荐单位退回：{reason}", $"“{application.Title}” was returned: {reason}"), $"/programmes/applications/tasks/{application.Id}", cancel);
    }

    public async Task RefuseAsync(ApplicationDossier dossier, string? reason, CancellationToken cancel = default)
    {
        var application = dossier.Application;
        journal.Act(ApplicationLifecycle.Table, application, "unrecommend", new Act { Reason = reason, Summary = $"{application.RecommenderName}不予推荐" });
        application.StateSince = journal.Now;
        application.DueOn = null;
        await notices.TellOrganisationAsync(application.OrganisationId, T($"“{application.Title}”未获推荐：{reason}", $"“{application.Title}” was not recommended: {reason}"), $"/programmes/applications/details/{application.Id}", cancel);
    }
}
