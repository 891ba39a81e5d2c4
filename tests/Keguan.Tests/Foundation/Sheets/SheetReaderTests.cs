using System.IO.Compression;
using System.Text;
using Keguan.Foundation;
using Keguan.Foundation.Sheets;

namespace Keguan.Tests.Foundation.Sheets;

public sealed class SheetReaderTests
{
    static List<string[]> Csv(string text, Encoding? encoding = null) => [.. Rows(new MemoryStream([.. (encoding ?? new UTF8Encoding(false)).GetPreamble(), .. (encoding ?? new UTF8Encoding(false)).GetBytes(text)])).Select(r => r.Cells)];

    static List<SheetRow> Rows(Stream file, SheetLimits? limits = null) => [.. SheetReader.Read(file, limits)];

    /// <summary>A workbook by hand, as other programs write it.</summary>
    static MemoryStream Book(string sheetData, string styles = "", string shared = "", string workbookPr = "", string first = "")
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string path, string text)
            {
                using var part = new StreamWriter(zip.CreateEntry(path).Open());
                part.Write(text);
            }
            const string ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
            Part("xl/workbook.xml", $"""<workbook {ns} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{workbookPr}<sheets>{first}<sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Part("xl/_rels/workbook.xml.rels", """<Relationships><Relationship Id="rId1" Target="/xl/worksheets/data.xml"/><Relationship Id="rId9" Target="worksheets/other.xml"/></Relationships>""");
            Part("xl/worksheets/data.xml", $"<worksheet {ns}><sheetData>{sheetData}</sheetData></worksheet>");
            Part("xl/worksheets/other.xml", $"<worksheet {ns}><sheetData><row><c t=\"str\"><v>秘密</v></c></row></sheetData></worksheet>");
            if (styles.Length > 0) Part("xl/styles.xml", $"<styleSheet {ns}>{styles}</styleSheet>");
            if (shared.Length > 0) Part("xl/sharedStrings.xml", $"<sst {ns}>{shared}</sst>");
        }
        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void Csv_knows_quotes_line_breaks_and_empty_lines()
    {
        Assert.Equal([["编号", "名称"], ["1", "甲,\"乙\"\r\n丙"], ["2", "", "末"]], Csv("编号,名称\r\n1,\"甲,\"\"乙\"\"\r\n丙\"\r\n\r\n2,,末"));
    }

    [Fact]
    public void Rows_keep_the_number_that_the_spreadsheet_shows()
    {
        var rows = Rows(new MemoryStream(Encoding.UTF8.GetBytes("甲\n\n乙,丙\n")));
        Assert.Equal([1, 3], rows.Select(r => r.Number));
        Assert.Equal("B3", rows[1].Address(1));
        Assert.Equal("", rows[1][7]);
    }

    [Theory]
    [InlineData("编号;名称\n1;甲,乙")]
    [InlineData("编号\t名称\n1\t甲,乙")]
    [InlineData("sep=|\n编号|名称\n1|甲,乙")]
    public void Csv_finds_its_separator(string text) => Assert.Equal([["编号", "名称"], ["1", "甲,乙"]], Csv(text));

    [Fact]
    public void Csv_finds_its_encoding()
    {
        var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        foreach (var encoding in new[] { new UTF8Encoding(true), new UTF8Encoding(false), chinese, Encoding.Unicode, Encoding.BigEndianUnicode })
            Assert.Equal([["编号", "项目名称"], ["1", "淡水珍珠蚌健康养殖㐂"]], Csv("编号,项目名称\r\n1,淡水珍珠蚌健康养殖㐂\r\n", encoding));
    }

    [Fact]
    public void An_open_quote_is_refused_with_its_address()
    {
        var refusal = Assert.Throws<Refusal>(() => Csv("编号,名称\n1,\"甲\n2,乙\n"));
        Assert.StartsWith("B2：引号没有结束", refusal.Reason.Zh);
    }

    [Fact]
    public void A_workbook_of_another_program_is_read_with_shared_rich_and_inline_text()
    {
        using var file = Book(
            """<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="4"><c r="B4" t="inlineStr"><is><t>内联</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>公式_x000D_结果</v></c></row>""",
            shared: """<si><t>编号</t></si><si><r><t>项目</t></r><r><t>名称</t></r><rPh sb="0" eb="1"><t>xiàng</t></rPh></si>""");
        var rows = Rows(file);
        Assert.Equal(["编号", "", "项目名称"], rows[0].Cells);
        Assert.Equal(["", "内联", "TRUE", "#N/A", "公式结果"], rows[1].Cells);
        Assert.Equal("D4", rows[1].Address(3));
    }

    [Fact]
    public void Numbers_read_as_a_person_sees_them()
    {
        const string styles = """<numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="171" formatCode="000000"/><numFmt numFmtId="172" formatCode="[Red]#,##0.00;-#,##0.00"/><numFmt numFmtId="173" formatCode="[h]:mm"/><numFmt numFmtId="174" formatCode="0.00E+00"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="57"/><xf numFmtId="173"/><xf numFmtId="174"/></cellXfs>""";
        using var file = Book(
            """<row><c><v>0.30000000000000004</v></c><c s="1"><v>46356</v></c><c s="2"><v>330102</v></c><c s="2"><v>102</v></c><c s="3"><v>-1234.5</v></c><c s="4"><v>46322.500694444</v></c><c s="5"><v>0.125</v></c><c s="6"><v>46356</v></c><c><v>320102199001011234</v></c><c s="7"><v>0.5</v></c><c s="8"><v>1500000</v></c><c><v>1.5E-3</v></c></row>""", styles);
        Assert.Equal(["0.3", "2026-11-30", "330102", "000102", "-1234.5", "2026-10-27 12:01", "12.5%", "2026-11-30", "320102199001011234", "12:00", "1500000", "0.0015"], Rows(file)[0].Cells);
    }

    [Fact]
    public void Days_since_1904_and_before_the_leap_year_that_never_was()
    {
        const string styles = """<cellXfs><xf numFmtId="14"/></cellXfs>""";
        using var mac = Book("""<row><c><v>44894</v></c></row>""", styles, workbookPr: """<workbookPr date1904="1"/>""");
        Assert.Equal("2026-11-30", Rows(mac)[0][0]);
        using var early = Book("""<row><c><v>1</v></c></row>""", styles);
        Assert.Equal("1900-01-01", Rows(early)[0][0]);
    }

    [Fact]
    public void Hidden_sheets_are_passed_over()
    {
        using var file = Book("""<row><c t="str"><v>看得见</v></c></row>""", first: """<sheet name="字典" sheetId="2" state="hidden" r:id="rId9"/>""");
        Assert.Equal("看得见", Rows(file)[0][0]);
        Assert.Contains("没有名为", Assert.Throws<Refusal>(() => SheetReader.Read(file, sheet: "不在").Count()).Reason.Zh);
    }

    [Fact]
    public void What_is_no_table_is_refused_in_words()
    {
        Assert.Contains("空", Assert.Throws<Refusal>(() => Rows(new MemoryStream())).Reason.Zh);
        Assert.Contains("旧版 .xls", Assert.Throws<Refusal>(() => Rows(new MemoryStream([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))).Reason.Zh);
        Assert.Contains("已损坏", Assert.Throws<Refusal>(() => Rows(new MemoryStream("PK\u0003\u0004not a zip at all"u8.ToArray()))).Reason.Zh);
        Assert.Contains("不是表格", Assert.Throws<Refusal>(() => Rows(new MemoryStream([0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 0, 0, 0]))).Reason.Zh);
        Assert.Contains("编码", Assert.Throws<Refusal>(() => Rows(new MemoryStream([0x41, 0xFF, 0xFF, 0x2C]))).Reason.Zh);
    }

    [Fact]
    public void A_zip_bomb_is_refused_by_what_comes_out_of_it()
    {
        using var file = Book(string.Concat(Enumerable.Repeat("""<row><c t="str"><v>0</v></c></row>""", 200_000)));
        Assert.True(file.Length < 200_000);
        var refusal = Assert.Throws<Refusal>(() => Rows(file, new SheetLimits { UnpackedBytes = 2 << 20 }));
        Assert.Contains("展开后超过 2 MB", refusal.Reason.Zh);
    }

    [Fact]
    public void Entities_of_xml_are_not_expanded()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var part = new StreamWriter(zip.CreateEntry("xl/_rels/workbook.xml.rels").Open()))
            part.Write("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Relationships>&b;</Relationships>");
        stream.Position = 0;
        Assert.Contains("已损坏", Assert.Throws<Refusal>(() => Rows(stream)).Reason.Zh);
    }

    [Fact]
    public void Rows_columns_length_and_size_have_limits_and_the_message_has_the_address()
    {
        static Text Reason(string csv, SheetLimits limits) => Assert.Throws<Refusal>(() => Rows(new MemoryStream(Encoding.UTF8.GetBytes(csv)), limits)).Reason;
        Assert.Contains("超过 2 行", Reason("1\n2\n3\n", new() { Rows = 2 }).Zh);
        Assert.StartsWith("C2", Reason("1,2\n1,2,3\n", new() { Columns = 2 }).Zh);
        Assert.StartsWith("B1", Reason("1,12345\n", new() { CellLength = 4 }).Zh);
        Assert.Contains("0 MB", Reason("1,12345\n", new() { FileBytes = 4 }).Zh);
    }

    [Fact]
    public void Addresses_count_like_a_spreadsheet()
    {
        Assert.Equal(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"], new[] { 0, 25, 26, 51, 52, 701, 702 }.Select(CellAddress.Column));
        Assert.All(new[] { 0, 25, 26, 51, 52, 701, 702 }, i => Assert.Equal(i, CellAddress.ColumnOf(CellAddress.Of(i, 7))));
    }
}
