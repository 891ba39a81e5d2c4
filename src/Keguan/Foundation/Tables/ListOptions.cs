using System.ComponentModel.DataAnnotations;

namespace Keguan.Foundation.Tables;

/// <summary>Section `Lists` of the settings.</summary>
public sealed class ListOptions
{
    /// <summary>Rows in one export at most.</summary>
    [Range(1, 1_000_000)] public int ExportRows { get; set; } = 200_000;

    /// <summary>Rows counted and added up at once; beyond, “500,000+” is said and the exact figure is one click away.</summary>
    [Range(10, 100_000_000)] public int CountRows { get; set; } = 500_000;

    /// <summary>Rows counted for a tab; beyond, “10,000+”.</summary>
    [Range(10, 10_000_000)] public int TabRows { get; set; } = 10_000;

    /// <summary>Seconds for which a total holds unless this process changed the data: what another process changed is seen after that. The page says from when a total is.</summary>
    [Range(0, 600)] public int TotalSeconds { get; set; } = 10;

    /// <summary>Views that one person may save for one list.</summary>
    [Range(0, 100)] public int SavedViews { get; set; } = 20;
}
