using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Keguan.Foundation.Sheets;

namespace Keguan.Tests.Foundation.Sheets;

public sealed class SheetWriterTests
{
    static readonly SheetPlan Plan = new("申报列表: 2026/第二批", [
        new("number", "编号"),
        new("title", "项目名称", Width: 40),
        new("grant", "申请资助", CellKind.MoneyWan, "万元", Decimals: 1, Sum: true),
        new("own", "自筹", CellKind.MoneyYuan, "元", Sum: true),
        new("days", "已等", CellKind.Number, "工作日"),
        new("due", "截止", CellKind.Date),
        new("received", "收到", CellKind.DateTime),
    ])
    {
        Notes = [("条件", "状态：待形式审查"), ("导出人", "陈若谷")],
    };

    static readonly DateTime Received = new(2026, 10, 27, 4, 1, 0, DateTimeKind.Utc);

    static MemoryStream Written(SheetFormat format, params object?[][] rows)
    {
        var stream = new MemoryStream();
        using (var writer = SheetWriter.Create(format, stream, Plan))
        {
            foreach (var row in rows) writer.Row(row);
            writer.Finish();
        }
        stream.Position = 0;
        return stream;
    }

    static object?[] Line(string number, string title, long? grant = 15_000_000, long own = 12_345) => [number, title, grant, own, 16, new DateOnly(2026, 11, 30), Received];

