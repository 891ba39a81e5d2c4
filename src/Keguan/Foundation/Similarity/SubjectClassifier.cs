using System.Runtime.InteropServices;

namespace Keguan.Foundation.Similarity;

/// <summary>A subject with how near the text is to what was filed under it before; comparable within one text only.</summary>
public readonly record struct SubjectScore(string Subject, double Score);

/// <summary>
/// Proposes subjects (disciplines, industries) for a text from texts whose subjects are known: the cosine with the sum of each subject's texts, over pairs and
/// single ideographs weighted by rarity, divided by (number of texts)^0.8.
/// </summary>
/// <remarks>
/// Between an average (exponent 1), which favours subjects with one lucky text, and a sum (0), which favours the large ones; 0.6–0.9 differ little. On 1 000
/// records of 67 disciplines, leaving each out: first 55.0 %, among five 84.1 % (20 nearest neighbours: 48.9 % and 80.8 %). Source of the method: Rocchio
/// (1971); Joachims, “A probabilistic analysis of the Rocchio algorithm with TFIDF” (1997). Immutable once built.
/// </remarks>
public sealed class SubjectClassifier
{
    const double Exponent = 0.8;

    readonly List<string> _subjects = [];
    readonly List<int> _texts = [];
    readonly Dictionary<uint, (float Rarity, int Place)> _terms = [];

    /// <summary>Per place of a term: the subjects with their weights.</summary>
    readonly List<List<(int Subject, float Weight)>> _weights = [];

    /// <summary>Learns from texts with known subjects. Time and memory grow with the number of distinct terms per text.</summary>
    public SubjectClassifier(IEnumerable<(string Subject, string Text)> known)
    {
        var subjects = new Dictionary<string, int>(StringComparer.Ordinal);
        var read = new List<(int Subject, Dictionary<uint, int> Terms)>();
        var documents = new Dictionary<uint, int>();
        foreach (var (subject, text) in known)
        {
            if (!subjects.TryGetValue(subject, out var number))
            {
                subjects.Add(subject, number = _subjects.Count);
                _subjects.Add(subject);
                _texts.Add(0);
            }
            _texts[number]++;
            var terms = Count(text);
            read.Add((number, terms));
            foreach (var term in terms.Keys) CollectionsMarshal.GetValueRefOrAddDefault(documents, term, out _)++;
        }
        foreach (var (term, with) in documents)
        {
            _terms.Add(term, ((float)Math.Log((read.Count + 1.0) / with), _weights.Count));
            _weights.Add([]);
        }
        foreach (var (subject, terms) in read)
        {
            foreach (var (place, weight) in Vector(terms))
            {
                var list = _weights[place];
                var at = list.FindIndex(one => one.Subject == subject);
                if (at < 0) list.Add((subject, weight));
                else list[at] = (subject, list[at].Weight + weight);
            }
        }
    }

    /// <summary>The subjects nearest to a text, best first.</summary>
    /// <param name="text">The more the better: title, keywords and abstract together.</param>
    /// <param name="top">How many at most.</param>
    /// <param name="own">The subject under which this very text was learned, if it was: it is taken out of the comparison.</param>
    public IReadOnlyList<SubjectScore> Classify(string text, int top, string? own = null)
    {
        var scores = new double[_subjects.Count];
        var vector = Vector(Count(text));
        foreach (var (place, weight) in vector)
            foreach (var (subject, other) in _weights[place]) scores[subject] += weight * other;
        var left = own is null ? -1 : _subjects.IndexOf(own);
        if (left >= 0) scores[left] -= vector.Sum(term => (double)term.Weight * term.Weight);
        for (var subject = 0; subject < scores.Length; subject++)
            scores[subject] /= Math.Pow(Math.Max(1, _texts[subject] - (subject == left ? 1 : 0)) + 1, Exponent);
        return [.. scores.Select((score, subject) => new SubjectScore(_subjects[subject], score)).Where(one => one.Score > 1e-6).OrderByDescending(one => one.Score).ThenBy(one => one.Subject, StringComparer.Ordinal).Take(top)];
    }

    static Dictionary<uint, int> Count(string text)
    {
        var plain = TextTerms.Normalise(text);
        var terms = new List<uint>(plain.Length * 2);
        TextTerms.Read(plain, terms, singles: true);
        var counts = new Dictionary<uint, int>();
        foreach (var term in terms) CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
        return counts;
    }

    /// <summary>Unit length over the terms that are known.</summary>
    List<(int Place, float Weight)> Vector(Dictionary<uint, int> counts)
    {
        var vector = new List<(int Place, float Weight)>(counts.Count);
        var square = 0.0;
        foreach (var (term, count) in counts)
        {
            if (!_terms.TryGetValue(term, out var known)) continue;
            var weight = (1 + MathF.Log(count)) * known.Rarity;
            vector.Add((known.Place, weight));
            square += weight * weight;
        }
        var length = (float)Math.Sqrt(square);
        if (length == 0) return [];
        foreach (ref var term in CollectionsMarshal.AsSpan(vector)) term.Weight /= length;
        return vector;
    }
}
