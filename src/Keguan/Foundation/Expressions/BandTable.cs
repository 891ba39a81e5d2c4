namespace Keguan.Foundation.Expressions;

/// <summary>One row of a table of bands: which values fall into it. A bound that is null is open; <c>Word</c> stands instead of bounds in a table by words.</summary>
public sealed record Band<T>(T Content)
{
    public Value? Low { get; init; }
    public bool LowIncluded { get; init; } = true;
    public Value? High { get; init; }
    public bool HighIncluded { get; init; } = true;
    public string? Word { get; init; }

    internal bool Holds(Value value)
    {
        if (Word is not null) return value.Kind == ValueKind.Text && value.AsText == Word;
        var at = BandTable<T>.Compared(value);
        if (Low is { } low && (LowIncluded ? at < low.Magnitude : at <= low.Magnitude)) return false;
        return High is not { } high || (HighIncluded ? at <= high.Magnitude : at < high.Magnitude);
    }

    /// <summary>Is there a value that both would take?</summary>
    internal bool Overlaps(Band<T> other)
    {
        if (Word is not null || other.Word is not null) return Word == other.Word;
        return Reaches(Low, LowIncluded, other.High, other.HighIncluded) && Reaches(other.Low, other.LowIncluded, High, HighIncluded);
    }

    static bool Reaches(Value? low, bool lowIncluded, Value? high, bool highIncluded) =>
        low is not { } from || high is not { } to || from.Magnitude < to.Magnitude || (from.Magnitude == to.Magnitude && lowIncluded && highIncluded);
}

/// <summary>A table by bands 分档表: a number, an amount or a word falls into one row or into none.</summary>
/// <remarks>
/// Values are compared unrounded. The one exception is the twentieth decimal, where division ends: 42/36 + 64.4/42 is 2.7, and must not miss
/// the band that begins there by the last digit of a repeating decimal.
/// </remarks>
public sealed class BandTable<T>(IReadOnlyList<Band<T>> bands)
{
    const int LastDigit = 20;

    public IReadOnlyList<Band<T>> Bands { get; } = bands;

    /// <summary>The row that the value falls into; null when it is missing or falls into none.</summary>
    public Band<T>? Find(Value value) => value.IsMissing ? null : Bands.FirstOrDefault(band => band.Holds(value));

    /// <summary>The first two rows that would take the same value, if there are such: the table has to be mended then.</summary>
    public (int One, int Other)? Overlap()
    {
        for (var i = 0; i < Bands.Count; i++)
            for (var j = i + 1; j < Bands.Count; j++)
                if (Bands[i].Overlaps(Bands[j])) return (i, j);
        return null;
    }

    internal static decimal Compared(Value value) => Math.Round(value.Magnitude, LastDigit, MidpointRounding.AwayFromZero);
}