    [Fact]
    public void A_workbook_is_valid_by_the_schema_of_Office()
    {
        using var file = Written(SheetFormat.Xlsx, Line("YKJ2026-0066", "低温固化 <水性> & 防腐\u0001涂层"), Line("YKJ2026-0067", " 前后空格 ", null));
        using var book = SpreadsheetDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(book, TestContext.Current.CancellationToken).Select(e => e.Path?.XPath + " " + e.Description));
    }

    [Fact]
    public void Cells_are_typed_the_head_is_frozen_and_filtered_and_sums_follow_the_filter()
    {
        using var file = Written(SheetFormat.Xlsx, Line("A", "甲"), Line("B", "乙", 4_500_001));
        using var book = SpreadsheetDocument.Open(file, false);
        var sheet = book.WorkbookPart!.WorksheetParts.Single(p => p.Uri.ToString().EndsWith("sheet1.xml", StringComparison.Ordinal)).Worksheet;
        Cell At(string address) => sheet.Descendants<Cell>().Single(c => c.CellReference == address);

        Assert.Equal("申请资助（万元）", At("C1").InnerText);
        Assert.Equal("15", At("C2").CellValue!.Text);
        Assert.Equal("4.500001", At("C3").CellValue!.Text);
        Assert.Equal("123.45", At("D2").CellValue!.Text);
        Assert.Equal("46356", At("F2").CellValue!.Text);
        Assert.Equal("46322.500694444", At("G2").CellValue!.Text);
        Assert.Equal("SUBTOTAL(109,C2:C3)", At("C4").CellFormula!.Text);
        Assert.Equal("19.500001", At("C4").CellValue!.Text);
        Assert.Equal("246.9", At("D4").CellValue!.Text);
        Assert.Equal("合计 2 项", At("A4").InnerText);
        Assert.Equal("A1:G3", sheet.Descendants<AutoFilter>().Single().Reference!);
        Assert.Equal(1, sheet.Descendants<Pane>().Single().VerticalSplit!);
        Assert.Equal(["申报列表 2026第二批", "说明"], book.WorkbookPart.Workbook.Descendants<Sheet>().Select(s => s.Name!.Value!));
    }

    [Fact]
    public void The_second_sheet_says_how_the_table_came_to_be()
    {
        using var file = Written(SheetFormat.Xlsx, Line("A", "甲"));
        var notes = SheetReader.Read(file, sheet: "说明").ToDictionary(r => r[0], r => r[1]);
        Assert.Equal("状态：待形式审查", notes["条件"]);
        Assert.Equal("陈若谷", notes["导出人"]);
        Assert.Equal("1", notes["行数"]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+86 571")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void Text_never_becomes_a_formula_and_comes_back_as_it_was(string text)
    {
        using var xlsx = Written(SheetFormat.Xlsx, Line("A", text));
        using (var book = SpreadsheetDocument.Open(xlsx, false))
            Assert.All(book.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<CellFormula>()), f => Assert.StartsWith("SUBTOTAL", f.Text));
        xlsx.Position = 0;
        Assert.Equal(text, SheetReader.Read(xlsx).ElementAt(1)[1]);

        using var csv = Written(SheetFormat.Csv, Line("A", text));
        Assert.Contains("A,'" + text, Encoding.UTF8.GetString(csv.ToArray()));
        Assert.Equal(text, SheetReader.Read(csv).ElementAt(1)[1]);
    }

    [Fact]
    public void Text_survives_the_way_there_and_back_in_both_formats()
    {
        string[] texts = ["逗号,引号\"换\n行", "<&>", "_x0041_", "𠮷野家", "尾\tTab", "a'b"];
        foreach (var format in new[] { SheetFormat.Xlsx, SheetFormat.Csv })
        {
            using var file = Written(format, [.. texts.Select(t => Line("N", t))]);
            Assert.Equal(texts, SheetReader.Read(file).Skip(1).Take(texts.Length).Select(r => r[1]));
        }
    }

    [Fact]
    public void Csv_has_a_mark_and_plain_numbers_days_and_moments()
    {
        var bytes = Written(SheetFormat.Csv, Line("A", "甲")).ToArray();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("编号,项目名称,申请资助（万元）,自筹（元）,已等（工作日）,截止,收到\r\nA,甲,15,123.45,16,2026-11-30,2026-10-27 12:01:00\r\n", Encoding.UTF8.GetString(bytes[3..]));
    }

    [Fact]
    public void Json_carries_numbers_sums_and_notes()
    {
        using var file = Written(SheetFormat.Json, Line("A", "甲\"乙"), Line("B", "丙", null));
        var root = JsonDocument.Parse(file).RootElement;
        Assert.Equal("甲\"乙", root.GetProperty("rows")[0].GetProperty("title").GetString());
        Assert.Equal(15m, root.GetProperty("rows")[0].GetProperty("grant").GetDecimal());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("rows")[1].GetProperty("grant").ValueKind);
        Assert.Equal(246.9m, root.GetProperty("sums").GetProperty("own").GetDecimal());
        Assert.Equal(2, root.GetProperty("count").GetInt32());
        Assert.Equal("陈若谷", root.GetProperty("notes").GetProperty("导出人").GetString());
    }

    [Fact]
    public void An_unfinished_workbook_does_not_open()
    {
        var file = new MemoryStream();
        using (var writer = SheetWriter.Create(SheetFormat.Xlsx, file, Plan)) writer.Row(Line("A", "甲"));
        file.Position = 0;
        Assert.Throws<Keguan.Foundation.Refusal>(() => SheetReader.Read(file).Count());
    }

    [Fact]
    public void A_text_longer_than_a_cell_is_cut_and_the_notes_say_so()
    {
        using var file = Written(SheetFormat.Xlsx, Line("A", new string('长', 40_000)));
        var text = SheetReader.Read(file).ElementAt(1)[1];
        Assert.Equal(32_767, text.Length);
        Assert.EndsWith("…", text);
        file.Position = 0;
        Assert.Contains(SheetReader.Read(file, sheet: "说明"), r => r[0] == "截短");
    }

    [Fact]
    public void A_hundred_thousand_rows_go_through_in_seconds_and_come_back_whole()
    {
        using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        var clock = Stopwatch.StartNew();
        using (var writer = SheetWriter.Create(SheetFormat.Xlsx, file, Plan))
        {
            for (var i = 0; i < 100_000; i++) writer.Row("YKJ2026-" + i, "面向精密装配的柔性夹具研究 " + i, 1_000_000L * (i % 90), 5_000L, i % 30, new DateOnly(2026, 1, 1), Received);
            writer.Finish();
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"written in {clock.Elapsed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"written in {clock.ElapsedMilliseconds} ms, {file.Length >> 10} KiB");

        clock.Restart();
        Assert.Equal(100_002, SheetReader.Read(file).Count());
        TestContext.Current.TestOutputHelper?.WriteLine($"read in {clock.ElapsedMilliseconds} ms");
    }
}
