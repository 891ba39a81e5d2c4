using System.Collections.Frozen;

namespace Keguan.Foundation.Codes;

/// <summary>A standard's code table in memory: immutable, in the order of its file, quick to look up and to search.</summary>
public sealed class CodeTable
{
    readonly FrozenDictionary<string, CodeItem> _byCode;

    internal CodeTable(string name, Text title, string standard, IReadOnlyDictionary<int, Text> levels, IReadOnlyList<CodeItem> items, string version)
    {
        (Name, Title, Standard, Levels, Items, Version) = (name, title, standard, levels, items, version);
        _byCode = items.ToFrozenDictionary(item => item.Code);
        Roots = [.. items.Where(item => item.Parent is null)];
    }

    /// <summary>The name in definitions and addresses: areas, industries, disciplines.</summary>
    public string Name { get; }

    public Text Title { get; }

    /// <summary>The standard that the codes come from, with its number.</summary>
    public string Standard { get; }

    /// <summary>The words for the levels, as the standard counts them.</summary>
    public IReadOnlyDictionary<int, Text> Levels { get; }

    public IReadOnlyList<CodeItem> Items { get; }

    public IReadOnlyList<CodeItem> Roots { get; }

    /// <summary>Changes with the content of the files.</summary>
    public string Version { get; }

    public CodeItem? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    /// <summary>The entry of a code that must be there (a stored value, a definition); names the table and the code where it is not.</summary>
    public CodeItem Get(string code) => Find(code) ?? throw new KeyNotFoundException($"The code table {Name} has no code “{code}”.");

    /// <summary>The entries below one, or the top of the table.</summary>
    public IReadOnlyList<CodeItem> Children(string? code = null) => string.IsNullOrEmpty(code) ? Roots : Find(code)?.Children ?? [];

    /// <summary>“制造业 > 化学原料和化学制品制造业 > 涂料、油墨、颜料及类似产品制造 > 涂料制造”; an unknown code is shown as it is.</summary>
    public Text Path(string? code) => Find(code)?.Path ?? Text.Same(code ?? "");

    public Text NameOf(string? code) => Find(code)?.Name ?? Text.Same(code ?? "");

    /// <summary>“C2641 涂料制造”; an unknown code is shown as it is.</summary>
    public Text Label(string? code) => Find(code)?.Label ?? Text.Same(code ?? "");

    /// <summary>Whether one code is the other or lies below it.</summary>
    public bool IsWithin(string? code, string ancestor)
    {
        for (var item = Find(code); item is not null; item = item.Parent)
            if (item.Code == ancestor) return true;
        return false;
    }

    /// <summary>The entry of a line at a level: the county of a town, the section of an industry.</summary>
    public CodeItem? AtLevel(string? code, int level)
    {
        for (var item = Find(code); item is not null; item = item.Parent)
            if (item.Level == level) return item;
        return null;
    }

    /// <summary>
    /// Finds by the beginning of the code (with or without section letter) or by words of the name, best first: the code itself, codes that begin so,
    /// the name itself, names that begin so, names that contain the words, then entries below such names. Several words may fall on different
    /// entries of one line: “制造 涂料”. Without words: the entries below <paramref name="under"/>, or the top.
    /// </summary>
    /// <param name="query">What a person typed; full-width letters and digits are understood.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="level">Only entries of this level of the standard.</param>
    /// <param name="under">Only entries below this code.</param>
    public IReadOnlyList<CodeItem> Search(string? query, int take = 20, int? level = null, string? under = null)
    {
        var within = string.IsNullOrEmpty(under) ? null : Find(under);
        if (within is null && !string.IsNullOrEmpty(under)) return [];
        var words = Folded(query ?? "").Split([' ', '>', ',', '，', '、', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 && level is null) return [.. (within?.Children ?? Roots).Take(take)];

        var ranked = new List<CodeItem>[Ranks];
        foreach (var item in Items)
        {
            if ((level is { } wanted && item.Level != wanted) || (within is not null && !Below(item, within))) continue;
            if (Rank(item, words) is not (>= 0 and var rank)) continue;
            (ranked[rank] ??= []).Add(item);
            if (rank == 0 && ranked[0].Count >= take) break;
        }
        // Among names the shorter is the nearer: 涂料制造 before 涂料、油墨、颜料及类似产品制造.
        return [.. ranked.Where(group => group is not null).SelectMany(group => group == ranked[3] || group == ranked[4] ? group.OrderBy(item => item.OwnName.Length) : group.AsEnumerable()).Take(take)];
    }

    const int Ranks = 6;

    static int Rank(CodeItem item, string[] words)
    {
        if (words.Length == 0) return 0;
        if (words.Length == 1)
        {
            var word = words[0];
            if (item.Code == word || item.ShownCode == word) return 0;
            if (item.Code.StartsWith(word, StringComparison.Ordinal) || item.ShownCode.StartsWith(word, StringComparison.Ordinal)) return 1;
            if (item.OwnName == word) return 2;
            if (item.OwnName.StartsWith(word, StringComparison.Ordinal)) return 3;
            if (item.OwnName.Contains(word, StringComparison.Ordinal)) return 4;
            return item.Haystack.Contains(word, StringComparison.Ordinal) ? 5 : -1;
        }
        var own = false;
        foreach (var word in words)
        {
            var mine = item.OwnName.Contains(word, StringComparison.Ordinal) || item.ShownCode.StartsWith(word, StringComparison.Ordinal) || item.Code.StartsWith(word, StringComparison.Ordinal);
            if (!mine && !item.Haystack.Contains(word, StringComparison.Ordinal)) return -1;
            own |= mine;
        }
        return own ? 4 : 5;
    }

    static bool Below(CodeItem item, CodeItem ancestor)
    {
        for (var above = item.Parent; above is not null && above.Depth >= ancestor.Depth; above = above.Parent)
            if (ReferenceEquals(above, ancestor)) return true;
        return false;
    }

    internal static string Folded(string s) => HalfWidth.Of(s).ToUpperInvariant();
}
