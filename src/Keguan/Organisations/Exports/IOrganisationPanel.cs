using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;

namespace Keguan.Organisations.Exports;

/// <summary>
/// What another module knows about an organisation, shown on the organisation's page (申报、项目、平台 …). The modules above implement it and register it with
/// `services.AddScoped&lt;IOrganisationPanel, …&gt;()`; the page draws them all, so that it needs to know none.
/// </summary>
public interface IOrganisationPanel
{
    /// <summary>Place among the panels, by the life of a matter: applications 10, projects 20 …</summary>
    int Order { get; }

    /// <summary>What this actor may see of it, always through VisibleTo; null where there is nothing to be said to him at all.</summary>
    /// <param name="most">Rows at most; the rest is behind <see cref="OrganisationPanel.Url"/>.</param>
    Task<OrganisationPanel?> LoadAsync(KeguanDb db, Actor actor, Guid organisationId, int most, CancellationToken cancel);
}

/// <summary>A table with its key figures.</summary>
/// <param name="Total">How many rows there are in all.</param>
/// <param name="Url">The whole list, filtered by this organisation.</param>
public sealed record OrganisationPanel(Text Title, IReadOnlyList<PanelColumn> Columns, IReadOnlyList<PanelRow> Rows, int Total, string? Url = null)
{
    /// <summary>Shown above the rows: “资助合计 120.0 万元”.</summary>
    public IReadOnlyList<PanelFigure> Figures { get; init; } = [];

    /// <summary>Said where there are no rows.</summary>
    public Text Empty { get; init; }
}

/// <param name="Unit">Stands once in the head.</param>
public sealed record PanelColumn(Text Label, bool IsNumber = false, Text Unit = default);

/// <param name="Url">Where the row opens, on its first cell.</param>
public sealed record PanelRow(string? Url, IReadOnlyList<PanelCell> Cells);

/// <param name="Tone">Shown as a tag in this colour.</param>
public sealed record PanelCell(Text Words, Tone? Tone = null)
{
    public static implicit operator PanelCell(string words) => new(Text.Same(words));
    public static implicit operator PanelCell(Text words) => new(words);
}

public sealed record PanelFigure(Text Label, string Value, Text Unit = default, string? Url = null);
