using System.Runtime.InteropServices;

namespace Keguan.Foundation.Similarity;

/// <summary>A document found, with its BM25 score (0 and up; comparable within one query only).</summary>
public readonly record struct TextHit<TKey>(TKey Key, double Score);

/// <summary>
/// Finds the documents nearest to a text, in memory: BM25 over the terms of <see cref="TextTerms"/> (or any other reader), exact, with pruning.
/// </summary>
/// <remarks>
/// Log-structured: new documents go into a builder, which is sealed at the next search or when it is full; segments of like size are merged, by
/// <see cref="Compact"/> in the background or on the way. Searching never waits for a merge. All members may be called from several threads.
/// Source of the weighting: Robertson, Zaragoza, “The probabilistic relevance framework: BM25 and beyond” (2009); of the pruning: Turtle, Flood, “Query
/// evaluation: strategies and optimizations” (1995, MaxScore).
/// </remarks>
/// <param name="read">Appends the terms of a text; null: ideographs, their pairs, and words.</param>
public sealed class TextIndex<TKey>(Action<string, List<uint>>? read = null) where TKey : notnull
{
    const double K1 = 1.2;
    const double B = 0.75;

    /// <summary>A builder is sealed at so many postings (about 40 MB while it is built).</summary>
    const int FullBuilder = 4_000_000;

    /// <summary>So many segments of like size become one; none grows beyond so many documents.</summary>
    const int Fan = 6;
    const int LargestSegment = 250_000;

    /// <summary>In a large index, terms that stand in more than this part of the documents are left out of a query that has rarer ones: they hardly move the order and cost the most.</summary>
    const double CommonShare = 0.3;
    const int LargeIndex = 10_000;

    readonly Action<string, List<uint>> _read = read ?? ((text, terms) => TextTerms.Read(TextTerms.Normalise(text), terms, singles: true));
    readonly Lock _write = new();
    readonly Lock _merge = new();
    readonly List<TKey> _keys = [];
    readonly Dictionary<TKey, int> _numbers = [];
    PostingSegment.Builder _builder = new();

    /// <summary>Where each living document stands: by the builder, or by the segment that holds it.</summary>
    readonly List<(PostingSegment? Segment, int Document)> _places = [];
    volatile PostingSegment[] _segments = [];

    public int Count
    {
        get
        {
            lock (_write) return _numbers.Count;
        }
    }

    /// <summary>Bytes held by postings and their directory; keys and what the builder holds are not counted.</summary>
    public long Bytes => _segments.Sum(segment => segment.Bytes);

    /// <summary>Adds a document, in the place of an earlier one with this key.</summary>
    public void Add(TKey key, string text)
    {
        var terms = new List<uint>(text.Length);
        _read(text, terms);
        lock (_write)
        {
            Drop(key);
            var number = _keys.Count;
            _keys.Add(key);
            _numbers[key] = number;
            _places.Add((null, _builder.Documents));
            _builder.Add(number, terms);
            if (_builder.Postings < FullBuilder) return;
            Seal();
        }
        Compact();
    }

    public bool Remove(TKey key)
    {
        lock (_write) return Drop(key);
    }

    bool Drop(TKey key)
    {
        if (!_numbers.Remove(key, out var number)) return false;
        var (segment, document) = _places[number];
        if (segment is null) _builder.Remove(document);
        else segment.Removed[document] = true;
        return true;
    }

    void Seal()
    {
        if (_builder.Documents == 0) return;
        var sealedNow = _builder.Seal();
        _builder = new();
        Point(sealedNow);
        _segments = [.. _segments, sealedNow];
    }

    void Point(PostingSegment segment)
    {
        for (var document = 0; document < segment.Documents; document++) _places[segment.Keys[document]] = (segment, document);
    }

