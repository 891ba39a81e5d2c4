using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Keguan.Foundation.Documents;

namespace Keguan.Tests.Foundation.Documents;

public sealed class WordDocumentTests
{
    [Fact]
    public void Every_part_of_it_obeys_the_schema_of_Word()
    {
        using var package = Open(SampleApplication.Make());
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package, TestContext.Current.CancellationToken)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}");
        Assert.Empty(errors);
    }

    [Fact]
    public void Headings_are_numbered_as_official_papers_number_them()
    {
        using var package = Open(SampleApplication.Make());
        var headings = package.MainDocumentPart!.Document.Body!.Elements<Paragraph>()
            .Where(paragraph => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value?.StartsWith("Heading", StringComparison.Ordinal) == true)
            .Select(paragraph => paragraph.InnerText);
        Assert.Equal(
            ["一、项目基本情况", "二、研究内容与技术路线", "（一）研究背景", "（二）研究内容", "1. 边缘网关与数据采集", "（1）采集范围", "2. 能耗模型", "三、经费预算", "四、参加单位", "五、审核意见"],
            headings);
    }

    [Theory]
    [InlineData(1, "一"), InlineData(10, "十"), InlineData(11, "十一"), InlineData(20, "二十"), InlineData(34, "三十四"), InlineData(99, "九十九"), InlineData(100, "100")]
    public void Numbers_read_as_a_Chinese_reader_says_them(int number, string chinese) => Assert.Equal(chinese, OutlineNumber.Chinese(number));

    [Fact]
    public void Margins_are_those_of_the_standard()
    {
        using var package = Open(SampleApplication.Make());
        foreach (var margin in package.MainDocumentPart!.Document.Body!.Descendants<PageMargin>())
        {
            Assert.Equal(37, Millimetres(margin.Top!.Value), 0.1);
            Assert.Equal(35, Millimetres(margin.Bottom!.Value), 0.1);
            Assert.Equal(28, Millimetres((int)margin.Left!.Value), 0.1);
            Assert.Equal(26, Millimetres((int)margin.Right!.Value), 0.1);
        }
        static double Millimetres(int twips) => twips / 1440.0 * 25.4;
    }

    [Fact]
    public void Number_and_content_hash_stand_on_every_page()
    {
        using var package = Open(SampleApplication.Make());
        Assert.All(package.MainDocumentPart!.HeaderParts, part => Assert.Contains("YKJ2026-0087", part.Header.InnerText));
        Assert.Equal(2, package.MainDocumentPart!.FooterParts.Count(part => part.Footer.InnerText.Contains(SampleApplication.Hash)));
        Assert.Single(package.MainDocumentPart!.FooterParts, part => part.Footer.InnerText == "云江市科学技术局制");
    }

    [Fact]
    public void Amounts_are_right_aligned_and_the_sum_is_bold()
    {
        using var package = Open(SampleApplication.Make());
        var table = package.MainDocumentPart!.Document.Body!.Elements<Table>().Single(table => table.InnerText.Contains("测算说明"));
        var rows = table.Elements<TableRow>().ToList();
        Assert.NotNull(rows[0].TableRowProperties!.GetFirstChild<TableHeader>());
        Assert.All(rows.Skip(1), row => Assert.Equal("KgCellNumber", row.Elements<TableCell>().Last().GetFirstChild<Paragraph>()!.ParagraphProperties!.ParagraphStyleId!.Val));
        Assert.Equal("合计60.084.0144.0", rows[^1].InnerText);
        Assert.All(rows[^1].Descendants<Run>(), run => Assert.NotNull(run.RunProperties?.Bold));
    }

    [Fact]
    public void What_XML_does_not_allow_is_left_out_and_the_rest_kept()
    {
        var document = new WordDocument("标题\u0001").Paragraph("甲\u000c乙\u0000丙\ud842\ufffe𠮷 <b>&amp;</b>");
        using var package = Open(document);
        Assert.Equal("甲乙丙𠮷 <b>&amp;</b>", package.MainDocumentPart!.Document.Body!.InnerText);
        Assert.Equal("标题", package.PackageProperties.Title);
    }

    [Fact]
    public void A_row_with_too_few_cells_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => new WordDocument("表").Table([new("甲"), new("乙")], [["一"]]));

    [Fact]
    public void Saving_twice_gives_the_same_paper()
    {
        var document = SampleApplication.Make();
        using var first = Open(document);
        using var second = Open(document);
        Assert.Equal(first.MainDocumentPart!.Document.OuterXml, second.MainDocumentPart!.Document.OuterXml);
    }

    static WordprocessingDocument Open(WordDocument document) => WordprocessingDocument.Open(new MemoryStream(document.ToArray()), isEditable: false);
}
