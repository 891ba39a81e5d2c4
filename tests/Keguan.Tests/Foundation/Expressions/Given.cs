using Keguan.Foundation.Expressions;

namespace Keguan.Tests.Foundation.Expressions;

/// <summary>A small application as definitions see it: names with their types, and one filled-in case.</summary>
internal static class Given
{
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static ExpressionScope Scope() => new ExpressionScope()
        .Add("title", ExpressionType.Text)
        .Add("category", ExpressionType.Choice("key-project", "soft-science", "post-subsidy"))
        .Add("keywords", ExpressionType.ListOf(ExpressionType.Choice("ai", "bio", "new-material")))
        .Add("grant", ExpressionType.Money)
        .Add("own-funds", ExpressionType.Money)
        .Add("staff", ExpressionType.Number)
        .Add("started", ExpressionType.Date)
        .Add("today", ExpressionType.Date)
        .Add("hosted", ExpressionType.Boolean)
        .Add("applicant.founded", ExpressionType.Date)
        .Add("leader", ExpressionType.Text)
        .Add("申报人", ExpressionType.Text)
        .Add("budget", ExpressionType.Rows(new Dictionary<string, ExpressionType>
        {
            ["item"] = ExpressionType.Choice("equipment", "labour", "travel"),
            ["grant"] = ExpressionType.Money,
            ["own"] = ExpressionType.Money,
            ["pieces"] = ExpressionType.Number,
            ["tags"] = ExpressionType.ListOf(ExpressionType.Text),
        }))
        .Add("members", ExpressionType.Rows(new Dictionary<string, ExpressionType>
        {
            ["name"] = ExpressionType.Text,
            ["born"] = ExpressionType.Date,
            ["months"] = ExpressionType.Number,
            ["doctor"] = ExpressionType.Boolean,
        }))
        .AddFunction("count_led", [ExpressionType.Text], ExpressionType.Number)
        .AddFunction("uscc_valid", [ExpressionType.Text], ExpressionType.Boolean, a => Value.Of(a[0].AsText.Length == 18));

    public static Values Filled() => new Values()
        .Set("title", "量子传感器研究")
        .Set("category", "key-project")
        .Set("keywords", Value.List(["ai", "bio"]))
        .SetMoney("grant", 80_000_000)
        .SetMoney("own-funds", 120_000_000)
        .Set("staff", 120)
        .Set("started", new DateOnly(2024, 2, 29))
        .Set("today", Today)
        .Set("hosted", false)
        .Set("applicant.founded", new DateOnly(2020, 11, 24))
        .Set("leader", "陈若谷")
        .Set("申报人", "林溪")
        .Set("budget", Value.Rows(
        [
            Row(("item", Value.Of("equipment")), ("grant", Value.Money(50_000_000)), ("own", Value.Money(100_000_000)), ("pieces", Value.Of(3)), ("tags", Value.List(["a", "b"]))),
            Row(("item", Value.Of("labour")), ("grant", Value.Money(20_000_000)), ("own", Value.Money(20_000_000)), ("pieces", Value.Of(10))),
            Row(("item", Value.Of("travel")), ("grant", Value.Money(10_000_000)), ("pieces", Value.Of(2))),
        ]))
        .Set("members", Value.Rows(
        [
            Row(("name", Value.Of("甲")), ("born", Value.Of(new DateOnly(1980, 5, 1))), ("months", Value.Of(6)), ("doctor", Value.Of(true))),
            Row(("name", Value.Of("乙")), ("born", Value.Of(new DateOnly(1965, 11, 23))), ("months", Value.Of(9)), ("doctor", Value.Of(false))),
        ]))
        .Answer("count_led", a => Value.Of(a[0].AsText == "陈若谷" ? 1 : 0));

    public static Dictionary<string, Value> Row(params (string Key, Value Value)[] cells) => cells.ToDictionary(cell => cell.Key, cell => cell.Value);

    public static Value Evaluate(string source, IValueSource? values = null) => ExpressionCompiler.Compile(source, Scope()).Evaluate(values ?? Filled());

    public static ExpressionError Error(string source, ExpressionType? expected = null)
    {
        Assert.Null(ExpressionCompiler.TryCompile(source, Scope(), expected, out var errors));
        return Assert.Single(errors);
    }

    public static string Under(string source, ExpressionError error) => source.Substring(error.Offset, error.Length);
}
