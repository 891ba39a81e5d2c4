using Keguan.Foundation.Expressions;
using static Keguan.Tests.Foundation.Expressions.Given;

namespace Keguan.Tests.Foundation.Expressions;

public sealed class CompilerErrorTests
{
    [Theory]
    [InlineData("grant > 80", ">", "80 万元")]
    [InlineData("grant + 5", "+", "80 万元")]
    [InlineData("grant * grant", "*", "甲 / 乙")]
    [InlineData("5 / grant", "/", "数 / 金额")]
    [InlineData("today - started", "-", "days_between")]
    [InlineData("today + 30", "+", "add_days")]
    [InlineData("title + 5", "+", "text(")]
    [InlineData("today > \"2026-01-01\"", ">", "不加引号")]
    [InlineData("title > \"a\"", ">", "没有大小")]
    [InlineData("hosted == 1", "==", "不能与数比较")]
    [InlineData("budget.grant > 5 元", ">", "in、count、any、all")]
    [InlineData("budget == budget", "==", "count(")]
    [InlineData("budget.pieces * 2 > 3", "*", "sum(行")]
    [InlineData("-title", "-title", "取负")]
    [InlineData("grnat > 5 元", "grnat", "是否想写 grant")]
    [InlineData("own-funds > 5 元", "own-funds", "own_funds")]
    [InlineData("budget.grants", "grants", "是否想写 grant")]
    [InlineData("title.size", "size", "没有“size”这一列")]
    [InlineData("budget.tags", "tags", "每格是一个列表")]
    [InlineData("category == \"key-projet\"", "\"key-projet\"", "是否想写 key-project")]
    [InlineData("category in [\"key-project\", \"hard\"]", "\"hard\"", "选项里没有")]
    [InlineData("\"ia\" in keywords", "\"ia\"", "是否想写 ai")]
    [InlineData("title in category", "category", "contains(")]
    [InlineData("title in budget", "budget", "表.列")]
    [InlineData("5 in keywords", "in", "不会在")]
    [InlineData("smu(budget.grant) > 1 元", "smu", "是否想写 sum")]
    [InlineData("count_lead(leader) > 1", "count_lead", "是否想写 count_led")]
    [InlineData("sum > 1", "sum", "sum(…)")]
    [InlineData("sum(title) > 1", "sum(title)", "list of number")]
    [InlineData("max(grant, 5) > 1 元", "max(grant, 5)", "80 万元")]
    [InlineData("all(members)", "all(members)", "all(行, 条件)")]
    [InlineData("any(members, months)", "months", "这里应是条件")]
    [InlineData("count_led(5) > 1", "count_led(5)", "count_led(text)")]
    [InlineData("if(hosted, 1)", "if(hosted, 1)", "参数个数")]
    [InlineData("if(hosted, 1, 2 元)", "if(hosted, 1, 2 元)", "两种结果类型不同")]
    [InlineData("hosted ? today : 3", "hosted ? today : 3", "两种结果类型不同")]
    [InlineData("staff and hosted", "staff", "这里应是条件")]
    [InlineData("coalesce(grant, 0) > 1 元", "0", "金额")]
    [InlineData("[1, 2 元]", "2 元", "列表里前面是数")]
    [InlineData("[[1]]", "[1]", "列表里不能再放列表")]
    [InlineData("grant where hosted", "grant", "where 前面")]
    [InlineData("matches(title, leader)", "leader", "模式要直接写出")]
    [InlineData("matches(title, '(a)\\1')", "'(a)\\1'", "反向引用")]
    [InlineData("matches(title, '(')", "'('", "模式写错")]
    [InlineData("matches(title, 'a)|(b')", "'a)|(b'", "模式写错")]
    [InlineData("matches(staff, 'a')", "staff", "看的是文字")]
    public void A_mistake_is_pointed_at_with_a_suggestion(string source, string under, string says)
    {
        var error = Error(source);
        Assert.Contains(says, error.Message.Zh + error.Message.En);
        Assert.Equal(under, Under(source, error));
        Assert.NotEqual("", error.Message.En);
    }

