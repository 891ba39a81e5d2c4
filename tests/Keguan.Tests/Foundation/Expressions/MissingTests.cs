using Keguan.Foundation.Expressions;
using static Keguan.Tests.Foundation.Expressions.Given;

namespace Keguan.Tests.Foundation.Expressions;

/// <summary>What half-filled forms do to checks: nothing that cannot be known yet counts as kept or as broken.</summary>
public sealed class MissingTests
{
    static readonly Values Nothing = new();

    static Evaluation Explain(string source, IValueSource values) => ExpressionCompiler.Compile(source, Scope()).Explain(values);

    [Fact]
    public void A_check_on_a_missing_value_is_not_answerable_and_says_what_is_missing()
    {
        var result = Explain("own_funds >= grant * 50%", Nothing);
        Assert.Equal(CheckOutcome.NotAnswerable, result.Outcome);
        Assert.Equal(["grant", "own-funds"], result.MissingKeys);
    }

    [Fact]
    public void An_answered_check_names_nothing_missing()
    {
        var result = Explain("grant > 1 元 or own_funds > 1 元", new Values().SetMoney("own-funds", 1000));
        Assert.Equal(CheckOutcome.Holds, result.Outcome);
        Assert.Empty(result.MissingKeys);
    }

    [Theory]
    [InlineData("grant == 5 元")]
    [InlineData("grant != 5 元")]
    [InlineData("not hosted")]
    [InlineData("hosted and true")]
    [InlineData("true and hosted")]
    [InlineData("hosted or false")]
    [InlineData("category in [\"key-project\"]")]
    [InlineData("\"a\" in [\"b\", title]")]
    [InlineData("if(hosted, true, true)")]
    [InlineData("len(title) > 3")]
    [InlineData("matches(title, '.*')")]
    [InlineData("missing")]
    [InlineData("staff / 0 > 1")]
    [InlineData("max(budget.grant) > 1 元")]
    [InlineData("date(2026, 2, 30) == 2026-03-02")]
    [InlineData("coalesce(grant, own_funds) > 1 元")]
    [InlineData("count_led(leader) < 2")]
    public void It_stays_open(string source) => Assert.Equal(CheckOutcome.NotAnswerable, Explain(source, Nothing).Outcome);

    [Theory]
    [InlineData("false and hosted", CheckOutcome.Fails)]
    [InlineData("hosted and false", CheckOutcome.Fails)]
    [InlineData("true or hosted", CheckOutcome.Holds)]
    [InlineData("hosted or true", CheckOutcome.Holds)]
    [InlineData("is_missing(grant)", CheckOutcome.Holds)]
    [InlineData("is_missing(budget) and is_missing(keywords)", CheckOutcome.Holds)]
    [InlineData("coalesce(grant, 0 元) == 0 元", CheckOutcome.Holds)]
    [InlineData("count(budget) >= 1", CheckOutcome.Fails)]
    [InlineData("sum(budget.grant) == 0 元", CheckOutcome.Holds)]
    [InlineData("all(members, doctor)", CheckOutcome.Holds)]
    [InlineData("any(members, doctor)", CheckOutcome.Fails)]
    [InlineData("title in [\"x\", title] or true", CheckOutcome.Holds)]
    [InlineData("\"b\" in [\"b\", title]", CheckOutcome.Holds)]
    [InlineData("\"ai\" in keywords", CheckOutcome.Fails)]
    public void It_is_decided_all_the_same(string source, CheckOutcome outcome) => Assert.Equal(outcome, Explain(source, Nothing).Outcome);

    [Fact]
    public void Blank_cells_are_no_amounts_but_unanswered_conditions_are_unanswered()
    {
        var values = new Values().Set("budget", Value.Rows(
        [
            Row(("item", Value.Of("equipment")), ("grant", Value.Money(500))),
            Row(("item", Value.Of("labour"))),
            Row(("grant", Value.Money(700)), ("pieces", Value.Of(9))),
        ]));
        Assert.Equal(1200, Explain("sum(budget.grant)", values).Value.AsFen);
        Assert.Equal(2, Explain("count(budget.grant)", values).Value.AsNumber);
        Assert.Equal(600, Explain("avg(budget.grant)", values).Value.AsFen);
        var open = Explain("sum(budget.grant where item == \"equipment\")", values);
        Assert.True(open.Value.IsMissing);
        Assert.Equal(["budget.item"], open.MissingKeys);
        Assert.Equal(500, Explain("sum(budget.grant where coalesce(item, \"travel\") == \"equipment\")", values).Value.AsFen);
        Assert.Equal(CheckOutcome.NotAnswerable, Explain("count(budget where pieces > 3) == 0", values).Outcome);
        Assert.Equal(CheckOutcome.Holds, Explain("any(budget where pieces > 3)", values).Outcome);
        Assert.Equal(CheckOutcome.NotAnswerable, Explain("all(budget, pieces > 3)", values).Outcome);
        Assert.Equal(CheckOutcome.Fails, Explain("all(budget, pieces > 10)", values).Outcome);
    }

    [Fact]
    public void A_blank_text_is_missing() => Assert.True(Explain("title", new Values().Set("title", "  ")).Value.IsMissing);

    [Fact]
    public void What_cannot_be_computed_is_explained_instead_of_thrown()
    {
        var result = Explain("grant * 2 > 1 元", new Values().SetMoney("grant", long.MaxValue));
        Assert.Equal(CheckOutcome.NotAnswerable, result.Outcome);
        Assert.Equal("数值过大", result.Problem?.Zh);
        Assert.Null(Explain("grant > 1 元", new Values().SetMoney("grant", 5)).Problem);
    }

    [Fact]
    public void Values_lie_over_others()
    {
        var over = new Values(Filled()).SetMoney("grant", 500);
        Assert.Equal(120_000_500, Evaluate("grant + own_funds", over).AsFen);
        Assert.Equal(1, Evaluate("count_led(leader)", over).AsNumber);
    }
}
