using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Keguan.Foundation.Documents;

/// <summary>
/// Measures, typefaces and styles of our papers, after GB/T 9704-2012: A4, margins 37/35/28/26 mm, body 3号 (16 pt) 仿宋, 22 lines of 28 characters.
/// </summary>
internal static class WordStyles
{
    // Twentieths of a point ("twips"), 1 mm = 56.69.
    public const int PageWidth = 11906, PageHeight = 16838;
    public const int Top = 2098, Bottom = 1984, Left = 1587, Right = 1474;
    public const int TextWidth = PageWidth - Left - Right;

    /// <summary>225 mm / 22 lines.</summary>
    const string BodyLine = "579";

    /// <summary>16 pt letters are a hair too wide for 28 of them in 156 mm; this much less between them makes it come out.</summary>
    const int BodyTightening = -5;

    public const string FangSong = "仿宋", HeiTi = "黑体", KaiTi = "楷体", SongTi = "宋体", TitleSong = "方正小标宋简体";
    public const string Latin = "Times New Roman";

    public const string Title = "KgTitle", CoverTitle = "KgCoverTitle", Body = "KgBody", Cell = "KgCell", CellHead = "KgCellHead", CellNumber = "KgCellNumber", Caption = "KgCaption",
        Note = "KgNote", CoverLine = "KgCoverLine", Fine = "KgFine", Folio = "KgFolio", Plain = "KgPlain";

    /// <summary>What stands in for a typeface that is not installed: in Word (by the document's font table) and on a Linux server (by the PDF worker).</summary>
    /// <remarks>Linux servers rarely have the Windows faces; the open Noto CJK faces come with every distribution.</remarks>
    public static readonly (string Face, string[] ForWord, string[] OnLinux)[] Fallbacks =
    [
        (FangSong, ["FangSong", "仿宋_GB2312", "STFangsong"], ["FangSong", "仿宋_GB2312", "FandolFang R", "Noto Serif CJK SC"]),
        (HeiTi, ["SimHei", "STHeiti"], ["SimHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"]),
        (KaiTi, ["KaiTi", "楷体_GB2312", "STKaiti"], ["KaiTi", "楷体_GB2312", "AR PL UKai CN", "LXGW WenKai", "Noto Serif CJK SC"]),
        (SongTi, ["SimSun", "STSong"], ["SimSun", "Noto Serif CJK SC"]),
        (TitleSong, ["小标宋体", "华文中宋", "STZhongsong"], ["小标宋体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"]),
        (Latin, [], ["Liberation Serif", "Noto Serif CJK SC"]),
    ];

    public static string Heading(int level) => string.Create(CultureInfo.InvariantCulture, $"Heading{level}");

