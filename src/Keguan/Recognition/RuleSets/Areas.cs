namespace Keguan.Recognition.RuleSets;

/// <summary>Areas by their codes of GB/T 2260: six digits, province (2), city (2), county (2); zeros at the end mean the whole.</summary>
static class Areas
{
    /// <summary>Does a rule of this area apply in that one? A rule without area applies everywhere; an unnamed place knows only those.</summary>
    public static bool Covers(string rule, string place) => rule.Length == 0 || place.StartsWith(Stem(rule), StringComparison.Ordinal);

    static string Stem(string code)
    {
        var stem = code;
        while (stem.Length > 2 && stem.Length % 2 == 0 && stem.EndsWith("00", StringComparison.Ordinal)) stem = stem[..^2];
        return stem;
    }
}
