using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>
/// What the address asks of a list: filters, sort, columns, page. Whatever it does not understand is left out and said (<see cref="Ignored"/>), so that
/// nobody takes all rows for the few he wanted.
/// </summary>
public sealed class ListQuery
{
    public static readonly IReadOnlyList<int> Sizes = [20, 50, 100];

    /// <summary>Names in the address that are no filters.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string>
    {
        "view", "sort", "cols", "page", "size", "after", "before", "exact", "handler", "as", "lang", "culture", "ui-culture", "ids", "name", "id",
    };

    readonly Dictionary<string, string[]> _values = [];
    readonly List<Text> _ignored = [];
    readonly Dictionary<ListFilter, IReadOnlyList<Option>> _options = [];

    ListQuery(ListDefinition list) => List = list;

    public ListDefinition List { get; }
    public IReadOnlyList<Text> Ignored => _ignored;

    /// <summary>Null where the list has no order of its own.</summary>
    public ListColumn? Sort { get; private set; }
    public bool Descending { get; private set; }
    public IReadOnlyList<ListColumn> Columns { get; private set; } = [];
    public bool ColumnsChosen { get; private set; }
    public int Page { get; private set; } = 1;
    public int Size { get; private set; } = Sizes[0];
    public string View { get; private set; } = "";

    /// <summary>Count to the end, however long it takes.</summary>
    public bool Exact { get; private set; }
    internal string After { get; private set; } = "";
    internal string Before { get; private set; } = "";

    public bool HasFilters => _values.Count > 0;

    /// <summary>The sort as the address says it: “-received”.</summary>
    public string SortKey => Sort is null ? "" : (Descending ? "-" : "") + Sort.Key;

    public static async Task<ListQuery> ReadAsync(ListDefinition list, ListContext context, IEnumerable<KeyValuePair<string, StringValues>> given)
    {
        var query = new ListQuery(list);
        var values = given.GroupBy(pair => pair.Key).ToDictionary(
            group => group.Key, group => group.SelectMany(pair => pair.Value).Select(value => value?.Trim() ?? "").Where(value => value.Length > 0).ToArray(), StringComparer.Ordinal);
        string One(string name) => values.TryGetValue(name, out var found) && found.Length > 0 ? found[0] : "";

        foreach (var filter in list.Filters) await query.ReadFilterAsync(filter, context, values);
        query.ReadSort(One("sort"));
        query.ReadColumns(values.GetValueOrDefault("cols", []));
        query.View = One("view");
        query.Exact = One("exact") == "1";
        (query.After, query.Before) = (One("after"), One("before"));
        if (int.TryParse(One("page"), CultureInfo.InvariantCulture, out var page) && page > 0) query.Page = page;
        if (int.TryParse(One("size"), CultureInfo.InvariantCulture, out var size) && Sizes.Contains(size)) query.Size = size;

        var known = list.Filters.SelectMany(filter => filter.Names).Concat(Reserved).ToHashSet();
        foreach (var name in values.Keys.Where(name => !known.Contains(name) && !name.StartsWith('_') && values[name].Length > 0))
            query.Ignore(T($"条件“{Short(name)}”不存在", $"There is no filter “{Short(name)}”"));
        return query;
    }

    /// <summary>From a query as a string: a saved view, a tab.</summary>
    public static Task<ListQuery> ReadAsync(ListDefinition list, ListContext context, string query) => ReadAsync(list, context, QueryHelpers.ParseQuery(query));

    async Task ReadFilterAsync(ListFilter filter, ListContext context, Dictionary<string, string[]> values)
    {
        var given = filter.Names.Select(name => values.GetValueOrDefault(name, [])).ToArray();
        string[] asked = filter.Kind != FilterKind.Choice ? [] : [.. given[0].SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()];
        var options = filter.Options is null ? null : _options[filter] = await context.OptionsAsync(List, filter, asked);
        if (given.All(one => one.Length == 0)) return;
        if (filter.Kind == FilterKind.Choice)
        {
            string[] known = [.. asked.Where(value => options is null || options.Any(option => option.Value == value))];
            foreach (var value in asked.Except(known)) Ignore(T($"“{filter.Label.Zh}”没有“{Short(value)}”这一项", $"“{filter.Label.En}” has no “{Short(value)}”"));
            Keep(filter, context, filter.Names[0], known);
        }
        else
        {
            // Each end of a range stands for itself: a wrong one does not take the other away.
            foreach (var (name, one) in filter.Names.Zip(given))
                if (one.Length > 0) Keep(filter, context, name, one[..1]);
        }
    }

