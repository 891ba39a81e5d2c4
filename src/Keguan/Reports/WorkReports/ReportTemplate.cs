using System.Globalization;
using System.Text.RegularExpressions;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>A piece of a line: words, a figure, a quotation, names, free text.</summary>
public abstract record Piece;

/// <summary>Words of the template, without any figure in them.</summary>
public sealed record Words(string Text) : Piece;

/// <summary>Words with numerals that are no figure: a name, a date of a document. Declared, so that nobody takes them for one.</summary>
public sealed record Quotation(string Text) : Piece;

/// <summary>[[text:key]]: written by people, whatever the figures.</summary>
public sealed record FreeText(string Key) : Piece;

/// <summary>[[if:id]] … [[end]]: only where the indicator has a value that is not 0.</summary>
public sealed record Conditional(Slot Slot, IReadOnlyList<Piece> Pieces) : Piece;

/// <summary>数据槽: a figure's place.</summary>
public sealed record Slot(string Indicator) : Piece
{
    /// <summary>As written after @: 05, 05-12, H1, year-1, 2019; empty: the report's own period.</summary>
    public string When { get; init; } = "";
    public string Area { get; init; } = "";

    /// <summary>Prints the unit behind the number, in these words or the indicator's own (“”); null: not at all.</summary>
    public string? Unit { get; init; }
    public SlotStyle Style { get; init; }
    public int? Decimals { get; init; }

    /// <summary>The upper end of a range.</summary>
    public string To { get; init; } = "";

    /// <summary>Names shown at most; 0: all of them.</summary>
    public int Most { get; init; }

    /// <summary>Numbers of the figure in an outside list, for comparison.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];
    public IReadOnlyList<string> ToFigures { get; init; } = [];

    /// <summary>1 in the first line of the file.</summary>
    public int Line { get; init; }

