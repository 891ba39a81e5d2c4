using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using static Keguan.Foundation.Texts;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Keguan.Foundation.Documents;

/// <summary>
/// A Word document in the manner of Chinese official papers, written from top to bottom: cover, headings, paragraphs, tables, signature boxes.
/// Our own words in it (合计, 盖章, page words) stand in the language of the current request; everything else is what the caller gives.
/// </summary>
/// <example><code>
/// new WordDocument("市级科技计划项目申报书", number: "YKJ2026-0087", contentHash: hash)
///     .Cover(new WordCover(Facts: [new("项目名称", title)], Issuer: "云江市科学技术局制"))
///     .Heading(1, "项目基本情况").Facts([new("申报单位", name), new("联系电话", phone)])
///     .Save(stream);
/// </code></example>
public sealed class WordDocument
{
    readonly List<OpenXmlElement> _body = [];
    readonly List<byte[]> _pictures = [];
    readonly OutlineNumber _outline = new();
    readonly string _title;
    readonly string? _number;
    readonly string? _contentHash;
    readonly string? _author;
    W.SectionProperties? _coverSection;
    string[] _coverFoot = [];

    /// <param name="title">Name of the document: large on the cover (or on top of the first page), small in the header.</param>
    /// <param name="number">Its number, in the header of every page.</param>
    /// <param name="contentHash">Hash of the data that were printed (SHA-256, hexadecimal), in the footer of every page: a paper can be compared with the record.</param>
    /// <param name="author">The organisation in whose name it is made, for the document's properties.</param>
    public WordDocument(string title, string? number = null, string? contentHash = null, string? author = null)
    {
        (_title, _number, _contentHash, _author) = (Clean(title), Clean(number), Clean(contentHash), Clean(author));
    }

    /// <summary>The cover page. It must come first; the pages after it are counted from 1.</summary>
    public WordDocument Cover(WordCover cover)
    {
        if (_body.Count > 0) throw new InvalidOperationException("The cover comes first.");
        if (_number is not null) Add(Paragraph(WordStyles.CoverLine, T("编号：", "No. ") + _number, W.JustificationValues.Right));
        Add(Gap(cover.Check is null ? 2200 : 1500));
        Add(Paragraph(WordStyles.CoverTitle, _title));
        if (!string.IsNullOrWhiteSpace(cover.Subtitle)) Add(Paragraph(WordStyles.CoverLine, cover.Subtitle, W.JustificationValues.Center));
        Add(Gap(1500));
        if (cover.Facts is { Count: > 0 } facts) Add(CoverFacts(facts));
        if (cover.Check is { } address)
        {
            Add(Gap(500));
            Picture(QrCode.Png(address), millimetres: 28, T("扫码核验", "Scan to verify").ToString());
            Add(Paragraph(WordStyles.Fine, T("扫码核验：", "Verify at: ") + address, W.JustificationValues.Center));
        }
        // The cover is a section of its own: no header, no page number, and at its foot who prescribed the form.
        _coverFoot = [.. new[] { cover.Issuer, cover.Date }.OfType<string>().Where(line => line.Length > 0)];
        _coverSection = Section(W.SectionMarkValues.NextPage);
        Add(new W.Paragraph(new W.ParagraphProperties(new W.ParagraphStyleId { Val = WordStyles.Fine }, _coverSection)));
        return this;
    }

    /// <summary>The title on top of a paper without a cover.</summary>
    public WordDocument Title() => Add(Paragraph(WordStyles.Title, _title));

    /// <summary>A heading of level 1 to 4; it gets its number (一、 （一） 1. （1）) by itself.</summary>
    public WordDocument Heading(int level, string text, bool numbered = true) =>
        Add(Paragraph(WordStyles.Heading(level), (numbered ? _outline.Next(level) : "") + text));

    /// <summary>Running text. Every line break begins a new paragraph; blank lines are dropped.</summary>
    public WordDocument Paragraph(string? text)
    {
        foreach (var line in Lines(text)) Add(Paragraph(WordStyles.Body, line));
        return this;
    }

    /// <summary>A small explanation under a table or heading.</summary>
    public WordDocument Note(string text) => Add(Paragraph(WordStyles.Note, text));

