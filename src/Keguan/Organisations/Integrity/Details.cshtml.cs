using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Details;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Integrity;

/// <summary>A record of integrity: what it says, and lifting it.</summary>
[Needs(Permissions.IntegrityRead)]
public sealed class DetailsModel(Lifecycles lifecycles, Notices notices) : KeguanPage
{
    [FromRoute] public Guid Id { get; set; }

    public IntegrityRecord Record { get; private set; } = null!;
    public string OrganisationName { get; private set; } = "";
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public (Foundation.Text Words, Tone Tone) Standing => IntegrityLifecycle.Standing(Record.From, Record.To, Record.LiftedAt is not null, ChinaTime.DayOf(Now));

    /// <summary>Offered to who may lift it, with the reason where it can't be lifted any more; null to everybody else.</summary>
    public Offer? Lift { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.IntegrityRecords().VisibleTo(Actor).FirstOrDefaultAsync(record => record.Id == Id, Cancel) is not { } record) return false;
        Record = record;
        OrganisationName = await Db.Organisations().Where(one => one.Id == record.OrganisationId).Select(one => one.Name).FirstOrDefaultAsync(Cancel) ?? "";
        History = Happenings.Of(await Timeline.LoadAsync(Db, lifecycles, [(IntegrityLifecycle.Subject, Id)], 0, 50, Cancel), Actor);
        Lift = IntegrityLifecycle.Table.Offers(record, Actor, Now).FirstOrDefault(offer => offer.Action == "lift");
        return true;
    }

    [Acts(Permissions.IntegrityManage)]
    public async Task<IActionResult> OnPostLiftAsync(string? reason)
    {
        if (!Actor.Can(Permissions.IntegrityManage) || !await LoadAsync()) return NotFound();
        Journal.Act(IntegrityLifecycle.Table, Record, "lift", new Act { Reason = reason, Summary = $"解除诚信记录：{Record.Name}，{Record.Source}" });
        Record.LiftedAt = Now;
        var told = T($"诚信记录（{Record.Source}）已解除", $"The integrity record ({Record.Source}) is lifted");
        if (!Record.AboutPerson && Record.OrganisationId is { } organisation) await notices.TellOrganisationAsync(organisation, told, "/organisations/own", Cancel);
        else foreach (var account in await Db.People().Where(person => person.IdKey == Record.PersonKey && person.AccountId != null).Select(person => person.AccountId!.Value).Distinct().ToListAsync(Cancel))
            await notices.TellAccountAsync(account, told, "/notices", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已解除", "Lifted"), $"/organisations/integrity/details/{Id}");
    }
}
