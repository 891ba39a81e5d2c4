using System.Text;

namespace Keguan.Foundation.Expressions;

/// <summary>Writes a syntax tree in its canonical form, with no bracket more than needed. Parsing it gives the same tree.</summary>
public static class Printer
{
    public static string Print(Node node) => Print(node, 0);

    private static string Print(Node node, int power)
    {
        var (own, text) = node switch
        {
            LiteralNode n => (n.Value.Kind is ValueKind.Number && n.Value.AsNumber < 0 ? Parser.Power.Negate : 100, Literal(n.Value)),
            NameNode n => (100, n.Name),
            MemberNode n => (100, $"{Print(n.Target, 99)}.{n.Name}"),
            CallNode n => (100, $"{n.Function}({string.Join(", ", n.Arguments.Select(a => Print(a)))})"),
            ListNode n => (100, $"[{string.Join(", ", n.Items.Select(i => Print(i)))}]"),
            UnaryNode { Operator: "not" } n => (Parser.Power.Not, $"not {Print(n.Operand, Parser.Power.Not - 1)}"),
            UnaryNode n => (Parser.Power.Negate, $"-{Print(n.Operand, Parser.Power.Negate - 1)}"),
            BinaryNode n => Binary(n),
            WhereNode n => (Parser.Power.Where, $"{Print(n.Source, Parser.Power.Where - 1)} where {Print(n.Condition, Parser.Power.Where)}"),
            ConditionalNode n => (Parser.Power.Conditional, $"{Print(n.Condition, Parser.Power.Conditional)} ? {Print(n.Then, 0)} : {Print(n.Otherwise, 0)}"),
            _ => throw new ArgumentException($"Unknown node {node.GetType().Name}.", nameof(node)),
        };
        return own <= power ? $"({text})" : text;
    }

    private static (int, string) Binary(BinaryNode n)
    {
        var own = n.Operator switch
        {
            "or" => Parser.Power.Or,
            "and" => Parser.Power.And,
            "+" or "-" => Parser.Power.Add,
            "*" or "/" => Parser.Power.Multiply,
            _ => Parser.Power.Compare,
        };
        // Left-associative, except comparisons, which do not chain on either side.
        var left = own == Parser.Power.Compare ? own : own - 1;
        return (own, $"{Print(n.Left, left)} {n.Operator} {Print(n.Right, own)}");
    }

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Money => Value.Plain(value.AsExactFen / 100m) + " 元",
        ValueKind.Text => Quote(value.AsText),
        _ => value.ToString(),
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => @"\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