    /// <summary>Labels and values, two pairs a row; wide and long values take a row of their own.</summary>
    public WordDocument Facts(IEnumerable<WordFact> facts)
    {
        const int longValue = 24;
        int label = WordStyles.TextWidth * 18 / 100, value = WordStyles.TextWidth / 2 - label;
        var table = Grid([label, value, label, value]);
        WordFact? waiting = null;
        foreach (var fact in facts)
        {
            var wide = fact.Wide || fact.Value is { } text && (text.Length > longValue || text.Contains('\n', StringComparison.Ordinal));
            if (!wide && waiting is null) { waiting = fact; continue; }
            if (!wide) { table.Append(Row([.. Pair(waiting!, value), .. Pair(fact, value)])); waiting = null; continue; }
            if (waiting is not null) table.Append(Row(Pair(waiting, value * 2 + label, span: 3)));
            waiting = null;
            table.Append(Row(Pair(fact, value * 2 + label, span: 3)));
        }
        if (waiting is not null) table.Append(Row(Pair(waiting, value * 2 + label, span: 3)));
        return AddTable(table);

        W.TableCell[] Pair(WordFact fact, int width, int span = 1) =>
            [HeadCell(fact.Label, label), Cell(WordStyles.Cell, fact.Value, width, span)];
    }

    /// <summary>A table with a head that is repeated on every page, and a row of sums if there is one.</summary>
    /// <param name="rows">Cells as they shall be read, already formatted; as many as columns.</param>
    /// <param name="sums">The last row, in bold, first cell usually 合计; null: none.</param>
    public WordDocument Table(IReadOnlyList<WordColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, IReadOnlyList<string?>? sums = null, string? caption = null)
    {
        if (caption is not null) Add(Paragraph(WordStyles.Caption, caption));
        var widths = Share(columns.Select(column => column.Weight));
        var table = Grid(widths);
        var head = Row(columns.Select((column, i) => HeadCell(column.Title, widths[i])));
        head.TableRowProperties!.Append(new W.TableHeader());
        table.Append(head);
        var any = false;
        foreach (var row in rows)
        {
            any = true;
            table.Append(Row(Cells(row)));
        }
        if (!any) table.Append(Row([Cell(WordStyles.Cell, T("（无）", "(none)").ToString(), widths.Sum(), widths.Length)]));
        if (sums is not null) table.Append(Row(Cells(sums, bold: true)));
        return AddTable(table);

        IEnumerable<W.TableCell> Cells(IReadOnlyList<string?> row, bool bold = false)
        {
            if (row.Count != columns.Count) throw new ArgumentException($"{columns.Count} columns, but a row of {row.Count} cells.", nameof(rows));
            for (var i = 0; i < row.Count; i++)
                yield return Cell(columns[i].Number ? WordStyles.CellNumber : WordStyles.Cell, row[i], widths[i], bold: bold, blank: bold ? "" : "—");
        }
    }

    /// <summary>Boxes for opinion, signature, stamp and date, one below the other, never torn by a page break.</summary>
    public WordDocument Signatures(params IReadOnlyList<WordSignature> signatures)
    {
        int label = WordStyles.TextWidth * 17 / 100, rest = WordStyles.TextWidth - label;
        var table = Grid([label, rest]);
        foreach (var signature in signatures)
        {
            var box = Cell(WordStyles.Cell, signature.Opinion, rest, blank: "");
            for (var i = Lines(signature.Opinion).Length; i < 3; i++) box.Append(Paragraph(WordStyles.Cell, ""));
            if (signature.Signer is { } signer) box.Append(Line(signer + T("（签字）：", " (signature): ")));
            if (signature.Stamp) box.Append(Line(T("单位（盖章）：", "Organisation (stamp): ").ToString()));
            box.Append(Paragraph(WordStyles.CellNumber, Day(signature.Date)));
            table.Append(Row([HeadCell(signature.Party, label), box]));
        }
        return AddTable(table);

        // The place to sign begins two thirds across, so that the lines stand under each other.
        static W.Paragraph Line(string text)
        {
            var line = Paragraph(WordStyles.Cell, text);
            line.ParagraphProperties!.Append(new W.Indentation { Left = "3300" });
            return line;
        }

        static string Day(DateOnly? date) => date is { } day
            ? T("{0} 年 {1} 月 {2} 日", "{0}-{1:00}-{2:00}").With(day.Year, day.Month, day.Day).ToString()
            : T("　　　年　　　月　　　日", "Date: ____ - __ - __").ToString();
    }

