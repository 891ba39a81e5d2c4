using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Tables;

/// <summary>What stands in one place of the table.</summary>
public readonly record struct ListCell(string Words, Tone? Tone = null, string? Url = null, bool Quiet = false);

/// <param name="Key">Value of `ids` in a bulk action.</param>
/// <param name="Title">What names the row to somebody who can't see the table.</param>
/// <param name="PickFen">Adds up to the amount of the rows picked; null where the list shows no amount.</param>
public sealed record ListLine(string Key, string? Url, IReadOnlyList<ListCell> Cells, string Title, long? PickFen);

/// <summary>One page of a list, with its totals.</summary>
public sealed record ListRows(IReadOnlyList<ListLine> Lines, ListTotal Total, int Page, int Pages)
{
    /// <summary>Sums of this page and of all, for the summed columns among those shown, in their order.</summary>
    public IReadOnlyDictionary<string, (decimal Page, decimal? All)> Sums { get; init; } = new Dictionary<string, (decimal, decimal?)>();

    /// <summary>Where the next page begins and the previous one ends; empty where the order can't say.</summary>
    internal string First { get; init; } = "";
    internal string Last { get; init; } = "";

    /// <summary>There is a page after this one, even where the count does not reach it.</summary>
    public bool HasMore { get; init; }
}

public abstract partial class ListDefinition<T>
{
    IQueryable<T> Matching(ListContext context, ListQuery query)
    {
        var rows = Query(context.Db, context.Actor);
        foreach (var filter in _filters)
            if (query.ValuesOf(filter) is { } values) rows = rows.Where(filter.Where(context, values));
        return rows;
    }

    LambdaExpression Key => _key ?? throw new InvalidOperationException($"List {Name} does not say by Row(…) what tells one row from another");

    internal sealed override Task<ListTotal> CountAsync(ListContext context, ListQuery query, ListTotals totals, int most, CancellationToken cancel)
    {
        var rows = Matching(context, query);
        var x = Expression.Parameter(typeof(T), "x");
        var summed = query.Columns.Where(column => column.Summed).Take(ListTotals.MostSums).ToList();
        var bindings = summed.Select((column, i) => Expression.Bind(typeof(ListTotals.Summands).GetProperty("S" + i)!, Expression.Convert(column.Value.On(x), typeof(long?))));
        var select = Expression.Lambda<Func<T, ListTotals.Summands>>(Expression.MemberInit(Expression.New(typeof(ListTotals.Summands)), bindings), x);
        return totals.OfAsync(context.Db, rows.Select(select), summed.Count, most, cancel);
    }

    internal sealed override async Task<ListRows> ReadAsync(ListContext context, ListQuery query, ListTotals totals, CancellationToken cancel)
    {
        var total = await CountAsync(context, query, totals, query.Exact ? int.MaxValue : totals.Most, cancel);
        var pages = (int)Math.Max(1, (total.Count + query.Size - 1) / query.Size);
        var page = total.More ? query.Page : Math.Min(query.Page, pages);
        var (rows, more) = await PageAsync(context, query, total, page, cancel);

        var places = PlacesOf(query.Columns);
        var lines = rows.Select(row => Line(context, query.Columns, places, row)).ToList();
        var summed = query.Columns.Select((column, i) => (column, i)).Where(one => one.column.Summed).Take(ListTotals.MostSums).ToList();
        return new ListRows(lines, total, page, pages)
        {
            Sums = summed.Select((one, s) => (one.column.Key, (rows.Sum(row => row[one.i] is { } value ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : 0m), total.More ? (decimal?)null : total.Sums[s])))
                .ToDictionary(),
            First = rows.Count > 0 ? CursorOf(query, places, rows[0]) : "",
            Last = rows.Count > 0 ? CursorOf(query, places, rows[^1]) : "",
            HasMore = more,
        };
    }

