using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Expressions;

/// <summary>The type of an expression or of a name that it may use.</summary>
public sealed class ExpressionType
{
    private ExpressionType(ValueKind kind) => Kind = kind;

    public ValueKind Kind { get; }

    /// <summary>For a text that is one of a fixed set of codes: the codes. A comparison with any other word is an error.</summary>
    public IReadOnlyList<string>? Options { get; private init; }

    /// <summary>For a list: the type of its items.</summary>
    public ExpressionType? Element { get; private init; }

    /// <summary>For rows: the columns by the name under which expressions use them.</summary>
    internal IReadOnlyDictionary<string, ScopeName>? Columns { get; private init; }

    public static ExpressionType Number { get; } = new(ValueKind.Number);
    public static ExpressionType Money { get; } = new(ValueKind.Money);
    public static ExpressionType Text { get; } = new(ValueKind.Text);
    public static ExpressionType Date { get; } = new(ValueKind.Date);
    public static ExpressionType Boolean { get; } = new(ValueKind.Boolean);

    /// <summary>The type of <c>missing</c>: it fits everywhere. Also what a part with an error counts as, so that one mistake is one message.</summary>
    public static ExpressionType Missing { get; } = new(ValueKind.Missing);

    /// <summary>A text that is one of these codes.</summary>
    public static ExpressionType Choice(params IEnumerable<string> options) => new(ValueKind.Text) { Options = options.ToArray() };

    public static ExpressionType ListOf(ExpressionType element) => new(ValueKind.List) { Element = element };

    /// <summary>The rows of a table; the keys are those of the columns.</summary>
    public static ExpressionType Rows(IReadOnlyDictionary<string, ExpressionType> columns)
    {
        var names = new Dictionary<string, ScopeName>();
        foreach (var (key, type) in columns)
            if (!names.TryAdd(ExpressionScope.NameOf(key), new ScopeName(key, type)))
                throw new ArgumentException($"Two columns are called {key} in expressions.", nameof(columns));
        return new(ValueKind.Rows) { Columns = names };
    }

    /// <summary>May a value of the other type stand where this type is expected?</summary>
    public bool Accepts(ExpressionType other) =>
        other.Kind == ValueKind.Missing || Kind == ValueKind.Missing
        || (Kind == other.Kind && (Kind != ValueKind.List || Element!.Accepts(other.Element!)));

    /// <summary>The type that covers both, or null when there is none.</summary>
    internal static ExpressionType? Join(ExpressionType one, ExpressionType two) => (one, two) switch
    {
        ({ Kind: ValueKind.Missing }, _) => two,
        (_, { Kind: ValueKind.Missing }) => one,
        ({ Kind: ValueKind.Text }, { Kind: ValueKind.Text }) => ReferenceEquals(one, two) ? one : Text,
        ({ Kind: ValueKind.List }, { Kind: ValueKind.List }) => Join(one.Element!, two.Element!) is { } element ? ListOf(element) : null,
        ({ Kind: ValueKind.Rows }, { Kind: ValueKind.Rows }) => ReferenceEquals(one, two) ? one : null,
        _ => one.Kind == two.Kind ? one : null,
    };

    internal bool HasOrder => Kind is ValueKind.Number or ValueKind.Money or ValueKind.Date or ValueKind.Missing;

    /// <summary>What people call it.</summary>
    public Text Name => Kind switch
    {
        ValueKind.Number => T("数", "number"),
        ValueKind.Money => T("金额", "money"),
        ValueKind.Text => T("文字", "text"),
        ValueKind.Date => T("日期", "date"),
        ValueKind.Boolean => T("是否", "yes/no"),
        ValueKind.List => T($"{Element!.Name.Zh}列表", $"list of {Element.Name.En}"),
        ValueKind.Rows => T("多行表", "rows"),
        _ => T("缺失", "missing"),
    };

    public override string ToString() => Name.En;
}
