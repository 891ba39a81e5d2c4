namespace Keguan.Foundation.Expressions;

/// <summary>The syntax tree of an expression. Every node knows its stretch of the source.</summary>
public abstract record Node(Span Span);

public sealed record LiteralNode(Span Span, Value Value) : Node(Span);

public sealed record NameNode(Span Span, string Name) : Node(Span);

/// <summary><c>target.name</c>: a dotted name, or a column of rows.</summary>
public sealed record MemberNode(Span Span, Node Target, string Name, Span NameSpan) : Node(Span);

public sealed record CallNode(Span Span, string Function, Span NameSpan, IReadOnlyList<Node> Arguments) : Node(Span);

public sealed record UnaryNode(Span Span, string Operator, Node Operand) : Node(Span);

public sealed record BinaryNode(Span Span, string Operator, Span OperatorSpan, Node Left, Node Right) : Node(Span);

/// <summary><c>condition ? then : otherwise</c>.</summary>
public sealed record ConditionalNode(Span Span, Node Condition, Node Then, Node Otherwise) : Node(Span);

public sealed record ListNode(Span Span, IReadOnlyList<Node> Items) : Node(Span);

/// <summary><c>rows where condition</c>, or <c>rows.column where condition</c>.</summary>
public sealed record WhereNode(Span Span, Node Source, Node Condition) : Node(Span);