    /// <summary>From a known row onwards where the address names one, else by counting off; from the nearer end.</summary>
    async Task<(List<object?[]> Rows, bool More)> PageAsync(ListContext context, ListQuery query, ListTotal total, int page, CancellationToken cancel)
    {
        var matching = Matching(context, query);
        var select = Selected(query);
        foreach (var (cursor, back) in new[] { (query.After, false), (query.Before, true) })
        {
            if (cursor.Length == 0 || page == 1 || Beyond(context, query, cursor, back) is not { } beyond) continue;
            var found = await Ordered(matching.Where(beyond), query, back).Select(select).Take(query.Size + 1).ToListAsync(cancel);
            var more = found.Count > query.Size;
            if (more) found.RemoveAt(query.Size);
            if (back) found.Reverse();
            // A page that has shrunk since, or the end of it: counted off instead.
            if (found.Count == query.Size || (!back && found.Count > 0)) return (found, back || more);
        }

        var skip = (page - 1) * (long)query.Size;
        if (!total.More && skip > total.Count / 2)
        {
            var take = (int)Math.Min(query.Size, total.Count - skip);
            if (take <= 0) return ([], false);
            var fromEnd = await Ordered(matching, query, reversed: true).Select(select).Skip((int)(total.Count - skip - take)).Take(take).ToListAsync(cancel);
            fromEnd.Reverse();
            return (fromEnd, skip + take < total.Count);
        }
        var rows = await Ordered(matching, query, reversed: false).Select(select).Skip((int)Math.Min(skip, int.MaxValue)).Take(query.Size + 1).ToListAsync(cancel);
        var hasMore = rows.Count > query.Size;
        if (hasMore) rows.RemoveAt(query.Size);
        return (rows, hasMore);
    }

    internal sealed override IAsyncEnumerable<object?[]> StreamAsync(ListContext context, ListQuery query) =>
        Ordered(Matching(context, query), query, reversed: false).Select(Selected(query)).AsAsyncEnumerable();

    // ── order ─────────────────────────────────────────────────────────────────────────────────────────

    IQueryable<T> Ordered(IQueryable<T> rows, ListQuery query, bool reversed)
    {
        var down = query.Descending != reversed;
        if (query.Sort is not { } sort) return By(rows, Key, reversed ? nameof(Queryable.OrderByDescending) : nameof(Queryable.OrderBy));
        return By(By(rows, sort.Value, down ? nameof(Queryable.OrderByDescending) : nameof(Queryable.OrderBy)), Key, down ? nameof(Queryable.ThenByDescending) : nameof(Queryable.ThenBy));
    }

