using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;
using Keguan.Tests.Support;

namespace Keguan.Tests.Reports.WorkReports;

public sealed class ReportTemplateTests
{
    static ReportTemplate Read(string text)
    {
        var (template, errors) = ReportTemplate.Read("t", text, "t.md");
        Assert.Empty(errors);
        return template!;
    }

    [Fact]
    public void Slots_stand_among_words_headings_and_lists()
    {
        var template = Read("# 工作总结\n\n<!-- 说明 -->\n## 成效\n完成[[new-products@05|u:个|fig:000-005,000-006]]，[[if:rank@year-1]]列[[rank|ord|u:位]]；[[end]]开展[[q:426宣传]]。\n- 甲[[a.b|names:3]]\n");
        Assert.Equal([BlockKind.Title, BlockKind.Heading, BlockKind.Paragraph, BlockKind.Item], template.Blocks.Select(block => block.Kind));
        var slots = template.Slots.ToList();
        Assert.Equal(["new-products", "rank", "rank", "a.b"], slots.Select(slot => slot.Indicator));
        Assert.Equal("2019-05", slots[0].Of(Period.Parse("2019H1")).Code);
        Assert.Equal("2018", slots[1].Of(Period.Parse("2019H1")).Code);
        Assert.Equal(["000-005", "000-006"], slots[0].Figures);
        Assert.Equal(("个", SlotStyle.Ordinal, 3), (slots[0].Unit, slots[2].Style, slots[3].Most));
        Assert.Empty(template.LiteralFigures());
    }

    [Theory]
    [InlineData("# 题\n[[a", "没有配对的“]]”")]
    [InlineData("# 题\n[[a|uu]]", "不认识的写法“uu”")]
    [InlineData("# 题\n[[A b]]", "不是指标编号")]
    [InlineData("# 题\n[[a@13]]", "不是期间")]
    [InlineData("# 题\n[[if:a]]x", "没有“[[end]]”")]
    [InlineData("# 题\n[[end]]", "没有配对的“[[if:…]]”")]
    [InlineData("正文", "标题")]
    public void A_fault_is_told_with_its_line(string text, string message)
    {
        var (template, errors) = ReportTemplate.Read("t", text, "t.md");
        Assert.Null(template);
        Assert.Contains(errors, error => error.Message.Zh.Contains(message, StringComparison.Ordinal) && error.At.Line <= 2);
    }

    [Theory]
    [InlineData("完成鉴定45项", "45")]
    [InlineData("增长22.1%", "22.1%")]
    [InlineData("指导两个社区", "两")]
    [InlineData("十二名专家", "十二")]
    [InlineData("３家", "３")]
    [InlineData("百分之五", "百分之五")]
    public void A_figure_among_the_words_is_found(string text, string found) => Assert.Equal([found], LiteralNumbers.In(text).Select(one => one.Text));

    [Theory]
    [InlineData("一是加强领导，二是深化改革。")]
    [InlineData("培育一批企业，第一次")]
    [InlineData("十九大精神，三农工作，万众创新")]
    public void Numerals_that_count_nothing_are_left_alone(string text) => Assert.Empty(LiteralNumbers.In(text));

    [Fact]
    public void No_template_of_the_house_holds_a_literal_figure()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.At("definitions", "reports"), "*.md"))
            Assert.Empty(Read(File.ReadAllText(file)).LiteralFigures());
    }
}
