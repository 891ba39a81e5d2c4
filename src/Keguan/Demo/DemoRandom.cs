using System.Numerics;

namespace Keguan.Demo;

/// <summary>
/// Chance that is the same for ever: xoshiro256** seeded by SplitMix64 (Blackman and Vigna, public domain), with whole numbers only. System.Random promises
/// no sequence, and floating point differs between machines; the demonstration city has to be the same byte for byte.
/// </summary>
public sealed class DemoRandom
{
    ulong _a, _b, _c, _d;

    public DemoRandom(ulong seed)
    {
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    /// <summary>A stream of its own for one purpose: what is drawn here does not move what is drawn elsewhere.</summary>
    public static DemoRandom For(ulong seed, string purpose)
    {
        // FNV-1a over UTF-16 code units.
        var hash = 14695981039346656037UL;
        foreach (var c in purpose) hash = (hash ^ c) * 1099511628211UL;
        return new DemoRandom(seed ^ hash);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 … bound − 1, each equally likely.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var limit = ulong.MaxValue - ulong.MaxValue % (ulong)bound;
        ulong drawn;
        do drawn = Next();
        while (drawn >= limit);
        return (int)(drawn % (ulong)bound);
    }

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    /// <summary>By weight, in the order given.</summary>
    public T Pick<T>(params ReadOnlySpan<(T Value, int Weight)> choices)
    {
        var total = 0;
        foreach (var choice in choices) total += choice.Weight;
        var drawn = Below(total);
        foreach (var choice in choices)
        {
            if (drawn < choice.Weight) return choice.Value;
            drawn -= choice.Weight;
        }
        throw new InvalidOperationException("Weights must be positive.");
    }

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        List<T> list = [.. items];
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
        return list;
    }

    /// <summary>Some of the items, in their own order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> items, int count) =>
        [.. Shuffled(Enumerable.Range(0, items.Count)).Take(count).Order().Select(index => items[index])];

    /// <summary>Thousandths of a standard normal, by the sum of twelve.</summary>
    public int NormalThousandths()
    {
        var sum = -6000;
        for (var i = 0; i < 12; i++) sum += Below(1001);
        return sum;
    }

    static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
