using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Foundation.Work;

/// <summary>全局搜索: everything that the modules let be found, by kind, never more than one may see.</summary>
[Needs(Permissions.SignedIn)]
public sealed class SearchModel(IEnumerable<ISearchSource> sources) : KeguanPage
{
    public const int MostOfKind = 20;
    const int LongestQuestion = 100;

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    public string Asked { get; private set; } = "";
    public IReadOnlyList<IGrouping<Text, SearchHit>> Kinds { get; private set; } = [];
    public int Count => Kinds.Sum(kind => kind.Count());

    protected internal override async Task<bool> LoadAsync()
    {
        Asked = string.Join(' ', (Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (Asked.Length > LongestQuestion) Asked = Asked[..LongestQuestion];
        if (Asked.Length == 0) return true;
        var hits = new List<SearchHit>();
        foreach (var source in sources) hits.AddRange(await source.SearchAsync(Db, Actor, Asked, MostOfKind, Cancel));
        Kinds = [.. hits.GroupBy(hit => hit.Kind)];
        return true;
    }
}
