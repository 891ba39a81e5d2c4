using System.Text;

namespace Keguan.Foundation.Similarity;

/// <summary>
/// What a text is made of when texts are compared: overlapping pairs of ideographs, whole words of other scripts, numbers. No dictionary, no segmentation: pairs
/// find two-character words wherever they stand, and a name nobody listed is found as well.
/// </summary>
/// <remarks>A term is 32 bits: two UTF-16 units of ideographs side by side, or a hash of a word in the range below the ideographs.</remarks>
public static class TextTerms
{
    /// <summary>Full and half width, traditional compatibility forms and letter case made equal (NFKC, lower case); length may change.</summary>
    public static string Normalise(string text)
    {
        var plain = text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
        return plain.ToLowerInvariant();
    }

    /// <summary>Ideographs, kana and hangul, which are written without blanks; halves of a surrogate pair count as such.</summary>
    public static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF' || char.IsSurrogate(c);

    public static bool IsContent(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    /// <summary>Appends the terms of a text in their order. The text must be normalised.</summary>
    /// <param name="text">What to read.</param>
    /// <param name="terms">Gets the terms.</param>
    /// <param name="singles">Each ideograph by itself as well: it catches words shortened, or parted by a particle.</param>
    public static void Read(ReadOnlySpan<char> text, List<uint> terms, bool singles = false)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!IsContent(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            if (IsIdeograph(text[i]))
            {
                while (i < text.Length && IsIdeograph(text[i])) i++;
                if (singles || i == start + 1)
                    for (var at = start; at < i; at++) terms.Add(text[at]);
                for (var at = start; at + 1 < i; at++) terms.Add(((uint)text[at] << 16) | text[at + 1]);
            }
            else
            {
                while (i < text.Length && IsContent(text[i]) && !IsIdeograph(text[i])) i++;
                terms.Add(WordOf(text[start..i]));
            }
        }
    }

    /// <summary>FNV-1a, folded below the first ideograph and above single characters.</summary>
    static uint WordOf(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var c in word) hash = (hash ^ c) * 16777619u;
        return 0x0001_0000 + (hash % 0x303F_0000);
    }
}
