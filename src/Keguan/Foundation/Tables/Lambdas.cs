using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace Keguan.Foundation.Tables;

/// <summary>Small carpentry with expressions, so that a list is one SQL query. Values always come as parameters: constants would give every request a plan of its own.</summary>
static class Lambdas
{
    /// <summary>x => (object)x.Grant becomes x => x.Grant.</summary>
    public static LambdaExpression Unboxed<T>(Expression<Func<T, object?>> lambda) =>
        Expression.Lambda(lambda.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : lambda.Body, lambda.Parameters);

    /// <summary>The lambda's body about another parameter.</summary>
    public static Expression On(this LambdaExpression lambda, Expression parameter) => new Replacing(lambda.Parameters[0], parameter).Visit(lambda.Body);

    public static Expression<Func<T, bool>> Where<T>(Func<ParameterExpression, Expression> body)
    {
        var x = Expression.Parameter(typeof(T), "x");
        return Expression.Lambda<Func<T, bool>>(body(x), x);
    }

    /// <summary>A value that EF sends as a parameter.</summary>
    public static Expression Parameter(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(Box<>).MakeGenericType(type))!;
        var field = box.GetType().GetField(nameof(Box<>.Value))!;
        field.SetValue(box, value);
        return Expression.Field(Expression.Constant(box), field);
    }

    public static Expression Any(IEnumerable<Expression> conditions) => conditions.Aggregate(Expression.OrElse);

    public static Expression All(IEnumerable<Expression> conditions) => conditions.Aggregate(Expression.AndAlso);

    /// <summary>Left and right compared as &lt; and &gt;, strings and ids included.</summary>
    public static Expression Compare(ExpressionType how, Expression left, Expression right)
    {
        if (left.Type != typeof(string) && left.Type != typeof(Guid)) return Expression.MakeBinary(how, left, right);
        var method = left.Type == typeof(string)
            ? Expression.Call(typeof(string), nameof(string.Compare), null, left, right)
            : Expression.Call(left, typeof(Guid).GetMethod(nameof(Guid.CompareTo), [typeof(Guid)])!, right);
        return Expression.MakeBinary(how, method, Expression.Constant(0));
    }

    sealed class Replacing(Expression from, Expression to) : ExpressionVisitor
    {
        [return: NotNullIfNotNull(nameof(node))]
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }

    sealed class Box<TValue>
    {
        public TValue Value = default!;
    }
}
