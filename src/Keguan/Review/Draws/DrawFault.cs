using Keguan.Foundation;

namespace Keguan.Review.Draws;

/// <summary>What a draw consists of, in the order in which it is checked. The record's verifiers name the first that does not hold.</summary>
public enum DrawCheck
{
    /// <summary>The text is a request or a record at all: keys, types, ranges.</summary>
    Form,
    Candidates,
    Plan,
    Parties,
    Beacon,
    Randomness,
    Lottery,
    Order,
    Panel,
    Reserve,
    Replacements,
    Record,
}

/// <summary>A request that can't be drawn, or a record of which something does not hold.</summary>
public sealed class DrawFault(DrawCheck check, Text reason) : Exception(reason.Zh)
{
    public DrawCheck Check { get; } = check;
    public Text Reason { get; } = reason;

    public DrawFault(DrawCheck check, string zh, string en) : this(check, new Text(zh, en)) { }

    internal static void If(bool condition, DrawCheck check, string zh, string en)
    {
        if (condition) throw new DrawFault(check, zh, en);
    }
}
