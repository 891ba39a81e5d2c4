using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Keguan.Review.Draws;

/// <summary>One round of an RFC 3797 selection.</summary>
/// <param name="Md5">The hash of the round, 32 upper-case hexadecimal digits as the RFC prints them.</param>
/// <param name="Remaining">How many were still in the pool: the divisor.</param>
/// <param name="Selected">The position in the published list, from 1.</param>
public sealed record Rfc3797Round(string Md5, int Remaining, int Selected);

/// <summary>Publicly verifiable random selection by RFC 3797, kept for draws that were announced by it. New draws use <see cref="LabelOrder"/>.</summary>
public static class Rfc3797
{
    /// <summary>The round is hashed as 16 bits.</summary>
    public const int MostInPool = 65_535;

    /// <summary>Each source's numbers ascending, joined by '.', closed by './', in the order in which the sources were announced.</summary>
    public static string Key(IEnumerable<IEnumerable<long>> sources) =>
        string.Concat(sources.Select(source => string.Join('.', source.Order().Select(number => number.ToString(CultureInfo.InvariantCulture))) + "./"));

    /// <summary>Takes so many from a pool of positions 1 … pool, in the order drawn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pool is empty or above 65 535, or less than one or more than the pool are to be taken.</exception>
    public static IReadOnlyList<Rfc3797Round> Select(string key, int pool, int take)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool, MostInPool);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, pool);
        var left = Enumerable.Range(1, pool).ToList();
        var input = new byte[Encoding.UTF8.GetByteCount(key) + 4];
        Encoding.UTF8.GetBytes(key, input.AsSpan(2));
        var rounds = new List<Rfc3797Round>(take);
        for (var round = 0; round < take; round++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input, (ushort)round);
            BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(input.Length - 2), (ushort)round);
#pragma warning disable CA5351 // The RFC says MD5; it serves compatibility, and the record's own hash is another.
            var md5 = MD5.HashData(input);
#pragma warning restore CA5351
            var at = (int)(new BigInteger(md5, isUnsigned: true, isBigEndian: true) % left.Count);
            rounds.Add(new Rfc3797Round(Convert.ToHexString(md5), left.Count, left[at]));
            left.RemoveAt(at);
        }
        return rounds;
    }
}
