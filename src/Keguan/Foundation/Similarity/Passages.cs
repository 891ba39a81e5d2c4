using System.Runtime.InteropServices;

namespace Keguan.Foundation.Similarity;

/// <summary>A stretch of one text found again in another: where it stands in each (UTF-16 units of the texts as given), and how many of its characters agree.</summary>
/// <param name="Start">Where it begins in the first text.</param>
/// <param name="Length">How far it goes there, changed words included.</param>
/// <param name="OtherStart">Where it begins in the other text.</param>
/// <param name="OtherLength">How far it goes there.</param>
/// <param name="Equal">Ideographs, letters and digits of it that stand in both, in runs of at least four.</param>
public readonly record struct Passage(int Start, int Length, int OtherStart, int OtherLength, int Equal);

/// <summary>Two texts side by side.</summary>
/// <param name="Share">Part of the first text's characters (ideographs, letters, digits) that stand in the other one too, 0…1.</param>
/// <param name="OtherShare">Part of the other text's characters that stand in the first.</param>
/// <param name="Characters">How many such characters the first text has.</param>
/// <param name="OtherCharacters">How many the other one has.</param>
/// <param name="Passages">What they have in common, in the order of the first text.</param>
public sealed record Comparison(double Share, double OtherShare, int Characters, int OtherCharacters, IReadOnlyList<Passage> Passages)
{
    public int LongestPassage => Passages.Count == 0 ? 0 : Passages.Max(passage => passage.Equal);
}

/// <summary>
/// What two texts have in common whatever its order: equal runs, found greedily from the longest continuation, joined to passages over small changes.
/// Punctuation, blanks, width and case don't count. Time grows with the lengths, memory with the other text.
/// </summary>
/// <remarks>Source of the idea: Wise, “String similarity via greedy string tiling” (1993).</remarks>
public static class Passages
{
    /// <summary>Shorter runs are in any two Chinese texts.</summary>
    public const int ShortestRun = 4;

    /// <summary>Runs belong to one passage when no more characters than this lie between them, in both texts.</summary>
    public const int WidestGap = 8;

    /// <summary>Of a run that stands in the other text very often, only so many places are tried.</summary>
    const int MostPlaces = 24;

    public static Comparison Compare(string text, string other)
    {
        var (a, placesA) = Content(text);
        var (b, placesB) = Content(other);
        var heads = new Dictionary<ulong, int>(b.Length);
        var next = new int[b.Length];
        for (var at = b.Length - ShortestRun; at >= 0; at--)
        {
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(heads, KeyOf(b, at), out var known);
            next[at] = known ? head : -1;
            head = at;
        }

        var taken = new bool[b.Length];
        var passages = new List<Passage>();
        var (equal, expected, endA, endB) = (0, -1, 0, 0);
        (int A, int B, int Equal) open = (-1, -1, 0);
        for (var i = 0; i + ShortestRun <= a.Length;)
        {
            var (length, place) = Longest(a, i, b, heads, next, expected);
            if (length < ShortestRun)
            {
                i++;
                if (expected >= 0) expected++;
                continue;
            }
            var joins = open.A >= 0 && i - endA <= WidestGap && place >= endB && place - endB <= WidestGap;
            if (!joins)
            {
                Close();
                open = (i, place, 0);
            }
            open.Equal += length;
            equal += length;
            for (var k = 0; k < length; k++) taken[place + k] = true;
            i += length;
            (endA, endB, expected) = (i, place + length, place + length);
        }
        Close();
        return new Comparison(a.Length == 0 ? 0 : (double)equal / a.Length, b.Length == 0 ? 0 : (double)taken.Count(one => one) / b.Length, a.Length, b.Length, passages);

        void Close()
        {
            if (open.A < 0) return;
            var (start, otherStart) = (placesA[open.A], placesB[open.B]);
            passages.Add(new Passage(start, placesA[endA - 1] + 1 - start, otherStart, placesB[endB - 1] + 1 - otherStart, open.Equal));
        }
    }

    /// <summary>The longest run that begins here and stands in the other text; of equally long ones that which continues the one before.</summary>
    static (int Length, int Place) Longest(char[] a, int at, char[] b, Dictionary<ulong, int> heads, int[] next, int expected)
    {
        var (best, place) = (0, -1);
        if (!heads.TryGetValue(KeyOf(a, at), out var candidate)) return (0, -1);
        for (var tried = 0; candidate >= 0 && tried < MostPlaces; candidate = next[candidate], tried++)
        {
            var length = a.AsSpan(at).CommonPrefixLength(b.AsSpan(candidate));
            if (length > best || (length == best && Nears(candidate) && !Nears(place))) (best, place) = (length, candidate);
        }
        return (best, place);

        bool Nears(int one) => expected >= 0 && one >= expected - WidestGap && one <= expected + WidestGap;
    }

    static ulong KeyOf(char[] text, int at) => ((ulong)text[at] << 48) | ((ulong)text[at + 1] << 32) | ((ulong)text[at + 2] << 16) | text[at + 3];

    /// <summary>What counts of a text, made equal in width and case, with its places. Characters that the normal form makes longer keep their first unit's place.</summary>
    static (char[] Characters, int[] Places) Content(string text)
    {
        var characters = new List<char>(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 128 || TextTerms.IsIdeograph(text[i]) && text[i] < '\uF900')
            {
                if (!TextTerms.IsContent(text[i])) continue;
                characters.Add(char.ToLowerInvariant(text[i]));
                places.Add(i);
                continue;
            }
            if (char.IsSurrogate(text[i]))
            {
                characters.Add(text[i]);
                places.Add(i);
                continue;
            }
            foreach (var c in TextTerms.Normalise(text[i].ToString()))
            {
                if (!TextTerms.IsContent(c)) continue;
                characters.Add(c);
                places.Add(i);
            }
        }
        return ([.. characters], [.. places]);
    }
}
