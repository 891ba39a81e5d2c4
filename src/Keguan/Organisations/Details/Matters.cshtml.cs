using Keguan.Foundation.Access;
using Keguan.Organisations.Exports;

namespace Keguan.Organisations.Details;

/// <summary>申报与项目: what the other modules know about the organisation.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class MattersModel(IEnumerable<IOrganisationPanel> panels) : OrganisationTab
{
    /// <summary>Rows of one panel.</summary>
    const int Most = 20;

    public IReadOnlyList<OrganisationPanel> Panels { get; private set; } = [];

    protected override async Task<bool> LoadTabAsync()
    {
        var all = new List<OrganisationPanel>();
        foreach (var panel in panels.OrderBy(panel => panel.Order))
            if (await panel.LoadAsync(Db, Actor, Id, Most, Cancel) is { } loaded) all.Add(loaded);
        Panels = all;
        return true;
    }
}
