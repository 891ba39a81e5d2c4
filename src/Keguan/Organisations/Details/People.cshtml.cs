using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations.Details;

/// <param name="Elsewhere">Other organisations that list the same person.</param>
public sealed record ListedPerson(Person Person, IReadOnlyList<(Guid Id, string Name)> Elsewhere, bool Banned);

/// <summary>人员 of an organisation, as the bureau may see them: masked.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class PeopleModel : OrganisationTab
{
    public IReadOnlyList<ListedPerson> People { get; private set; } = [];

    protected override async Task<bool> LoadTabAsync()
    {
        if (!SeesPeople) return false;
        var people = await Db.People().VisibleTo(Actor).AsNoTracking().Where(person => person.OrganisationId == Id).OrderBy(person => person.Name).ThenBy(person => person.Id).ToListAsync(Cancel);
        var keys = people.Select(person => person.IdKey).Where(key => key.Length > 0).Distinct().ToArray();
        var elsewhere = await (
            from person in Db.People()
            join organisation in Db.Organisations() on person.OrganisationId equals organisation.Id
            where keys.Contains(person.IdKey) && person.OrganisationId != Id
            select new { person.IdKey, organisation.Id, organisation.Name }).ToListAsync(Cancel);
        var today = ChinaTime.DayOf(Now);
        var banned = (await Db.IntegrityRecords().InForce(today).Where(record => keys.Contains(record.PersonKey)).Select(record => record.PersonKey).ToListAsync(Cancel)).ToHashSet();
        People = [.. people.Select(person => new ListedPerson(person,
            [.. elsewhere.Where(one => person.IdKey.Length > 0 && one.IdKey == person.IdKey).Select(one => (one.Id, one.Name))], person.IdKey.Length > 0 && banned.Contains(person.IdKey)))];
        return true;
    }
}