    [Theory]
    [InlineData("", "空")]
    [InlineData("   ", "空")]
    [InlineData("1 +", "缺一个值")]
    [InlineData("(1 + 2", "缺“)”")]
    [InlineData("sum(1, 2", "缺“)”")]
    [InlineData("[1, 2", "缺“]”")]
    [InlineData("1 2", "多出来的")]
    [InlineData("1 < 2 < 3", "between")]
    [InlineData("a == b == c", "比较不能连写")]
    [InlineData("a = 1", "==")]
    [InlineData("a && b", "and")]
    [InlineData("a || b", "or")]
    [InlineData("!a", "not")]
    [InlineData("a <> b", "!=")]
    [InlineData("5 % 2", "30%")]
    [InlineData("80 万圆", "是否想写 万元")]
    [InlineData("80 wan", "不认识的单位")]
    [InlineData("0.001 元", "细于 1 分")]
    [InlineData("99999999999 亿元", "过大")]
    [InlineData("2026-02-30", "没有 2026-02-30 这一天")]
    [InlineData("\"abc", "收尾")]
    [InlineData("'abc", "收尾")]
    [InlineData("\"\\d\"", "单引号")]
    [InlineData("a # b", "不认识的符号")]
    [InlineData("a.", "列名")]
    [InlineData("true ? 1", "缺“:”")]
    [InlineData("1234567890123456789012345678901", "太长")]
    [InlineData("where", "缺一个值")]
    public void What_cannot_be_read_is_said_so(string source, string says) => Assert.Contains(says, Error(source).Message.Zh);

    [Fact]
    public void All_type_errors_are_reported_in_order_each_once()
    {
        Assert.Null(ExpressionCompiler.TryCompile("grnat > 5 and staf == 3 and any(mebers where x)", Scope(), null, out var errors));
        Assert.Equal(["grant", "staff", "members"], errors.Select(e => e.Message.En[(e.Message.En.LastIndexOf("mean ", StringComparison.Ordinal) + 5)..].TrimEnd('?')));
        Assert.Equal([0, 14, 32], errors.Select(e => e.Offset));
    }

    [Fact]
    public void The_result_must_have_the_expected_type()
    {
        Assert.Contains("结果应是是否，却是金额", Error("grant", ExpressionType.Boolean).Message.Zh);
        Assert.NotNull(ExpressionCompiler.TryCompile("missing", Scope(), ExpressionType.Money, out _));
    }

    [Fact]
    public void The_size_of_an_expression_is_bounded()
    {
        Assert.Contains("过长", Error(new string('1', ExpressionLimits.SourceLength + 1)).Message.Zh);
        Assert.Contains("太深", Error(new string('(', 100) + "1" + new string(')', 100)).Message.Zh);
        Assert.Contains("太深", Error(string.Concat(Enumerable.Repeat("not ", 100)) + "hosted").Message.Zh);
        Assert.Contains("太大", Error(string.Join("+", Enumerable.Repeat("1", 600))).Message.Zh);
        Assert.Equal(450, Evaluate(string.Join("+", Enumerable.Repeat("1", 450))).AsNumber);
    }

    [Fact]
    public void Nesting_does_not_multiply_the_work()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var (open, close) in new[] { ("any(", " where hosted)"), ("count(", ", hosted)"), ("sum(budget, ", ")"), ("if(hosted, ", ", 1)"), ("(budget where ", ").grant") })
            ExpressionCompiler.TryCompile(string.Concat(Enumerable.Repeat(open, 50)) + "budget" + string.Concat(Enumerable.Repeat(close, 50)), Scope(), null, out _);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void Compile_throws_with_all_errors()
    {
        var thrown = Assert.Throws<ExpressionException>(() => ExpressionCompiler.Compile("grnat > staf", Scope()));
        Assert.Equal(2, thrown.Errors.Count);
        Assert.Contains("did you mean grant?", thrown.Message);
    }

    [Theory]
    [InlineData("grnat", "grant")]
    [InlineData("GRANT", "grant")]
    [InlineData("x", null)]
    [InlineData("something", null)]
    public void The_nearest_word_is_suggested_only_when_it_is_near(string word, string? expected) =>
        Assert.Equal(expected, Nearest.To(word, ["grant", "own_funds", "a"]));
}
