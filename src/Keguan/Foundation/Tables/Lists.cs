using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Keguan.Foundation.Tables;

/// <summary>Reads lists for pages; keeps people's views.</summary>
public sealed class Lists(KeguanDb db, CurrentActor actor, TimeProvider time, ListTotals totals, IOptions<ListOptions> options)
{
    public ListContext Context => new(db, actor.Value, time.GetUtcNow().UtcDateTime) { Memory = totals.Memory };

    public async Task<ListView> ShowAsync(ListDefinition list, IEnumerable<KeyValuePair<string, StringValues>> given, CancellationToken cancel = default)
    {
        var context = Context;
        var query = await ListQuery.ReadAsync(list, context, given);
        var rows = await list.ReadAsync(context, query, totals, cancel);
        return new ListView(query, rows, await TabsAsync(list, query, rows, context, cancel), context);
    }

    async Task<IReadOnlyList<ShownTab>> TabsAsync(ListDefinition list, ListQuery query, ListRows rows, ListContext context, CancellationToken cancel)
    {
        var saved = context.Actor.AccountId is { } account
            ? await db.Set<SavedView>().AsNoTracking().Where(view => view.AccountId == account && view.List == list.Name).OrderBy(view => view.SavedAt).ToListAsync(cancel)
            : [];
        var own = list.Tabs.Where(tab => tab.For is null || tab.For(context.Actor)).ToList();
        if (own.Count == 0 && context.Actor.AccountId is null) return [];

        var here = query.FilterPairs().ToHashSet();
        var all = new List<(Text Label, string Key, string Query, Guid? Saved)> { (list.AllLabel, "", "", null) };
        all.AddRange(own.Select(tab => (tab.Label, tab.Key, tab.Query, (Guid?)null)));
        all.AddRange(saved.Select(view => (Text.Same(view.Name), view.Id.ToString("N"), view.Query, (Guid?)view.Id)));

        // A tab that the address names is current as long as its own filters are on; else the one with exactly these filters.
        var tabs = new List<(ShownTab Tab, bool Named, bool Exact)>();
        foreach (var (label, key, text, id) in all)
        {
            var tab = await ListQuery.ReadAsync(list, context, text);
            var filters = tab.FilterPairs().ToHashSet();
            var exact = filters.SetEquals(here);
            var total = exact ? rows.Total : await list.CountAsync(context, tab, totals, totals.MostOfTab, cancel);
            var url = tab.Url(("view", key.Length == 0 ? null : key), ("size", query.Size == ListQuery.Sizes[0] ? null : query.Size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            tabs.Add((new ShownTab(label, url, total, false, id), key.Length > 0 && key == query.View && filters.IsSubsetOf(here), exact));
        }
        var current = tabs.FindIndex(tab => tab.Named);
        if (current < 0) current = tabs.FindIndex(tab => tab.Exact);
        return [.. tabs.Select((tab, i) => tab.Tab with { Current = i == current })];
    }

    /// <summary>Keeps what the address shows under a name; the same name again replaces it.</summary>
    public async Task<SavedView> SaveViewAsync(ListDefinition list, IEnumerable<KeyValuePair<string, StringValues>> given, string? name, CancellationToken cancel = default)
    {
        if (actor.Value.AccountId is not { } account) throw new Refusal("登录后才能保存视图", "Sign in to save a view");
        name = name?.Trim() ?? "";
        Refusal.If(name.Length == 0, "请写视图的名称", "Give the view a name");
        Refusal.If(name.Length > SavedView.NameMax, $"视图名称最多 {SavedView.NameMax} 个字", $"A view's name has at most {SavedView.NameMax} characters");
        var query = await ListQuery.ReadAsync(list, Context, given);
        var text = query.Url(("view", null), ("exact", null)).TrimStart('?');
        Refusal.If(text.Length > SavedView.QueryMax, "条件太多，无法存为视图", "Too many filters for a view");
        var views = await db.Set<SavedView>().Where(view => view.AccountId == account && view.List == list.Name).ToListAsync(cancel);
        var view = views.FirstOrDefault(one => one.Name == name);
        Refusal.If(view is null && views.Count >= options.Value.SavedViews, $"每个列表最多保存 {options.Value.SavedViews} 个视图，请先删除不用的", $"At most {options.Value.SavedViews} views for a list: delete one first");
        if (view is null) db.Add(view = new SavedView { AccountId = account, List = list.Name, Name = name, Query = text, SavedAt = time.GetUtcNow().UtcDateTime });
        view.Query = text;
        await db.SaveChangesAsync(cancel);
        return view;
    }

    /// <summary>False where the actor has no such view.</summary>
    public async Task<bool> DeleteViewAsync(ListDefinition list, Guid id, CancellationToken cancel = default)
    {
        var view = await db.Set<SavedView>().FirstOrDefaultAsync(one => one.Id == id && one.AccountId == actor.Value.AccountId && one.List == list.Name, cancel);
        if (view is null) return false;
        db.Remove(view);
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
