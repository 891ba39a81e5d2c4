using System.Text.RegularExpressions;
using Type = Keguan.Foundation.Expressions.ExpressionType;

namespace Keguan.Foundation.Expressions;

/// <summary>Resolves names, checks types and puts the steps together. Collects all errors instead of stopping at the first.</summary>
internal sealed class Binder(ExpressionScope scope)
{
    private sealed record RowScope(IReadOnlyDictionary<string, ScopeName> Columns, string? Origin);

    private readonly List<RowScope> rows = [];

    public List<ExpressionError> Errors { get; } = [];
    public SortedSet<string> References { get; } = new(StringComparer.Ordinal);
    public SortedSet<string> HostFunctions { get; } = new(StringComparer.Ordinal);

    public Bound Report(Span at, string zh, string en)
    {
        Errors.Add(new ExpressionError(at.Start, at.Length, new Text(zh, en)));
        return Bound.Broken;
    }

    public Bound Bind(Node node) => node switch
    {
        LiteralNode n => Literal(n.Value),
        NameNode or MemberNode => Name(node),
        CallNode n => Call(n),
        UnaryNode { Operator: "not" } n => new(Type.Boolean, Steps.Not(Condition(n.Operand).Step, n.Span)),
        UnaryNode n => Negate(n),
        BinaryNode { Operator: "and" or "or" } n =>
            new(Type.Boolean, Steps.Connect(Condition(n.Left).Step, Condition(n.Right).Step, n.Operator == "or", n.Span)),
        BinaryNode { Operator: "in" or "not in" } n => In(n),
        BinaryNode { Operator: "+" or "-" or "*" or "/" } n => Arithmetic(n),
        BinaryNode n => Compare(n),
        ConditionalNode n => Choose(n.Condition, n.Then, n.Otherwise, n.Span),
        ListNode n => List(n),
        WhereNode n => Where(n),
        _ => throw new ArgumentException($"Unknown node {node.GetType().Name}.", nameof(node)),
    };

    private static Bound Literal(Value value) => new(value.Kind switch
    {
        ValueKind.Number => Type.Number,
        ValueKind.Money => Type.Money,
        ValueKind.Text => Type.Text,
        ValueKind.Date => Type.Date,
        ValueKind.Boolean => Type.Boolean,
        _ => Type.Missing,
    }, _ => value);

    private Bound Condition(Node node)
    {
        var bound = Bind(node);
        return Type.Boolean.Accepts(bound.Type) ? bound
            : Report(node.Span, $"这里应是条件（是否），却是{bound.Type.Name.Zh}", $"a condition (yes/no) is expected here, not {bound.Type.Name.En}");
    }

    // ── names ────────────────────────────────────────────────────────────────────────────────────────

    private Bound Name(Node node)
    {
        if (Flatten(node) is not { } parts)
        {
            var member = (MemberNode)node;
            return Column(Bind(member.Target), member.Name, member.NameSpan, member.Span);
        }
        for (var length = parts.Count; length > 0; length--)
        {
            var name = string.Join('.', parts.Take(length).Select(part => part.Name));
            if (Find(name, node.Span) is not { } found) continue;
            for (var rest = length; rest < parts.Count; rest++) found = Column(found, parts[rest].Name, parts[rest].NameSpan, node.Span);
            return found;
        }
        return Unknown(parts, node.Span);
    }

    private static List<(string Name, Span NameSpan)>? Flatten(Node node) => node switch
    {
        NameNode n => [(n.Name, n.Span)],
        MemberNode n when Flatten(n.Target) is { } parts => [.. parts, (n.Name, n.NameSpan)],
        _ => null,
    };

    private Bound? Find(string name, Span at)
    {
        for (var depth = rows.Count - 1; depth >= 0; depth--)
        {
            if (!rows[depth].Columns.TryGetValue(name, out var column)) continue;
            var origin = rows[depth].Origin;
            References.Add(origin is null ? column.Key : $"{origin}.{column.Key}");
            return new Bound(column.Type, Steps.ReadCell(depth, column, origin, at), column.Key);
        }
        if (!scope.Names.TryGetValue(name, out var found)) return null;
        References.Add(found.Key);
        return new Bound(found.Type, Steps.Read(found, at), found.Key);
    }

