namespace Keguan.Foundation.Expressions;

/// <summary>Where an evaluation gets its values and the facts that modules know.</summary>
public interface IValueSource
{
    /// <summary>The value behind a key of the scope; missing when there is none.</summary>
    Value Get(string key);

    /// <summary>The answer of a function that the scope declared without an implementation.</summary>
    Value Call(string function, IReadOnlyList<Value> arguments) =>
        throw new InvalidOperationException($"Nobody answers the function {function}.");
}

/// <summary>Values held in a dictionary, over another source if one is given.</summary>
public sealed class Values(IValueSource? under = null) : IValueSource
{
    private readonly Dictionary<string, Value> values = [];
    private readonly Dictionary<string, Func<IReadOnlyList<Value>, Value>> functions = [];

    public Values Set(string key, Value value)
    {
        values[key] = value;
        return this;
    }

    public Values Set(string key, decimal? number) => Set(key, Value.Of(number));
    public Values Set(string key, string? text) => Set(key, Value.Of(text));
    public Values Set(string key, DateOnly? date) => Set(key, Value.Of(date));
    public Values Set(string key, bool? answer) => Set(key, Value.Of(answer));
    public Values SetMoney(string key, long? fen) => Set(key, Value.Money(fen));

    public Values Answer(string function, Func<IReadOnlyList<Value>, Value> answer)
    {
        functions[function] = answer;
        return this;
    }

    public Value Get(string key) => values.TryGetValue(key, out var value) ? value : under?.Get(key) ?? Value.Missing;

    public Value Call(string function, IReadOnlyList<Value> arguments) =>
        functions.TryGetValue(function, out var answer) ? answer(arguments)
        : under?.Call(function, arguments) ?? throw new InvalidOperationException($"Nobody answers the function {function}.");
}
