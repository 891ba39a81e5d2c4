namespace Keguan.Foundation.Definitions;

/// <summary>A place in a file, counted from 1.</summary>
public sealed record SourceLocation(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>One thing wrong in a definition. Its text is what `keguan definitions check` prints: file:line:column: 中文 / English.</summary>
public sealed record DefinitionError(SourceLocation At, Text Message)
{
    public override string ToString() => $"{At}: {Message.Zh} / {Message.En}";
}

/// <summary>Definitions that cannot be used. Carries every error that was found, one per line.</summary>
public sealed class InvalidDefinitionException(IReadOnlyList<DefinitionError> errors) : Exception(string.Join("\n", errors))
{
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}