    private Bound Column(Bound target, string name, Span nameSpan, Span at)
    {
        if (target == Bound.Broken) return target;
        if (target.Type.Kind != ValueKind.Rows)
            return Report(nameSpan, $"{target.Type.Name.Zh}没有“{name}”这一列，点只用于多行表", $"{target.Type.Name.En} has no column “{name}”; a dot is for the columns of rows");
        if (!target.Type.Columns!.TryGetValue(name, out var column))
        {
            var hint = Nearest.Hint(name, target.Type.Columns.Keys);
            return Report(nameSpan, $"没有“{name}”这一列，有 {string.Join("、", target.Type.Columns.Keys)}{hint.Zh}",
                $"there is no column “{name}”; there are {string.Join(", ", target.Type.Columns.Keys)}{hint.En}");
        }
        if (column.Type.Kind is ValueKind.List or ValueKind.Rows)
            return Report(nameSpan, $"“{name}”列的每格是一个列表，不能整列取用；请写 any(行, 条件) 之类", $"each cell of “{name}” is a list: use it inside any(rows, condition) and the like");
        if (target.Origin is { } origin) References.Add($"{origin}.{column.Key}");
        return new Bound(Type.ListOf(column.Type), Steps.Column(target, column, at), null, (target, column));
    }

    private Bound Unknown(List<(string Name, Span NameSpan)> parts, Span at)
    {
        var name = string.Join('.', parts.Select(part => part.Name));
        var known = rows.SelectMany(row => row.Columns.Keys).Concat(scope.Names.Keys).ToArray();
        if (Callable(name) is not null) return Report(at, $"{name} 是函数，要写成 {name}(…)", $"{name} is a function: write {name}(…)");
        var hint = Nearest.Hint(name, known);
        return Report(at, $"没有“{name}”这一项{hint.Zh}", $"there is nothing called “{name}”{hint.En}");
    }

    // ── operators ────────────────────────────────────────────────────────────────────────────────────

    private Bound Negate(UnaryNode n)
    {
        var operand = Bind(n.Operand);
        if (operand.Type.Kind is not (ValueKind.Number or ValueKind.Money or ValueKind.Missing))
            return Report(n.Span, $"{operand.Type.Name.Zh}不能取负", $"{operand.Type.Name.En} cannot be negated");
        return new(operand.Type, frame =>
        {
            var value = operand.Step(frame);
            return value.Kind switch { ValueKind.Number => Value.Of(-value.AsNumber), ValueKind.Money => Value.ExactMoney(-value.AsExactFen), _ => value };
        });
    }

    /// <summary>A key written with its hyphens, which is a subtraction of unknown things.</summary>
    private static string? Dashed(Node node) => node switch
    {
        NameNode n => n.Name,
        BinaryNode { Operator: "-", OperatorSpan.Length: 1 } n when n.Left.Span.End == n.OperatorSpan.Start && n.OperatorSpan.End == n.Right.Span.Start
            && Dashed(n.Left) is { } left && Dashed(n.Right) is { } right => $"{left}_{right}",
        _ => null,
    };

    private bool Known(string name) => scope.Names.ContainsKey(name) || rows.Any(row => row.Columns.ContainsKey(name));

