using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Work;

/// <summary>Applications and projects in the search over everything: each word stands in number, title, organisation or leader.</summary>
public sealed class ProgrammeSearch : ISearchSource
{
    const int MostWords = 8;

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel)
    {
        var applications = db.Applications().VisibleTo(actor);
        var projects = db.Projects().VisibleTo(actor);
        foreach (var given in words.Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            var word = given.ToUpperInvariant();
            // Numbers are written in capitals; only titles and names may mix them.
            applications = applications.Where(one => one.Number.Contains(word) || one.Title.ToUpper().Contains(word) || one.OrganisationName.ToUpper().Contains(word) || one.LeaderName.ToUpper().Contains(word));
            projects = projects.Where(one => one.Number.Contains(word) || one.Title.ToUpper().Contains(word) || one.OrganisationName.ToUpper().Contains(word) || one.LeaderName.ToUpper().Contains(word));
        }
        var outside = actor.Audience == Audience.Applicant;
        var running = await projects.OrderByDescending(one => one.Number).Take(most).Select(one => new { one.Id, one.Number, one.Title, one.OrganisationName, one.LeaderName, one.State }).ToListAsync(cancel);
        var applied = await applications.OrderByDescending(one => one.Number).Take(most).Select(one => new { one.Id, one.Number, one.Title, one.OrganisationName, one.LeaderName, one.State }).ToListAsync(cancel);
        return
        [
            .. running.Select(one => new SearchHit(ProjectLifecycle.Table.Label, one.Title, Detail(one.Number, one.OrganisationName, one.LeaderName, Word(ProjectLifecycle.Table.StateOf(one.State), outside)), "/programmes/projects/details/" + one.Id)),
            .. applied.Select(one => new SearchHit(ApplicationLifecycle.Table.Label, ApplicationWork.Named(one.Title, one.Number), Detail(one.Number, one.OrganisationName, one.LeaderName, Word(ApplicationLifecycle.Table.StateOf(one.State), outside)), "/programmes/applications/details/" + one.Id)),
        ];
    }

    static string Word(Foundation.Lifecycle.State state, bool outside) => (outside ? state.Outside : state.Inside).ToString();

    static string Detail(params string[] parts) => string.Join("　", parts.Where(part => part.Length > 0));
}
