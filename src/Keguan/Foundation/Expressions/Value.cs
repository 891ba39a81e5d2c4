using System.Globalization;

namespace Keguan.Foundation.Expressions;

/// <summary>What a value can be. The same kinds name the types of expressions.</summary>
public enum ValueKind { Missing, Number, Money, Text, Date, Boolean, List, Rows }

/// <summary>One value in the world of expressions: a number, money, a text, a date, yes or no, a list, the rows of a table — or missing.</summary>
/// <remarks>
/// Money is held as 分 in a decimal that is <em>not</em> rounded between two steps, because rules are compared unrounded
/// (a third of a grant times three is the grant); <see cref="AsFen"/> rounds half up when the value leaves.
/// </remarks>
public readonly struct Value : IEquatable<Value>
{
    private readonly decimal number;
    private readonly object? content;

    private Value(ValueKind kind, decimal number, object? content = null) => (Kind, this.number, this.content) = (kind, number, content);

    public ValueKind Kind { get; }
    public bool IsMissing => Kind == ValueKind.Missing;

    public static Value Missing => default;
    public static Value Of(decimal? number) => number is { } n ? new(ValueKind.Number, n) : Missing;
    public static Value Of(DateOnly? date) => date is { } d ? new(ValueKind.Date, d.DayNumber) : Missing;
    public static Value Of(bool? answer) => answer is { } b ? new(ValueKind.Boolean, b ? 1 : 0) : Missing;

    /// <summary>A text as somebody typed it: nothing but blanks is missing.</summary>
    public static Value Of(string? text) => string.IsNullOrWhiteSpace(text) ? Missing : Verbatim(text);

    /// <summary>Money in 分.</summary>
    public static Value Money(long? fen) => fen is { } f ? new(ValueKind.Money, f) : Missing;

    public static Value List(IEnumerable<Value> items) => new(ValueKind.List, 0, items.ToArray());

    public static Value List(IEnumerable<string> items) => List(items.Select(Of));

    /// <summary>The rows of a table, each a value by the key of its column.</summary>
    public static Value Rows(IEnumerable<IReadOnlyDictionary<string, Value>> rows) => new(ValueKind.Rows, 0, rows.ToArray());

    /// <summary>A text exactly as it is, even an empty one.</summary>
    public static Value Verbatim(string text) => new(ValueKind.Text, 0, text);
    internal static Value ExactMoney(decimal fen) => new(ValueKind.Money, fen);

    public decimal AsNumber => Expect(ValueKind.Number).number;

    /// <summary>Money in whole 分, rounded half away from zero.</summary>
    public long AsFen => decimal.ToInt64(Math.Round(Expect(ValueKind.Money).number, MidpointRounding.AwayFromZero));

    /// <summary>Money in 分, as exact as it was computed.</summary>
    public decimal AsExactFen => Expect(ValueKind.Money).number;

    public string AsText => (string)Expect(ValueKind.Text).content!;
    public DateOnly AsDate => DateOnly.FromDayNumber((int)Expect(ValueKind.Date).number);
    public bool AsBoolean => Expect(ValueKind.Boolean).number != 0;
    public IReadOnlyList<Value> AsList => (Value[])Expect(ValueKind.List).content!;
    public IReadOnlyList<IReadOnlyDictionary<string, Value>> AsRows => (IReadOnlyDictionary<string, Value>[])Expect(ValueKind.Rows).content!;

    /// <summary>The number, the 分, the day or the 0/1 behind a value with an order.</summary>
    internal decimal Magnitude => number;

    private Value Expect(ValueKind kind) =>
        Kind == kind ? this : throw new InvalidOperationException($"A {Kind} value was read as {kind}.");

    public bool Equals(Value other) => Kind == other.Kind && number == other.number && Kind switch
    {
        ValueKind.Text => string.Equals((string)content!, (string)other.content!, StringComparison.Ordinal),
        ValueKind.List => AsList.SequenceEqual(other.AsList),
        ValueKind.Rows => AsRows.Count == other.AsRows.Count && AsRows.Zip(other.AsRows).All(pair => SameRow(pair.First, pair.Second)),
        _ => true,
    };

    private static bool SameRow(IReadOnlyDictionary<string, Value> one, IReadOnlyDictionary<string, Value> two) =>
        one.Count == two.Count && one.All(cell => two.TryGetValue(cell.Key, out var value) && value.Equals(cell.Value));

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        ValueKind.Text => HashCode.Combine(Kind, StringComparer.Ordinal.GetHashCode((string)content!)),
        ValueKind.List => AsList.Aggregate(new HashCode(), (hash, item) => { hash.Add(item); return hash; }).ToHashCode(),
        ValueKind.Rows => HashCode.Combine(Kind, AsRows.Count),
        _ => HashCode.Combine(Kind, number),
    };

    public static bool operator ==(Value left, Value right) => left.Equals(right);
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>As <c>text(…)</c> writes it: 80 万元, 2026-11-30, 0.3.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Number => Plain(number),
        ValueKind.Money => Plain(number / MoneyUnits.FenPerWan) + " 万元",
        ValueKind.Text => (string)content!,
        ValueKind.Date => AsDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueKind.Boolean => number != 0 ? "true" : "false",
        ValueKind.List => "[" + string.Join(", ", AsList) + "]",
        ValueKind.Rows => $"{AsRows.Count} rows",
        _ => "missing",
    };

    /// <summary>A decimal without trailing zeros and never with an exponent.</summary>
    internal static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