    /// <summary>Merges segments of like size until there are few. Meant for a background task; adding does it on the way as well.</summary>
    public void Compact(CancellationToken cancel = default)
    {
        lock (_merge)
        {
            while (Mergeable(_segments) is { } parts)
            {
                var merged = PostingSegment.Merge(parts, cancel);
                lock (_write)
                {
                    Point(merged);
                    // Whoever was removed while the merge went on.
                    for (var document = 0; document < merged.Documents; document++)
                    {
                        var number = merged.Keys[document];
                        if (!_numbers.TryGetValue(_keys[number], out var current) || current != number) merged.Removed[document] = true;
                    }
                    _segments = [.. _segments.Except(parts), merged];
                }
            }
        }
    }

    static List<PostingSegment>? Mergeable(PostingSegment[] segments)
    {
        foreach (var group in segments.GroupBy(segment => (int)Math.Log(Math.Max(1, segment.Documents), Fan)).OrderBy(group => group.Key))
        {
            var parts = new List<PostingSegment>();
            var (documents, bytes) = (0L, 0L);
            foreach (var segment in group.OrderBy(one => one.Documents))
            {
                if (documents + segment.Documents > LargestSegment || bytes + segment.Bytes > 1_500_000_000) break;
                (documents, bytes) = (documents + segment.Documents, bytes + segment.Bytes);
                parts.Add(segment);
                if (parts.Count == Fan) return parts;
            }
        }
        return null;
    }

    PostingSegment[] Snapshot()
    {
        lock (_write)
        {
            Seal();
            return _segments;
        }
    }

    /// <summary>How rare each of these terms is: ln of all documents by those that have it (removed ones count until they are merged away).</summary>
    public double[] Rarities(IReadOnlyList<uint> terms)
    {
        var segments = Snapshot();
        var documents = segments.Sum(segment => (long)segment.Documents);
        return [.. terms.Select(term => Math.Log((documents + 1.0) / Math.Max(1, With(segments, term))))];
    }

    static long With(PostingSegment[] segments, uint term)
    {
        var with = 0L;
        foreach (var segment in segments)
            if (segment.Find(term) is var place and >= 0) with += segment.CountOf(place);
        return with;
    }

    readonly record struct Wanted(double Weight, int Place, double Bound);

    [ThreadStatic] static float[]? _scores;

    /// <summary>The documents nearest to a text, best first; those that share no term with it are not among them.</summary>
    /// <param name="text">A few words or a whole document.</param>
    /// <param name="top">How many at most.</param>
    /// <param name="mostTerms">Of a long text only so many terms, the rarest, are looked for.</param>
    public IReadOnlyList<TextHit<TKey>> Search(string text, int top, int mostTerms = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(top);
        var terms = new List<uint>(text.Length);
        _read(text, terms);
        var segments = Snapshot();
        var documents = segments.Sum(segment => (long)segment.Documents);
        if (documents == 0) return [];
        var average = Math.Max(1, segments.Sum(segment => segment.TotalLength) / (double)documents);
        var wanted = terms.CountBy(term => term).Select(term =>
        {
            var with = With(segments, term.Key);
            return (Term: term.Key, With: with, Weight: term.Value * Math.Log(1 + ((documents - with + 0.5) / (with + 0.5))));
        }).Where(term => term.With > 0).OrderByDescending(term => term.Weight).ThenBy(term => term.Term).Take(mostTerms).ToList();

        if (documents >= LargeIndex && wanted.Exists(term => term.With <= documents * CommonShare)) wanted.RemoveAll(term => term.With > documents * CommonShare);

        var best = new Best(top);
        foreach (var segment in segments)
        {
            var own = new List<Wanted>(wanted.Count);
            foreach (var (term, _, weight) in wanted)
            {
                var place = segment.Find(term);
                if (place < 0) continue;
                // No document is shorter than nothing: that bounds what the term can give.
                var most = segment.MostOftenOf(place) is byte.MaxValue ? ushort.MaxValue : segment.MostOftenOf(place);
                own.Add(new Wanted(weight, place, weight * most * (K1 + 1) / (most + (K1 * (1 - B)))));
            }
            own.Sort((one, other) => other.Bound.CompareTo(one.Bound));
            Search(segment, own, average, best);
        }
        lock (_write) return best.Sorted().Select(hit => new TextHit<TKey>(_keys[hit.Key], hit.Score)).ToList();
    }

