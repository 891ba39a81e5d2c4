using System.Globalization;
using static Keguan.Foundation.Texts;
using Type = Keguan.Foundation.Expressions.ExpressionType;

namespace Keguan.Foundation.Expressions;

/// <summary>The functions of the language itself. The table in docs/specs/expressions.md is held to this one by a test.</summary>
public static class Builtins
{
    private static readonly Type Numbers = Type.ListOf(Type.Number);
    private static readonly Type Monies = Type.ListOf(Type.Money);
    private static readonly Type Dates = Type.ListOf(Type.Date);
    private static readonly Type Anything = Type.ListOf(Type.Missing);

    /// <summary>What a list that items are taken from may hold.</summary>
    private static readonly Type[] Elements = [Type.Number, Type.Money, Type.Date, Type.Text, Type.Boolean];

    /// <summary>What the compiler itself understands, because it looks at the parts before their values.</summary>
    public static IReadOnlyDictionary<string, Text> Forms { get; } = new Dictionary<string, Text>
    {
        ["if"] = T("if(条件, 甲, 乙)：条件成立取甲，否则取乙", "if(condition, a, b): a when the condition holds, else b"),
        ["coalesce"] = T("coalesce(甲, 乙, …)：第一个不缺失的值", "coalesce(a, b, …): the first that is not missing"),
        ["is_missing"] = T("is_missing(值)：是否缺失；空列表也算缺失", "is_missing(value): is it missing; an empty list is"),
        ["matches"] = T("matches(文字, '模式')：整段文字是否符合模式", "matches(text, 'pattern'): does the whole text match"),
    };

    /// <summary>Functions over a column that also take rows and an expression evaluated for each of them: <c>sum(budget, price * pieces)</c>.</summary>
    internal static readonly IReadOnlySet<string> Aggregates =
        new HashSet<string> { "count", "sum", "min", "max", "avg", "any", "all", "unique", "distinct" };

