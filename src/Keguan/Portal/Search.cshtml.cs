using Keguan.Foundation.Public;
using Keguan.Portal.Notices;
using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal;

/// <summary>站内搜索: public things only, whoever asks.</summary>
[AllowAnonymous]
public sealed class SearchModel(PublicCalls calls, PublicResults results, IEnumerable<IPublicitySource> publicities) : PortalPage
{
    const int Most = 20;

    public sealed record Hit(Foundation.Text Kind, string Title, string Detail, string Url);

    public IReadOnlyList<Hit> Hits { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (Cut(Q) is not { Length: > 0 } words) return true;
        var hits = new List<Hit>();
        hits.AddRange((await calls.ListAsync(Now, words, Most, Cancel)).Select(call => new Hit(T("申报通知", "Call"), call.Title, $"{call.Code}　{call.DocumentNumber}", $"/portal/calls/{call.Id}")));
        hits.AddRange((await PublicityLists.AllAsync(publicities, Db, Now, words, Most, Cancel)).Select(one => new Hit(T("公示", "Publicity"), one.Title, $"{one.From:yyyy-MM-dd} – {one.To:yyyy-MM-dd}", $"/portal/publicity/{one.Id}")));
        hits.AddRange((await new NoticeSearch().SearchAsync(Db, Foundation.Access.Actor.Public, words, Most, Cancel)).Select(hit => new Hit(hit.Kind, hit.Title, hit.Detail, hit.Url)));
        hits.AddRange((await results.ListAsync(words, Most, Cancel)).Select(one => new Hit(T("立项结果", "Result"), one.Title, one.DocumentNumber, $"/portal/results/{one.Id}")));
        hits.AddRange((await results.ProjectsAsync(words, Most, Cancel)).Select(project => new Hit(T("立项项目", "Project"), project.Title, $"{project.Number}　{project.OrganisationName}", $"/portal/results/{project.Result}?Q={Uri.EscapeDataString(project.Number)}")));
        Hits = hits;
        return true;
    }
}
