using Keguan.Foundation.Definitions;

namespace Keguan.Tests.Foundation.Definitions;

/// <summary>An error in an expression points into the YAML file, however the expression is written there.</summary>
public sealed class ExpressionPlaceTests
{
    static DefinitionError Wrong(string check)
    {
        var yaml = "key: sample\nlabel: {zh: 样例, en: Sample}\nchecks:\n" + check;
        using var folder = new Folder();
        folder.Write("samples/sample.yaml", yaml);
        return Assert.Single(folder.Store().CheckAll());
    }

    [Theory]
    [InlineData("  - {key: a, holds: staff > 3 and grnat > 5 元}", 4, 35)]
    [InlineData("  - {key: a, holds: \"staff > 3 and grnat > 5 元\"}", 4, 36)]
    [InlineData("  - key: a\n    holds: 'staff > 3 and grnat > 5 元'", 5, 27)]
    [InlineData("  - key: a\n    holds: |\n      staff > 3\n      and grnat > 5 元", 7, 11)]
    [InlineData("  - key: a\n    holds: >-\n      staff > 3\n\n      and\n        grnat > 5 元", 9, 9)]
    [InlineData("  - key: a\n    holds: staff > 3\n      and grnat > 5 元", 6, 11)]
    [InlineData("  - {key: a, holds: staff > 3 and}", 4, 34)]
    [InlineData("  - {key: a, holds: \"true\", when: staff > 3 and grnat > 5 元}", 4, 49)]
    [InlineData("  - {key: a, holds: grant}", 4, 21)]
    [InlineData("  - {key: a, holds: \"\\x73taff > grnat\"}", 4, 21)]
    public void The_error_stands_at_the_word(string check, int line, int column)
    {
        var error = Wrong(check);
        Assert.Equal(new SourceLocation("definitions/samples/sample.yaml", line, column), error.At);
    }

    [Fact]
    public void The_message_carries_the_suggestion_in_both_languages()
    {
        var error = Wrong("  - {key: a, holds: grnat > 5 元}");
        Assert.Equal("definitions/samples/sample.yaml:4:21: 没有“grnat”这一项；是否想写 grant？ / there is nothing called “grnat”; did you mean grant?", error.ToString());
    }
}
