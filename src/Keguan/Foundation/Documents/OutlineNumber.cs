using System.Globalization;

namespace Keguan.Foundation.Documents;

/// <summary>
/// The numbers of headings in Chinese official papers: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3). They are written as text, not as automatic
/// list numbers, so that they survive copying, conversion and reading aloud.
/// </summary>
public sealed class OutlineNumber
{
    public const int Levels = 4;

    readonly int[] _counts = new int[Levels];

    /// <summary>The number of the next heading at a level from 1 to 4; the deeper levels start again.</summary>
    public string Next(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Levels);
        var count = ++_counts[level - 1];
        Array.Clear(_counts, level, Levels - level);
        var digits = count.ToString(CultureInfo.InvariantCulture);
        return level switch
        {
            1 => $"{Chinese(count)}、",
            2 => $"（{Chinese(count)}）",
            3 => $"{digits}. ",
            _ => $"（{digits}）",
        };
    }

    /// <summary>1–99 in Chinese numerals (一, 十, 十一, 二十, 九十九); digits beyond, where no official paper goes.</summary>
    public static string Chinese(int number)
    {
        const string digits = "零一二三四五六七八九";
        if (number is < 0 or > 99) return number.ToString(CultureInfo.InvariantCulture);
        var (tens, ones) = (number / 10, number % 10);
        if (tens == 0) return digits[ones].ToString();
        var head = tens == 1 ? "十" : $"{digits[tens]}十";
        return ones == 0 ? head : head + digits[ones];
    }
}
