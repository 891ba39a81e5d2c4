using System.Linq.Expressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>A tab of a list that the house provides: an address's query under a name, `state=checking&amp;sort=received`.</summary>
public sealed record ListTab(string Key, Text Label, string Query)
{
    /// <summary>Only these actors have the tab; everybody unless said.</summary>
    public Func<Actor, bool>? For { get; init; }
}

/// <summary>What may be done with several rows at once: their keys are posted as `ids` to <see cref="Url"/>.</summary>
/// <param name="Url">Address, or “?handler=Name” of the list's own page.</param>
public sealed record ListBulk(string Url, Text Label, string? Permission = null);

/// <summary>
/// A list of the house, declared once: page, export and command line all read from it. Derive from <see cref="ListDefinition{T}"/>.
/// </summary>
public abstract class ListDefinition(string name, Text title)
{
    readonly List<ListTab> _tabs = [];
    readonly List<ListBulk> _bulks = [];

    /// <summary>Name on the command line and of its saved views: “applications”.</summary>
    public string Name => name;
    public Text Title => title;

    /// <summary>Who may read it at all; what he sees of it is decided by the query.</summary>
    public abstract string Permission { get; }

    /// <summary>What to say and do where nothing is found at all.</summary>
    public Text Empty { get; protected set; } = T("目前没有记录", "Nothing here yet");
    public Text EmptyHint { get; protected set; }
    public string? EmptyUrl { get; protected set; }
    public Text EmptyAct { get; protected set; } = T("新建", "Start one");

    /// <summary>Measure word of the count: “共 343 项”.</summary>
    public Text Unit { get; protected set; } = T("项", "rows");
    public IReadOnlyList<ListTab> Tabs => _tabs;
    public IReadOnlyList<ListBulk> Bulks => _bulks;
    public abstract IReadOnlyList<ListColumn> Columns { get; }
    public abstract IReadOnlyList<ListFilter> Filters { get; }

    /// <summary>Sorted by, unless the reader chooses: “number”, or “-received” for the latest first.</summary>
    public string DefaultSort { get; private set; } = "";

    /// <summary>The tab that shows everything.</summary>
    public Text AllLabel { get; protected set; } = T("全部", "All");

    protected void Tab(string key, Text label, string query, Func<Actor, bool>? only = null) => _tabs.Add(new ListTab(key, label, query) { For = only });

    protected void Bulk(string url, Text label, string? permission = null) => _bulks.Add(new ListBulk(url, label, permission));

    protected void Sorts(string by) => DefaultSort = by;

    public ListColumn? Column(string key) => Columns.FirstOrDefault(column => column.Key == key);

    internal abstract Task<ListRows> ReadAsync(ListContext context, ListQuery query, ListTotals totals, CancellationToken cancel);

    /// <summary>How many rows match; more than <paramref name="most"/> are not counted to the end.</summary>
    internal abstract Task<ListTotal> CountAsync(ListContext context, ListQuery query, ListTotals totals, int most, CancellationToken cancel);

    /// <summary>All rows that match, one after the other, in the order of the list.</summary>
    internal abstract IAsyncEnumerable<object?[]> StreamAsync(ListContext context, ListQuery query);

    internal abstract Text ShownValue(ListColumn column, object? value, bool outside);
}

/// <summary>
/// A list whose rows are <typeparamref name="T"/>: an entity, or a record that <see cref="Query"/> selects into. Only the columns that are
/// shown are read from the database. Declare everything in the constructor.
/// </summary>
public abstract partial class ListDefinition<T>(string name, Text title) : ListDefinition(name, title)
{
    readonly List<ListColumn<T>> _columns = [];
    readonly List<ListFilter<T>> _filters = [];
    LambdaExpression? _key;
    Func<object, string>? _url;

    public sealed override IReadOnlyList<ListColumn> Columns => _columns;
    public sealed override IReadOnlyList<ListFilter> Filters => _filters;

    /// <summary>What this actor may see of it: the base of page, count, sum and export alike. No order, no tracking needed.</summary>
    public abstract IQueryable<T> Query(KeguanDb db, Actor actor);

    // ── columns ───────────────────────────────────────────────────────────────────────────────────────

    protected ListColumn<T> Column(string key, Text label, Expression<Func<T, object?>> value) => Add(new(key, label, ColumnKind.Text, value));

    /// <summary>An amount in 分, shown in 万元.</summary>
    protected ListColumn<T> Amount(string key, Text label, Expression<Func<T, object?>> fen) => Add(new(key, label, ColumnKind.Money, fen)).In(T("万元", "CNY 10,000")).Rounded(1);

    protected ListColumn<T> Number(string key, Text label, Expression<Func<T, object?>> value, Text unit = default) => Add(new(key, label, ColumnKind.Number, value)).In(unit);

    protected ListColumn<T> Date(string key, Text label, Expression<Func<T, object?>> day) => Add(new(key, label, ColumnKind.Date, day));

    /// <summary>A moment, shown in China's time.</summary>
    protected ListColumn<T> Time(string key, Text label, Expression<Func<T, object?>> utc) => Add(new(key, label, ColumnKind.Time, utc));