    private Bound Arithmetic(BinaryNode n)
    {
        if (Dashed(n) is { } dashed && Known(dashed) && n.Right is NameNode last && !Known(last.Name))
            return Report(n.Span, $"名称里的连字符写作下划线：{dashed}", $"a hyphen in a name is written as an underscore: {dashed}");
        var (left, right) = (Bind(n.Left), Bind(n.Right));
        var (one, two) = (left.Type.Kind, right.Type.Kind);
        Bound Makes(Type type, Func<Value, Value, Value> combine) => new(type, Steps.Both(left.Step, right.Step, combine, n.OperatorSpan));
        switch (n.Operator, one, two)
        {
            case (_, ValueKind.Missing, ValueKind.Missing): return Bound.Broken;
            case ("+" or "-", ValueKind.Missing, _): return new(right.Type, _ => Value.Missing);
            case ("+" or "-", _, ValueKind.Missing): return new(left.Type, _ => Value.Missing);
            case (_, ValueKind.Missing, _) or (_, _, ValueKind.Missing): return Bound.Broken;
            case ("+", ValueKind.Number, ValueKind.Number): return Makes(Type.Number, (a, b) => Value.Of(a.AsNumber + b.AsNumber));
            case ("-", ValueKind.Number, ValueKind.Number): return Makes(Type.Number, (a, b) => Value.Of(a.AsNumber - b.AsNumber));
            case ("*", ValueKind.Number, ValueKind.Number): return Makes(Type.Number, (a, b) => Value.Of(a.AsNumber * b.AsNumber));
            case ("/", ValueKind.Number, ValueKind.Number): return Makes(Type.Number, (a, b) => Divide(a.AsNumber, b.AsNumber, Value.Of));
            case ("+", ValueKind.Money, ValueKind.Money): return Makes(Type.Money, (a, b) => Value.ExactMoney(a.AsExactFen + b.AsExactFen));
            case ("-", ValueKind.Money, ValueKind.Money): return Makes(Type.Money, (a, b) => Value.ExactMoney(a.AsExactFen - b.AsExactFen));
            case ("*", ValueKind.Money, ValueKind.Number): return Makes(Type.Money, (a, b) => Value.ExactMoney(a.AsExactFen * b.AsNumber));
            case ("*", ValueKind.Number, ValueKind.Money): return Makes(Type.Money, (a, b) => Value.ExactMoney(a.AsNumber * b.AsExactFen));
            case ("/", ValueKind.Money, ValueKind.Number): return Makes(Type.Money, (a, b) => Divide(a.AsExactFen, b.AsNumber, m => Value.ExactMoney(m!.Value)));
            case ("/", ValueKind.Money, ValueKind.Money): return Makes(Type.Number, (a, b) => Divide(a.AsExactFen, b.AsExactFen, Value.Of));
            case ("+", ValueKind.Text, ValueKind.Text): return Makes(Type.Text, (a, b) => Value.Verbatim(a.AsText + b.AsText));
        }
        var hint = (n.Operator, one, two) switch
        {
            ("+" or "-", ValueKind.Money, ValueKind.Number) or ("+" or "-", ValueKind.Number, ValueKind.Money) => UnitHint,
            ("*", ValueKind.Money, ValueKind.Money) => new Text("；金额乘金额没有意义，比例请用 甲 / 乙", "; money times money means nothing; a ratio is a / b"),
            ("-", ValueKind.Date, ValueKind.Date) => new Text("；相差天数用 days_between(从, 到)", "; days between two days: days_between(from, to)"),
            ("+" or "-", ValueKind.Date, ValueKind.Number) => new Text("；用 add_days、add_months、add_years", "; use add_days, add_months, add_years"),
            ("+", ValueKind.Text, _) or ("+", _, ValueKind.Text) => new Text("；先用 text(…) 写成文字", "; write it as text first: text(…)"),
            (_, ValueKind.List, _) or (_, _, ValueKind.List) => new Text("；整列先用 sum、max 等汇总，或逐行计算：sum(行, 单价 * 数量)", "; first sum(…), max(…) a column, or compute per row: sum(rows, price * pieces)"),
            _ => default,
        };
        return Report(n.OperatorSpan, $"{left.Type.Name.Zh} {n.Operator} {right.Type.Name.Zh} 不成立{hint.Zh}", $"{left.Type.Name.En} {n.Operator} {right.Type.Name.En} is not possible{hint.En}");
    }

    private static Text UnitHint => new("；数后面要写单位，如 80 万元", "; write the unit after the number: 80 万元");

    /// <summary>A share of nothing has no value: missing, not an error, because forms are half filled in most of the time.</summary>
    private static Value Divide(decimal one, decimal two, Func<decimal?, Value> make) => two == 0 ? Value.Missing : make(one / two);

