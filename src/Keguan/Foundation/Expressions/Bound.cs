namespace Keguan.Foundation.Expressions;

/// <summary>A checked part of an expression: its type and how to compute it.</summary>
/// <param name="Origin">For rows: the key they come from, so that a missing cell can be named <c>budget.grant</c>.</param>
/// <param name="Column">For a column: the rows it is taken from and which one.</param>
internal sealed record Bound(ExpressionType Type, Step Step, string? Origin = null, (Bound Rows, ScopeName Name)? Column = null)
{
    /// <summary>Stands where an error was reported; fits everywhere, so that the error is reported once.</summary>
    public static Bound Broken { get; } = new(ExpressionType.Missing, _ => Value.Missing);
}

/// <summary>The steps out of which compiled expressions are made.</summary>
internal static class Steps
{
    /// <summary>Asks for the value of a name. A list or table that nobody filled in has no rows; anything else is missing.</summary>
    public static Step Read(ScopeName name, Span at) => frame =>
    {
        frame.Spend(at);
        var value = Checked(frame.Source.Get(name.Key), name.Type, name.Key, at);
        if (!value.IsMissing) return value;
        frame.Lacks(name.Key);
        return Blank(name.Type);
    };

    /// <summary>The cell of a column in one of the rows around this part.</summary>
    public static Step ReadCell(int depth, ScopeName column, string? origin, Span at) => frame => Cell(frame, frame.Rows[depth], column, origin, at);

    public static Step Column(Bound rows, ScopeName column, Span at) => frame =>
    {
        var table = rows.Step(frame);
        if (table.IsMissing) return table;
        var cells = new Value[table.AsRows.Count];
        for (var i = 0; i < cells.Length; i++) cells[i] = Cell(frame, table.AsRows[i], column, rows.Origin, at);
        return Value.List(cells);
    };

    private static Value Cell(Frame frame, IReadOnlyDictionary<string, Value> row, ScopeName column, string? origin, Span at)
    {
        frame.Spend(at);
        var key = origin is null ? column.Key : $"{origin}.{column.Key}";
        var value = row.TryGetValue(column.Key, out var cell) ? Checked(cell, column.Type, key, at) : Value.Missing;
        if (!value.IsMissing) return value;
        frame.Lacks(key);
        return Blank(column.Type);
    }

    private static Value Blank(ExpressionType type) => type.Kind switch
    {
        ValueKind.List => Value.List(Array.Empty<Value>()),
        ValueKind.Rows => Value.Rows([]),
        _ => Value.Missing,
    };

