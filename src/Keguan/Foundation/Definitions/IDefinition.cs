using Keguan.Foundation.Expressions;

namespace Keguan.Foundation.Definitions;

/// <summary>The record at the top of a definition's file.</summary>
public interface IDefinition
{
    /// <summary>The name of the file without its ending.</summary>
    string Key { get; }
    Text Label { get; }

    /// <summary>From which day it counts; null: since it is there.</summary>
    DateOnly? ValidFrom => null;

    /// <summary>What the types alone cannot say: compiles the expressions, looks up the names of others, adds up percentages.</summary>
    void Check(DefinitionCheck check) { }
}

/// <summary>Collects what <see cref="IDefinition.Check"/> finds, each at its place in the file.</summary>
public sealed class DefinitionCheck
{
    readonly DefinitionPlaces _places;
    readonly List<DefinitionError> _errors;
    readonly Func<Type, IReadOnlyCollection<string>> _names;

    internal DefinitionCheck(DefinitionPlaces places, List<DefinitionError> errors, Func<Type, IReadOnlyCollection<string>> names) =>
        (_places, _errors, _names) = (places, errors, names);

    /// <summary>An error at a record of the definition, at one of its properties, or at one item of a list.</summary>
    public void Error(object record, string property, Text message, int? item = null) => _errors.Add(new DefinitionError(_places.Of(record, property, item), message));

    /// <summary>The names of all definitions of another kind.</summary>
    public IReadOnlyCollection<string> Names<T>() where T : class, IDefinition => _names(typeof(T));

    /// <summary>An error when a name is none of those known, with the nearest one as a suggestion.</summary>
    public bool Known(object record, string property, string name, IEnumerable<string> known, Text what, int? item = null)
    {
        var names = known as IReadOnlyCollection<string> ?? known.ToArray();
        if (names.Contains(name)) return true;
        var hint = Nearest.Hint(name, names);
        Error(record, property, new Text($"没有{what.Zh}“{name}”{hint.Zh}", $"there is no {what.En} “{name}”{hint.En}"), item);
        return false;
    }

    /// <summary>Two items of a list with the same key.</summary>
    public void Unique<T>(object record, string property, IReadOnlyList<T> items, Func<T, string> key)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < items.Count; i++)
        {
            if (seen.Add(key(items[i]))) continue;
            Error(record, property, new Text($"“{key(items[i])}”重复", $"“{key(items[i])}” is there twice"), i);
        }
    }

    /// <summary>Type-checks an expression that a property holds as text. Blank is no expression: null without an error.</summary>
    public CompiledExpression? Compile(object record, string property, string source, ExpressionScope scope, ExpressionType? expected = null) =>
        Compile(_places.Expression(record, property, source), scope, expected);

    public CompiledExpression? Compile(ExpressionSource source, ExpressionScope scope, ExpressionType? expected = null)
    {
        if (source.IsEmpty) return null;
        var compiled = ExpressionCompiler.TryCompile(source.Text, scope, expected, out var errors);
        foreach (var error in errors) _errors.Add(new DefinitionError(source.Locate(error.Offset), error.Message));
        return compiled;
    }
}
