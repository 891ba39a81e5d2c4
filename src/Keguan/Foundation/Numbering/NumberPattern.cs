using System.Globalization;
using System.Text;

namespace Keguan.Foundation.Numbering;

/// <summary>
/// How a number is written: text with {year}, {yy}, {MM}, {dd} of the business day and {n} or {n:4}, the running number, filled to four digits.
/// `YKJ{year}-{n:4}` gives YKJ2026-0142, `R{year}-{MM}{dd}-{n:4}` R2026-1118-0412, `云科发〔{year}〕{n}号` 云科发〔2026〕22号.
/// </summary>
public sealed class NumberPattern
{
    readonly List<(string Text, char Kind, int Width)> _parts = [];

    NumberPattern(string pattern) => Source = pattern;

    public string Source { get; }

    /// <summary>Reads a pattern; throws with what is wrong in it.</summary>
    public static NumberPattern Parse(string pattern)
    {
        var result = new NumberPattern(pattern);
        var at = 0;
        while (at < pattern.Length)
        {
            var open = pattern.IndexOf('{', at);
            if (open < 0) open = pattern.Length;
            if (open > at) result._parts.Add((pattern[at..open], 't', 0));
            if (open == pattern.Length) break;
            var close = pattern.IndexOf('}', open);
            if (close < 0) throw new FormatException($"“{pattern}”: a brace is not closed.");
            result._parts.Add(Part(pattern, pattern[(open + 1)..close]));
            at = close + 1;
        }
        if (result._parts.Count(part => part.Kind == 'n') != 1) throw new FormatException($"“{pattern}” needs the running number {{n}} exactly once.");
        if (result.Has('d') && !result.Has('M') || result.Has('M') && !result.Has('y')) throw new FormatException($"“{pattern}”: a day needs its month and a month its year, or the numbers of two years meet.");
        return result;
    }

    /// <summary>What the count starts anew with: the day, month or year that the pattern shows, and nothing where it shows none.</summary>
    public string ScopeOf(DateOnly day) =>
        day.ToString(Has('d') ? "yyyy-MM-dd" : Has('M') ? "yyyy-MM" : Has('y') ? "yyyy" : "'all'", CultureInfo.InvariantCulture);

    public string Write(DateOnly day, long number)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Kind switch
            {
                't' => part.Text,
                'n' => number.ToString(CultureInfo.InvariantCulture).PadLeft(part.Width, '0'),
                'y' => (part.Width == 2 ? day.Year % 100 : day.Year).ToString(CultureInfo.InvariantCulture).PadLeft(part.Width, '0'),
                'M' => day.Month.ToString("00", CultureInfo.InvariantCulture),
                _ => day.Day.ToString("00", CultureInfo.InvariantCulture),
            });
        }
        return text.ToString();
    }

    public override string ToString() => Source;

    bool Has(char kind) => _parts.Any(part => part.Kind == kind);

    static (string, char, int) Part(string pattern, string name) => name switch
    {
        "year" => (name, 'y', 4),
        "yy" => (name, 'y', 2),
        "MM" => (name, 'M', 2),
        "dd" => (name, 'd', 2),
        "n" => (name, 'n', 0),
        _ when name.StartsWith("n:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is >= 1 and <= 18 => (name, 'n', width),
        _ => throw new FormatException($"“{pattern}”: {{{name}}} is not known; there are {{year}}, {{yy}}, {{MM}}, {{dd}}, {{n}} and {{n:4}}."),
    };
}