    /// <summary>Evaluates a part once for each row.</summary>
    public static Step Map(Bound rows, Step part, Span at) => frame =>
    {
        var table = rows.Step(frame);
        if (table.IsMissing) return table;
        var values = new Value[table.AsRows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Within(frame, table.AsRows[i], part, at);
        return Value.List(values);
    };

    /// <summary>The rows for which the condition holds. One row for which it cannot be answered leaves the whole selection open.</summary>
    public static Step Filter(Bound rows, Step condition, Span at) => frame =>
    {
        var table = rows.Step(frame);
        if (table.IsMissing) return table;
        var kept = new List<IReadOnlyDictionary<string, Value>>();
        var open = false;
        foreach (var row in table.AsRows)
        {
            var holds = Within(frame, row, condition, at);
            if (holds.IsMissing) open = true;
            else if (holds.AsBoolean) kept.Add(row);
        }
        return open ? Value.Missing : Value.Rows(kept);
    };

    private static Value Within(Frame frame, IReadOnlyDictionary<string, Value> row, Step part, Span at)
    {
        frame.Spend(at);
        frame.Rows.Add(row);
        try { return part(frame); }
        finally { frame.Rows.RemoveAt(frame.Rows.Count - 1); }
    }

    public static Step Not(Step operand, Span at) => frame =>
    {
        frame.Spend(at);
        var value = operand(frame);
        return value.IsMissing ? value : Value.Of(!value.AsBoolean);
    };

    /// <summary>Three-valued <c>and</c> (decisive: false) and <c>or</c> (decisive: true): the decisive answer on either side decides, whatever is missing on the other.</summary>
    public static Step Connect(Step left, Step right, bool decisive, Span at) => frame =>
    {
        frame.Spend(at);
        var one = left(frame);
        if (!one.IsMissing && one.AsBoolean == decisive) return one;
        var two = right(frame);
        if (!two.IsMissing && two.AsBoolean == decisive) return two;
        return one.IsMissing ? one : two;
    };

    public static Step Choose(Step condition, Step then, Step otherwise, Span at) => frame =>
    {
        frame.Spend(at);
        var holds = condition(frame);
        return holds.IsMissing ? holds : holds.AsBoolean ? then(frame) : otherwise(frame);
    };

    /// <summary>Both sides, when neither is missing.</summary>
    public static Step Both(Step left, Step right, Func<Value, Value, Value> combine, Span at) => frame =>
    {
        frame.Spend(at);
        var one = left(frame);
        var two = right(frame);
        if (one.IsMissing || two.IsMissing) return Value.Missing;
        try { return Bounded(combine(one, two), at); }
        catch (OverflowException) { throw TooLarge(at); }
    };

    public static Step Contained(Step item, Step list, bool negated, Span at) => frame =>
    {
        frame.Spend(at);
        var one = item(frame);
        var many = list(frame);
        if (one.IsMissing || many.IsMissing) return Value.Missing;
        frame.Spend(at, many.AsList.Count);
        if (many.AsList.Contains(one)) return Value.Of(!negated);
        return many.AsList.Any(value => value.IsMissing) ? Value.Missing : Value.Of(negated);
    };

    public static Step List(IReadOnlyList<Step> items, Span at) => frame =>
    {
        frame.Spend(at);
        return Value.List(items.Select(item => item(frame)));
    };

    public static Step Call(IReadOnlyList<Step> arguments, FunctionSignature signature, ExpressionFunction function, bool host, Span at) => frame =>
    {
        frame.Spend(at);
        var values = new Value[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i](frame);
            if (values[i].IsMissing && !signature.SeesMissing) return Value.Missing;
            frame.Spend(at, Size(values[i]));
        }
        if (signature.Body is { } body)
        {
            var inside = new Values(frame.Source);
            for (var i = 0; i < values.Length; i++) inside.Set(body.Names[i], values[i]);
            return body.Expression.Within(frame, inside);
        }
        if (host)
        {
            var answer = signature.Call is { } own ? own(values) : frame.Source.Call(function.Name, values);
            return Checked(answer, signature.Result, function.Name, at);
        }
        try { return Bounded(signature.Call!(values), at); }
        catch (OverflowException) { throw TooLarge(at); }
    };

    /// <summary>What looking at a value costs.</summary>
    public static int Size(Value value) => value.Kind switch
    {
        ValueKind.List => value.AsList.Count,
        ValueKind.Rows => value.AsRows.Count,
        ValueKind.Text => value.AsText.Length / 64,
        _ => 0,
    };

    private static Value Bounded(Value value, Span at)
    {
        if (value.Kind == ValueKind.Text && value.AsText.Length > ExpressionLimits.TextLength)
            throw new ExpressionException(at, "得到的文字太长", "the resulting text is too long");
        // Money leaves as a long of 分: what does not fit there must not go on.
        if (value.Kind == ValueKind.Money && Math.Abs(value.AsExactFen) >= long.MaxValue) throw TooLarge(at);
        return value;
    }

    private static ExpressionException TooLarge(Span at) => new(at, "数值过大", "the number is too large");

    private static Value Checked(Value value, ExpressionType type, string key, Span at)
    {
        if (Fits(value, type)) return value;
        throw new ExpressionException(at, $"{key} 应是{type.Name.Zh}，系统却给了别的类型（{value.Kind}）", $"{key} must be {type.Name.En}, but the system supplied {value.Kind}");
    }

    private static bool Fits(Value value, ExpressionType type) =>
        value.IsMissing || type.Kind == ValueKind.Missing
        || (value.Kind == type.Kind && (value.Kind != ValueKind.List || value.AsList.All(item => Fits(item, type.Element!))));
}
