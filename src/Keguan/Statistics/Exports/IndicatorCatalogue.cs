using Keguan.Foundation;
using Keguan.Foundation.Definitions;

namespace Keguan.Statistics.Exports;

/// <summary>An indicator with the file and version that say what it is.</summary>
public sealed record Known(Indicator One, string File, Text Family, int Order, string Version)
{
    /// <summary>programmes@3f2a9c01d2e4</summary>
    public string Definition => $"{File}@{Version[..12]}";
}

/// <summary>指标目录: every indicator of the house in its current version.</summary>
public sealed class IndicatorCatalogue(DefinitionStore store)
{
    readonly Lazy<IReadOnlyDictionary<string, Known>> _all = new(() => store.All<IndicatorFile>()
        .SelectMany(file => file.Value.Indicators.Select(one => new Known(one, file.Name, file.Value.Label, file.Value.Order, file.Version)))
        .ToDictionary(known => known.One.Id));

    public IReadOnlyCollection<Known> All => (IReadOnlyCollection<Known>)_all.Value.Values;

    public Known? Find(string id) => _all.Value.GetValueOrDefault(id);

    public Known Get(string id) => Find(id) ?? throw new Refusal($"没有指标“{id}”", $"There is no indicator “{id}”");

    /// <summary>Ids near a wrong one, for messages.</summary>
    public IEnumerable<string> Ids => _all.Value.Keys;

    /// <summary>By words of the name, the id, the unit or the note; all of them must be found.</summary>
    public IEnumerable<Known> Search(string? words)
    {
        var wanted = (words ?? "").Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries);
        return All.Where(known => wanted.All(word => Haystack(known).Contains(word, StringComparison.OrdinalIgnoreCase))).OrderBy(known => known.Order).ThenBy(known => known.File, StringComparer.Ordinal);
    }

    static string Haystack(Known known) => string.Join('\n', known.One.Id, known.One.Label.Zh, known.One.Label.En, known.One.Note.Zh, known.One.Note.En, known.Family.Zh, known.Family.En);
}
