using System.Text.RegularExpressions;
using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Names;

/// <summary>Why two names may mean the same organisation. The officer judges, so he is told the reason and not a figure.</summary>
/// <param name="Weak">Says little by itself: only together with another fact that is the same.</param>
public readonly record struct Near(Text Reason, bool Weak = false);

/// <summary>Compares two names. Every rule is symmetric.</summary>
public static partial class Nearness
{
    const string Numerals = "一二三四五六七八九十0123456789";

    public static Near? Of(NameParts one, NameParts other)
    {
        var (a, b) = (one.Core, other.Core);
        if (a.Length == 0 || b.Length == 0) return null;
        // 云江市人民医院, 临江区人民医院: public institutions have no trade name, the area tells them apart.
        if (one.Area != other.Area && one.Area.Length > 0 && other.Area.Length > 0 && Institution().IsMatch(a) && Institution().IsMatch(b)) return null;
        if (a == b) return new(T("名称实质相同", "the same name but for area and legal form"));
        if (Numbered(a, b)) return null;
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        if (shorter.Length >= 4 && longer.Contains(shorter, StringComparison.Ordinal)) return new(T("一方名称包含另一方", "one name contains the other"));

        // One other character makes another company of a trade name, which is its first two; further on it is rather a slip.
        var distance = Distance(a, b);
        if (shorter.Length >= 4 && distance == 1) return new(T("仅差 1 个字", "one character differs"), Weak: a[..2] != b[..2] && !Exchanged(a, b));
        if (a.Length < 4 || b.Length < 4 || a[..2] != b[..2]) return null;
        if (shorter.Length >= 9 && distance == 2) return new(T("仅差 2 个字", "two characters differ"));
        return Likeness(a, b) >= 0.45 ? new(T("字号相同，行业相近", "the same trade name in a like trade")) : null;
    }

    /// <summary>第一医院, 第二医院, 医院: different numbers are different bodies.</summary>
    static bool Numbered(string a, string b) => (Number().IsMatch(a) || Number().IsMatch(b) || a.Length == b.Length) && Unnumbered(a) == Unnumbered(b);

    static string Unnumbered(string name) => string.Concat(Number().Replace(name, "").Where(c => !Numerals.Contains(c, StringComparison.Ordinal)));

    static bool Exchanged(string a, string b) => a.Length == b.Length && a.Order().SequenceEqual(b.Order());

    /// <summary>Dice's coefficient over pairs of neighbouring characters, 0…1.</summary>
    public static double Likeness(string a, string b)
    {
        var left = Pairs(a);
        var right = Pairs(b);
        if (left.Count + right.Count == 0) return a == b ? 1 : 0;
        return 2.0 * left.Intersect(right).Count() / (left.Count + right.Count);

        static HashSet<string> Pairs(string text) => [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(i => text.Substring(i, 2))];
    }

    /// <summary>Characters to insert, delete or replace, or neighbours to exchange.</summary>
    public static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var now = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = Math.Min(now[j], before[j - 2] + 1);
            }
            (before, last, now) = (last, now, before);
        }
        return last[b.Length];
    }

    [GeneratedRegex("(院|所|中心|校|小学|中学|大学|局|站|馆|台|会)$")]
    private static partial Regex Institution();

    [GeneratedRegex("第[一二三四五六七八九十百0-9]+")]
    private static partial Regex Number();
}