    /// <summary>
    /// Term by term from the weightiest. As soon as a document that has none of the terms so far can't get among the best any more, only the documents
    /// already met are followed up, by jumping through the long lists of the common terms.
    /// </summary>
    static void Search(PostingSegment segment, List<Wanted> wanted, double average, Best best)
    {
        var left = new double[wanted.Count + 1];
        for (var i = wanted.Count - 1; i >= 0; i--) left[i] = left[i + 1] + wanted[i].Bound;
        if (_scores is null || _scores.Length < segment.Documents) _scores = new float[segment.Documents];
        var scores = _scores;
        var met = new List<int>();
        var threshold = best.Threshold;
        var at = 0;
        for (; at < wanted.Count && left[at] > threshold; at++)
        {
            var reader = segment.Read(wanted[at].Place);
            while (reader.Next())
            {
                ref var score = ref scores[reader.Document];
                if (score == 0) met.Add(reader.Document);
                score += Gain(segment, wanted[at].Weight, reader.Document, reader.Times, average);
            }
            // Looking through all documents met pays only once the rest is small enough to be outdone.
            if (at + 1 < wanted.Count && left[at + 1] < left[0] - left[at + 1]) threshold = Math.Max(threshold, best.With(segment, met, scores));
        }
        var followed = met;
        if (at < wanted.Count)
        {
            followed = Promising(met, scores, threshold - left[at]);
            followed.Sort();
            for (; at < wanted.Count; at++)
            {
                var reader = segment.Read(wanted[at].Place);
                foreach (var document in followed)
                {
                    if (!reader.Seek(document)) break;
                    if (reader.Document == document) scores[document] += Gain(segment, wanted[at].Weight, document, reader.Times, average);
                }
                threshold = Math.Max(threshold, best.With(segment, followed, scores));
                followed = Promising(followed, scores, threshold - left[at + 1]);
            }
        }
        foreach (var document in followed)
            if (!segment.Removed[document]) best.Offer(segment.Keys[document], scores[document]);
        foreach (var document in met) scores[document] = 0;
    }

    static List<int> Promising(List<int> documents, float[] scores, double least)
    {
        var kept = new List<int>(documents.Count);
        // A hair's breadth for the rounding of single precision.
        least -= 1e-3;
        foreach (var document in documents)
            if (scores[document] >= least) kept.Add(document);
        return kept;
    }

    static float Gain(PostingSegment segment, double weight, int document, int times, double average) =>
        (float)(weight * times * (K1 + 1) / (times + (K1 * (1 - B + (B * segment.Lengths[document] / average)))));

    /// <summary>The best so far, the worst of them on top.</summary>
    sealed class Best(int size)
    {
        readonly PriorityQueue<(int Key, double Score), (double Score, int NegativeKey)> _heap = new();

        /// <summary>What a document must exceed to get in.</summary>
        public double Threshold => _heap.Count < size ? double.NegativeInfinity : _heap.Peek().Score;

        public void Offer(int key, double score)
        {
            if (_heap.Count < size) _heap.Enqueue((key, score), (score, -key));
            else _heap.EnqueueDequeue((key, score), (score, -key));
        }

        /// <summary>What the threshold would be with these added, each at the least that it will get.</summary>
        public double With(PostingSegment segment, List<int> documents, float[] scores)
        {
            var heap = new PriorityQueue<float, float>();
            foreach (var (_, score) in _heap.UnorderedItems.Select(item => item.Element)) heap.Enqueue((float)score, (float)score);
            foreach (var document in CollectionsMarshal.AsSpan(documents))
            {
                var score = scores[document];
                if (heap.Count >= size && score <= heap.Peek()) continue;
                if (segment.Removed[document]) continue;
                if (heap.Count < size) heap.Enqueue(score, score);
                else heap.EnqueueDequeue(score, score);
            }
            return heap.Count < size ? double.NegativeInfinity : heap.Peek();
        }

        public IEnumerable<(int Key, double Score)> Sorted() => _heap.UnorderedItems.Select(item => item.Element).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Key);
    }
}
