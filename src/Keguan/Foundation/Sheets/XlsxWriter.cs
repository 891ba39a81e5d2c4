using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Keguan.Foundation.Sheets;

/// <summary>
/// A workbook (ECMA-376) written straight into the zip, forward only, so that 100 000 rows take neither memory nor a second pass.
/// Head in bold, frozen and with filter; sums below as SUBTOTAL, so that they follow a filter set in the spreadsheet; text is always inline text, never a formula.
/// </summary>
/// <remarks>The Open XML SDK holds the whole sheet uncompressed in memory unless the package is write-only; it serves the tests as validator instead.</remarks>
internal sealed class XlsxWriter : SheetWriter
{
    const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    /// <summary>What Excel takes in one cell.</summary>
    public const int MaxText = 32_767;

    /// <summary>What Excel takes in one sheet, less head and sums.</summary>
    public const int MaxRows = 1_048_574;

    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    readonly ZipArchive _zip;
    readonly string[] _columnNames;
    readonly int[] _styles;
    readonly List<string> _formats = [];
    StreamWriter _sheet;
    long _line = 1;
    int _cut;

    public XlsxWriter(Stream output, SheetPlan plan) : base(plan)
    {
        _zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        _columnNames = [.. Enumerable.Range(0, plan.Columns.Count).Select(CellAddress.Column)];
        _styles = [.. plan.Columns.Select(StyleOf)];
        WriteFrame();
        _sheet = Part("xl/worksheets/sheet1.xml");
        BeginSheet();
    }

    protected override void WriteRow(ReadOnlySpan<object?> values)
    {
        if (Count > MaxRows) throw new Refusal($"一张表最多 {MaxRows} 行，请先筛选。", $"A sheet holds at most {MaxRows} rows: filter first.");
        _line++;
        _sheet.Write("<row r=\"");
        _sheet.Write(_line);
        _sheet.Write("\">");
        for (var i = 0; i < values.Length; i++)
            if (values[i] is { } value)
                Cell(i, value);
        _sheet.Write("</row>");
    }

    void Cell(int index, object value)
    {
        var column = Plan.Columns[index];
        if (column.IsNumber && value is not string) Number(index, column.Scaled(value), _styles[index]);
        else if (column.Kind is CellKind.Date or CellKind.DateTime && Moment(value) is { } moment && moment.Year >= 1901)
            Number(index, Math.Round((decimal)moment.ToOADate(), 9), _styles[index]);
        else Words(index, Words(value), _styles[index]);
    }

    void Open(int index, int style)
    {
        _sheet.Write("<c r=\"");
        _sheet.Write(_columnNames[index]);
        _sheet.Write(_line);
        _sheet.Write("\" s=\"");
        _sheet.Write(style);
    }

    void Number(int index, decimal number, int style)
    {
        Open(index, style);
        _sheet.Write("\"><v>");
        _sheet.Write(Plain(number));
        _sheet.Write("</v></c>");
    }

