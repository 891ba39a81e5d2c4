using Keguan.Foundation.Expressions;
using static Keguan.Tests.Foundation.Expressions.Given;

namespace Keguan.Tests.Foundation.Expressions;

public sealed class EvaluationTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("24 / 4 / 2", "3")]
    [InlineData("-2 * -3", "6")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("30%", "0.3")]
    [InlineData("1 ≤ 2 and 3 ≠ 4", "true")]
    [InlineData("（1 ＋ 2）× 3", "9")]
    [InlineData("max（1， 2）", "2")]
    public void Numbers_are_counted_exactly(string source, string expected) => Assert.Equal(expected, Evaluate(source).ToString());

    [Theory]
    [InlineData("80 万元", 80_000_000)]
    [InlineData("1.5 亿元", 15_000_000_000)]
    [InlineData("300 元", 30_000)]
    [InlineData("300元", 30_000)]
    [InlineData("0.01 元", 1)]
    [InlineData("12.34 千元", 1_234_000)]
    [InlineData("50 万元 + 3000 元", 50_300_000)]
    [InlineData("80 万元 * 30%", 24_000_000)]
    [InlineData("0.5 * 80 万元", 40_000_000)]
    [InlineData("100 元 / 3", 3_333)]
    [InlineData("200 元 / 3", 6_667)]
    [InlineData("-(5 元)", -500)]
    [InlineData("grant + own_funds", 200_000_000)]
    [InlineData("sum(budget.grant)", 80_000_000)]
    [InlineData("sum(budget, grant + coalesce(own, 0 元))", 200_000_000)]
    [InlineData("sum(budget.grant where item == \"equipment\")", 50_000_000)]
    [InlineData("sum((budget where item != \"equipment\").grant)", 30_000_000)]
    [InlineData("max(budget.grant)", 50_000_000)]
    [InlineData("avg(budget.own)", 60_000_000)]
    [InlineData("min(grant, 60 万元, 100 万元)", 60_000_000)]
    [InlineData("round(grant / 3, 1 万元)", 27_000_000)]
    [InlineData("floor(grant / 3, 1 万元)", 26_000_000)]
    [InlineData("ceil(grant / 3, 1 千元)", 26_700_000)]
    [InlineData("if(category == \"key-project\", 100 万元, 10 万元)", 100_000_000)]
    [InlineData("category == \"soft-science\" ? 10 万元 : 50 万元", 50_000_000)]
    public void Money_is_held_in_fen(string source, long fen) => Assert.Equal(fen, Evaluate(source).AsFen);

    [Fact]
    public void Money_is_not_rounded_between_two_steps() => Assert.True(Evaluate("100 元 / 3 * 3 == 100 元").AsBoolean);

    [Theory]
    [InlineData("grant <= 100 万元")]
    [InlineData("own_funds >= grant * 50%")]
    [InlineData("own_funds / grant == 1.5")]
    [InlineData("count(budget) == 3")]
    [InlineData("count(budget where pieces > 2) == 2")]
    [InlineData("count(budget, pieces > 2) == 2")]
    [InlineData("count(budget.own) == 2")]
    [InlineData("any(members, doctor)")]
    [InlineData("any(members where months > 8)")]
    [InlineData("any(members.doctor)")]
    [InlineData("not all(members.doctor)")]
    [InlineData("all(members, years_between(born, today) <= 61)")]
    [InlineData("unique(members.name)")]
    [InlineData("unique(members, year(born))")]
    [InlineData("count(distinct([1, 2, 2])) == 2")]
    [InlineData("category in [\"key-project\", \"post-subsidy\"]")]
    [InlineData("category not in [\"soft-science\"]")]
    [InlineData("\"ai\" in keywords")]
    [InlineData("\"甲\" in members.name")]
    [InlineData("any(budget, \"b\" in tags)")]
    [InlineData("not hosted")]
    [InlineData("true or hosted and false")]
    [InlineData("count_led(leader) <= 1")]
    [InlineData("uscc_valid(\"91350100M000100Y43\")")]
    [InlineData("contains(title, \"传感器\")")]
    [InlineData("starts_with(title, '量子') and ends_with(title, \"研究\")")]
    [InlineData("len(title) == 7")]
    [InlineData("len(trim(\"  a𠮷b \")) == 3")]
    [InlineData("matches(\"123456\", '\\d{6}')")]
    [InlineData("not matches(\"1234567\", '\\d{6}')")]
    [InlineData("not matches(\"xa\", 'a|b')")]
    [InlineData("upper(\"ab\") + lower(\"CD\") == \"ABcd\"")]
    [InlineData("\"共 \" + text(grant) + \"，\" + text(today) == \"共 80 万元，2026-11-23\"")]
    [InlineData("between(grant, 80 万元, 100 万元)")]
    [InlineData("months_between(2026-01-31, 2026-02-28) == 1")]
    [InlineData("add_months(2026-01-31, 1) == 2026-02-28")]
    [InlineData("years_between(started, 2025-02-28) == 1")]
    [InlineData("years_between(applicant.founded, today) == 5")]
    [InlineData("years_between(applicant.founded, add_days(today, 1)) == 6")]
    [InlineData("months_between(2026-02-28, 2026-01-31) == -1")]
    [InlineData("days_between(2026-01-01, 2026-03-01) == 59")]
    [InlineData("add_years(2024-02-29, 1) == 2025-02-28")]
    [InlineData("date(\"2026-11-30\") == date(2026, 11, 30)")]
    [InlineData("month(today) == 11 and day(today) == 23")]
    [InlineData("round(2.5) == 3 and round(-2.5) == -3 and round(1.005, 2) == 1.01")]
    [InlineData("floor(-1.5) == -2 and ceil(1.2) == 2 and abs(-3) == 3")]
    [InlineData("sum([]) == 0 and min([3, 1, 2]) == 1")]
    [InlineData("申报人 == \"林溪\"")]
    [InlineData("申报人 == “林溪”")]
    [InlineData("'it''s' == \"it's\"")]
    [InlineData("count(budget where pieces > 2 and item == \"labour\") + 1 == 2")]
    [InlineData("all(budget, any(members, months > pieces))", false)]
    [InlineData("any(budget, all(members, months > pieces))")]
    public void A_condition_holds(string source, bool expected = true) => Assert.Equal(expected, Evaluate(source).AsBoolean);

    [Fact]
    public void The_left_side_of_and_and_or_spares_the_right()
    {
        var values = Filled().Answer("count_led", _ => throw new InvalidOperationException("asked"));
        Assert.False(Evaluate("hosted and count_led(leader) == 1", values).AsBoolean);
        Assert.True(Evaluate("not hosted or count_led(leader) == 1", values).AsBoolean);
        Assert.True(Evaluate("if(hosted, count_led(leader) == 1, true)", values).AsBoolean);
    }

    [Fact]
    public void What_an_expression_uses_is_known_before_it_is_evaluated()
    {
        var compiled = ExpressionCompiler.Compile("sum(budget where pieces > 1, grant) <= own_funds and count_led(leader) < 2 and applicant.founded < today", Scope());
        Assert.Equal(["applicant.founded", "budget", "budget.grant", "budget.pieces", "leader", "own-funds", "today"], compiled.References);
        Assert.Equal(["count_led"], compiled.Functions);
        Assert.Equal(ValueKind.Boolean, compiled.Type.Kind);
    }

    [Fact]
    public void A_scope_can_be_extended_without_changing_the_one_it_came_from()
    {
        var scope = Scope();
        var wider = scope.Extend().Add("batch", ExpressionType.Text);
        Assert.NotNull(ExpressionCompiler.TryCompile("batch == \"一\"", wider, null, out _));
        Assert.Null(ExpressionCompiler.TryCompile("batch == \"一\"", scope, null, out _));
    }

    [Theory]
    [InlineData("and")]
    [InlineData("a b")]
    [InlineData("2x")]
    [InlineData("")]
    public void A_key_that_cannot_be_written_is_refused_when_the_scope_is_built(string key) =>
        Assert.Throws<ArgumentException>(() => new ExpressionScope().Add(key, ExpressionType.Text));

    [Fact]
    public void Two_keys_that_would_be_written_alike_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ExpressionScope().Add("own-funds", ExpressionType.Money).Add("own_funds", ExpressionType.Money));

    [Fact]
    public void A_value_of_another_type_from_the_host_is_a_defined_error()
    {
        var error = Assert.Throws<ExpressionException>(() => Evaluate("grant > 1 元", Filled().Set("grant", 5)));
        Assert.Contains("grant", error.Message);
    }

    [Fact]
    public void Numbers_that_overflow_are_a_defined_error()
    {
        Assert.Throws<ExpressionException>(() => Evaluate("staff * staff", Filled().Set("staff", decimal.MaxValue)));
        Assert.Throws<ExpressionException>(() => Evaluate("grant * 2", Filled().SetMoney("grant", long.MaxValue)));
        Assert.Throws<ExpressionException>(() => Evaluate("sum([staff, staff])", Filled().Set("staff", decimal.MaxValue)));
    }

    [Fact]
    public void A_long_evaluation_is_stopped()
    {
        var rows = Enumerable.Range(0, 1000).Select(i => Row(("name", Value.Of($"n{i}")), ("months", Value.Of(i)))).ToArray();
        var values = Filled().Set("members", Value.Rows(rows));
        Assert.Equal(1000, Evaluate("count(distinct(members.name))", values).AsNumber);
        var error = Assert.Throws<ExpressionException>(() => Evaluate("all(members, all(members, all(members, months >= 0)))", values));
        Assert.Contains("已停止", error.Message);
    }

    [Fact]
    public void A_text_does_not_grow_without_bound()
    {
        var values = Filled().Set("title", new string('长', 15_000));
        Assert.Throws<ExpressionException>(() => Evaluate("title + title", values));
    }

    [Theory]
    [InlineData("1.5 亿元", 15_000_000_000)]
    [InlineData("80万元", 80_000_000)]
    [InlineData("-3 元", -300)]
    [InlineData("0", 0)]
    public void Amounts_with_their_unit_are_read(string text, long fen)
    {
        Assert.True(MoneyUnits.TryParse(text, out var read));
        Assert.Equal(fen, read);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("80 万")]
    [InlineData("0.001 元")]
    [InlineData("万元")]
    [InlineData("99999999999999999999 亿元")]
    public void An_amount_without_unit_or_finer_than_one_fen_is_not_read(string text) => Assert.False(MoneyUnits.TryParse(text, out _));
}
