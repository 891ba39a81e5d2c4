using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.People;

/// <summary>A person of one's own organisation: changed, or removed where nothing rests on him.</summary>
[Needs(Permissions.OrganisationOwn)]
public sealed class EditModel(IEnumerable<IPersonUse> uses) : OwnPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public PersonInput Person { get; set; } = new();

    public Person Known { get; private set; } = null!;

    /// <summary>The sentence on the button.</summary>
    public Text? WhyNotRemove { get; private set; }

    protected override async Task<bool> LoadOwnAsync()
    {
        if (await Db.People().VisibleTo(Actor).FirstOrDefaultAsync(person => person.Id == Id, Cancel) is not { } known) return false;
        Known = known;
        WhyNotRemove = await UseAsync();
        if (HttpMethods.IsGet(Request.Method)) Person = PersonInput.Of(known);
        return true;
    }

    async Task<Text?> UseAsync()
    {
        if (await Db.Set<RoleGrant>().AnyAsync(grant => grant.PersonId == Id && grant.EndedAt == null, Cancel))
            return T("此人是单位成员，请先在“成员与权利”中结束其权利", "He is a member: end his right under “Members and rights” first");
        foreach (var use in uses)
            if (await use.UseAsync(Db, Known, Cancel) is { } reason) return reason;
        return null;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Person.NumberProblem(Known.IdKey.Length > 0, ChinaTime.DayOf(Now)) is { } problem) Wrong("Person.IdNumber", problem);
        if (!ModelState.IsValid) return await Invalid();
        var before = Facts(Known);
        Person.ApplyTo(Known);
        if (!string.IsNullOrWhiteSpace(Person.IdNumber))
        {
            var (key, masked) = await Person.IdentityAsync(Db, Cancel);
            var own = Organisation.Id;
            Refusal.If(await Db.People().AnyAsync(one => one.OrganisationId == own && one.IdKey == key && one.Id != Id, Cancel), PersonInput.Listed.Zh, PersonInput.Listed.En);
            (Known.IdKey, Known.IdMasked) = (key, masked);
        }
        Journal.Note(Organisation.Subject, Organisation, "change-person", new Act { Summary = $"修改人员{Known.Name}", Payload = new { Known.Id, before, after = Facts(Known) } });
        try { await Db.SaveChangesAsync(Cancel); }
        catch (DbUpdateException e) when (PersonInput.IsListed(e)) { throw new Refusal(PersonInput.Listed); }
        return Done(T("已保存", "Saved"), "/organisations/people");
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        ModelState.Clear();
        if (!await LoadAsync()) return NotFound();
        Refusal.If(WhyNotRemove);
        Db.Remove(Known);
        Journal.Note(Organisation.Subject, Organisation, "remove-person", new Act { Summary = $"移除人员{Known.Name}", Payload = new { Known.Id, before = Facts(Known) } });
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已移除{Known.Name}", $"{Known.Name} is removed"), "/organisations/people");
    }

    static object Facts(Person person) => new { person.Name, person.IdMasked, person.Title, person.Profession, person.Phone, person.Email };
}
