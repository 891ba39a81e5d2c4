using System.Linq.Expressions;
using Keguan.Foundation;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>本人经办: the filter behind “mine” on the desk. What nobody handles yet is everybody's own.</summary>
public static class Handling
{
    public const string Filter = "who";
    const string Own = "own";

    /// <summary>For the address of a list.</summary>
    public const string Query = "&" + Filter + "=" + Own;

    public static readonly Text Label = T("经办", "Handled by");

    public static readonly IReadOnlyList<Option> Options = [new(Own, T("本人及未定经办", "me, or nobody yet"))];

    /// <summary>Rows whose handler is the one who asks, or nobody.</summary>
    public static Expression<Func<T, bool>> Mine<T>(ListContext context, Expression<Func<T, Guid?>> handler)
    {
        var me = context.Actor.AccountId;
        Expression<Func<Guid?, bool>> mine = who => who == null || who == me;
        return Expression.Lambda<Func<T, bool>>(new Into(mine.Parameters[0], handler.Body).Visit(mine.Body), handler.Parameters);
    }

    sealed class Into(ParameterExpression parameter, Expression value) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;
    }
}
