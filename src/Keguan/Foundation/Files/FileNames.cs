using System.Globalization;
using System.Text;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

/// <summary>Names that are safe on every system, Chinese left as it is.</summary>
public static class FileNames
{
    public const int MaxLength = 120;

    static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The last part of a name as a browser sends it (older ones send the whole path), without what breaks or deceives: control and
    /// direction-changing characters (gnp‮.exe reads as exe.png), separators, wildcards, reserved words, leading and trailing dots.
    /// </summary>
    public static string Safe(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = Clean(last);
        if (clean.Length > MaxLength)
        {
            var extension = Path.GetExtension(clean);
            if (extension.Length > 10) extension = "";
            clean = Cut(clean[..^extension.Length], MaxLength - extension.Length).TrimEnd(' ', '.') + extension;
        }
        if (clean.Length == 0 || clean == Path.GetExtension(clean)) clean = T("未命名", "unnamed") + clean;
        // Hidden on Unix, and on a web page easily taken for a folder.
        clean = clean.TrimStart(' ', '.');
        return Reserved.Contains(Path.GetFileNameWithoutExtension(clean)) ? "_" + clean : clean;
    }

    /// <summary>A path inside an archive: every part safe, no way up, no root.</summary>
    public static string SafePath(string path) =>
        string.Join('/', path.Split('/', '\\').Where(part => part.Trim(' ', '.').Length > 0).DefaultIfEmpty("").Select(Safe));

    /// <summary>The extension in lower case without its dot; "" if there is none.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var rune in Normalised(name).EnumerateRunes())
        {
            if (rune.Value == 0xFFFD || "<>:\"|?*".Contains((char)rune.Value, StringComparison.Ordinal) && rune.IsAscii) clean.Append('_');
            else if (Rune.IsWhiteSpace(rune)) clean.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate))
                clean.Append(rune);
        }
        return clean.ToString().TrimStart(' ').TrimEnd(' ', '.');
    }

    /// <summary>Macs send decomposed characters; composed ones compare and search as people expect.</summary>
    static string Normalised(string name)
    {
        var whole = string.Concat(name.EnumerateRunes().Select(rune => rune.ToString()));
        return whole.Normalize(NormalizationForm.FormC);
    }

    static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
