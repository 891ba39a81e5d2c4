using System.Text;

namespace Keguan.Programmes.Similarity;

/// <summary>
/// Near-duplicate detection of Chinese text: overlapping three-character shingles, a MinHash signature to find candidates, the exact Jaccard coefficient
/// of the shingle sets to judge them. Source: Broder, “On the resemblance and containment of documents” (1997).
/// </summary>
public static class Shingles
{
    public const int Permutations = 64;

    /// <summary>Bands of rows: two texts with Jaccard s share a band with probability 1 − (1 − s⁴)¹⁶, 90 % at 0.6.</summary>
    public const int Bands = 16;
    const int RowsPerBand = Permutations / Bands;

    /// <summary>Hashes of all distinct shingles of the letters, digits and ideographs in the text.</summary>
    public static HashSet<uint> Of(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
            if (char.IsLetterOrDigit(c)) kept.Append(char.ToLowerInvariant(c));
        var plain = kept.ToString();
        var set = new HashSet<uint>();
        Span<byte> bytes = stackalloc byte[6];
        for (var i = 0; i + 3 <= plain.Length; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                bytes[2 * j] = (byte)plain[i + j];
                bytes[(2 * j) + 1] = (byte)(plain[i + j] >> 8);
            }
            set.Add(FnvOf(bytes));
        }
        return set;
    }

    /// <summary>|A∩B| / |A∪B|, 0 for two empty sets.</summary>
    public static double Jaccard(HashSet<uint> a, HashSet<uint> b)
    {
        if (a.Count == 0 && b.Count == 0) return 0;
        var (small, large) = a.Count < b.Count ? (a, b) : (b, a);
        var common = small.Count(large.Contains);
        return (double)common / (a.Count + b.Count - common);
    }

    /// <summary>One key per band; two texts are candidates when they share one. Empty for a text without shingles.</summary>
    public static IReadOnlyList<long> BandsOf(HashSet<uint> shingles)
    {
        if (shingles.Count == 0) return [];
        var least = new uint[Permutations];
        Array.Fill(least, uint.MaxValue);
        foreach (var shingle in shingles)
            for (var p = 0; p < Permutations; p++)
            {
                var hash = Mix(shingle, (uint)p);
                if (hash < least[p]) least[p] = hash;
            }
        var bands = new long[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var key = (ulong)band;
            for (var row = 0; row < RowsPerBand; row++) key = (key * 0x9E3779B97F4A7C15) ^ least[(band * RowsPerBand) + row];
            bands[band] = (long)key;
        }
        return bands;
    }

    static uint FnvOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619u;
        return hash;
    }

    /// <summary>A family of mixing functions (murmur3 finaliser over value and index).</summary>
    static uint Mix(uint value, uint index)
    {
        var h = value ^ (index * 0x9E3779B9u);
        h ^= h >> 16;
        h *= 0x85EBCA6B;
        h ^= h >> 13;
        h *= 0xC2B2AE35;
        h ^= h >> 16;
        return h;
    }
}
