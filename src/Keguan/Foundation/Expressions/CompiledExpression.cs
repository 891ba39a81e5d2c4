namespace Keguan.Foundation.Expressions;

/// <summary>How a check came out.</summary>
public enum CheckOutcome { Holds, Fails, NotAnswerable }

/// <summary>A value, and — when it is missing — what was missing to get it.</summary>
/// <param name="MissingKeys">Keys of the scope that were asked for and not there; for a column <c>budget.grant</c>.</param>
/// <param name="Problem">Why it could not be computed although all was there: a bound, an overflow.</param>
public sealed record Evaluation(Value Value, IReadOnlyList<string> MissingKeys, Text? Problem = null)
{
    /// <summary>Read as the answer of a check: missing neither holds nor fails, it cannot be answered yet.</summary>
    public CheckOutcome Outcome => Value.IsMissing ? CheckOutcome.NotAnswerable : Value.AsBoolean ? CheckOutcome.Holds : CheckOutcome.Fails;
}

internal delegate Value Step(Frame frame);

/// <summary>One evaluation: its values, the rows it stands in, and what it may still spend.</summary>
internal sealed class Frame(IValueSource source, Frame? caller = null)
{
    private readonly Frame? caller = caller;
    private int spent;
    private int quiet;

    public IValueSource Source { get; } = source;
    public List<IReadOnlyDictionary<string, Value>> Rows { get; } = [];
    public SortedSet<string> MissingKeys { get; } = new(StringComparer.Ordinal);

    public void Spend(Span at, int steps = 1)
    {
        // The body of a defined function spends what its caller has: functions that call functions can't multiply the bound.
        if (caller is not null) { caller.Spend(at, steps); return; }
        spent += steps;
        if (spent > ExpressionLimits.Steps) throw new ExpressionException(at, "计算量太大，已停止", "the evaluation takes too many steps and was stopped");
    }

    public void Lacks(string key)
    {
        if (quiet == 0) MissingKeys.Add(key);
    }

    /// <summary>For parts whose missing values are provided for (coalesce, is_missing).</summary>
    public Value Quietly(Step part)
    {
        quiet++;
        try { return part(this); }
        finally { quiet--; }
    }
}

/// <summary>A type-checked expression, ready to be evaluated any number of times, also at the same time.</summary>
public sealed class CompiledExpression
{
    private readonly Step step;

    internal CompiledExpression(string source, Node syntax, ExpressionType type, IReadOnlyList<string> references, IReadOnlyList<string> functions, Step step)
    {
        (Source, Syntax, Type, References, Functions) = (source, syntax, type, references, functions);
        this.step = step;
    }

    public string Source { get; }
    public Node Syntax { get; }
    public ExpressionType Type { get; }

    /// <summary>The keys of the scope that it uses; columns as <c>budget.grant</c> beside <c>budget</c>.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Evaluates it as the body of a defined function, within the caller's bound.</summary>
    internal Value Within(Frame caller, IValueSource values) => step(new Frame(values, caller));

    /// <summary>The functions of the host that it calls.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>Its value.</summary>
    /// <exception cref="ExpressionException">when a bound is hit, a number overflows, or the host answers with a value of another type.</exception>
    public Value Evaluate(IValueSource values) => step(new Frame(values));

    /// <summary>Its value, with what was missing. Does not throw: what people type may overflow a product, and a page must say so instead of failing.</summary>
    public Evaluation Explain(IValueSource values)
    {
        var frame = new Frame(values);
        try
        {
            var value = step(frame);
            return new Evaluation(value, value.IsMissing ? [.. frame.MissingKeys] : []);
        }
        catch (ExpressionException e)
        {
            return new Evaluation(Value.Missing, [], e.Errors[0].Message);
        }
    }
}

/// <summary>Turns source into something that can be evaluated, or says what is wrong with it.</summary>
public static class ExpressionCompiler
{
    /// <param name="expected">The type that the result must have; null when any will do.</param>
    /// <exception cref="ExpressionException">with every error that was found.</exception>
    public static CompiledExpression Compile(string source, ExpressionScope scope, ExpressionType? expected = null) =>
        TryCompile(source, scope, expected, out var errors) ?? throw new ExpressionException(errors);

    public static CompiledExpression? TryCompile(string source, ExpressionScope scope, ExpressionType? expected, out IReadOnlyList<ExpressionError> errors)
    {
        Node syntax;
        try { syntax = Parser.Parse(source); }
        catch (ExpressionException e)
        {
            errors = e.Errors;
            return null;
        }
        var binder = new Binder(scope);
        var bound = binder.Bind(syntax);
        if (expected is not null && !expected.Accepts(bound.Type))
            binder.Report(syntax.Span, $"结果应是{expected.Name.Zh}，却是{bound.Type.Name.Zh}", $"the result must be {expected.Name.En}, but is {bound.Type.Name.En}");
        errors = [.. binder.Errors.Distinct().OrderBy(error => error.Offset)];
        return errors.Count > 0 ? null
            : new CompiledExpression(source, syntax, bound.Type, [.. binder.References], [.. binder.HostFunctions], bound.Step);
    }
}