    private Bound Compare(BinaryNode n)
    {
        var (left, right) = (Bind(n.Left), Bind(n.Right));
        CheckOption(left.Type, n.Right);
        CheckOption(right.Type, n.Left);
        var joined = Type.Join(left.Type, right.Type);
        if (joined is null || joined.Kind is ValueKind.List or ValueKind.Rows)
        {
            var hint = (left.Type.Kind, right.Type.Kind) switch
            {
                (ValueKind.Money, ValueKind.Number) or (ValueKind.Number, ValueKind.Money) => UnitHint,
                (ValueKind.Date, ValueKind.Text) or (ValueKind.Text, ValueKind.Date) => new Text("；日期直接写 2026-11-30，不加引号", "; write a date as 2026-11-30, without quotation marks"),
                (ValueKind.List, _) or (_, ValueKind.List) => new Text("；列表请用 in、count、any、all", "; for lists use in, count, any, all"),
                (ValueKind.Rows, _) or (_, ValueKind.Rows) => new Text("；行数用 count(…)", "; the number of rows is count(…)"),
                _ => default,
            };
            return Report(n.OperatorSpan, $"{left.Type.Name.Zh}不能与{right.Type.Name.Zh}比较{hint.Zh}", $"{left.Type.Name.En} cannot be compared with {right.Type.Name.En}{hint.En}");
        }
        if (n.Operator is not ("==" or "!=") && !joined.HasOrder)
            return Report(n.OperatorSpan, $"{joined.Name.Zh}没有大小，只能用 == 或 !=", $"{joined.Name.En} has no order; only == and !=");
        Func<Value, Value, bool> test = n.Operator switch
        {
            "==" => (a, b) => a == b,
            "!=" => (a, b) => a != b,
            "<" => (a, b) => a.Magnitude < b.Magnitude,
            "<=" => (a, b) => a.Magnitude <= b.Magnitude,
            ">" => (a, b) => a.Magnitude > b.Magnitude,
            _ => (a, b) => a.Magnitude >= b.Magnitude,
        };
        return new(Type.Boolean, Steps.Both(left.Step, right.Step, (a, b) => Value.Of(test(a, b)), n.OperatorSpan));
    }

    /// <summary>A word that is compared with a choice must be one of its codes: a typing error would else never hold and never be noticed.</summary>
    private void CheckOption(Type type, Node word)
    {
        if (type.Options is not { } options || word is not LiteralNode { Value: { Kind: ValueKind.Text } value } || options.Contains(value.AsText)) return;
        var hint = Nearest.Hint(value.AsText, options);
        var shown = options.Count > 12 ? options.Take(12).Append("…") : options;
        Report(word.Span, $"选项里没有“{value.AsText}”，有 {string.Join("、", shown)}{hint.Zh}", $"“{value.AsText}” is none of the options {string.Join(", ", shown)}{hint.En}");
    }

    private Bound In(BinaryNode n)
    {
        var (item, list) = (Bind(n.Left), Bind(n.Right));
        if (list.Type.Kind is not (ValueKind.List or ValueKind.Missing))
        {
            var hint = list.Type.Kind switch
            {
                ValueKind.Text => new Text("；一段文字里有没有另一段用 contains(文字, 部分)", "; whether a text contains another: contains(text, part)"),
                ValueKind.Rows => new Text("；请取一列：in 表.列", "; take a column: in rows.column"),
                _ => new Text("；列表写作 [\"a\", \"b\"]", "; a list is written [\"a\", \"b\"]"),
            };
            return Report(n.Right.Span, $"in 右边应是列表，却是{list.Type.Name.Zh}{hint.Zh}", $"a list must follow “in”, not {list.Type.Name.En}{hint.En}");
        }
        if (list.Type.Kind == ValueKind.List && !list.Type.Element!.Accepts(item.Type))
            return Report(n.OperatorSpan, $"{item.Type.Name.Zh}不会在{list.Type.Name.Zh}里", $"{item.Type.Name.En} cannot be in a {list.Type.Name.En}{(item.Type.Kind, list.Type.Element.Kind) switch
            {
                (ValueKind.Money, ValueKind.Number) => UnitHint.En,
                _ => "",
            }}");
        if (n.Right is ListNode literal)
            foreach (var option in literal.Items) CheckOption(item.Type, option);
        if (list.Type.Element is { } element) CheckOption(element, n.Left);
        return new(Type.Boolean, Steps.Contained(item.Step, list.Step, n.Operator == "not in", n.OperatorSpan));
    }

