using System.Globalization;
using System.Linq.Expressions;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Microsoft.Extensions.Caching.Memory;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>Who asks for a list, and when.</summary>
public sealed record ListContext(KeguanDb Db, Actor Actor, DateTime Now)
{
    /// <summary>Choices that come from the database are remembered this long: reading all rows for them would cost more than the page.</summary>
    static readonly TimeSpan OptionsFor = TimeSpan.FromSeconds(30);

    internal MemoryCache? Memory { get; init; }

    public DateOnly Today => ChinaTime.DayOf(Now);
    /// <summary>The choices of a filter, for this actor; asked anew where a value is wanted that was not there a moment ago.</summary>
    internal async Task<IReadOnlyList<Option>> OptionsAsync(ListDefinition list, ListFilter filter, IReadOnlyCollection<string> wanted)
    {
        var key = (list, filter, Actor.GrantId, Actor.AccountId, Actor.Role, Actor.OrganisationId);
        if (Memory?.Get<IReadOnlyList<Option>>(key) is { } known && wanted.All(value => known.Any(option => option.Value == value))) return known;
        var options = await filter.Options!(this);
        Memory?.Set(key, options, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = OptionsFor });
        return options;
    }

    internal bool Outside => Actor.Audience is Audience.Applicant or Audience.Expert or Audience.Public;
}

public enum FilterKind { Search, Choice, Money, Number, Date }

/// <summary>One value of a choice.</summary>
public sealed record Option(string Value, Text Label);

/// <summary>Something by which a list is narrowed; its values stand in the address under its own name (`state`) or two (`grant-min`, `grant-max`).</summary>
public abstract class ListFilter(string key, Text label, FilterKind kind)
{
    public string Key => key;
    public Text Label => label;
    public FilterKind Kind => kind;
    public Text Unit { get; protected set; }
    public Text Placeholder { get; protected set; }

    /// <summary>Behind “更多条件”.</summary>
    public bool Further { get; protected set; }

    /// <summary>Only set by links and views; shown as a chip, without a field of its own.</summary>
    public bool WithoutField { get; protected set; }

    /// <summary>Names of its values in the address.</summary>
    public IReadOnlyList<string> Names { get; } = kind switch
    {
        FilterKind.Money or FilterKind.Number => [key + "-min", key + "-max"],
        FilterKind.Date => [key + "-from", key + "-to"],
        _ => [key],
    };

    internal Func<ListContext, Task<IReadOnlyList<Option>>>? Options { get; private protected set; }

    /// <summary>Throws where the values are no values of this filter.</summary>
    internal abstract void Check(ListContext context, string[] values);
}

/// <summary>A filter on a list of <typeparamref name="T"/>.</summary>
public sealed class ListFilter<T> : ListFilter
{
    readonly Func<ListContext, string[], Expression<Func<T, bool>>> _where;

    internal ListFilter(string key, Text label, FilterKind kind, Func<ListContext, string[], Expression<Func<T, bool>>> where) : base(key, label, kind) => _where = where;

    public ListFilter<T> More() { Further = true; return this; }
    public ListFilter<T> Silent() { WithoutField = true; return this; }
    public ListFilter<T> In(Text unit) { Unit = unit; return this; }
    public ListFilter<T> Hint(Text placeholder) { Placeholder = placeholder; return this; }
    internal ListFilter<T> From(Func<ListContext, Task<IReadOnlyList<Option>>> options) { Options = options; return this; }

    /// <summary>The condition for the values given, one for each of <see cref="ListFilter.Names"/> or, for a choice, several.</summary>
    internal Expression<Func<T, bool>> Where(ListContext context, string[] values) => _where(context, values);

    internal override void Check(ListContext context, string[] values) => Where(context, values);

    // ── the kinds ─────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Every word typed stands in at least one of the texts.</summary>
    internal static ListFilter<T> Search(string key, Text label, IReadOnlyList<Expression<Func<T, object?>>> texts) => new(key, label, FilterKind.Search, (_, values) =>
    {
        var words = values[0].Split([' ', '\u3000', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8);
        return Lambdas.Where<T>(x => Lambdas.All(words.DefaultIfEmpty("").Select(word =>
        {
            // Letters are compared without case; Chinese has none, and spares the database the work.
            var letters = word.Any(char.IsLetter) && word.Any(char.IsAsciiLetter);
            var wanted = Lambdas.Parameter(letters ? word.ToLowerInvariant() : word, typeof(string));
            return Lambdas.Any(texts.Select(text =>
            {
                var where = text.On(x);
                if (letters) where = Expression.Call(where, nameof(string.ToLower), null);
                return (Expression)Expression.Call(where, nameof(string.Contains), null, wanted);
            }));
        })));
    });

    internal static ListFilter<T> Choice(string key, Text label, Expression<Func<T, object?>> value)
    {
        var plain = Lambdas.Unboxed(value);
        return new(key, label, FilterKind.Choice, (_, values) => Lambdas.Where<T>(x => Lambdas.Any(values.Take(50).Select(one =>
            (Expression)Expression.Equal(plain.On(x), Lambdas.Parameter(Read(one, plain.ReturnType), plain.ReturnType))))));
    }

    internal static ListFilter<T> Range(string key, Text label, FilterKind kind, Expression<Func<T, object?>> value)
    {
        var plain = Lambdas.Unboxed(value);
        return new(key, label, kind, (_, values) => Lambdas.Where<T>(x => Lambdas.All(Ends(plain, kind, x, values))));
    }

    static IEnumerable<Expression> Ends(LambdaExpression value, FilterKind kind, Expression x, string[] values)
    {
        var left = value.On(x);
        var type = left.Type;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (values[0].Length > 0) yield return Expression.GreaterThanOrEqual(left, Lambdas.Parameter(End(kind, bare, values[0], last: false), type));
        if (values.Length > 1 && values[1].Length > 0)
        {
            // A day includes its end: moments are compared with the first instant of the next day.
            var right = Lambdas.Parameter(End(kind, bare, values[1], last: true), type);
            yield return bare == typeof(DateTime) ? Expression.LessThan(left, right) : Expression.LessThanOrEqual(left, right);
        }
    }

    static object End(FilterKind kind, Type type, string text, bool last) => kind switch
    {
        FilterKind.Money => Money.TryParseWan(text, out var fen, out _, allowNegative: true) ? fen : throw new FormatException(),
        FilterKind.Date when type == typeof(DateTime) => last ? ChinaTime.EndOf(Day(text)) : ChinaTime.StartOf(Day(text)),
        FilterKind.Date => Day(text),
        _ => Read(text, type)!,
    };

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static object? Read(string text, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string)) return text;
        if (bare == typeof(Guid)) return Guid.Parse(text);
        if (bare == typeof(bool)) return text switch { "yes" => true, "no" => false, _ => throw new FormatException() };
        if (bare.IsEnum) return Enum.Parse(bare, text, ignoreCase: true);
        return Convert.ChangeType(text, bare, CultureInfo.InvariantCulture);
    }

    internal static readonly IReadOnlyList<Option> YesNo = [new("yes", T("是", "Yes")), new("no", T("否", "No"))];
}
