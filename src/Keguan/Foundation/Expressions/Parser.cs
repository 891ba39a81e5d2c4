namespace Keguan.Foundation.Expressions;

/// <summary>A Pratt parser: every operator has a binding power, and that is the whole grammar (docs/specs/expressions.md).</summary>
public sealed class Parser
{
    /// <summary>Loosest first. Comparisons do not chain.</summary>
    internal static class Power
    {
        public const int Conditional = 1, Where = 2, Or = 3, And = 4, Not = 5, Compare = 6, Add = 7, Multiply = 8, Negate = 9;
    }

    private readonly List<Token> tokens;
    private int at;
    private int nesting;
    private int nodes;

    private Parser(List<Token> tokens) => this.tokens = tokens;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">with the first thing that is wrong.</exception>
    public static Node Parse(string source)
    {
        var parser = new Parser(Lexer.Cut(source));
        if (parser.Current.Kind == TokenKind.End) throw new ExpressionException(parser.Current.Span, "表达式是空的", "the expression is empty");
        var node = parser.Expression(0);
        if (parser.Current.Kind != TokenKind.End)
        {
            var word = parser.Current;
            throw new ExpressionException(word.Span, $"多出来的{Shown(word).Zh}，前面的表达式已经完整", $"unexpected {Shown(word).En} after a complete expression");
        }
        return node;
    }

    private Token Current => tokens[at];

    private Node Expression(int power)
    {
        if (++nesting > ExpressionLimits.Nesting) throw new ExpressionException(Current.Span, "括号套得太深", "the expression is nested too deeply");
        var left = Prefix();
        while (Infix(left, power) is { } extended) left = extended;
        nesting--;
        return left;
    }

    private T Made<T>(T node) where T : Node
    {
        if (++nodes > ExpressionLimits.Nodes) throw new ExpressionException(node.Span, "表达式太大，请拆成几个", "the expression is too large; split it up");
        return node;
    }

    private Node Prefix()
    {
        var token = tokens[at++];
        switch (token)
        {
            case { Kind: TokenKind.Literal }: return Made(new LiteralNode(token.Span, token.Value));
            case { Kind: TokenKind.Name, Word: "true" or "false" }: return Made(new LiteralNode(token.Span, Value.Of(token.Word == "true")));
            case { Kind: TokenKind.Name, Word: "missing" }: return Made(new LiteralNode(token.Span, Value.Missing));
            case { Kind: TokenKind.Name, Word: "not" }: return Unary(token, "not", Power.Not);
            case { Kind: TokenKind.Symbol, Word: "-" }: return Unary(token, "-", Power.Negate);
            case { Kind: TokenKind.Name } when !ExpressionScope.Reserved.Contains(token.Word):
                return IsSymbol("(") ? Call(token) : Made(new NameNode(token.Span, token.Word));
            case { Kind: TokenKind.Symbol, Word: "(" }:
                var inner = Expression(0);
                Expect(")", token);
                return inner;
            case { Kind: TokenKind.Symbol, Word: "[" }:
                var (items, end) = Arguments("]", token);
                return Made(new ListNode(new Span(token.Span.Start, end), items));
            default:
                throw new ExpressionException(token.Span, $"这里缺一个值，却是{Shown(token).Zh}", $"a value is missing here; found {Shown(token).En}");
        }
    }

    private UnaryNode Unary(Token token, string op, int power)
    {
        var operand = Expression(power);
        return Made(new UnaryNode(new Span(token.Span.Start, operand.Span.End), op, operand));
    }

    private CallNode Call(Token name)
    {
        var open = tokens[at++];
        var (arguments, end) = Arguments(")", open);
        return Made(new CallNode(new Span(name.Span.Start, end), name.Word, name.Span, arguments));
    }

    private (List<Node> Items, int End) Arguments(string close, Token open)
    {
        var items = new List<Node>();
        while (!IsSymbol(close))
        {
            items.Add(Expression(0));
            if (!IsSymbol(",")) break;
            at++;
        }
        return (items, Expect(close, open));
    }

    private Node? Infix(Node left, int power)
    {
        var token = Current;
        var negated = token is { Kind: TokenKind.Name, Word: "not" } && tokens[at + 1] is { Kind: TokenKind.Name, Word: "in" };
        var op = negated ? "not in" : token.Word;
        if (token.Kind is not (TokenKind.Symbol or TokenKind.Name)) return null;
        switch (op)
        {
            case ".":
                at++;
                var name = tokens[at++];
                if (name.Kind != TokenKind.Name) throw new ExpressionException(name.Span, "点后面应是列名", "a name must follow the dot");
                return Made(new MemberNode(new Span(left.Span.Start, name.Span.End), left, name.Word, name.Span));
            case "*" or "/": return Binary(left, op, Power.Multiply, power);
            case "+" or "-": return Binary(left, op, Power.Add, power);
            case "==" or "!=" or "<" or "<=" or ">" or ">=" or "in" or "not in":
                if (Power.Compare <= power) return null;
                var comparison = Binary(left, op, Power.Compare, power)!;
                if (Current is { Kind: TokenKind.Symbol, Word: "==" or "!=" or "<" or "<=" or ">" or ">=" } or { Kind: TokenKind.Name, Word: "in" })
                    throw new ExpressionException(Current.Span, "比较不能连写：用 and 连接，或用 between(值, 下限, 上限)",
                        "comparisons do not chain: join them with “and”, or use between(value, low, high)");
                return comparison;
            case "and": return Binary(left, op, Power.And, power);
            case "or": return Binary(left, op, Power.Or, power);
            case "where":
                if (Power.Where <= power) return null;
                at++;
                var condition = Expression(Power.Where);
                return Made(new WhereNode(new Span(left.Span.Start, condition.Span.End), left, condition));
            case "?":
                if (Power.Conditional <= power) return null;
                at++;
                var then = Expression(0);
                Expect(":", token);
                var otherwise = Expression(Power.Conditional - 1);
                return Made(new ConditionalNode(new Span(left.Span.Start, otherwise.Span.End), left, then, otherwise));
            default: return null;
        }
    }

    private BinaryNode? Binary(Node left, string op, int own, int power)
    {
        if (own <= power) return null;
        var start = Current.Span.Start;
        if (op == "not in") at++;
        var operatorSpan = new Span(start, tokens[at++].Span.End);
        var right = Expression(own);
        return Made(new BinaryNode(new Span(left.Span.Start, right.Span.End), op, operatorSpan, left, right));
    }

    private bool IsSymbol(string word) => Current.Kind == TokenKind.Symbol && Current.Word == word;

    private int Expect(string symbol, Token open)
    {
        if (!IsSymbol(symbol))
            throw new ExpressionException(Current.Span, $"第 {open.Span.Start + 1} 个字符的“{open.Word}”之后缺“{symbol}”，却是{Shown(Current).Zh}",
                $"“{symbol}” is missing for the “{open.Word}” at character {open.Span.Start + 1}; found {Shown(Current).En}");
        return tokens[at++].Span.End;
    }

    private static Text Shown(Token token) => token.Kind switch
    {
        TokenKind.End => new Text("结尾", "the end"),
        TokenKind.Literal => new Text($"“{token.Value}”", $"“{token.Value}”"),
        _ => new Text($"“{token.Word}”", $"“{token.Word}”"),
    };
}