    private Bound List(ListNode n)
    {
        var items = n.Items.Select(Bind).ToArray();
        var element = Type.Missing;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Type.Kind is ValueKind.List or ValueKind.Rows)
                return Report(n.Items[i].Span, "列表里不能再放列表", "a list cannot contain a list");
            if (Type.Join(element, items[i].Type) is not { } joined)
                return Report(n.Items[i].Span, $"列表里前面是{element.Name.Zh}，这里却是{items[i].Type.Name.Zh}", $"the list holds {element.Name.En}, but this is {items[i].Type.Name.En}");
            element = joined;
        }
        return new(Type.ListOf(element), Steps.List([.. items.Select(item => item.Step)], n.Span));
    }

    private Bound Choose(Node condition, Node then, Node otherwise, Span at)
    {
        var (test, one, two) = (Condition(condition), Bind(then), Bind(otherwise));
        return Type.Join(one.Type, two.Type) is { } joined
            ? new(joined, Steps.Choose(test.Step, one.Step, two.Step, at), one.Origin == two.Origin ? one.Origin : null)
            : Report(at, $"两种结果类型不同：{one.Type.Name.Zh}与{two.Type.Name.Zh}", $"the two results differ in type: {one.Type.Name.En} and {two.Type.Name.En}");
    }

    // ── rows ─────────────────────────────────────────────────────────────────────────────────────────

    private Bound Where(WhereNode n) => Where(n, Bind(n.Source));

    private Bound Where(WhereNode n, Bound source)
    {
        if (source == Bound.Broken) return source;
        var table = source.Column?.Rows ?? source;
        if (table.Type.Kind != ValueKind.Rows)
            return Report(n.Source.Span, $"where 前面应是多行表或其一列，却是{source.Type.Name.Zh}", $"rows, or a column of rows, must stand before “where”, not {source.Type.Name.En}");
        var condition = InRow(table, () => Condition(n.Condition));
        var filtered = new Bound(table.Type, Steps.Filter(table, condition.Step, n.Span), table.Origin);
        return source.Column is { } column ? Column(filtered, ExpressionScope.NameOf(column.Name.Key), n.Source.Span, n.Span) : filtered;
    }

    private Bound InRow(Bound table, Func<Bound> bind)
    {
        rows.Add(new RowScope(table.Type.Columns!, table.Origin));
        try { return bind(); }
        finally { rows.RemoveAt(rows.Count - 1); }
    }

    // ── functions ────────────────────────────────────────────────────────────────────────────────────

    private ExpressionFunction? Callable(string name) =>
        Builtins.Functions.TryGetValue(name, out var builtin) ? builtin : scope.Functions.GetValueOrDefault(name);

    private Bound Call(CallNode n)
    {
        switch (n.Function)
        {
            case "if": return n.Arguments is [var condition, var then, var otherwise] ? Choose(condition, then, otherwise, n.Span) : WrongCount(n);
            case "coalesce": return n.Arguments.Count > 1 ? Coalesce(n) : WrongCount(n);
            case "is_missing": return n.Arguments is [var part] ? IsMissing(part, n.Span) : WrongCount(n);
            case "matches": return n.Arguments is [var text, var pattern] ? Matches(text, pattern, n.Span) : WrongCount(n);
        }
        if (Callable(n.Function) is not { } function)
        {
            var hint = Nearest.Hint(n.Function, Builtins.Functions.Keys.Concat(Builtins.Forms.Keys).Concat(scope.Functions.Keys));
            foreach (var argument in n.Arguments) Bind(argument);
            return Report(n.NameSpan, $"没有函数“{n.Function}”{hint.Zh}", $"there is no function “{n.Function}”{hint.En}");
        }
        var arguments = Builtins.Aggregates.Contains(n.Function) ? OverRows(n) : n.Arguments.Select(Bind).ToArray();
        if (function.Signatures.FirstOrDefault(s => s.Fits([.. arguments.Select(a => a.Type)])) is not { } signature) return Misfit(n, function, arguments);
        var host = scope.Functions.ContainsKey(n.Function);
        if (host) HostFunctions.Add(function.Name);
        // distinct gives what it got.
        var type = n.Function == "distinct" ? arguments[0].Type : signature.Result;
        return new(type, Steps.Call([.. arguments.Select(a => a.Step)], signature, function, host, n.Span));
    }

    /// <summary>Turns f(rows, part) into f over the list of what the part is for each row; count and any look at a condition.</summary>
    private Bound[] OverRows(CallNode n)
    {
        if (n is { Function: "any", Arguments: [WhereNode selection] })
        {
            // Each part is bound once: twice would double with every level of nesting.
            var source = Bind(selection.Source);
            return [source.Type.Kind == ValueKind.Rows ? PerRow(source, () => Condition(selection.Condition), n.Span) : Where(selection, source)];
        }
        var first = n.Arguments.Count > 0 ? Bind(n.Arguments[0]) : null;
        if (first is null || n.Arguments.Count != 2 || first.Type.Kind != ValueKind.Rows)
            return [.. n.Arguments.Select((argument, i) => i == 0 ? first! : Bind(argument))];
        var part = n.Arguments[1];
        if (n.Function != "count") return [PerRow(first, () => n.Function is "any" or "all" ? Condition(part) : Bind(part), n.Span)];
        var condition = InRow(first, () => Condition(part));
        return [new Bound(first.Type, Steps.Filter(first, condition.Step, n.Span), first.Origin)];
    }

    private Bound PerRow(Bound table, Func<Bound> bind, Span at)
    {
        var part = InRow(table, bind);
        return new(Type.ListOf(part.Type), Steps.Map(table, part.Step, at));
    }

    private Bound Misfit(CallNode n, ExpressionFunction function, Bound[] arguments)
    {
        var given = string.Join(", ", arguments.Select(a => a.Type));
        var ways = string.Join(" | ", function.Signatures.Select(s => s.Describe(function.Name)).Distinct());
        var hint = n.Function == "all" && arguments is [{ Type.Kind: ValueKind.Rows }] ? new Text("；请写 all(行, 条件)", "; write all(rows, condition)")
            : arguments.Any(a => a.Type.Kind == ValueKind.Money) && arguments.Any(a => a.Type.Kind == ValueKind.Number) ? UnitHint
            : default;
        return Report(n.Span, $"{function.Name} 不能这样用：给的是 ({given})，应是 {ways}{hint.Zh}", $"{function.Name} does not take ({given}); it is {ways}{hint.En}");
    }

    private Bound WrongCount(CallNode n)
    {
        foreach (var argument in n.Arguments) Bind(argument);
        var usage = Builtins.Forms[n.Function];
        return Report(n.Span, $"{n.Function} 的参数个数不对。{usage.Zh}", $"{n.Function} has a wrong number of arguments. {usage.En}");
    }

    private Bound Coalesce(CallNode n)
    {
        var parts = n.Arguments.Select(Bind).ToArray();
        var type = Type.Missing;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Type.Join(type, parts[i].Type) is not { } joined)
                return Report(n.Arguments[i].Span, $"前面是{type.Name.Zh}，这里却是{parts[i].Type.Name.Zh}", $"this is {parts[i].Type.Name.En}, but what stands before is {type.Name.En}");
            type = joined;
        }
        return new(type, frame =>
        {
            frame.Spend(n.Span);
            for (var i = 0; i < parts.Length - 1; i++)
                if (frame.Quietly(parts[i].Step) is { IsMissing: false } value) return value;
            return parts[^1].Step(frame);
        });
    }

    private Bound IsMissing(Node part, Span at)
    {
        var bound = Bind(part);
        return new(Type.Boolean, frame =>
        {
            frame.Spend(at);
            var value = frame.Quietly(bound.Step);
            return Value.Of(value.Kind switch
            {
                ValueKind.List => value.AsList.All(item => item.IsMissing),
                ValueKind.Rows => value.AsRows.Count == 0,
                var kind => kind == ValueKind.Missing,
            });
        });
    }

    private Bound Matches(Node text, Node pattern, Span at)
    {
        var bound = Bind(text);
        if (!Type.Text.Accepts(bound.Type)) return Report(text.Span, $"matches 看的是文字，这里是{bound.Type.Name.Zh}", $"matches looks at text, not {bound.Type.Name.En}");
        if (pattern is not LiteralNode { Value: { Kind: ValueKind.Text } value })
            return Report(pattern.Span, "模式要直接写出，如 '\\d{6}'", "the pattern must be written out, such as '\\d{6}'");
        if (value.AsText.Length > ExpressionLimits.PatternLength) return Report(pattern.Span, "模式太长", "the pattern is too long");
        Regex regex;
        try
        {
            _ = new Regex(value.AsText, RegexOptions.NonBacktracking);
            regex = new Regex($@"\A(?:{value.AsText})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Report(pattern.Span, "模式写错了，或用了不支持的写法（前后查看、反向引用、过大的重复）", $"the pattern is wrong or not supported: {e.Message}");
        }
        return new(Type.Boolean, frame =>
        {
            var subject = bound.Step(frame);
            if (subject.IsMissing) return subject;
            frame.Spend(at, 1 + Steps.Size(subject));
            return Value.Of(regex.IsMatch(subject.AsText));
        });
    }
}
