using System.Text;
using Keguan.Foundation;
using Keguan.Foundation.Files;

namespace Keguan.Tests.Foundation.Files;

public sealed class FileInspectorTests
{
    static FileFindings Inspect(byte[] content, string name) => FileInspector.Inspect(new MemoryStream(content), name);

    static Text Refused(byte[] content, string name) => Assert.Throws<Refusal>(() => Inspect(content, name)).Reason;

    // ── what is taken ─────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public void Each_kind_is_known_by_its_content()
    {
        Assert.Equal(FileKind.Pdf, Inspect(Samples.Pdf(), "报告.pdf").Kind);
        Assert.Equal(FileKind.Pdf, Inspect(Samples.PdfWithStream(), "报告.PDF").Kind);
        Assert.Equal(FileKind.Docx, Inspect(Samples.Docx(), "申报书.docx").Kind);
        Assert.Equal(FileKind.Xlsx, Inspect(Samples.Xlsx(), "预算.xlsx").Kind);
        Assert.Equal(FileKind.Ofd, Inspect(Samples.Ofd(), "批复.ofd").Kind);
        Assert.Equal(FileKind.Png, Inspect(Samples.Png(), "码.png").Kind);
        Assert.Equal(FileKind.Jpg, Inspect(Samples.Jpg(), "照片.jpeg").Kind);
        Assert.Equal(FileKind.Zip, Inspect(Samples.Zip(("合同/合同.pdf", Samples.Pdf()), ("说明.txt", Samples.Utf8("说明")), ("申报书.docx", Samples.Docx())), "材料.zip").Kind);
    }

    [Fact]
    public void A_photograph_with_a_film_behind_it_is_a_photograph() =>
        Assert.Equal(FileKind.Jpg, Inspect([.. Samples.Jpg(), .. new byte[5000], .. "ftypmp42"u8], "实况.jpg").Kind);