    /// <summary>The period that it asks for within a report's.</summary>
    public Period Of(Period report)
    {
        if (When.Length == 0) return report;
        var year = report.Until.Year.ToString(CultureInfo.InvariantCulture);
        var text = When switch
        {
            "year" => year,
            _ when When.StartsWith("year", StringComparison.Ordinal) => (report.Until.Year + int.Parse(When["year".Length..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
            ['H' or 'Q', ..] => year + When,
            [_, _] or [_, _, '-', _, _] => $"{year}-{When}",
            _ => When,
        };
        return Period.Parse(text);
    }
}

public enum SlotStyle
{
    Number,

    /// <summary>三, 两; what Chinese writes for small counts.</summary>
    Chinese,

    /// <summary>第五.</summary>
    Ordinal,

    /// <summary>同比增长 22.1%, 同比下降 3%, 与上年同期持平.</summary>
    Growth,

    /// <summary>The entities that were counted, by name.</summary>
    Names,
}

public enum BlockKind { Title, Heading, Paragraph, Item }

/// <summary>A line of the template: heading of a level, paragraph or list item.</summary>
public sealed record Block(BlockKind Kind, int Level, IReadOnlyList<Piece> Pieces, int Line);

/// <summary>报告模板: Markdown with slots, definitions/reports/*.md. Slots are the only place for figures; what they mean stands in the indicators.</summary>
public sealed partial record ReportTemplate(string Key, string Label, string Version, IReadOnlyList<Block> Blocks)
{
    public IEnumerable<Slot> Slots => Blocks.SelectMany(block => SlotsOf(block.Pieces));

    /// <summary>Keys of the places that people write into.</summary>
    public IEnumerable<string> FreeTexts => Blocks.SelectMany(block => block.Pieces).OfType<FreeText>().Select(text => text.Key).Distinct();

    static IEnumerable<Slot> SlotsOf(IEnumerable<Piece> pieces) => pieces.SelectMany(piece => piece switch
    {
        Slot slot => [slot],
        Conditional conditional => SlotsOf(conditional.Pieces).Prepend(conditional.Slot),
        _ => Enumerable.Empty<Slot>(),
    });

    /// <summary>Reads a template; every fault with its line.</summary>
    public static (ReportTemplate? Template, IReadOnlyList<DefinitionError> Errors) Read(string key, string text, string file)
    {
        text = ContentHash.Normalise(text);
        var errors = new List<DefinitionError>();
        var blocks = new List<Block>();
        var label = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || (line.StartsWith("<!--", StringComparison.Ordinal) && line.EndsWith("-->", StringComparison.Ordinal))) continue;
            var hashes = line.TakeWhile(c => c == '#').Count();
            var (kind, level, rest) = hashes is >= 1 and <= 4 && line.Length > hashes && line[hashes] == ' ' ? (hashes == 1 ? BlockKind.Title : BlockKind.Heading, hashes - 1, line[(hashes + 1)..])
                : line.StartsWith("- ", StringComparison.Ordinal) ? (BlockKind.Item, 0, line[2..]) : (BlockKind.Paragraph, 0, line);
            var reader = new PieceReader(rest, new SourceLocation(file, i + 1, 1 + lines[i].Length - line.Length + line.Length - rest.Length), errors);
            var block = new Block(kind, level, reader.Read(), i + 1);
            blocks.Add(block);
            if (kind == BlockKind.Title && label.Length == 0) label = string.Concat(block.Pieces.Select(piece => piece switch { Words words => words.Text, Quotation quotation => quotation.Text, _ => "" }));
        }
        if (label.Length == 0) errors.Add(new DefinitionError(new SourceLocation(file, 1, 1), new Text("缺少以“# ”开头的标题", "there is no title (a line that begins with “# ”)")));
        return errors.Count > 0 ? (null, errors) : (new ReportTemplate(key, label, ContentHash.Of(text), blocks), errors);
    }

    /// <summary>Figures that stand in the template as words: digits anywhere, Chinese numerals above one before a measure word. A template must have none.</summary>
    public IReadOnlyList<(int Line, string Found)> LiteralFigures() =>
        [.. Blocks.SelectMany(block => Literals(block.Pieces).Select(found => (block.Line, found)))];

    static IEnumerable<string> Literals(IEnumerable<Piece> pieces) => pieces.SelectMany(piece => piece switch
    {
        Words words => LiteralNumbers.In(words.Text).Select(found => found.Text),
        Conditional conditional => Literals(conditional.Pieces),
        _ => [],
    });

    /// <summary>Reads the pieces of one line.</summary>
    sealed partial class PieceReader(string text, SourceLocation at, List<DefinitionError> errors)
    {
        int _next;

        public IReadOnlyList<Piece> Read() => Until(inside: false);

        List<Piece> Until(bool inside)
        {
            var pieces = new List<Piece>();
            while (_next < text.Length)
            {
                var open = text.IndexOf("[[", _next, StringComparison.Ordinal);
                if (open < 0) break;
                if (open > _next) pieces.Add(new Words(text[_next..open]));
                var close = text.IndexOf("]]", open, StringComparison.Ordinal);
                if (close < 0)
                {
                    Wrong(open, "“[[”没有配对的“]]”", "“[[” without its “]]”");
                    _next = text.Length;
                    return pieces;
                }
                var content = text[(open + 2)..close].Trim();
                _next = close + 2;
                if (content == "end")
                {
                    if (inside) return pieces;
                    Wrong(open, "“[[end]]”没有配对的“[[if:…]]”", "“[[end]]” without “[[if:…]]”");
                }
                else if (content.StartsWith("if:", StringComparison.Ordinal))
                {
                    if (SlotOf(content[3..], open) is { } slot) pieces.Add(new Conditional(slot, Until(inside: true)));
                }
                else if (content.StartsWith("q:", StringComparison.Ordinal)) pieces.Add(new Quotation(content[2..]));
                else if (content.StartsWith("text:", StringComparison.Ordinal)) pieces.Add(new FreeText(content[5..]));
                else if (SlotOf(content, open) is { } slot) pieces.Add(slot);
            }
            if (_next < text.Length) pieces.Add(new Words(text[_next..]));
            _next = text.Length;
            if (inside) Wrong(text.Length, "“[[if:…]]”没有“[[end]]”", "“[[if:…]]” without “[[end]]”");
            return pieces;
        }

        Slot? SlotOf(string content, int offset)
        {
            var parts = content.Split('|', StringSplitOptions.TrimEntries);
            if (Head().Match(parts[0]) is not { Success: true } head)
            {
                Wrong(offset, $"“{parts[0]}”不是指标编号", $"“{parts[0]}” is no indicator");
                return null;
            }
            var slot = new Slot(head.Groups["id"].Value) { When = head.Groups["when"].Value, Line = at.Line };
            if (slot.When.Length > 0 && !Valid(slot))
            {
                Wrong(offset, $"“@{slot.When}”不是期间：可写 05、05-12、H1、Q2、year、year-1、2019-05", $"“@{slot.When}” is no period: 05, 05-12, H1, Q2, year, year-1 or 2019-05");
                return null;
            }
            foreach (var option in parts.Skip(1))
            {
                var colon = option.IndexOf(':', StringComparison.Ordinal);
                var (name, value) = colon < 0 ? (option, "") : (option[..colon], option[(colon + 1)..]);
                Slot? read = name switch
                {
                    "u" => slot with { Unit = value },
                    "cn" => slot with { Style = SlotStyle.Chinese },
                    "ord" => slot with { Style = SlotStyle.Ordinal },
                    "yoy" => slot with { Style = SlotStyle.Growth },
                    "names" => slot with { Style = SlotStyle.Names, Most = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0 },
                    "d" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var decimals) && decimals <= 6 => slot with { Decimals = decimals },
                    "area" when value.Length > 0 => slot with { Area = value },
                    "to" when value.Length > 0 => slot with { To = value },
                    "fig" => slot with { Figures = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
                    "to-fig" => slot with { ToFigures = value.Split(',', StringSplitOptions.RemoveEmptyEntries) },
                    _ => null,
                };
                if (read is null) Wrong(offset, $"不认识的写法“{option}”；可用 u、cn、ord、yoy、names、d、area、to、fig、to-fig", $"unknown option “{option}”; there are u, cn, ord, yoy, names, d, area, to, fig, to-fig");
                else slot = read;
            }
            return slot;
        }

        static bool Valid(Slot slot)
        {
            try
            {
                slot.Of(Period.Year(2020));
                return true;
            }
            catch (FormatException)
            {
                return false;
            }
        }

        void Wrong(int offset, string zh, string en) => errors.Add(new DefinitionError(at with { Column = at.Column + offset }, new Text(zh, en)));

        [GeneratedRegex("^(?<id>[a-z0-9][a-z0-9.-]*)(?:@(?<when>[0-9A-Za-z.+-]+))?$", RegexOptions.CultureInvariant)]
        private static partial Regex Head();
    }
}

/// <summary>Numerals that look like figures.</summary>
public static partial class LiteralNumbers
{
    /// <summary>Digits in any form; Chinese numerals of more than one before a measure word (两个, 三家, 十名). 一是…, 第一 and 一批 are no figures.</summary>
    public static IEnumerable<(int At, string Text)> In(string text)
    {
        foreach (Match match in Found().Matches(text)) yield return (match.Index, match.Value);
    }

    [GeneratedRegex("[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％]?|(?:[二两三四五六七八九十百千]|(?<=[数几])[十百千万])[〇零一二三四五六七八九十百千万亿]*(?:多|余)?(?=[项家个名位人件次期批笔篇点类处所户村亩元份条场年届支套座台])|百分之[一二三四五六七八九十百]+", RegexOptions.CultureInvariant)]
    private static partial Regex Found();
}
