using Keguan.Foundation.Codes;

namespace Keguan.Statistics.Exports;

/// <summary>The bureau's own area and the parts that are compared with each other (setting `Organisations:Area`).</summary>
public sealed class HomeArea(CodeTables codes, IConfiguration configuration)
{
    public CodeItem Own { get; } = codes.Areas.Get(configuration["Organisations:Area"] ?? "990100");

    /// <summary>The counties of a city; a county itself where it has no parts.</summary>
    public IReadOnlyList<CodeItem> Parts => Own.Children;
}