    /// <summary>The end of a letter or decision: who issues it and when, on the right; the stamp goes over both.</summary>
    public WordDocument Signed(string organisation, string date)
    {
        Add(Gap(600));
        string[] lines = [organisation, date];
        foreach (var line in lines)
        {
            var paragraph = Paragraph(WordStyles.Plain, line, W.JustificationValues.Right);
            // Four characters from the right (GB/T 9704-2012, 7.3.5.1).
            paragraph.ParagraphProperties!.Indentation = new W.Indentation { Right = "1280", RightChars = 400 };
            paragraph.ParagraphProperties!.KeepNext = line == organisation ? new W.KeepNext() : null;
            Add(paragraph);
        }
        return this;
    }

    public WordDocument PageBreak() => Add(new W.Paragraph(new W.Run(new W.Break { Type = W.BreakValues.Page })));

    /// <summary>A PNG picture in the middle, as wide as said, its proportions kept.</summary>
    public WordDocument Picture(byte[] png, double millimetres, string description)
    {
        _pictures.Add(png);
        return Add(WordPicture.Paragraph(png, _pictures.Count, millimetres, Clean(description)));
    }

    /// <summary>A QR code with a line below it.</summary>
    public WordDocument Qr(string content, string caption)
    {
        Picture(QrCode.Png(content), millimetres: 28, caption);
        return Add(Paragraph(WordStyles.Fine, caption, W.JustificationValues.Center));
    }

    /// <summary>Writes the .docx.</summary>
    public void Save(Stream output)
    {
        // The package writer wants to seek; what we are given is often a response.
        using var buffer = new MemoryStream();
        using (var package = WordprocessingDocument.Create(buffer, WordprocessingDocumentType.Document))
        {
            package.PackageProperties.Title = _title;
            package.PackageProperties.Creator = _author;
            package.PackageProperties.Identifier = _number;
            var main = package.AddMainDocumentPart();
            main.Document = new W.Document(new W.Body(_body.Select(element => element.CloneNode(true))));
            if (_coverSection is not null) CoverFoot(main);
            WordStyles.Write(main);
            for (var i = 0; i < _pictures.Count; i++)
            {
                using var picture = new MemoryStream(_pictures[i]);
                main.AddImagePart(ImagePartType.Png, WordPicture.Relation(i + 1)).FeedData(picture);
            }
            main.Document.Body!.Append(LastSection(main));
        }
        buffer.Position = 0;
        buffer.CopyTo(output);
    }

    /// <summary>The .docx in memory.</summary>
    public byte[] ToArray()
    {
        using var buffer = new MemoryStream();
        Save(buffer);
        return buffer.ToArray();
    }

    // ---- header, footer, page

    W.SectionProperties LastSection(MainDocumentPart main)
    {
        var section = Section(W.SectionMarkValues.NextPage, restart: _coverSection is not null);
        foreach (var side in new[] { W.HeaderFooterValues.Default, W.HeaderFooterValues.Even })
        {
            var name = side == W.HeaderFooterValues.Default ? "Odd" : "Even";
            var header = main.AddNewPart<HeaderPart>("header" + name);
            header.Header = new W.Header(HeaderLine());
            var footer = main.AddNewPart<FooterPart>("footer" + name);
            footer.Footer = new W.Footer(FooterLines(odd: side == W.HeaderFooterValues.Default));
            section.PrependChild(new W.FooterReference { Type = side, Id = main.GetIdOfPart(footer) });
            section.PrependChild(new W.HeaderReference { Type = side, Id = main.GetIdOfPart(header) });
        }
        return section;
    }