    void Keep(ListFilter filter, ListContext context, string name, string[] values)
    {
        if (values.Length == 0) return;
        _values[name] = values;
        try { filter.Check(context, ValuesOf(filter)!); }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            _values.Remove(name);
            var like = filter.Kind switch
            {
                FilterKind.Money => T("，应为金额（万元），如 15.5", "; expected an amount in CNY 10,000, such as 15.5"),
                FilterKind.Number => T("，应为数字", "; expected a number"),
                FilterKind.Date => T("，应为日期，如 2026-11-30", "; expected a day such as 2026-11-30"),
                _ => default,
            };
            Ignore(T($"“{filter.Label.Zh}”的值“{Short(values[0])}”无法识别{like.Zh}", $"“{filter.Label.En}” can't be “{Short(values[0])}”{like.En}"));
        }
    }

    void ReadSort(string asked)
    {
        if (asked.Length > 0 && List.Column(asked.TrimStart('-')) is not { Sortable: true })
        {
            Ignore(T($"不能按“{Short(asked)}”排序", $"Can't sort by “{Short(asked)}”"));
            asked = "";
        }
        if (asked.Length == 0) asked = List.DefaultSort;
        Sort = asked.Length > 0 ? List.Column(asked.TrimStart('-')) : null;
        Descending = asked.StartsWith('-');
    }

    void ReadColumns(string[] asked)
    {
        var keys = asked.SelectMany(one => one.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        foreach (var key in keys.Where(key => List.Column(key) is null)) Ignore(T($"没有“{Short(key)}”这一列", $"There is no column “{Short(key)}”"));
        Columns = [.. List.Columns.Where(column => keys.Contains(column.Key))];
        ColumnsChosen = Columns.Count > 0;
        if (!ColumnsChosen) Columns = [.. List.Columns.Where(column => column.Shown)];
    }

    void Ignore(Text what) => _ignored.Add(what);

    static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    /// <summary>Values of a filter, one for each of its names (empty where not given) or several for a choice; null where it is not set at all.</summary>
    internal string[]? ValuesOf(ListFilter filter)
    {
        if (filter.Names.Count == 1) return _values.GetValueOrDefault(filter.Names[0]);
        return filter.Names.Any(_values.ContainsKey) ? [.. filter.Names.Select(name => _values.TryGetValue(name, out var one) ? one[0] : "")] : null;
    }

    public IReadOnlyList<string> Values(string name) => _values.GetValueOrDefault(name, []);

    public IReadOnlyList<Option> OptionsOf(ListFilter filter) => _options.GetValueOrDefault(filter, []);

    // ── addresses ─────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The filters alone, in one order however they came: what a tab is compared with.</summary>
    public IEnumerable<(string Name, string Value)> FilterPairs() =>
        List.Filters.SelectMany(filter => filter.Names).SelectMany(name => Values(name).Order(StringComparer.Ordinal).Select(value => (name, value)));

    /// <summary>All that makes this list what it is, without the page.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        foreach (var pair in FilterPairs()) yield return pair;
        if (View.Length > 0) yield return ("view", View);
        if (SortKey != List.DefaultSort) yield return ("sort", SortKey);
        if (ColumnsChosen) yield return ("cols", string.Join(',', Columns.Select(column => column.Key)));
        if (Size != Sizes[0]) yield return ("size", Size.ToString(CultureInfo.InvariantCulture));
        if (Exact) yield return ("exact", "1");
    }

    /// <summary>The query of an address that differs by these: null takes a name out, anything else replaces it.</summary>
    public string Url(params IEnumerable<(string Name, string? Value)> changes)
    {
        var changed = changes.ToList();
        return Written(Pairs().Where(pair => !changed.Any(change => change.Name == pair.Name)).Concat(changed.Where(change => change.Value is not null).Select(change => (change.Name, change.Value!))));
    }

    /// <summary>Without one value of one filter.</summary>
    public string UrlWithout(string name, string value) => Written(Pairs().Where(pair => pair != (name, value)));

    static string Written(IEnumerable<(string Name, string Value)> pairs)
    {
        var query = string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Name) + "=" + Uri.EscapeDataString(pair.Value).Replace("%2C", ",", StringComparison.Ordinal)));
        return query.Length == 0 ? "?" : "?" + query;
    }

    // ── words ─────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>One for every value in force: the filter's label, the value in words, and the address without it.</summary>
    public IEnumerable<(Text Label, Text Value, string Without)> Chips()
    {
        foreach (var filter in List.Filters)
        {
            foreach (var (name, index) in filter.Names.Select((name, index) => (name, index)))
            {
                foreach (var value in Values(name))
                {
                    var words = OptionsOf(filter).FirstOrDefault(option => option.Value == value)?.Label ?? Text.Same(value);
                    if (filter.Names.Count > 1)
                    {
                        var unit = filter.Unit.IsEmpty ? default : T(" " + filter.Unit.Zh, " " + filter.Unit.En);
                        words = index == 0 ? T($"{words.Zh}{unit.Zh} 起", $"from {words.En}{unit.En}") : T($"至 {words.Zh}{unit.Zh}", $"to {words.En}{unit.En}");
                    }
                    yield return (filter.Label, words, UrlWithout(name, value));
                }
            }
        }
    }

    /// <summary>The filters in a sentence, for the export's own record.</summary>
    public string InWords()
    {
        var chips = Chips().Select(chip => T($"{chip.Label.Zh}：{chip.Value.Zh}", $"{chip.Label.En}: {chip.Value.En}").ToString()).ToList();
        return chips.Count == 0 ? T("无（全部）", "none (all)").ToString() : string.Join(T("；", "; ").ToString(), chips);
    }

    public string SortInWords() => Sort is null ? "—" : Sort.Label + (Descending ? T("，降序", ", descending") : T("，升序", ", ascending")).ToString();
}
