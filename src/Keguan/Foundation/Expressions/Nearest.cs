namespace Keguan.Foundation.Expressions;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate closest to a word by edit distance, or null when none is close enough to be worth saying.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, Math.Min(3, word.Length / 3));
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit) continue;
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            // One letter for another is no resemblance.
            if (distance >= bestDistance || distance >= Math.Max(word.Length, candidate.Length)) continue;
            (best, bestDistance) = (candidate, distance);
        }
        return best;
    }

    /// <summary>“您是否想写 …？ / Did you mean …?”, or nothing.</summary>
    public static Text Hint(string word, IEnumerable<string> candidates) =>
        To(word, candidates) is { } found ? new Text($"；是否想写 {found}？", $"; did you mean {found}?") : new Text("", "");

    /// <summary>Edits (insert, delete, replace, swap of neighbours) from one word to the other.</summary>
    public static int Distance(string one, string two)
    {
        var before = new int[two.Length + 1];
        var last = Enumerable.Range(0, two.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[two.Length + 1];
            row[0] = i;
            for (var j = 1; j <= two.Length; j++)
            {
                var replace = last[j - 1] + (one[i - 1] == two[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(row[j - 1], last[j]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == two[j - 2] && one[i - 2] == two[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last) = (last, row);
        }
        return last[two.Length];
    }
}
