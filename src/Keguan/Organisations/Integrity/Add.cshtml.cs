using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Organisations.Exports;
using Keguan.Organisations.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Integrity;

/// <summary>登记诚信记录 about an organisation or a person. A person's number is turned into its key and not kept; he need not be in any list.</summary>
[Needs(Permissions.IntegrityManage)]
public sealed class AddModel(Notices notices) : KeguanPage
{
    public const string AboutPerson = "person";

    public sealed class Fields
    {
        [Display(Name = "统一社会信用代码|the code")] public string? Uscc { get; set; }
        [Display(Name = "姓名|name"), StringLength(Person.NameMax)] public string? PersonName { get; set; }
        [Display(Name = "证件种类|document")] public string IdKind { get; set; } = PersonInput.Resident;
        [Display(Name = "证件号码|identity number")] public string? IdNumber { get; set; }
        [Display(Name = "事由|ground"), Required, StringLength(IntegrityRecord.GroundMax)] public string Ground { get; set; } = "";
        [Display(Name = "依据|paper"), Required, StringLength(IntegrityRecord.SourceMax)] public string Source { get; set; } = "";
        [Display(Name = "起|from"), Required] public DateOnly? From { get; set; }
        [Display(Name = "止|to"), Required] public DateOnly? To { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();
    [FromQuery(Name = "about")] public string? About { get; set; }
    [FromQuery(Name = "organisation")] public Guid? OrganisationId { get; set; }
    [FromQuery(Name = "person")] public Guid? PersonId { get; set; }

    public bool IsAboutPerson => PersonId is not null || (OrganisationId is null && About == AboutPerson);

    /// <summary>Chosen on the page that led here; otherwise typed.</summary>
    public Organisation? Organisation { get; private set; }
    public Person? Person { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (PersonId is { } person)
        {
            Person = await Db.People().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(one => one.Id == person, Cancel);
            if (Person is null) return false;
            OrganisationId = Person.OrganisationId;
        }
        if (OrganisationId is { } organisation)
        {
            Organisation = await Db.Organisations().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(one => one.Id == organisation, Cancel);
            if (Organisation is null) return false;
        }
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Input.From > Input.To) Wrong("Input.To", T("止日不能早于起日", "The end lies before the beginning"));
        var record = IsAboutPerson ? await PersonRecordAsync() : await OrganisationRecordAsync();
        if (!ModelState.IsValid) return await Invalid();
        Refusal.If(await Db.IntegrityRecords().AnyAsync(one => one.LiftedAt == null && one.Source == record!.Source && one.OrganisationId == record.OrganisationId && one.PersonKey == record.PersonKey, Cancel),
            "同一依据已登记过该对象", "This has been recorded already by the same paper");
        Db.Add(record!);
        Journal.Act(IntegrityLifecycle.Table, record!, "record", new Act
        {
            Summary = $"登记诚信记录：{record!.Name}，{ChinaTime.Day(record.From)} 至 {ChinaTime.Day(record.To)}，{record.Source}",
            Payload = new { record.Name, record.Code, record.Ground, record.Source, record.From, record.To },
        });
        await TellAsync(record);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已登记", "Recorded"), $"/organisations/integrity/details/{record.Id}");
    }

    async Task<IntegrityRecord?> OrganisationRecordAsync()
    {
        if (Organisation is null)
        {
            var code = Uscc.Normalise(Input.Uscc);
            if (Uscc.Check(code) is { } wrong) Wrong("Input.Uscc", wrong);
            else if ((Organisation = await Db.Organisations().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(one => one.Uscc == code, Cancel)) is null)
                Wrong("Input.Uscc", T("名录中没有使用此代码的单位", "No organisation has this code"));
        }
        return Organisation is null || !ModelState.IsValid ? null : New(Organisation.Id, "", Organisation.Name, Organisation.Uscc);
    }

    async Task<IntegrityRecord?> PersonRecordAsync()
    {
        if (Person is { IdKey.Length: > 0 }) return ModelState.IsValid ? New(Person.OrganisationId, Person.IdKey, Person.Name, Person.IdMasked) : null;
        var typed = new PersonInput { Name = Input.PersonName ?? Person?.Name ?? "", IdKind = Input.IdKind, IdNumber = Input.IdNumber };
        if (string.IsNullOrWhiteSpace(typed.Name)) Wrong("Input.PersonName", T("请填写姓名", "Enter the name"));
        if (typed.NumberProblem(known: false, ChinaTime.DayOf(Now)) is { } problem) Wrong("Input.IdNumber", problem);
        if (!ModelState.IsValid) return null;
        var (key, masked) = await typed.IdentityAsync(Db, Cancel);
        return New(Person?.OrganisationId, key, typed.Name.Trim(), masked);
    }

    IntegrityRecord New(Guid? organisation, string personKey, string name, string code) => new()
    {
        OrganisationId = organisation, PersonKey = personKey, Name = name, Code = code, Ground = Input.Ground.Trim(), Source = Input.Source.Trim(), From = Input.From!.Value, To = Input.To!.Value, RecordedAt = Now,
    };

    async Task TellAsync(IntegrityRecord record)
    {
        var told = T($"已登记诚信记录（{record.Source}），{ChinaTime.Day(record.From)} 至 {ChinaTime.Day(record.To)} 不能申报。如有异议请联系科技局", $"A breach of integrity was recorded ({record.Source}): no application from {ChinaTime.Day(record.From)} to {ChinaTime.Day(record.To)}. Turn to the bureau if you object");
        if (!record.AboutPerson) await notices.TellOrganisationAsync(record.OrganisationId!.Value, told, "/organisations/own", Cancel);
        else foreach (var account in await Db.People().Where(person => person.IdKey == record.PersonKey && person.AccountId != null).Select(person => person.AccountId!.Value).Distinct().ToListAsync(Cancel))
            await notices.TellAccountAsync(account, told, "/notices", Cancel);
    }
}