    void Words(int index, string text, int style)
    {
        if (text.Length == 0) return;
        if (text.Length > MaxText)
        {
            _cut++;
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxText - 2]) ? MaxText - 2 : MaxText - 1), "…");
        }
        Open(index, style);
        _sheet.Write("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        Escape(_sheet, text);
        _sheet.Write("</t></is></c>");
    }

    void BeginSheet()
    {
        _sheet.Write($"""{Declaration}<worksheet xmlns="{Main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0" tabSelected="1"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16.5"/><cols>""");
        for (var i = 0; i < Plan.Columns.Count; i++)
            _sheet.Write(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{Math.Min(Plan.Columns[i].ShownWidth, 80):0.##}" customWidth="1"/>"""));
        _sheet.Write("</cols><sheetData><row r=\"1\" ht=\"21\" customHeight=\"1\">");
        for (var i = 0; i < Plan.Columns.Count; i++) Words(i, Plan.Columns[i].Head, Plan.Columns[i].IsNumber ? 2 : 1);
        _sheet.Write("</row>");
    }

    public override void Finish()
    {
        var last = _line;
        if (HasSums) SumsRow(last);
        _sheet.Write($"""</sheetData><autoFilter ref="A1:{_columnNames[^1]}{last}"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter></worksheet>""");
        _sheet.Dispose();
        WriteNotes();
        WriteWorkbook(last);
        _zip.Dispose();
    }

    void SumsRow(long last)
    {
        _line++;
        _sheet.Write($"<row r=\"{_line}\">");
        for (var i = 0; i < Plan.Columns.Count; i++)
        {
            if (Plan.Columns[i].Sum)
            {
                Open(i, _styles[i] + 1);
                _sheet.Write(Count == 0 ? $"\"><v>0</v></c>" : $"\"><f>SUBTOTAL(109,{_columnNames[i]}2:{_columnNames[i]}{last})</f><v>{Plain(SumOf(i))}</v></c>");
            }
            else if (i == 0) Words(i, Text.English ? $"Total: {Count}" : $"合计 {Count} 项", 3);
            else
            {
                Open(i, 3);
                _sheet.Write("\"/>");
            }
        }
        _sheet.Write("</row>");
    }

    void WriteNotes()
    {
        _sheet = Part("xl/worksheets/sheet2.xml");
        _sheet.Write($"""{Declaration}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="16.5"/><cols><col min="1" max="1" width="18" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>""");
        _line = 0;
        foreach (var (label, value) in Notes())
        {
            _line++;
            _sheet.Write($"<row r=\"{_line}\">");
            Words(0, label, 4);
            Words(1, value, 5);
            _sheet.Write("</row>");
        }
        _sheet.Write("</sheetData></worksheet>");
        _sheet.Dispose();
    }

    IEnumerable<(string Label, string Value)> Notes()
    {
        var english = Text.English;
        yield return (english ? "Table" : "表名", Plan.Title);
        yield return (english ? "Rows" : "行数", Count.ToString(CultureInfo.InvariantCulture));
        foreach (var note in Plan.Notes) yield return note;
        if (_cut > 0)
            yield return (english ? "Shortened" : "截短", english ? $"{_cut} cells are longer than a cell can hold ({MaxText} characters) and end with “…”." : $"{_cut} 个单元格超过 {MaxText} 字，已截短，以“…”结尾。");
    }

    void WriteFrame()
    {
        Whole("[Content_Types].xml", $"""{Declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
        Whole("_rels/.rels", $"""{Declaration}<Relationships xmlns="{PackageRelations}"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Whole("xl/_rels/workbook.xml.rels", $"""{Declaration}<Relationships xmlns="{PackageRelations}"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Relations}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Relations}/styles" Target="styles.xml"/></Relationships>""");
        Whole("xl/styles.xml", Styles());
    }

    void WriteWorkbook(long last)
    {
        var notes = Text.English ? "About" : "说明";
        var name = SheetName(Plan.Title, notes);
        var quoted = Xml("'" + name.Replace("'", "''", StringComparison.Ordinal) + "'");
        Whole("xl/workbook.xml", $"""{Declaration}<workbook xmlns="{Main}" xmlns:r="{Relations}"><bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="{Xml(name)}" sheetId="1" r:id="rId1"/><sheet name="{notes}" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{quoted}!$A$1:${_columnNames[^1]}${last}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!$1:$1</definedName></definedNames></workbook>""");
    }

    /// <summary>Cell formats: 0 plain, 1 and 2 head, 3 foot, 4 and 5 notes; from 6 on two for each number format, in a row and in the foot.</summary>
    int StyleOf(SheetColumn column)
    {
        var format = column.Kind switch
        {
            CellKind.MoneyWan or CellKind.MoneyYuan => "#,##0." + new string('0', Math.Max(1, column.Decimals ?? 2)),
            CellKind.Number when column.Decimals is > 0 and var decimals => "#,##0." + new string('0', decimals),
            CellKind.Number when column.Decimals is 0 => "#,##0",
            CellKind.Date => "yyyy-mm-dd",
            CellKind.DateTime => "yyyy-mm-dd hh:mm",
            _ => "General",
        };
        var index = _formats.IndexOf(format);
        if (index < 0) { index = _formats.Count; _formats.Add(format); }
        return 6 + index * 2;
    }

    string Styles()
    {
        var text = new StringBuilder($"""{Declaration}<styleSheet xmlns="{Main}"><numFmts count="{_formats.Count}">""");
        for (var i = 0; i < _formats.Count; i++) text.Append(CultureInfo.InvariantCulture, $"""<numFmt numFmtId="{164 + i}" formatCode="{Xml(_formats[i])}"/>""");
        text.Append("""</numFmts><fonts count="2"><font><sz val="10"/><name val="Microsoft YaHei"/></font><font><b/><sz val="10"/><name val="Microsoft YaHei"/></font></fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDCE7F4"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEFF4FA"/></patternFill></fill></fills><borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF1F4E8C"/></bottom><diagonal/></border><border><left/><right/><top style="thin"><color rgb="FF1F4E8C"/></top><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>""");
        text.Append(CultureInfo.InvariantCulture, $"""<cellXfs count="{6 + _formats.Count * 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right" vertical="center"/></xf><xf numFmtId="0" fontId="1" fillId="3" borderId="2" xfId="0" applyFont="1" applyFill="1" applyBorder="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>""");
        for (var i = 0; i < _formats.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"""<xf numFmtId="{164 + i}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="{164 + i}" fontId="1" fillId="3" borderId="2" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"/>""");
        return text.Append("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>").ToString();
    }

    static string SheetName(string title, string taken)
    {
        var name = new string([.. title.Where(c => c >= ' ' && !"[]:*?/\\".Contains(c, StringComparison.Ordinal))]).Trim('\'', ' ');
        if (name.Length > 31) name = name[..(char.IsHighSurrogate(name[30]) ? 30 : 31)];
        return name.Length == 0 || name == taken ? "1" : name;
    }

    StreamWriter Part(string path) => new(_zip.CreateEntry(path, CompressionLevel.Fastest).Open(), new UTF8Encoding(false), 1 << 16);

    void Whole(string path, string text)
    {
        using var part = Part(path);
        part.Write(text);
    }

    static string Xml(string text)
    {
        using var to = new StringWriter(CultureInfo.InvariantCulture);
        Escape(to, text);
        return to.ToString();
    }

    /// <summary>Characters that XML cannot carry are dropped; “_x0041_” would be read back as “A”, so its underscore is written out.</summary>
    static void Escape(TextWriter to, string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var instead = c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\r' => i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n",
                '_' when IsEscape(text, i) => "_x005F_",
                < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' => "",
                >= '\uD800' and <= '\uDFFF' when !IsPair(text, i) => "\uFFFD",
                _ => null,
            };
            if (instead is null) continue;
            to.Write(text.AsSpan(from, i - from));
            to.Write(instead);
            from = i + 1;
        }
        if (from == 0) to.Write(text);
        else to.Write(text.AsSpan(from));
    }

    static bool IsPair(string text, int i) =>
        char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : i > 0 && char.IsHighSurrogate(text[i - 1]);

    static bool IsEscape(string text, int i) =>
        i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_' && text.AsSpan(i + 2, 4).ContainsAnyExcept(Hex) is false;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sheet.Dispose();
            _zip.Dispose();
        }
        base.Dispose(disposing);
    }
}