    [Fact]
    public void A_scanner_may_write_some_bytes_before_the_header_of_a_PDF()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, (byte)'\n'];
        Assert.Equal(FileKind.Pdf, Inspect([.. before, .. Samples.Pdf()], "扫描.pdf").Kind);
    }

    [Fact]
    public void An_encrypted_PDF_is_flagged()
    {
        Assert.True(Inspect(Samples.Pdf("/Encrypt 4 0 R"), "密.pdf").Encrypted);
        Assert.True(Inspect(Samples.PdfWithStream("/Encrypt 4 0 R"), "密.pdf").Encrypted);
        Assert.False(Inspect(Samples.Pdf(filling: "4 0 obj(/Encrypt is only a word here)endobj\n"), "明.pdf").Encrypted);
        // A long cross-reference table between its start and the trailer.
        var rows = string.Concat(Enumerable.Repeat("0000000000 65535 f \n", 3000));
        var text = Encoding.Latin1.GetString(Samples.Pdf("/Encrypt 4 0 R")).Replace("0000000000 65535 f \n", rows, StringComparison.Ordinal);
        Assert.True(Inspect(Encoding.Latin1.GetBytes(text), "长.pdf").Encrypted);
    }

    [Theory]
    [InlineData("报告", "报告.pdf")]
    [InlineData("关于2026.1的通知", "关于2026.1的通知.pdf")]
    [InlineData(@"C:\Users\李\桌面\𠮷㐂合同：终稿?.pdf", "𠮷㐂合同：终稿_.pdf")]
    [InlineData("发票\u202efdp.pdf", "发票fdp.pdf")]
    [InlineData("../../etc/报告.pdf", "报告.pdf")]
    [InlineData("NUL.pdf", "_NUL.pdf")]
    [InlineData(".pdf", "未命名.pdf")]
    public void Names_are_made_safe_and_get_the_extension_of_the_content(string given, string kept) => Assert.Equal(kept, Inspect(Samples.Pdf(), given).Name);

    [Fact]
    public void A_long_name_keeps_its_extension()
    {
        var name = Inspect(Samples.Pdf(), new string('长', 300) + "𠮷.pdf").Name;
        Assert.True(name.Length <= FileNames.MaxLength);
        Assert.EndsWith("长.pdf", name);
    }

    // ── what is refused ───────────────────────────────────────────────────────────────────────────────

    [Fact]
    public void A_renamed_program_is_called_what_it_is()
    {
        foreach (var content in new[] { Samples.Exe(), [0x7F, .. "ELF\x02\x01\x01"u8, .. new byte[60]], [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52] })
        {
            var reason = Refused(content, "财务报表.pdf");
            Assert.Equal("“财务报表.pdf”未能上传。该文件实际是可执行程序，不能上传。", reason.Zh);
            Assert.Contains("executable", reason.En);
        }
        Assert.Contains("脚本", Refused(Samples.Utf8("#!/bin/sh\nrm -rf /\n"), "报告.pdf").Zh);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("\uFEFF  <!DOCTYPE HTML><p>x")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("<!-- 注释 --><script src=//evil></script>%PDF-1.4")]
    public void Web_pages_and_SVG_are_refused(string text)
    {
        Assert.Contains("网页或 SVG", Refused(Samples.Utf8(text), "图.png").Zh);
        Assert.Contains("网页或 SVG", Refused([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)], "图.png").Zh);
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("空文件", Refused([], "空.pdf").Zh);

    [Fact]
    public void What_is_unknown_is_refused() => Assert.Contains("无法识别", Refused(Samples.Utf8("普通文字，不是 PDF"), "报告.pdf").Zh);

    [Fact]
    public void The_extension_must_agree_with_the_content()
    {
        Assert.Contains("该文件实际是 Word（docx）", Refused(Samples.Docx(), "报告.pdf").Zh);
        Assert.Contains("this is PDF", Refused(Samples.Pdf(), "报告.docx").En);
        Assert.Contains("扩展名“.exe”", Refused(Samples.Pdf(), "报告.exe").Zh);
    }

    [Theory]
    [InlineData("Rar!\u001a\u0007\u0001\0", "ZIP 压缩")]
    [InlineData("{\\rtf1\\ansi 文}", "RTF")]
    [InlineData("GIF89a..", "JPG 或 PNG")]
    [InlineData("\0\0\0\u0018ftypheic....", "HEIC")]
    [InlineData("\0\0\0\u0018ftypisom....", "视频")]
    public void Known_formats_that_are_not_taken_are_named_with_the_way_out(string start, string advice) =>
        Assert.Contains(advice, Refused(Encoding.Latin1.GetBytes(start), "材料.pdf").Zh);

    [Fact]
    public void Old_and_locked_Office_files_are_told_apart()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[100_000]];
        Assert.Contains("旧版 Office", Refused(compound, "申报书.docx").Zh);
        // The name lies across the edge of two reads.
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(compound, 65_536 - 9);
        Assert.Contains("打开密码", Refused(compound, "申报书.docx").Zh);
    }

    [Fact]
    public void Macros_are_refused_in_whatever_way_they_come()
    {
        Assert.Contains("带有宏", Refused(Samples.With(Samples.Docx(), "word/vbaProject.bin", [1, 2, 3]), "申报书.docx").Zh);
        Assert.Contains("带有宏", Refused(Samples.Xlsx("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "预算.xlsx").Zh);
        Assert.Contains("带有宏", Refused(Samples.Xlsx(more: ("xl/macrosheets/sheet1.xml", [1])), "预算.xlsx").Zh);
        Assert.Contains("xlsb", Refused(Samples.Xlsx("application/vnd.ms-excel.sheet.binary.main"), "预算.xlsx").Zh);
        Assert.Contains("“申报书.docx”：该文件带有宏", Refused(Samples.Zip(("申报书.docx", Samples.With(Samples.Docx(), "word/vbaProject.bin", [1]))), "材料.zip").Zh);
    }

    [Fact]
    public void A_document_that_fetches_its_template_is_refused_and_one_with_a_local_template_is_not()
    {
        static byte[] Template(string target) => Samples.With(Samples.Docx(), "word/_rels/settings.xml.rels", Samples.Utf8($"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>
            """));
        Assert.Contains("模板", Refused(Template("https://evil.example/t.dotm"), "申报书.docx").Zh);
        Assert.Contains("模板", Refused(Template(@"\\evil\share\t.dotm"), "申报书.docx").Zh);
        Assert.Equal(FileKind.Docx, Inspect(Template("file:///C:/Users/li/Normal.dotm"), "申报书.docx").Kind);
    }

    [Fact]
    public void External_entities_and_other_tricks_of_XML_come_to_nothing()
    {
        var trick = Samples.Zip(("OFD.xml", Samples.Utf8("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><OFD xmlns=\"http://www.ofdspec.org/2016\">&a;</OFD>")));
        Assert.Contains("不完整或已损坏", Refused(trick, "批复.ofd").Zh);
        Assert.Contains("不完整或已损坏", Refused(Samples.Ofd("http://example.org/other"), "批复.ofd").Zh);
    }

    [Fact]
    public void Cut_off_files_are_refused_as_incomplete()
    {
        foreach (var (content, name) in new[] { (Samples.Pdf(), "a.pdf"), (Samples.Docx(), "a.docx"), (Samples.Png(), "a.png"), (Samples.Jpg(), "a.jpg"), (Samples.Ofd(), "a.ofd") })
            foreach (var share in new[] { 0.5, 0.9 })
                Assert.Contains("不完整", Refused(content[..(int)(content.Length * share)], name).Zh);
        Assert.Contains("不完整", Refused([.. Samples.Zip(("a.txt", [1])), 0, 0, 0], "a.zip").Zh);
    }

    [Fact]
    public void A_picture_of_a_billion_pixels_is_refused()
    {
        var png = Samples.Png();
        new byte[] { 0, 1, 0, 0, 0, 1, 0, 0 }.CopyTo(png, 16);
        Assert.Contains("像素", Refused(png, "大.png").Zh);
    }

    // ── archives ──────────────────────────────────────────────────────────────────────────────────────

    [Fact]
    public void A_small_file_that_unpacks_to_a_gigabyte_is_refused_whatever_it_says_of_itself()
    {
        var packed = Samples.Deflated(1024);
        Assert.Contains("压缩炸弹", Refused(Samples.RawZip(new Samples.Raw("零.txt", packed, 1L << 30)), "材料.zip").Zh);
        // It says it holds ten bytes.
        Assert.Contains("损坏", Refused(Samples.RawZip(new Samples.Raw("零.txt", packed, 10)), "材料.zip").Zh);
        // The same within a document, and within an archive, where the outer one is some kilobytes.
        var nested = Samples.Zip(("内.zip", Samples.RawZip(new Samples.Raw("零.txt", packed, 1L << 30))));
        Assert.True(nested.Length < 42_000, $"{nested.Length}");
        Assert.Contains("压缩炸弹", Refused(nested, "材料.zip").Zh);
        Assert.Contains("压缩炸弹", Refused(Samples.RawZip(new Samples.Raw("[Content_Types].xml", packed, 1L << 30)), "预算.xlsx").Zh);
        Assert.Contains("压缩炸弹", Refused(Samples.RawZip(new Samples.Raw("OFD.xml", packed, 1L << 30)), "批复.ofd").Zh);
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_refused()
    {
        var packed = Samples.Deflated(1);
        Assert.Contains("损坏", Refused(Samples.RawZip(new("一.txt", packed, 1 << 20), new Samples.Raw("一.txt", packed, 1 << 20) with { ShareFirst = true }), "a.zip").Zh);
        Assert.Contains("损坏", Refused(Samples.RawZip(new("一.txt", packed, 1 << 20), new Samples.Raw("二.txt", packed, 1 << 20) with { ShareFirst = true }), "a.zip").Zh);
    }

    [Fact]
    public void Too_many_entries_are_refused_before_they_are_read() =>
        Assert.Contains("文件过多", Refused(Samples.RawZip([.. Enumerable.Range(0, 6000).Select(i => new Samples.Raw($"{i}", [3, 0], 0))]), "a.zip").Zh);

    [Fact]
    public void Archives_within_archives_end_somewhere()
    {
        var zip = Samples.Zip(("一.txt", [1]));
        for (var i = 0; i < 2; i++) zip = Samples.Zip(("内.zip", zip));
        Assert.Equal(FileKind.Zip, Inspect(zip, "外.zip").Kind);
        zip = Samples.Zip(("内.zip", Samples.Zip(("内.zip", zip))));
        Assert.Contains("嵌套过深", Refused(zip, "外.zip").Zh);
    }

    [Fact]
    public void Programs_scripts_and_pages_in_an_archive_are_refused_by_content_and_by_name()
    {
        Assert.Contains("“报告.pdf”是可执行程序", Refused(Samples.Zip(("报告.pdf", Samples.Exe())), "材料.zip").Zh);
        Assert.Contains("安装.bat", Refused(Samples.Zip(("安装.bat", Samples.Utf8("del *"))), "材料.zip").Zh);
        Assert.Contains("页.txt", Refused(Samples.Zip(("页.txt", Samples.Utf8("<script>1</script>"))), "材料.zip").Zh);
        Assert.Contains("程序包", Refused(Samples.Zip(("META-INF/MANIFEST.MF", [1]), ("A.class", [1])), "材料.zip").Zh);
        Assert.Contains("可执行程序", Refused(Samples.With(Samples.Docx(), "word/embeddings/oleObject1.bin", Samples.Exe()), "申报书.docx").Zh);
    }

    [Fact]
    public void Paths_that_lead_out_of_an_archive_are_refused()
    {
        foreach (var path in new[] { "../a.txt", "/etc/passwd", @"C:\a.txt", @"a\..\..\b.txt" })
            Assert.Contains("不安全的路径", Refused(Samples.RawZip(new Samples.Raw(path, [3, 0], 0)), "a.zip").Zh);
    }

    [Fact]
    public void What_cannot_be_looked_into_is_refused()
    {
        Assert.Contains("设有密码", Refused(Samples.RawZip(new Samples.Raw("一.txt", [1, 2, 3], 3) with { Flags = 1 }), "a.zip").Zh);
        Assert.Contains("标准 ZIP", Refused(Samples.RawZip(new Samples.Raw("一.txt", [1, 2, 3], 3) with { Method = 14 }), "a.zip").Zh);
        Assert.Contains("损坏", Refused(Samples.RawZip(new Samples.Raw("一.txt", [0xFF, 0xFF, 0xFF], 3)), "a.zip").Zh);
        Assert.Contains("损坏", Refused(Samples.RawZip(new Samples.Raw("好.txt", [3, 0], 0) with { LocalName = Samples.Utf8("坏.exe") }), "a.zip").Zh);
    }

    [Fact]
    public void Names_in_GB18030_are_read_as_Chinese()
    {
        var name = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("瑞安市㐂项目.exe");
        Assert.Contains("“瑞安市㐂项目.exe”", Refused(Samples.RawZip(new Samples.Raw(name, [3, 0], 0)), "a.zip").Zh);
        name = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("瑞安市㐂项目.txt");
        Assert.Equal(FileKind.Zip, Inspect(Samples.RawZip(new Samples.Raw(name, [3, 0], 0)), "a.zip").Kind);
    }

    [Fact]
    public void Whatever_is_changed_in_a_file_ends_in_an_answer_and_never_in_an_accident()
    {
        var random = new Random(20261121);
        (byte[] Content, string Name)[] good =
        [
            (Samples.Pdf(), "a.pdf"), (Samples.PdfWithStream(), "a.pdf"), (Samples.Docx(), "a.docx"), (Samples.Ofd(), "a.ofd"), (Samples.Png(), "a.png"),
            (Samples.Jpg(), "a.jpg"), (Samples.Zip(("合同.pdf", Samples.Pdf()), ("内.zip", Samples.Zip(("一.txt", [1])))), "a.zip"),
        ];
        for (var i = 0; i < 3000; i++)
        {
            var (content, name) = good[i % good.Length];
            var changed = (byte[])content.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                // Half of the changes hit the end, where the directories are.
                var at = random.Next(2) == 0 ? random.Next(changed.Length) : changed.Length - 1 - random.Next(Math.Min(120, changed.Length));
                changed[at] = (byte)random.Next(256);
            }
            if (random.Next(5) == 0) changed = changed[..random.Next(changed.Length)];
            try
            {
                Inspect(changed, name);
            }
            catch (Refusal)
            {
                // An answer as well.
            }
        }
    }
}
