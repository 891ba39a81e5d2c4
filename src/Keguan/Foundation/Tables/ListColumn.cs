using System.Linq.Expressions;
using Keguan.Foundation.Lifecycle;

namespace Keguan.Foundation.Tables;

public enum ColumnKind { Text, Number, Money, Date, Time, Status }

/// <summary>A word with its colour.</summary>
public readonly record struct Tag(Text Words, Tone Tone = Tone.Grey);

/// <summary>A column of a list, as far as it does not depend on what the rows are.</summary>
public abstract class ListColumn(string key, Text label, ColumnKind kind)
{
    public string Key => key;
    public Text Label => label;
    public ColumnKind Kind => kind;

    /// <summary>Stands once, in the head: 万元, 工作日.</summary>
    public Text Unit { get; protected internal set; }

    /// <summary>Shown unless the reader chooses otherwise.</summary>
    public bool Shown { get; protected set; } = true;
    public bool Sortable { get; protected set; } = true;

    /// <summary>Added up for the page and for all rows that match.</summary>
    public bool Summed { get; protected set; }

    /// <summary>Opens the row's own page.</summary>
    public bool OpensRow { get; protected set; }

    /// <summary>The one column that names the row: head of the card on a phone.</summary>
    public bool IsTitle { get; protected set; }

    /// <summary>Shortened with an ellipsis where space is short; the whole text in the title.</summary>
    public bool Clipped { get; protected set; }
    public int Decimals { get; protected set; } = Money.Auto;

    /// <summary>What is said instead of 0: “自筹”. Where there is nothing, “—” stands.</summary>
    public Text ZeroWords { get; protected set; }

    public bool IsNumber => Kind is ColumnKind.Number or ColumnKind.Money;

    internal abstract LambdaExpression Value { get; }
    internal abstract LambdaExpression? LinkKey { get; }
    internal Func<object, string>? Link { get; private protected set; }
    internal Func<object, bool, Tag>? Words { get; private protected set; }
    internal Func<object, Tone?>? Toned { get; private protected set; }
}

/// <summary>A column of a list of <typeparamref name="T"/>: `Money("grant", T("申请资助", "Requested"), x => x.GrantFen).Sum()`.</summary>
public sealed class ListColumn<T>(string key, Text label, ColumnKind kind, Expression<Func<T, object?>> value) : ListColumn(key, label, kind)
{
    readonly LambdaExpression _value = Lambdas.Unboxed(value);
    LambdaExpression? _linkKey;

    internal override LambdaExpression Value => _value;
    internal override LambdaExpression? LinkKey => _linkKey;

    public ListColumn<T> Hidden() { Shown = false; return this; }
    public ListColumn<T> Unsorted() { Sortable = false; return this; }
    public ListColumn<T> Sum() { Summed = true; return this; }
    public ListColumn<T> In(Text unit) { Unit = unit; return this; }
    public ListColumn<T> Rounded(int decimals) { Decimals = decimals; return this; }
    public ListColumn<T> Zero(Text words) { ZeroWords = words; return this; }
    public ListColumn<T> Clip() { Clipped = true; return this; }
    public ListColumn<T> Opens() { OpensRow = true; return this; }

    /// <summary>Names the row and opens its page.</summary>
    public ListColumn<T> Title() { (OpensRow, IsTitle) = (true, true); return this; }

    /// <summary>A link to something else than the row; selected only where the column is shown.</summary>
    public ListColumn<T> LinksTo(Expression<Func<T, object?>> id, Func<object, string> url)
    {
        (_linkKey, Link) = (Lambdas.Unboxed(id), url);
        return this;
    }

    /// <summary>Colours a value, such as red for what is overdue. The argument is what the database gave, never null.</summary>
    public ListColumn<T> Tone(Func<object, Tone?> tone) { Toned = tone; return this; }

    /// <summary>Shows a code by its words; the second argument says whether an outsider reads.</summary>
    internal ListColumn<T> As(Func<object, bool, Tag> words) { Words = words; return this; }
}
