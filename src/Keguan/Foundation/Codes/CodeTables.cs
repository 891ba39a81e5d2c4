using System.Collections.Concurrent;

namespace Keguan.Foundation.Codes;

/// <summary>
/// The code tables of `definitions/codes`, each read when it is first asked for and kept. A further table is a further file. One instance serves the
/// whole program: injected, or <see cref="Default"/> where nothing is injected (rules, builders of tests).
/// </summary>
public sealed class CodeTables(string folder)
{
    static readonly Lazy<CodeTables> Shared = new(() => new CodeTables(CodeFolder.Find()));

    readonly ConcurrentDictionary<string, Lazy<CodeTable>> _tables = new();
    readonly Lazy<string[]> _names = new(() => [.. Directory.GetFiles(folder, "*.tsv").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    public static CodeTables Default => Shared.Value;

    public IReadOnlyList<string> Names => _names.Value;

    /// <summary>Administrative divisions down to the county, GB/T 2260.</summary>
    public CodeTable Areas => this["areas"];

    /// <summary>Industries, GB/T 4754-2017.</summary>
    public CodeTable Industries => this["industries"];

    /// <summary>Disciplines, GB/T 13745-2009.</summary>
    public CodeTable Disciplines => this["disciplines"];

    public CodeTable this[string name] => Find(name) ?? throw new KeyNotFoundException($"There is no code table “{name}” in {folder}.");

    /// <summary>The table of that name, or null. Only names of files in the folder are ever opened, whatever is asked for.</summary>
    public CodeTable? Find(string name) => Names.Contains(name) ? _tables.GetOrAdd(name, key => new Lazy<CodeTable>(() => CodeFile.Read(folder, key))).Value : null;
}
