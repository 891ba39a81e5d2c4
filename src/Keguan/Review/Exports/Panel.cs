using System.Security.Cryptography;
using System.Text;
using Keguan.Foundation;

namespace Keguan.Review.Exports;

/// <summary>Somebody of the library as a candidate for one panel.</summary>
/// <param name="Load">Reviews given to him within the last year.</param>
/// <param name="Matches">His disciplines or his speciality fit.</param>
/// <param name="Excluded">Why he must not review it; null when he may.</param>
public sealed record Candidate(Expert Expert, int Load, bool Matches, Text? Excluded)
{
    public bool Eligible => Matches && Excluded is null;
}

/// <summary>
/// Chooses a panel: those with the least to review first, among equals by SHA-256(seed ‖ expert id). Whoever knows the seed and the candidates gets the same panel again.
/// </summary>
public static class Panel
{
    /// <summary>Sixteen random bytes, hexadecimal.</summary>
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The key by which equals are ordered: hex SHA-256 over the UTF-8 of the seed followed by the id in its usual form (lower case, with hyphens).</summary>
    public static string KeyOf(string seed, Guid expert) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed + expert.ToString("D"))));

    /// <summary>
    /// At most <paramref name="number"/> eligible experts. Two of one organisation sit on a panel only where there is nobody else.
    /// </summary>
    public static IReadOnlyList<Candidate> Choose(IEnumerable<Candidate> candidates, int number, string seed, IEnumerable<string> seated)
    {
        var order = candidates.Where(candidate => candidate.Eligible).OrderBy(candidate => candidate.Load).ThenBy(candidate => KeyOf(seed, candidate.Expert.Id), StringComparer.Ordinal).ToList();
        var chosen = new List<Candidate>();
        var organisations = seated.ToList();
        foreach (var candidate in order.TakeWhile(_ => chosen.Count < number))
        {
            if (organisations.Exists(organisation => organisation == candidate.Expert.OrganisationName)) continue;
            chosen.Add(candidate);
            organisations.Add(candidate.Expert.OrganisationName);
        }
        chosen.AddRange(order.Except(chosen).Take(number - chosen.Count).ToList());
        return chosen;
    }
}