    public static void Write(MainDocumentPart main)
    {
        var styles = new W.Styles(new W.DocDefaults(
            new W.RunPropertiesDefault(new W.RunPropertiesBaseStyle(
                new W.RunFonts { Ascii = Latin, HighAnsi = Latin, ComplexScript = Latin, EastAsia = FangSong },
                new W.FontSize { Val = "32" }, new W.FontSizeComplexScript { Val = "32" },
                new W.Languages { Val = "en-US", EastAsia = "zh-CN", Bidi = "ar-SA" })),
            new W.ParagraphPropertiesDefault(new W.ParagraphPropertiesBaseStyle(
                new W.SpacingBetweenLines { Before = "0", After = "0" }))));

        Add(styles, "Normal", "Normal", null, null, [], isDefault: true);
        Add(styles, Body, "Keguan body", "Normal", null,
            [Lines(BodyLine), new W.Indentation { FirstLine = "640", FirstLineChars = 200 }, Align(W.JustificationValues.Both)],
            [new W.Spacing { Val = BodyTightening }]);
        Add(styles, Plain, "Keguan plain", "Normal", null, [Lines(BodyLine)], [new W.Spacing { Val = BodyTightening }]);
        Add(styles, Title, "Title", "Normal", null,
            [Spaced("700", before: "120", after: "360"), Align(W.JustificationValues.Center)], [Face(TitleSong), .. Size(44)]);
        Add(styles, CoverTitle, "Keguan cover title", Title, null, [Spaced("900", before: "120", after: "240")], Size(56));
        Add(styles, Heading(1), "heading 1", "Normal", Body, HeadingLayout(0), [Face(HeiTi), .. Size(32)]);
        Add(styles, Heading(2), "heading 2", "Normal", Body, HeadingLayout(1), [Face(KaiTi), .. Size(32)]);
        Add(styles, Heading(3), "heading 3", "Normal", Body, HeadingLayout(2), [new W.Bold(), .. Size(32)]);
        Add(styles, Heading(4), "heading 4", "Normal", Body, HeadingLayout(3), [.. Size(32)]);
        Add(styles, Cell, "Keguan cell", "Normal", null, [Spaced("360", "40", "40")], Size(24));
        Add(styles, CellHead, "Keguan cell head", Cell, null, [new W.KeepNext(), Align(W.JustificationValues.Center)], [Face(HeiTi)]);
        Add(styles, CellNumber, "Keguan cell number", Cell, null, [Align(W.JustificationValues.Right)], []);
        Add(styles, Caption, "caption", "Normal", Cell,
            [new W.KeepNext(), Spaced("440", "120", "60"), Align(W.JustificationValues.Center)], [Face(HeiTi), .. Size(28)]);
        Add(styles, Note, "Keguan note", "Normal", Body, [Spaced("360", "60", "120")], [Face(KaiTi), .. Size(24)]);
        Add(styles, CoverLine, "Keguan cover line", "Normal", null, [Spaced("480", "100", "20")], Size(32));
        Add(styles, Fine, "Keguan fine print", "Normal", null, [new W.SpacingBetweenLines { Line = "240", LineRule = W.LineSpacingRuleValues.Auto }],
            [Face(SongTi), new W.Color { Val = "595959" }, .. Size(16)]);
        Add(styles, Folio, "Keguan page number", "Normal", null, [new W.SpacingBetweenLines { Line = "240", LineRule = W.LineSpacingRuleValues.Auto }],
            [new W.RunFonts { Ascii = SongTi, HighAnsi = SongTi, EastAsia = SongTi }, .. Size(28)]);

        main.AddNewPart<StyleDefinitionsPart>().Styles = styles;
        main.AddNewPart<FontTablePart>().Fonts = new W.Fonts(Fallbacks.Select(Font));
        main.AddNewPart<DocumentSettingsPart>().Settings = new W.Settings(
            new W.EvenAndOddHeaders(),
            new W.CharacterSpacingControl { Val = W.CharacterSpacingValues.CompressPunctuation },
            new W.Compatibility(new W.CompatibilitySetting
            {
                Name = W.CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15",
            }),
            new W.ThemeFontLanguages { Val = "en-US", EastAsia = "zh-CN" });
    }

    public static W.RunFonts Face(string eastAsia) => new() { EastAsia = eastAsia };

    static OpenXmlElement[] Size(int halfPoints)
    {
        var value = halfPoints.ToString(CultureInfo.InvariantCulture);
        return [new W.FontSize { Val = value }, new W.FontSizeComplexScript { Val = value }];
    }

    static W.SpacingBetweenLines Lines(string exact) => new() { Line = exact, LineRule = W.LineSpacingRuleValues.Exact };

    static W.SpacingBetweenLines Spaced(string atLeast, string before, string after) =>
        new() { Line = atLeast, LineRule = W.LineSpacingRuleValues.AtLeast, Before = before, After = after };

    static W.Justification Align(W.JustificationValues value) => new() { Val = value };

    static OpenXmlElement[] HeadingLayout(int outline) =>
        [new W.KeepNext(), new W.KeepLines(), Spaced(BodyLine, "60", "60"), new W.Indentation { FirstLine = "640", FirstLineChars = 200 }, new W.OutlineLevel { Val = outline }];

    static void Add(W.Styles styles, string id, string name, string? basedOn, string? next,
        OpenXmlElement[] paragraph, OpenXmlElement[]? run = null, bool isDefault = false)
    {
        var style = new W.Style { Type = W.StyleValues.Paragraph, StyleId = id };
        if (isDefault) style.Default = true; else if (id.StartsWith("Kg", StringComparison.Ordinal)) style.CustomStyle = true;
        style.Append(new W.StyleName { Val = name });
        if (basedOn is not null) style.Append(new W.BasedOn { Val = basedOn });
        if (next is not null) style.Append(new W.NextParagraphStyle { Val = next });
        style.Append(new W.PrimaryStyle());
        if (paragraph.Length > 0) style.Append(new W.StyleParagraphProperties(paragraph));
        if (run is { Length: > 0 }) style.Append(new W.StyleRunProperties(run));
        styles.Append(style);
    }

    static W.Font Font((string Face, string[] ForWord, string[] OnLinux) fallback)
    {
        var font = new W.Font { Name = fallback.Face };
        if (fallback.ForWord.Length > 0) font.Append(new W.AltName { Val = string.Join(',', fallback.ForWord) });
        var latin = fallback.Face == Latin;
        font.Append(
            new W.FontCharSet { Val = latin ? "00" : "86" },
            new W.FontFamily { Val = fallback.Face is HeiTi ? W.FontFamilyValues.Swiss : W.FontFamilyValues.Roman },
            new W.Pitch { Val = latin ? W.FontPitchValues.Variable : W.FontPitchValues.Fixed });
        return font;
    }
}
