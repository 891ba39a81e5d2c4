using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Names;

/// <summary>Whether two names may mean the same organisation, and why one might think so: the officer judges, so he is told the reason and not a figure.</summary>
public static class Nearness
{
    const string Numerals = "一二三四五六七八九十0123456789";

    /// <summary>The reason why the names are near-equal, or null. Symmetric.</summary>
    public static Text? Of(string one, string other)
    {
        var (a, b) = (NameParts.Core(one), NameParts.Core(other));
        if (a.Length == 0 || b.Length == 0) return null;
        if (a == b) return T("名称实质相同", "the same name but for area and legal form");
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        if (shorter.Length >= 3 && longer.Contains(shorter, StringComparison.Ordinal)) return T("一方名称包含另一方", "one name contains the other");
        if (Numbered(a, b)) return null;
        // One wrong character in a short name may make another company of it; in a long one even two rarely do.
        var distance = Distance(a, b);
        if (shorter.Length >= 4 && distance == 1) return T("仅差 1 个字", "one character differs");
        if (shorter.Length >= 9 && distance == 2) return T("仅差 2 个字", "two characters differ");
        if (shorter.Length >= 4 && a[..2] == b[..2] && Likeness(a, b) >= 0.45) return T("字号相同，行业相近", "the same trade name in a like trade");
        return null;
    }

    /// <summary>第一医院, 第二医院: different numbers are different bodies.</summary>
    static bool Numbered(string a, string b)
    {
        if (a.Length != b.Length) return false;
        var different = Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]).ToList();
        return different.Count == 1 && Numerals.Contains(a[different[0]], StringComparison.Ordinal) && Numerals.Contains(b[different[0]], StringComparison.Ordinal);
    }

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
}
