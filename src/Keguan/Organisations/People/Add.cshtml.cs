using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.People;

/// <summary>增加人员.</summary>
[Needs(Permissions.OrganisationOwn)]
public sealed class AddModel : OwnPage
{
    [BindProperty] public PersonInput Person { get; set; } = new();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Person.NumberProblem(known: false, ChinaTime.DayOf(Now)) is { } problem) Wrong("Person.IdNumber", problem);
        if (!ModelState.IsValid) return await Invalid();
        var (key, masked) = await Person.IdentityAsync(Db, Cancel);
        var own = Organisation.Id;
        Refusal.If(await Db.People().AnyAsync(one => one.OrganisationId == own && one.IdKey == key, Cancel), PersonInput.Listed.Zh, PersonInput.Listed.En);
        var person = new Person { OrganisationId = own, Name = "", IdKey = key, IdMasked = masked };
        Person.ApplyTo(person);
        Db.Add(person);
        Journal.Note(Organisation.Subject, Organisation, "add-person", new Act { Summary = $"增加人员{person.Name}", Payload = new { person.Id, person.Name, person.IdMasked, person.Title, person.Profession } });
        try { await Db.SaveChangesAsync(Cancel); }
        catch (DbUpdateException e) when (PersonInput.IsListed(e)) { throw new Refusal(PersonInput.Listed); }
        return Done(T($"已增加{person.Name}", $"{person.Name} is added"), "/organisations/people");
    }
}
