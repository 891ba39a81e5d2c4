using System.Text.RegularExpressions;

namespace Keguan.Foundation.Expressions;

/// <summary>A name that expressions may use, with the key under which its value is asked for.</summary>
public sealed record ScopeName(string Key, ExpressionType Type);

/// <summary>One way to call a function.</summary>
/// <param name="Parameters">The types of the arguments; the last <see cref="Optional"/> may be left out, the last may repeat.</param>
/// <param name="Call">What it does; null when the value source answers (facts that a module knows about this one case).</param>
public sealed record FunctionSignature(IReadOnlyList<ExpressionType> Parameters, ExpressionType Result, Func<IReadOnlyList<Value>, Value>? Call)
{
    public int Optional { get; init; }
    public bool Repeats { get; init; }

    /// <summary>Most functions are missing as soon as one argument is; this one looks itself.</summary>
    public bool SeesMissing { get; init; }

    /// <summary>For a function that a definition writes itself: its body, and the names under which the body sees the arguments.</summary>
    internal (CompiledExpression Expression, IReadOnlyList<string> Names)? Body { get; init; }

    internal bool Fits(IReadOnlyList<ExpressionType> arguments) =>
        arguments.Count >= Parameters.Count - Optional
        && (Repeats || arguments.Count <= Parameters.Count)
        && arguments.Select((type, i) => Parameters[Math.Min(i, Parameters.Count - 1)].Accepts(type)).All(fits => fits);

    internal string Describe(string name) =>
        $"{name}({string.Join(", ", Parameters.Select((p, i) => i >= Parameters.Count - Optional ? $"[{p}]" : p.ToString()))}{(Repeats ? ", …" : "")})";
}

/// <summary>A function by name, with all the ways to call it.</summary>
public sealed record ExpressionFunction(string Name, Text Description, IReadOnlyList<FunctionSignature> Signatures);

/// <summary>The names and functions that an expression may use, each with its type. Built once per definition, by its module.</summary>
/// <remarks>
/// Keys are those of the form; as <c>-</c> is the minus of the language, a key <c>own-funds</c> is written <c>own_funds</c> in an expression.
/// A key may contain dots (<c>applicant.founded</c>).
/// </remarks>
public sealed partial class ExpressionScope
{
    internal static readonly IReadOnlySet<string> Reserved = new HashSet<string> { "and", "or", "not", "in", "where", "true", "false", "missing" };

    private readonly Dictionary<string, ScopeName> names = [];
    private readonly Dictionary<string, ExpressionFunction> functions = [];

    internal IReadOnlyDictionary<string, ScopeName> Names => names;
    internal IReadOnlyDictionary<string, ExpressionFunction> Functions => functions;

    public ExpressionScope Add(string key, ExpressionType type)
    {
        if (!names.TryAdd(NameOf(key), new ScopeName(key, type))) throw new ArgumentException($"The name {key} is there twice.", nameof(key));
        return this;
    }

    /// <summary>Adds a function that the host supplies. Without <paramref name="call"/> the value source answers it at evaluation.</summary>
    public ExpressionScope AddFunction(string name, IReadOnlyList<ExpressionType> parameters, ExpressionType result,
        Func<IReadOnlyList<Value>, Value>? call = null, Text description = default)
    {
        if (Builtins.Functions.ContainsKey(NameOf(name)) || Builtins.Forms.ContainsKey(NameOf(name)))
            throw new ArgumentException($"{name} is a function of the language itself.", nameof(name));
        if (!functions.TryAdd(NameOf(name), new ExpressionFunction(name, description, [new FunctionSignature(parameters, result, call)])))
            throw new ArgumentException($"The function {name} is there twice.", nameof(name));
        return this;
    }

    /// <summary>
    /// Adds a function that a definition writes itself, as an expression over its parameters. The body was compiled before the function is known, so
    /// it cannot call itself; its steps count for whoever calls it. It sees missing arguments, and judges them by its own rules.
    /// </summary>
    public ExpressionScope Define(string name, IReadOnlyList<(string Name, ExpressionType Type)> parameters, CompiledExpression body, Text description = default)
    {
        AddFunction(name, [.. parameters.Select(parameter => parameter.Type)], body.Type, null, description);
        var function = functions[NameOf(name)];
        functions[NameOf(name)] = function with
        {
            Signatures = [function.Signatures[0] with { SeesMissing = true, Body = (body, [.. parameters.Select(parameter => parameter.Name)]) }],
        };
        return this;
    }

    /// <summary>A copy to which further names can be added without changing this one.</summary>
    public ExpressionScope Extend()
    {
        var copy = new ExpressionScope();
        foreach (var (name, value) in names) copy.names.Add(name, value);
        foreach (var (name, value) in functions) copy.functions.Add(name, value);
        return copy;
    }

    /// <summary>How a key is written in an expression.</summary>
    public static string NameOf(string key)
    {
        var name = key.Replace('-', '_');
        if (!NamePattern().IsMatch(name) || name.Split('.').Any(Reserved.Contains))
            throw new ArgumentException($"“{key}” cannot be a name in expressions.", nameof(key));
        return name;
    }

    /// <summary>Could this key be a name in expressions?</summary>
    public static bool IsName(string key) => NamePattern().IsMatch(key.Replace('-', '_')) && !key.Split('.').Any(Reserved.Contains);

    [GeneratedRegex(@"\A[\p{L}_][\p{L}\p{Nd}_]*(\.[\p{L}_][\p{L}\p{Nd}_]*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
