using Keguan.Foundation.Access;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations.Details;

/// <summary>诚信记录 of an organisation and of its people.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class IntegrityModel : OrganisationTab
{
    public IReadOnlyList<IntegrityRecord> Records { get; private set; } = [];

    protected override async Task<bool> LoadTabAsync()
    {
        if (!SeesPeople) return false;
        // Also those made while the person worked elsewhere, or before he was in any list.
        var keys = Db.People().Where(person => person.OrganisationId == Id && person.IdKey != "").Select(person => person.IdKey);
        Records = await Db.IntegrityRecords().VisibleTo(Actor).AsNoTracking().Where(record => record.OrganisationId == Id || keys.Contains(record.PersonKey)).OrderByDescending(record => record.To).ToListAsync(Cancel);
        return true;
    }
}
