using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>Organisations by name, former name or code; people by name.</summary>
public sealed class OrganisationSearch : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel)
    {
        var typed = words.Trim();
        if (typed.Length == 0 || !(actor.Can(Permissions.OrganisationsRead) || actor.Can(Permissions.OrganisationOwn))) return [];
        var officer = actor.Can(Permissions.OrganisationsRead);
        var code = Uscc.Normalise(typed);
        var visible = db.Organisations().VisibleTo(actor);
        var organisations = await visible.AsNoTracking()
            .Where(one => one.Name.Contains(typed) || (code.Length >= 4 && one.Uscc.StartsWith(code)) || db.OrganisationNames().Any(name => name.OrganisationId == one.Id && name.Name.Contains(typed)))
            .OrderBy(one => one.Name.Length).ThenBy(one => one.Name).Take(most)
            .Select(one => new { one.Id, one.Name, one.Uscc, one.State }).ToListAsync(cancel);
        var people = await db.People().VisibleTo(actor).AsNoTracking().Where(person => person.Name.Contains(typed))
            .OrderBy(person => person.Name.Length).ThenBy(person => person.Name).ThenBy(person => person.Id).Take(most)
            .Select(person => new { person.Id, person.Name, person.Title, person.OrganisationId, Organisation = db.Organisations().Where(one => one.Id == person.OrganisationId).Select(one => one.Name).FirstOrDefault() }).ToListAsync(cancel);
        return
        [
            .. organisations.Select(one => new SearchHit(T("单位", "Organisation"), one.Name, $"{one.Uscc} · {OrganisationLifecycle.Table.StateOf(one.State).Inside}", officer ? $"/organisations/details/{one.Id}" : "/organisations/own")),
            .. people.Select(person => new SearchHit(T("人员", "Person"), person.Name, string.Join(" · ", new[] { person.Title, person.Organisation }.Where(part => !string.IsNullOrEmpty(part))),
                officer ? $"/organisations/details/{person.OrganisationId}/people#p-{person.Id:N}" : $"/organisations/people/edit/{person.Id}")),
        ];
    }
}
