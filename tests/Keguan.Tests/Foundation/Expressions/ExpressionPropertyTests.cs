using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Expressions;

namespace Keguan.Tests.Foundation.Expressions;

/// <summary>What must be so for every expression, tried on random ones.</summary>
public sealed class ExpressionPropertyTests
{
    static readonly Span Nowhere = new(0, 0);

    [Fact]
    public void Parsing_what_was_printed_gives_the_same_tree() =>
        Prop.ForAll(Arb.From(Trees()), tree => Shape(Parser.Parse(Printer.Print(tree))) == Shape(tree)).Check(Many);

    [Fact]
    public void Printing_is_stable() =>
        Prop.ForAll(Arb.From(Trees()), tree => Printer.Print(Parser.Parse(Printer.Print(tree))) == Printer.Print(tree)).Check(Many);

    [Fact]
    public void Any_characters_compile_or_give_errors_that_lie_inside_the_source() =>
        Prop.ForAll(Arb.From(Scribble()), source =>
        {
            var compiled = ExpressionCompiler.TryCompile(source, Given.Scope(), null, out var errors);
            return compiled is null
                ? errors.Count > 0 && errors.All(e => e.Offset >= 0 && e.Offset + e.Length <= source.Length && !e.Message.IsEmpty)
                : errors.Count == 0;
        }).Check(Many);

    [Fact]
    public void A_well_typed_expression_evaluates_to_its_type_or_to_missing_or_to_a_defined_error() =>
        Prop.ForAll(Arb.From(Typed()), Arb.From(Cases()), (source, values) =>
        {
            var compiled = ExpressionCompiler.Compile(source, Given.Scope());
            try
            {
                var value = compiled.Evaluate(values);
                return value.IsMissing || compiled.Type.Kind == ValueKind.Missing || value.Kind == compiled.Type.Kind;
            }
            catch (ExpressionException e)
            {
                return e.Errors.Count == 1;
            }
        }).Check(Many);

    [Fact]
    public void Evaluation_is_repeatable() =>
        Prop.ForAll(Arb.From(Typed()), Arb.From(Cases()), (source, values) =>
        {
            Value? Result()
            {
                try { return ExpressionCompiler.Compile(source, Given.Scope()).Evaluate(values); }
                catch (ExpressionException) { return null; }
            }
            return Result() == Result();
        }).Check(Many);

