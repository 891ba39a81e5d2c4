namespace Keguan.Foundation.Similarity;

/// <summary>An earlier text that is reported as the same, in whole or in part.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Score">
/// 0…1: the mean of the shorter text's share of characters that stand in the other one too, and of the same share weighted by rarity, so that set phrases of a
/// field say less. Where only passages agree, the plain share of the text looked at.
/// </param>
/// <param name="Whole">The texts as a whole agree; otherwise single long passages do.</param>
/// <param name="SameTeam">The caller said that it comes from the same people: reuse of one's own work, to be judged differently.</param>
/// <param name="Comparison">Both texts side by side.</param>
public sealed record Duplicate<TKey>(TKey Key, double Score, bool Whole, bool SameTeam, Comparison Comparison);

/// <summary>
/// 查重: finds the earlier texts that a text repeats, whole or passage-wise, also when sentences were left out or reordered and words replaced. Candidates
/// come from sampled runs of three characters in a <see cref="TextIndex{TKey}"/>, each is then compared in full, and only what an officer should see is given.
/// </summary>
/// <remarks>
/// Of a long text every eighth run is indexed (those whose hash ends in three zero bits, so the same ones in every text), of a shorter one every second: about
/// 250 for 2 000 characters. Source of the sampling: Manber, “Finding similar files in a large file system” (1994). May be used from several threads.
/// </remarks>
/// <param name="textOf">Gives the text of an earlier document, or null where it is gone.</param>
public sealed class DuplicateFinder<TKey>(Func<TKey, string?> textOf) where TKey : notnull
{
    /// <summary>
    /// From this score on, two texts are reported as a whole. Of the half million pairs among 1 000 different records five reach it (clinical trials told in the same
    /// phrases, 0.35 to 0.49); records with 30 % of their words replaced, and 30 % deleted besides, have 0.35 and more but for one in a hundred.
    /// </summary>
    public const double WholeScore = 0.345;

    /// <summary>A text of fewer characters must agree more, and of very few it says nothing.</summary>
    public const int ShortestText = 30;
    public const int LeastText = 12;
    public const double ShortScore = 0.6;

    /// <summary>A passage of so many equal characters is reported by itself: about two sentences.</summary>
    public const int LongPassage = 60;

    /// <summary>A text is short when it has fewer characters than this, and then more densely sampled.</summary>
    const int ShortText = 600;

    /// <summary>So many candidates are compared in full.</summary>
    const int MostCandidates = 20;

    /// <summary>A candidate that has fewer of the text's sampled runs (by rarity, so many of middling rarity, or this share of a short text's) can't hold a long passage either.</summary>
    const double LeastCommon = 5;
    const double LeastShare = 0.02;

    readonly TextIndex<TKey> _index = new(Sample);

    public int Count => _index.Count;
    public long Bytes => _index.Bytes;

    public void Add(TKey key, string text) => _index.Add(key, text);
    public bool Remove(TKey key) => _index.Remove(key);

    /// <summary>Meant for a background task; see <see cref="TextIndex{TKey}.Compact"/>.</summary>
    public void Compact(CancellationToken cancel = default) => _index.Compact(cancel);

    /// <summary>What the text repeats, the nearest first.</summary>
    /// <param name="text">The text looked at.</param>
    /// <param name="skip">Documents that are not to be reported, such as earlier versions of this one.</param>
    /// <param name="sameTeam">Whether a document comes from the same people.</param>
    public IReadOnlyList<Duplicate<TKey>> Find(string text, Func<TKey, bool>? skip = null, Func<TKey, bool>? sameTeam = null)
    {
        var found = new List<Duplicate<TKey>>();
        var own = new List<uint>();
        Sample(text, own);
        var rarities = _index.Rarities(own);
        var worthLooking = rarities.Sum() * Math.Min(LeastShare, LeastCommon / Math.Max(1, own.Count));
        foreach (var candidate in _index.Search(text, MostCandidates))
        {
            if (candidate.Score < worthLooking) break;
            if (skip?.Invoke(candidate.Key) == true || textOf(candidate.Key) is not { } other) continue;
            var comparison = Passages.Compare(text, other);
            if (Judge(comparison, text == other ? 1 : RareShare(comparison, own, rarities, other)) is not { } judged) continue;
            found.Add(new Duplicate<TKey>(candidate.Key, judged.Score, judged.Whole, sameTeam?.Invoke(candidate.Key) == true, comparison));
        }
        return [.. found.OrderByDescending(one => one.Score)];
    }

    /// <summary>The share of the shorter text's sampled runs that the other one has too, each weighted by its rarity.</summary>
    double RareShare(Comparison comparison, List<uint> own, double[] rarities, string other)
    {
        var others = new List<uint>();
        Sample(other, others);
        var (shorter, weights, longer) = comparison.Characters <= comparison.OtherCharacters
            ? (own, rarities, others.ToHashSet())
            : (others, _index.Rarities(others), own.ToHashSet());
        // Where one of them is long, only what a long text is sampled for can be in both.
        var mask = MaskOf(Math.Max(comparison.Characters, comparison.OtherCharacters));
        var (common, all) = (0.0, 0.0);
        for (var i = 0; i < shorter.Count; i++)
        {
            if ((shorter[i] & mask) != 0) continue;
            all += weights[i];
            if (longer.Contains(shorter[i])) common += weights[i];
        }
        return all == 0 ? 0 : common / all;
    }

    /// <summary>Whether an officer should see this, and with which score.</summary>
    static (double Score, bool Whole)? Judge(Comparison comparison, double rareShare)
    {
        var shorter = Math.Min(comparison.Characters, comparison.OtherCharacters);
        if (shorter < LeastText) return null;
        var score = ((comparison.Characters <= comparison.OtherCharacters ? comparison.Share : comparison.OtherShare) + rareShare) / 2;
        if (score >= (shorter < ShortestText ? ShortScore : WholeScore)) return (score, true);
        return comparison.LongestPassage >= LongPassage ? (comparison.Share, false) : null;
    }

    static uint MaskOf(int characters) => characters < ShortText ? 0x1u : 0x7u;

    /// <summary>The sampled runs of three characters, each once.</summary>
    static void Sample(string text, List<uint> terms)
    {
        var plain = TextTerms.Normalise(text);
        Span<char> last = stackalloc char[3];
        var count = 0;
        foreach (var c in plain)
            if (TextTerms.IsContent(c)) count++;
        var mask = MaskOf(count);
        var seen = new HashSet<uint>();
        count = 0;
        foreach (var c in plain)
        {
            if (!TextTerms.IsContent(c)) continue;
            (last[0], last[1], last[2]) = (last[1], last[2], c);
            if (++count < 3) continue;
            var hash = Mix(((ulong)last[0] << 32) | ((ulong)last[1] << 16) | last[2]);
            if ((hash & mask) == 0 && seen.Add(hash)) terms.Add(hash);
        }
    }

    /// <summary>The finaliser of SplitMix64.</summary>
    static uint Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (uint)(value ^ (value >> 31));
    }
}
