namespace Keguan.Foundation.Expressions;

/// <summary>One thing wrong with an expression: where (characters from its start) and, in both languages, what and what to write instead.</summary>
public sealed record ExpressionError(int Offset, int Length, Text Message)
{
    public override string ToString() => $"{Offset + 1}: {Message.Zh} / {Message.En}";
}

/// <summary>An expression that cannot be compiled, or whose evaluation ran into a bound or an overflow.</summary>
public sealed class ExpressionException(IReadOnlyList<ExpressionError> errors) : Exception(string.Join("\n", errors))
{
    public IReadOnlyList<ExpressionError> Errors { get; } = errors;

    internal ExpressionException(Span at, string zh, string en) : this([new ExpressionError(at.Start, at.Length, new Text(zh, en))]) { }
}

/// <summary>A stretch of the source, in UTF-16 characters.</summary>
public readonly record struct Span(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>What keeps an expression small and its evaluation short.</summary>
public static class ExpressionLimits
{
    public const int SourceLength = 4_000;
    public const int Nesting = 64;
    public const int Nodes = 1_000;
    public const int Steps = 200_000;
    public const int TextLength = 20_000;
    public const int PatternLength = 200;
}