    public static IReadOnlyDictionary<string, ExpressionFunction> Functions { get; } = new ExpressionFunction[]
    {
        new("count", T("多少行、多少个值（空格不计）；count(行, 条件) 计符合条件的行", "how many rows, or values that are not missing; count(rows, condition) those that meet it"),
        [
            new([Type.Rows(new Dictionary<string, Type>())], Type.Number, a => Value.Of(a[0].AsRows.Count)),
            new([Anything], Type.Number, a => Value.Of(Present(a[0]).Count())),
        ]),
        new("sum", T("合计，空格不计；没有行是 0", "total of what is there; 0 for no rows"),
        [
            new([Numbers], Type.Number, a => Value.Of(Present(a[0]).Sum(v => v.AsNumber))),
            new([Monies], Type.Money, a => Value.ExactMoney(Present(a[0]).Sum(v => v.AsExactFen))),
        ]),
        new("avg", T("平均，空格不计；没有值则缺失", "mean of what is there; missing when nothing is"),
        [
            new([Numbers], Type.Number, a => Average(a[0])),
            new([Monies], Type.Money, a => Average(a[0])),
        ]),
        new("min", T("最小的一个", "the smallest"), Extreme((value, best) => value < best)),
        new("max", T("最大的一个", "the largest"), Extreme((value, best) => value > best)),
        new("any", T("至少一行成立；any(行, 条件)", "at least one holds; any(rows, condition)"),
        [
            new([Type.Rows(new Dictionary<string, Type>())], Type.Boolean, a => Value.Of(a[0].AsRows.Count > 0)),
            new([Type.ListOf(Type.Boolean)], Type.Boolean, a => Quantify(a[0], decisive: true)),
        ]),
        new("all", T("每一行都成立，没有行也算；all(行, 条件)", "every one holds, also when there is none; all(rows, condition)"),
            [new([Type.ListOf(Type.Boolean)], Type.Boolean, a => Quantify(a[0], decisive: false))]),
        new("unique", T("没有两个值相同，空格不计", "no value is there twice, missing ones aside"),
            [new([Anything], Type.Boolean, a => Value.Of(Present(a[0]).ToHashSet().Count == Present(a[0]).Count()))]),
        new("distinct", T("去掉重复的值", "the values, each once"),
            [new([Anything], Anything, a => Value.List(Present(a[0]).Distinct()))]),

        new("item", T("列表的第几个：从 1 数起，负数从末尾数起（-1 是最后一个）；没有则缺失", "the n-th of a list, from 1; negative from its end (-1 is the last); missing when there is none"),
            [.. Elements.Select(type => new FunctionSignature([Type.ListOf(type), Type.Number], type, a => Item(a[0].AsList, Whole(a, 1))))]),
        new("first", T("列表的第一个", "the first of a list"), [.. Elements.Select(type => new FunctionSignature([Type.ListOf(type)], type, a => Item(a[0].AsList, 1)))]),
        new("last", T("列表的最后一个", "the last of a list"), [.. Elements.Select(type => new FunctionSignature([Type.ListOf(type)], type, a => Item(a[0].AsList, -1)))]),

        new("abs", T("绝对值", "the size without the sign"),
        [
            new([Type.Number], Type.Number, a => Value.Of(Math.Abs(a[0].AsNumber))),
            new([Type.Money], Type.Money, a => Value.ExactMoney(Math.Abs(a[0].AsExactFen))),
        ]),
        Rounding("round", T("四舍五入到几位小数（缺省 0）；金额到某个单位：round(金额, 1 万元)", "rounded half up to so many digits (0); money to a unit: round(money, 1 万元)"),
            (n, digits) => Math.Round(n, digits, MidpointRounding.AwayFromZero)),
        Rounding("floor", T("向下取整；金额到某个单位", "rounded down; money to a unit"), (n, digits) => Math.Round(n, digits, MidpointRounding.ToNegativeInfinity)),
        Rounding("ceil", T("向上取整；金额到某个单位", "rounded up; money to a unit"), (n, digits) => Math.Round(n, digits, MidpointRounding.ToPositiveInfinity)),
        new("between", T("值在下限与上限之间，都含", "low ≤ value ≤ high"),
        [
            .. new[] { Type.Number, Type.Money, Type.Date }.Select(t => new FunctionSignature([t, t, t], Type.Boolean,
                a => Value.Of(a[0].Magnitude >= a[1].Magnitude && a[0].Magnitude <= a[2].Magnitude))),
        ]),

        new("date", T("日期：date(\"2026-11-30\") 或 date(年, 月, 日)；没有这一天则缺失", "a day: date(\"2026-11-30\") or date(year, month, day); missing when there is no such day"),
        [
            new([Type.Text], Type.Date, a => Value.Of(ParseDate(a[0].AsText))),
            new([Type.Number, Type.Number, Type.Number], Type.Date, a => Value.Of(Whole(a, 0) is { } y && Whole(a, 1) is { } m && Whole(a, 2) is { } d
                ? Periods.Within(() => new DateOnly(y, m, d)) : null)),
        ]),
        new("year", T("年份", "the year"), [new([Type.Date], Type.Number, a => Value.Of(a[0].AsDate.Year))]),
        new("month", T("月份", "the month"), [new([Type.Date], Type.Number, a => Value.Of(a[0].AsDate.Month))]),
        new("day", T("日", "the day of the month"), [new([Type.Date], Type.Number, a => Value.Of(a[0].AsDate.Day))]),
        new("days_between", T("从甲日到乙日的天数", "days from one day to another"),
            [new([Type.Date, Type.Date], Type.Number, a => Value.Of(a[1].AsDate.DayNumber - a[0].AsDate.DayNumber))]),
        new("months_between", T("满几个月", "completed months"), [new([Type.Date, Type.Date], Type.Number, a => Value.Of(Periods.Months(a[0].AsDate, a[1].AsDate)))]),
        new("years_between", T("满几年（周岁）", "completed years (age)"), [new([Type.Date, Type.Date], Type.Number, a => Value.Of(Periods.Years(a[0].AsDate, a[1].AsDate)))]),
        Adding("add_days", T("加若干天（自然日）", "so many calendar days later"), (day, n) => day.AddDays(n)),
        Adding("add_months", T("加若干个月，没有对应日则取月末", "so many months later; the month's last day where there is no such day"), (day, n) => day.AddMonths(n)),
        Adding("add_years", T("加若干年", "so many years later"), (day, n) => day.AddYears(n)),

        new("len", T("文字的字数", "the number of characters"), [new([Type.Text], Type.Number, a => Value.Of(a[0].AsText.EnumerateRunes().Count()))]),
        new("contains", T("文字甲里有没有乙", "is the second text inside the first"),
            [new([Type.Text, Type.Text], Type.Boolean, a => Value.Of(a[0].AsText.Contains(a[1].AsText, StringComparison.Ordinal)))]),
        new("starts_with", T("文字甲是否以乙开头", "does the first text start with the second"),
            [new([Type.Text, Type.Text], Type.Boolean, a => Value.Of(a[0].AsText.StartsWith(a[1].AsText, StringComparison.Ordinal)))]),
        new("ends_with", T("文字甲是否以乙结尾", "does the first text end with the second"),
            [new([Type.Text, Type.Text], Type.Boolean, a => Value.Of(a[0].AsText.EndsWith(a[1].AsText, StringComparison.Ordinal)))]),
        new("lower", T("改成小写", "in lower case"), [new([Type.Text], Type.Text, a => Value.Verbatim(a[0].AsText.ToLowerInvariant()))]),
        new("upper", T("改成大写", "in upper case"), [new([Type.Text], Type.Text, a => Value.Verbatim(a[0].AsText.ToUpperInvariant()))]),
        new("trim", T("去掉首尾空白", "without blanks at both ends"), [new([Type.Text], Type.Text, a => Value.Verbatim(a[0].AsText.Trim()))]),
        new("text", T("写成文字：80 万元、2026-11-30、0.3", "written as text: 80 万元, 2026-11-30, 0.3"),
            [.. new[] { Type.Number, Type.Money, Type.Date, Type.Text }.Select(t => new FunctionSignature([t], Type.Text, a => Value.Verbatim(a[0].ToString())))]),
    }.ToDictionary(function => function.Name);

