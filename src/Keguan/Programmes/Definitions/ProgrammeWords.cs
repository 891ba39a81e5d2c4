using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;

namespace Keguan.Programmes.Definitions;

/// <summary>Labels of categories and funding modes over all programmes, for lists that show several programmes at once. A matter's own page asks its own version.</summary>
public static class ProgrammeWords
{
    static readonly Lazy<IReadOnlyList<ProgrammeDefinition>> Current = new(() =>
        [.. Directory.GetFiles(Path.Combine(CodeFolder.Find(), "..", "programmes"), "*.yaml").Order(StringComparer.Ordinal).Select(DefinitionReader.ReadFile<ProgrammeDefinition>).Select(read => read.Value).OfType<ProgrammeDefinition>()]);

    public static IReadOnlyList<ProgrammeDefinition> Programmes => Current.Value;

    public static Text Programme(string key) => Current.Value.FirstOrDefault(programme => programme.Key == key)?.Label ?? Text.Same(key);

    public static IReadOnlyList<CategoryDefinition> Categories { get; } = [.. Current.Value.SelectMany(programme => programme.Categories).DistinctBy(category => category.Key)];

    public static IReadOnlyList<FundingModeDefinition> FundingModes { get; } = [.. Current.Value.SelectMany(programme => programme.FundingModes).DistinctBy(mode => mode.Key)];

    public static Text Category(string key) => Categories.FirstOrDefault(category => category.Key == key)?.Label ?? Text.Same(key);

    public static Text FundingMode(string key) => FundingModes.FirstOrDefault(mode => mode.Key == key)?.Label ?? Text.Same(key);

    /// <summary>Modes that bring no grant, by the programmes in force.</summary>
    public static IReadOnlyList<string> SelfFunded { get; } = [.. FundingModes.Where(mode => mode.SelfFunded).Select(mode => mode.Key)];

    /// <summary>A grant of 0 reads “自筹” where the mode says so, and nothing where the money has not been reckoned yet.</summary>
    public static long? Reckoned(long fen, string mode) => fen == 0 && !SelfFunded.Contains(mode) ? null : fen;

    /// <summary>The grant in 万元 for a cell of a table: “45.0”, “自筹”, “—”.</summary>
    public static Text GrantAsked(long fen, string mode) => Reckoned(fen, mode) switch { null => Text.Same("—"), 0 => Texts.T("自筹", "own funds"), _ => Text.Same(Money.Wan(fen, 1)) };

    /// <summary>The city's counties, in the order of their codes.</summary>
    public static IReadOnlyList<CodeItem> Counties { get; } = [.. CodeTables.Default.Areas.Items.Where(item => item.IsLeaf && item.Code.StartsWith("9901", StringComparison.Ordinal))];
}