    static IQueryable<T> By(IQueryable<T> rows, LambdaExpression key, string method) =>
        rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), key.ReturnType], rows.Expression, Expression.Quote(key)));

    // ── cursor ────────────────────────────────────────────────────────────────────────────────────────

    static readonly Type[] Comparable = [typeof(string), typeof(int), typeof(long), typeof(DateTime), typeof(DateOnly), typeof(Guid)];

    static bool CanCompare(Type type) => Comparable.Contains(Nullable.GetUnderlyingType(type) ?? type);

    bool HasCursor(ListQuery query) => CanCompare(Key.ReturnType) && (query.Sort is null || CanCompare(query.Sort.Value.ReturnType));

    string CursorOf(ListQuery query, Places places, object?[] row) => HasCursor(query)
        ? WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(new[] { query.Sort is null ? null : Written(row[places.Sort]), Written(row[places.Key]) }))
        : "";

    static string? Written(object? value) => value switch
    {
        DateTime moment => moment.Ticks.ToString(CultureInfo.InvariantCulture),
        DateOnly day => day.DayNumber.ToString(CultureInfo.InvariantCulture),
        null => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    static object? Read(string? text, Type type)
    {
        if (text is null) return null;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(DateTime)) return new DateTime(long.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);
        if (bare == typeof(DateOnly)) return DateOnly.FromDayNumber(int.Parse(text, CultureInfo.InvariantCulture));
        return bare == typeof(Guid) ? Guid.Parse(text) : Convert.ChangeType(text, bare, CultureInfo.InvariantCulture);
    }

    /// <summary>The rows after (or before) the one that the cursor names, in the order of the query; null where the cursor is none.</summary>
    Expression<Func<T, bool>>? Beyond(ListContext context, ListQuery query, string cursor, bool back)
    {
        if (!HasCursor(query)) return null;
        string?[]? parts;
        object? sortValue, keyValue;
        try
        {
            parts = JsonSerializer.Deserialize<string?[]>(WebEncoders.Base64UrlDecode(cursor));
            if (parts is not { Length: 2 } || parts[1] is null) return null;
            sortValue = query.Sort is null ? null : Read(parts[0], query.Sort.Value.ReturnType);
            keyValue = Read(parts[1], Key.ReturnType);
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException or ArgumentException or InvalidCastException) { return null; }

        var up = query.Sort is null ? !back : query.Descending == back;
        var (further, atLeast) = up ? (ExpressionType.GreaterThan, ExpressionType.GreaterThanOrEqual) : (ExpressionType.LessThan, ExpressionType.LessThanOrEqual);
        return Lambdas.Where<T>(x =>
        {
            var keyFurther = Lambdas.Compare(further, Key.On(x), Lambdas.Parameter(keyValue, Key.ReturnType));
            if (query.Sort is null) return keyFurther;
            var left = query.Sort.Value.On(x);
            var nothing = Expression.Constant(null, left.Type.IsValueType && Nullable.GetUnderlyingType(left.Type) is null ? typeof(object) : left.Type);
            var nullable = nothing.Type == left.Type;
            // SQLite sorts what is missing first, PostgreSQL last.
            var missingFollow = nullable && context.Db.IsSqlite != up;
            if (sortValue is null)
            {
                if (!nullable) return Expression.Constant(false);
                var same = Expression.AndAlso(Expression.Equal(left, nothing), keyFurther);
                return missingFollow ? same : Expression.OrElse(same, Expression.NotEqual(left, nothing));
            }
            var right = Lambdas.Parameter(sortValue, left.Type);
            // “At least” first: the index begins there.
            Expression beyond = Expression.AndAlso(Lambdas.Compare(atLeast, left, right), Expression.OrElse(Lambdas.Compare(further, left, right), keyFurther));
            return missingFollow ? Expression.OrElse(beyond, Expression.Equal(left, nothing)) : beyond;
        });
    }

    // ── columns ───────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Where in the selected row things stand: the columns first, then the ids of their links, the sort, the key.</summary>
    sealed record Places(int[] Links, int Sort, int Key);

    static Places PlacesOf(IReadOnlyList<ListColumn> columns)
    {
        var next = columns.Count;
        int[] links = [.. columns.Select(column => column.LinkKey is null ? -1 : next++)];
        return new Places(links, next, next + 1);
    }

    Expression<Func<T, object?[]>> Selected(ListQuery query)
    {
        var x = Expression.Parameter(typeof(T), "x");
        var values = query.Columns.Select(column => column.Value)
            .Concat(query.Columns.Where(column => column.LinkKey is not null).Select(column => column.LinkKey!))
            .Append(query.Sort?.Value ?? Key).Append(Key);
        return Expression.Lambda<Func<T, object?[]>>(Expression.NewArrayInit(typeof(object), values.Select(value => Expression.Convert(value.On(x), typeof(object)))), x);
    }

    ListLine Line(ListContext context, IReadOnlyList<ListColumn> columns, Places places, object?[] row)
    {
        var key = row[places.Key]!;
        var url = _url?.Invoke(key);
        var cells = new ListCell[columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var column = columns[i];
            var link = places.Links[i] >= 0 && row[places.Links[i]] is { } id ? column.Link!(id) : column.OpensRow ? url : null;
            cells[i] = Cell(context, column, row[i], link);
        }
        var title = columns.TakeWhile(column => !column.IsTitle).Count() is var at && at < columns.Count ? at : 0;
        var amount = columns.TakeWhile(column => column is not { Summed: true, Kind: ColumnKind.Money }).Count();
        return new ListLine(Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", url, cells, cells[title].Words,
            amount == columns.Count ? null : row[amount] is { } fen ? Convert.ToInt64(fen, CultureInfo.InvariantCulture) : 0);
    }

    static ListCell Cell(ListContext context, ListColumn column, object? value, string? url)
    {
        if (value is null or "") return column.IsTitle ? new(Texts.T("（未填名称）", "(no title yet)").ToString(), null, url, true) : new("—", null, null, true);
        var tone = column.Toned?.Invoke(value);
        if (column.Words is { } words)
        {
            var tag = words(value, context.Outside);
            return new(tag.Words.ToString(), column.Kind == ColumnKind.Status ? tone ?? tag.Tone : tone, url);
        }
        if (column.IsNumber && !column.ZeroWords.IsEmpty && Convert.ToDecimal(value, CultureInfo.InvariantCulture) == 0m) return new(column.ZeroWords.ToString(), tone, url, true);
        return new(Shown(column, value, context.Today), tone, url);
    }

    internal static string Shown(ListColumn column, object value, DateOnly today) => (column.Kind, value) switch
    {
        (ColumnKind.Money, _) => Money.Wan(Convert.ToInt64(value, CultureInfo.InvariantCulture), column.Decimals),
        (ColumnKind.Time, DateTime moment) => ChinaTime.Short(moment, today),
        (_, DateTime moment) => ChinaTime.Minute(moment),
        (_, DateOnly day) => ChinaTime.Day(day),
        (ColumnKind.Number, _) => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("#,##0.######", CultureInfo.InvariantCulture).Replace('-', '−'),
        (_, bool yes) => (yes ? Texts.T("是", "Yes") : Texts.T("否", "No")).ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    internal sealed override Text ShownValue(ListColumn column, object? value, bool outside) => value is null ? default
        : column.Words is { } words ? words(value, outside).Words
        : value is bool yes ? yes ? Texts.T("是", "Yes") : Texts.T("否", "No")
        : Text.Same(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
