using Keguan.Foundation.Expressions;

namespace Keguan.Tests.Foundation.Expressions;

/// <summary>Formulas that a definition writes itself, and taking one item of a list.</summary>
public sealed class DefinedFunctionTests
{
    static ExpressionScope Scope()
    {
        var inside = new ExpressionScope().Add("x", ExpressionType.Number).Add("factor", ExpressionType.Number);
        return Given.Scope().Add("factor", ExpressionType.Number)
            .Define("scaled", [("x", ExpressionType.Number)], ExpressionCompiler.Compile("coalesce(x, 1) * factor", inside));
    }

    static Evaluation Explain(string source, ExpressionScope? scope = null) => ExpressionCompiler.Compile(source, scope ?? Scope()).Explain(new Values(Given.Filled()).Set("factor", 3));

    [Fact]
    public void A_formula_sees_its_parameters_and_what_it_was_compiled_with() => Assert.Equal(Value.Of(360), Explain("scaled(staff)").Value);

    [Fact]
    public void A_formula_judges_missing_arguments_itself() => Assert.Equal(Value.Of(3), Explain("scaled(missing)").Value);

    [Fact]
    public void Its_steps_count_for_the_caller()
    {
        // Each formula calls the one before ten times: without one common bound this would take 10^12 steps.
        var scope = Scope();
        for (var i = 0; i < 12; i++)
        {
            var before = i == 0 ? "scaled" : $"f{i - 1}";
            var inside = scope.Extend().Add("x", ExpressionType.Number);
            scope.Define($"f{i}", [("x", ExpressionType.Number)], ExpressionCompiler.Compile(string.Join(" + ", Enumerable.Repeat($"{before}(x)", 10)), inside));
        }
        Assert.Contains("计算量太大", Explain("f11(1)", scope).Problem?.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item([3, 5, 8], 1)", "3")]
    [InlineData("item([3, 5, 8], -1)", "8")]
    [InlineData("last([3, 5, 8])", "8")]
    [InlineData("first([3, 5, 8])", "3")]
    [InlineData("item([3, 5, 8], 4)", null)]
    [InlineData("item([3, 5, 8], 0)", null)]
    [InlineData("item([3, 5, 8], 1.5)", null)]
    [InlineData("last(budget.grant) == 10 万元 ? 1 : 0", "1")]
    [InlineData("first(budget.pieces where item == \"travel\")", "2")]
    public void One_item_of_a_list(string source, string? value) => Assert.Equal(value ?? "missing", Explain(source).Value.ToString());
}