    internal static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static Value Item(IReadOnlyList<Value> list, int? number)
    {
        var at = number is > 0 ? number.Value - 1 : number is < 0 ? list.Count + number.Value : -1;
        return at >= 0 && at < list.Count ? list[at] : Value.Missing;
    }

    private static IEnumerable<Value> Present(Value list) => list.AsList.Where(item => !item.IsMissing);

    private static Value Average(Value list)
    {
        var items = Present(list).ToArray();
        if (items.Length == 0) return Value.Missing;
        var mean = items.Sum(item => item.Magnitude) / items.Length;
        return items[0].Kind == ValueKind.Money ? Value.ExactMoney(mean) : Value.Of(mean);
    }

    private static IReadOnlyList<FunctionSignature> Extreme(Func<decimal, decimal, bool> better)
    {
        Value Best(IEnumerable<Value> values) => values.Aggregate(Value.Missing, (best, value) => best.IsMissing || better(value.Magnitude, best.Magnitude) ? value : best);
        return
        [
            .. new[] { Numbers, Monies, Dates }.Select(list => new FunctionSignature([list], list.Element!, a => Best(Present(a[0])))),
            .. new[] { Type.Number, Type.Money, Type.Date }.Select(type => new FunctionSignature([type, type], type, Best) { Repeats = true }),
        ];
    }

    /// <summary>Three-valued: one decisive answer decides; failing that, one missing answer leaves it open.</summary>
    private static Value Quantify(Value list, bool decisive)
    {
        var open = false;
        foreach (var item in list.AsList)
        {
            if (item.IsMissing) open = true;
            else if (item.AsBoolean == decisive) return Value.Of(decisive);
        }
        return open ? Value.Missing : Value.Of(!decisive);
    }

    private static ExpressionFunction Rounding(string name, Text description, Func<decimal, int, decimal> round) => new(name, description,
    [
        new([Type.Number, Type.Number], Type.Number, a => Value.Of(round(a[0].AsNumber, a.Count < 2 ? 0 : Math.Clamp((int)Math.Clamp(a[1].AsNumber, 0, 10), 0, 10)))) { Optional = 1 },
        new([Type.Money, Type.Money], Type.Money, a => a[1].AsExactFen > 0 ? Value.ExactMoney(round(a[0].AsExactFen / a[1].AsExactFen, 0) * a[1].AsExactFen) : Value.Missing),
    ]);

    private static ExpressionFunction Adding(string name, Text description, Func<DateOnly, int, DateOnly> add) => new(name, description,
        [new([Type.Date, Type.Number], Type.Date, a => Value.Of(Whole(a, 1) is { } n ? Periods.Within(() => add(a[0].AsDate, n)) : null))]);

    /// <summary>A whole number of moderate size, or nothing.</summary>
    private static int? Whole(IReadOnlyList<Value> arguments, int index)
    {
        var n = arguments[index].AsNumber;
        return n == decimal.Truncate(n) && Math.Abs(n) <= 10_000_000 ? (int)n : null;
    }
}