    void CoverFoot(MainDocumentPart main)
    {
        var foot = main.AddNewPart<FooterPart>("footerCover");
        foot.Footer = new W.Footer(_coverFoot.DefaultIfEmpty("").Select(line => Paragraph(WordStyles.CoverLine, line, W.JustificationValues.Center)));
        main.Document.Body!.Descendants<W.SectionProperties>().First()
            .PrependChild(new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = main.GetIdOfPart(foot) });
    }

    W.Paragraph HeaderLine()
    {
        var line = Paragraph(WordStyles.Fine, _number is null ? "" : T("编号：", "No. ") + _number);
        line.ParagraphProperties!.Append(
            new W.ParagraphBorders(new W.BottomBorder { Val = W.BorderValues.Single, Size = 4, Space = 4, Color = "A6A6A6" }),
            new W.Tabs(new W.TabStop { Val = W.TabStopValues.Right, Position = WordStyles.TextWidth }));
        line.Append(new W.Run(new W.TabChar()), Run(_title));
        return line;
    }

    /// <summary>Page number between dashes, right on odd pages and left on even ones (GB/T 9704-2012, 7.5), one character from the edge.</summary>
    IEnumerable<W.Paragraph> FooterLines(bool odd)
    {
        var number = Paragraph(WordStyles.Folio, odd ? "— " : "　— ", odd ? W.JustificationValues.Right : W.JustificationValues.Left);
        number.Append(
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Begin }),
            new W.Run(new W.FieldCode("PAGE") { Space = SpaceProcessingModeValues.Preserve }),
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.Separate }),
            Run("1"),
            new W.Run(new W.FieldChar { FieldCharType = W.FieldCharValues.End }),
            Run(odd ? " —　" : " —"));
        yield return number;
        if (_contentHash is not null)
            yield return Paragraph(WordStyles.Fine, T("内容摘要（SHA-256）：", "Content hash (SHA-256): ") + _contentHash, W.JustificationValues.Center);
    }

    static W.SectionProperties Section(W.SectionMarkValues mark, bool restart = false)
    {
        var section = new W.SectionProperties(
            new W.SectionType { Val = mark },
            new W.PageSize { Width = WordStyles.PageWidth, Height = WordStyles.PageHeight },
            new W.PageMargin { Top = WordStyles.Top, Bottom = WordStyles.Bottom, Left = WordStyles.Left, Right = WordStyles.Right, Header = 1200, Footer = 900, Gutter = 0 });
        if (restart) section.Append(new W.PageNumberType { Start = 1 });
        return section;
    }

    // ---- tables

    static W.Table Grid(int[] widths)
    {
        var table = new W.Table(
            new W.TableProperties(
                new W.TableWidth { Width = Digits(widths.Sum()), Type = W.TableWidthUnitValues.Dxa },
                new W.TableJustification { Val = W.TableRowAlignmentValues.Center },
                new W.TableBorders(
                    Edge<W.TopBorder>(8), Edge<W.LeftBorder>(8), Edge<W.BottomBorder>(8), Edge<W.RightBorder>(8),
                    Edge<W.InsideHorizontalBorder>(4), Edge<W.InsideVerticalBorder>(4)),
                new W.TableLayout { Type = W.TableLayoutValues.Fixed },
                new W.TableCellMarginDefault(
                    new W.TableCellLeftMargin { Width = 85, Type = W.TableWidthValues.Dxa },
                    new W.TableCellRightMargin { Width = 85, Type = W.TableWidthValues.Dxa })),
            new W.TableGrid(widths.Select(width => new W.GridColumn { Width = Digits(width) })));
        return table;

        static T Edge<T>(uint eighths) where T : W.BorderType, new() => new() { Val = W.BorderValues.Single, Size = eighths, Space = 0, Color = "404040" };
    }

    static W.TableRow Row(IEnumerable<W.TableCell> cells)
    {
        var list = cells.ToList();
        var row = new W.TableRow(new W.TableRowProperties());
        // A row stays whole unless it holds a long text: then keeping it whole would leave half a page blank.
        if (list.Sum(cell => cell.InnerText.Length) < 600) row.TableRowProperties!.Append(new W.CantSplit());
        row.Append(list);
        return row;
    }

    static W.TableCell HeadCell(string text, int width)
    {
        var cell = Cell(WordStyles.CellHead, text, width);
        cell.TableCellProperties!.Shading = new W.Shading { Val = W.ShadingPatternValues.Clear, Color = "auto", Fill = "F2F2F2" };
        return cell;
    }

    static W.TableCell Cell(string style, string? text, int width, int span = 1, bool bold = false, string blank = "—")
    {
        var properties = new W.TableCellProperties(new W.TableCellWidth { Width = Digits(width), Type = W.TableWidthUnitValues.Dxa });
        if (span > 1) properties.GridSpan = new W.GridSpan { Val = span };
        properties.TableCellVerticalAlignment = new W.TableCellVerticalAlignment { Val = W.TableVerticalAlignmentValues.Center };
        var cell = new W.TableCell(properties);
        foreach (var line in Lines(text).DefaultIfEmpty(blank)) cell.Append(Paragraph(style, line, bold: bold));
        return cell;
    }

    static W.Table CoverFacts(IReadOnlyList<WordFact> facts)
    {
        const int width = 7600, label = 2200;
        var table = new W.Table(
            new W.TableProperties(
                new W.TableWidth { Width = Digits(width), Type = W.TableWidthUnitValues.Dxa },
                new W.TableJustification { Val = W.TableRowAlignmentValues.Center },
                new W.TableLayout { Type = W.TableLayoutValues.Fixed }),
            new W.TableGrid(new W.GridColumn { Width = Digits(label) }, new W.GridColumn { Width = Digits(width - label) }));
        foreach (var fact in facts)
        {
            var value = Cell(WordStyles.CoverLine, fact.Value, width - label, blank: "");
            value.TableCellProperties!.TableCellBorders = new W.TableCellBorders(new W.BottomBorder { Val = W.BorderValues.Single, Size = 4, Space = 0, Color = "404040" });
            var name = Cell(WordStyles.CoverLine, fact.Label + T("：", ":"), label);
            foreach (var cell in new[] { name, value })
                cell.TableCellProperties!.TableCellVerticalAlignment = new W.TableCellVerticalAlignment { Val = W.TableVerticalAlignmentValues.Bottom };
            table.Append(Row([name, value]));
        }
        return table;
    }

    static int[] Share(IEnumerable<double> weights)
    {
        var all = weights.ToArray();
        var total = all.Sum();
        var widths = all.Select(weight => (int)(WordStyles.TextWidth * weight / total)).ToArray();
        widths[^1] += WordStyles.TextWidth - widths.Sum();
        return widths;
    }

    // ---- paragraphs

    WordDocument AddTable(W.Table table)
    {
        Add(table);
        // Word joins two tables that touch; a thin paragraph keeps them apart.
        return Add(Gap(160));
    }

    WordDocument Add(OpenXmlElement element)
    {
        _body.Add(element);
        return this;
    }

    static W.Paragraph Gap(int twips) => new(new W.ParagraphProperties(
        new W.ParagraphStyleId { Val = WordStyles.Fine },
        new W.SpacingBetweenLines { Line = Digits(twips), LineRule = W.LineSpacingRuleValues.Exact }));

    static W.Paragraph Paragraph(string style, string text, W.JustificationValues? align = null, bool bold = false)
    {
        var properties = new W.ParagraphProperties(new W.ParagraphStyleId { Val = style });
        if (align is { } value) properties.Justification = new W.Justification { Val = value };
        var paragraph = new W.Paragraph(properties);
        if (text.Length > 0) paragraph.Append(Run(text, bold));
        return paragraph;
    }

    static W.Run Run(string text, bool bold = false)
    {
        var run = new W.Run();
        if (bold) run.Append(new W.RunProperties(new W.Bold()));
        run.Append(new W.Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
        return run;
    }

    static string[] Lines(string? text) =>
        (text ?? "").Split(["\r\n", "\n", "\r", "\u2028", "\u2029"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What people paste holds characters that XML does not allow (form feeds from PDF, halves of emoji): without them the file opens.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    static string? Clean(string? text)
    {
        if (text is null) return null;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\t' or >= 0x20 and not (0xFFFD or 0xFFFE or 0xFFFF or 0x7F)) clean.Append(rune);
        return clean.ToString();
    }
}