    [Fact]
    public void Nothing_takes_long()
    {
        var rows = Enumerable.Range(0, 2_000).Select(i => Given.Row(("name", Value.Of($"n{i}")), ("months", Value.Of(i)))).ToArray();
        var values = Given.Filled().Set("members", Value.Rows(rows)).Set("title", new string('a', 100_000));
        var watch = Stopwatch.StartNew();
        foreach (var source in new[]
        {
            "all(members, all(members, name in members.name))",
            "count(members where count(members where unique(members.name)) > 0)",
            "matches(title, '(a*)*(a|a)*b')",
            "sum(members, sum(members, sum(members, months)))",
        })
        {
            try { Given.Evaluate(source, values); }
            catch (ExpressionException) { }
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    static Config Many => Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(40);

    // ── trees ────────────────────────────────────────────────────────────────────────────────────────

    static Gen<Node> Trees() => Gen.Sized(size => Tree(Math.Min(size / 6, 5)));

    static Gen<Node> Tree(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements("a", "own_funds", "申报人", "x2").Select(name => (Node)new NameNode(Nowhere, name)),
            Literals().Select(value => (Node)new LiteralNode(Nowhere, value)));
        if (depth == 0) return leaf;
        var sub = Tree(depth - 1);
        return Gen.Frequency(
            (2, leaf),
            (2, from op in Gen.Elements("not", "-") from operand in sub select (Node)new UnaryNode(Nowhere, op, operand)),
            (5, from op in Gen.Elements("+", "-", "*", "/", "and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in")
                from left in sub from right in sub select (Node)new BinaryNode(Nowhere, op, Nowhere, left, right)),
            (1, from test in sub from then in sub from otherwise in sub select (Node)new ConditionalNode(Nowhere, test, then, otherwise)),
            (1, from source in sub from condition in sub select (Node)new WhereNode(Nowhere, source, condition)),
            (1, from target in sub from name in Gen.Elements("grant", "列") select (Node)new MemberNode(Nowhere, target, name, Nowhere)),
            (1, from items in sub.ListOf(2) select (Node)new ListNode(Nowhere, items)),
            (1, from name in Gen.Elements("sum", "f") from items in sub.ListOf(2) select (Node)new CallNode(Nowhere, name, Nowhere, items)));
    }

    static Gen<Value> Literals() => Gen.OneOf(
        Gen.Choose(0, 1_000_000).Select(n => Value.Of(n / 100m)),
        Gen.Choose(0, 2_000_000_000).Select(n => Value.Money(n * 7L)),
        Gen.Choose(0, 60_000).Select(n => Value.Of(new DateOnly(1950, 1, 1).AddDays(n))),
        Gen.Elements("", "甲\"乙\"", @"\d{6}", "a\nb\tc", "'", "“”", "𠮷").Select(Value.Verbatim),
        Gen.Elements(Value.Of(true), Value.Of(false), Value.Missing));

    static string Shape(Node node) => node switch
    {
        LiteralNode n => $"{n.Value.Kind}:{(n.Value.Kind == ValueKind.Money ? Value.Of(n.Value.AsExactFen) : n.Value)}",
        NameNode n => n.Name,
        MemberNode n => $"(. {Shape(n.Target)} {n.Name})",
        CallNode n => $"({n.Function}! {string.Join(' ', n.Arguments.Select(Shape))})",
        ListNode n => $"[{string.Join(' ', n.Items.Select(Shape))}]",
        UnaryNode n => $"({n.Operator} {Shape(n.Operand)})",
        BinaryNode n => $"({n.Operator} {Shape(n.Left)} {Shape(n.Right)})",
        WhereNode n => $"(where {Shape(n.Source)} {Shape(n.Condition)})",
        ConditionalNode n => $"(? {Shape(n.Condition)} {Shape(n.Then)} {Shape(n.Otherwise)})",
        _ => throw new InvalidOperationException(),
    };

    // ── sources ──────────────────────────────────────────────────────────────────────────────────────

    static Gen<string> Scribble() => Gen.OneOf(
        Gen.Elements("grant", "budget", ".", "(", ")", "[", "]", ",", "+", "-", "*", "/", "<", "==", "and", "or", "not", "in", "where", "?", ":", "sum", "count", "if",
            "80 万元", "5", "30%", "2026-11-30", "\"a\"", "'b'", "“", "missing", "true", "matches", "date", "万元", "\\", "=", "!", "\n", "𠮷", "\uD842").ListOf()
            .Select(words => string.Join(' ', words.Take(60))),
        Gen.Choose(1, 0x3000).Select(code => (char)code).ListOf().Select(letters => new string([.. letters])));

    /// <summary>Sources that type-check against <see cref="Given.Scope"/>.</summary>
    static Gen<string> Typed() => Gen.Sized(size => Gen.Elements(ValueKind.Number, ValueKind.Money, ValueKind.Boolean, ValueKind.Date, ValueKind.Text).SelectMany(kind => Typed(kind, Math.Min(size / 10, 3))));

    static Gen<string> Typed(ValueKind kind, int depth)
    {
        if (depth == 0) return Gen.Elements(kind switch
        {
            ValueKind.Number => ["1", "0", "2.5", "30%", "staff", "count(budget)", "count_led(leader)", "79228162514264337593543950335"[..27]],
            ValueKind.Money => ["80 万元", "0 元", "grant", "own_funds", "sum(budget.grant)", "max(budget.own)", "900000 亿元"],
            ValueKind.Boolean => ["true", "hosted", "missing", "\"ai\" in keywords", "any(members.doctor)", "uscc_valid(title)"],
            ValueKind.Date => ["2026-11-30", "today", "started", "0001-01-01", "max(members.born)", "date(title)"],
            _ => new[] { "\"a\"", "title", "category", "leader", "''" },
        });
        Gen<string> Of(ValueKind k) => Typed(k, depth - 1);
        Gen<string> Two(ValueKind k, string format) => from a in Of(k) from b in Of(k) select string.Format(null, format, a, b);
        Gen<string> Mixed(ValueKind k, ValueKind l, string format) => from a in Of(k) from b in Of(l) select string.Format(null, format, a, b);
        var any = new[]
        {
            from c in Of(ValueKind.Boolean) from a in Of(kind) from b in Of(kind) select $"if({c}, {a}, {b})",
            from c in Of(ValueKind.Boolean) from a in Of(kind) from b in Of(kind) select $"(({c}) ? ({a}) : ({b}))",
            Two(kind, "coalesce({0}, {1})"),
        };
        Gen<string>[] own = kind switch
        {
            ValueKind.Number =>
            [
                Two(kind, "({0} + {1})"), Two(kind, "({0} - {1})"), Two(kind, "({0} * {1})"), Two(kind, "({0} / {1})"), Two(ValueKind.Money, "({0} / {1})"),
                Two(kind, "round({0}, {1})"), Two(kind, "max({0}, {1})"), Two(ValueKind.Date, "days_between({0}, {1})"), Two(ValueKind.Date, "years_between({0}, {1})"),
                from c in Of(ValueKind.Boolean) select $"count(budget where {c})", from n in Of(kind) select $"sum(members, months * {n})", from t in Of(ValueKind.Text) select $"len({t})",
                from n in Of(kind) select $"-{n}",
            ],
            ValueKind.Money =>
            [
                Two(kind, "({0} + {1})"), Two(kind, "({0} - {1})"), Mixed(kind, ValueKind.Number, "({0} * {1})"), Mixed(kind, ValueKind.Number, "({0} / {1})"),
                Two(kind, "floor({0}, {1})"), Two(kind, "min({0}, {1})"), from c in Of(ValueKind.Boolean) select $"sum(budget.own where {c})",
                from m in Of(kind) select $"sum(budget, grant + ({m}))",
            ],
            ValueKind.Boolean =>
            [
                Two(kind, "({0} and {1})"), Two(kind, "({0} or {1})"), from c in Of(kind) select $"not ({c})", Two(ValueKind.Money, "({0} <= {1})"), Two(ValueKind.Number, "({0} != {1})"),
                Two(ValueKind.Date, "({0} > {1})"), Two(ValueKind.Text, "contains({0}, {1})"), Two(ValueKind.Number, "({0} in [{1}, 3])"),
                from c in Of(kind) select $"all(members, {c})", from c in Of(kind) select $"any(budget where {c})", from c in Of(kind) select $"is_missing({c})",
                from t in Of(ValueKind.Text) select $"matches({t}, '[a-z]+')",
            ],
            ValueKind.Date => [Mixed(kind, ValueKind.Number, "add_months({0}, {1})"), Mixed(kind, ValueKind.Number, "add_days({0}, {1})"), Two(kind, "max({0}, {1})"),
                from y in Of(ValueKind.Number) select $"date({y}, 1, 1)"],
            _ => [Two(kind, "({0} + {1})"), from m in Of(ValueKind.Money) select $"text({m})", from t in Of(kind) select $"upper({t})"],
        };
        return Gen.OneOf([.. any, .. own]);
    }

    /// <summary>The filled-in case with some of its values taken away.</summary>
    static Gen<Values> Cases() => Gen.Elements("title", "category", "keywords", "grant", "own-funds", "staff", "today", "hosted", "budget", "members", "leader").ListOf()
        .Select(keys => keys.Aggregate(Given.Filled(), (values, key) => values.Set(key, Value.Missing)));
}