    /// <summary>A code shown by its words: area, kind, category.</summary>
    protected ListColumn<T> Coded(string key, Text label, Expression<Func<T, object?>> code, Func<string, Text> words) =>
        Add(new(key, label, ColumnKind.Text, code)).As((value, _) => new Tag(words(CodeOf(value))));

    /// <summary>A word in colour.</summary>
    protected ListColumn<T> Status(string key, Text label, Expression<Func<T, object?>> code, Func<string, Tag> tag) =>
        Add(new(key, label, ColumnKind.Status, code)).As((value, _) => tag(CodeOf(value)));

    /// <summary>The state in a lifecycle, in the word for insiders or outsiders.</summary>
    protected ListColumn<T> Status(string key, Text label, Expression<Func<T, object?>> state, ILifecycle lifecycle)
    {
        var states = lifecycle.States.ToDictionary(one => one.Code);
        return Add(new(key, label, ColumnKind.Status, state)).As((value, outside) =>
            states.TryGetValue(CodeOf(value), out var found) ? new Tag(outside ? found.Outside : found.Inside, found.Tone) : new Tag(Text.Same(CodeOf(value))));
    }

    // ── filters ───────────────────────────────────────────────────────────────────────────────────────

    /// <summary>The search field, `q` in the address.</summary>
    protected ListFilter<T> Search(Text hint, params Expression<Func<T, object?>>[] texts) => AddFilter(ListFilter<T>.Search("q", T("关键词", "Keyword"), texts)).Hint(hint);

    /// <summary>One or several of fixed values.</summary>
    protected ListFilter<T> Choice(string key, Text label, Expression<Func<T, object?>> value, params IEnumerable<Option> options)
    {
        IReadOnlyList<Option> fixedOptions = [.. options];
        return AddFilter(ListFilter<T>.Choice(key, label, value)).From(_ => Task.FromResult(fixedOptions));
    }

    /// <summary>One or several values that come from the database or depend on who asks.</summary>
    protected ListFilter<T> Choice(string key, Text label, Expression<Func<T, object?>> value, Func<ListContext, Task<IReadOnlyList<Option>>> options) =>
        AddFilter(ListFilter<T>.Choice(key, label, value)).From(options);

    /// <summary>States of a lifecycle.</summary>
    protected ListFilter<T> Choice(string key, Text label, Expression<Func<T, object?>> value, ILifecycle lifecycle) =>
        AddFilter(ListFilter<T>.Choice(key, label, value)).From(context => Task.FromResult<IReadOnlyList<Option>>(
            [.. lifecycle.States.Select(state => new Option(state.Code, context.Outside ? state.Outside : state.Inside))]));

    /// <summary>Yes or no.</summary>
    protected ListFilter<T> YesNo(string key, Text label, Expression<Func<T, object?>> value) => Choice(key, label, value, ListFilter<T>.YesNo);

    /// <summary>Values with a condition of their own: `Where("waiting", label, [new("late", …)], (context, value) => x => x.Due &lt; context.Today)`.</summary>
    protected ListFilter<T> Where(string key, Text label, IReadOnlyList<Option> options, Func<ListContext, string, Expression<Func<T, bool>>> condition) =>
        AddFilter(new ListFilter<T>(key, label, FilterKind.Choice, (context, values) => condition(context, values[0]))).From(_ => Task.FromResult(options));

    /// <summary>An amount in 分, typed in 万元.</summary>
    protected ListFilter<T> AmountRange(string key, Text label, Expression<Func<T, object?>> fen) => AddFilter(ListFilter<T>.Range(key, label, FilterKind.Money, fen)).In(T("万元", "CNY 10,000"));

    protected ListFilter<T> NumberRange(string key, Text label, Expression<Func<T, object?>> value) => AddFilter(ListFilter<T>.Range(key, label, FilterKind.Number, value));

    /// <summary>From day to day, both included; of a day or of a moment.</summary>
    protected ListFilter<T> DateRange(string key, Text label, Expression<Func<T, object?>> value) => AddFilter(ListFilter<T>.Range(key, label, FilterKind.Date, value));

    // ── rows ──────────────────────────────────────────────────────────────────────────────────────────

    /// <summary>What tells one row from another, and the row's page. Every list has it: it makes the order unambiguous.</summary>
    protected void Row(Expression<Func<T, object?>> key, Func<object, string>? url = null) => (_key, _url) = (Lambdas.Unboxed(key), url);

    ListColumn<T> Add(ListColumn<T> column)
    {
        if (_columns.Any(one => one.Key == column.Key)) throw new InvalidOperationException($"List {Name} has two columns {column.Key}");
        _columns.Add(column);
        return column;
    }

    ListFilter<T> AddFilter(ListFilter<T> filter)
    {
        if (filter.Names.Any(one => ListQuery.Reserved.Contains(one)) || _filters.SelectMany(one => one.Names).Intersect(filter.Names).Any())
            throw new InvalidOperationException($"List {Name} can't have a filter {filter.Key}: the name is taken");
        _filters.Add(filter);
        return filter;
    }

    static string CodeOf(object value) => value as string ?? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
