namespace Keguan.Foundation;

/// <summary>
/// An action that the rules do not allow. The reason is what the user reads, on the disabled button and after trying alike:
/// it says why, and what to do instead. Pages never catch it; one filter shows it on top of the page, and nothing is saved.
/// </summary>
public sealed class Refusal(Text reason) : Exception(reason.Zh)
{
    public Text Reason { get; } = reason;

    public Refusal(string zh, string en) : this(new Text(zh, en)) { }

    /// <summary>Throws when there is a reason to refuse.</summary>
    public static void If(Text? reason)
    {
        if (reason is { } text) throw new Refusal(text);
    }

    public static void If(bool condition, string zh, string en)
    {
        if (condition) throw new Refusal(zh, en);
    }
}
