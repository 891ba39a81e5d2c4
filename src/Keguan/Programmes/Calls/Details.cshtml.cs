using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>A call with its facts, its funnel, its record and what may be done with it now. Applicants read it without the bureau's part.</summary>
[Needs(Permissions.CallsRead, Permissions.ApplicationsWrite)]
public sealed class DetailsModel(CallDrafting drafting, CallPublication publication, CallOpenings openings, CallReminding reminding, DefinitionStore definitions, FileStore files, Lifecycles lifecycles) : KeguanPage
{
    const int Lines = 40;

    public Call Call { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public IReadOnlyList<FunnelCount> Funnel { get; private set; } = [];
    public IReadOnlyList<Happening> Record { get; private set; } = [];
    public IReadOnlyList<Offer> Offers { get; private set; } = [];
    public string DraftedBy { get; private set; } = "";
    public bool AsApplicant => !Actor.Can(Permissions.CallsRead);
    public Foundation.Text? StartRefused { get; private set; }

    /// <summary>Drafts that lie still, where a reminder may be sent.</summary>
    public int Idle { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Programme = definitions.Get<ProgrammeDefinition>(call.Definition, call.DefinitionVersion).Value;
        Papers = await files.List(CallDrafting.OwnerOf(call), CallDrafting.Papers.Key, Cancel);
        if (AsApplicant)
        {
            StartRefused = (await openings.ReasonsAsync(call, Actor, Now, Cancel)) is { Count: > 0 } reasons ? reasons[0] : null;
            return true;
        }
        if (call.PublishedAt is not null) Funnel = await CallFunnel.LoadAsync(Db, Actor, Id, Cancel);
        if (!Actor.SeesAll) return true;
        if (Actor.Can(Permissions.CallsDraft) && CallReminding.IsTime(call.OpensAt, call.ClosesAt, Now)) Idle = (await CallReminding.CountAsync(Db, [Id], Now, Cancel)).GetValueOrDefault(Id);
        Record = [.. (await Timeline.LoadAsync(Db, lifecycles, [(CallLifecycle.Table.Subject, Id)], 0, Lines, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        DraftedBy = call.DraftedBy is { } author ? await Db.Users.Where(user => user.Id == author).Select(user => user.DisplayName).FirstOrDefaultAsync(Cancel) ?? "" : "";
        Offers = await OffersAsync(call);
        return true;
    }

    async Task<IReadOnlyList<Offer>> OffersAsync(Call call)
    {
        var offers = CallLifecycle.Table.Offers(call, Actor, Now).ToList();
        var publish = offers.FindIndex(offer => offer.Action == "publish");
        if (publish >= 0) offers[publish] = offers[publish] with { Refused = await publication.WhyNotAsync(call, Cancel) };
        return offers;
    }

    [Acts(Permissions.CallsDraft)]
    public async Task<IActionResult> OnPostCancelAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await drafting.CancelAsync(Call, Reason, Cancel);
        return Done(T("通知已取消", "The call is cancelled"), $"/programmes/calls/details/{Id}");
    }

    [Acts(Permissions.CallsDraft)]
    public async Task<IActionResult> OnPostRemindAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var count = await reminding.RemindAsync(Call, Cancel);
        return Done(T($"已提醒 {count} 份未提交申报的单位", $"The organisations of {count} drafts have been reminded"), $"/programmes/calls/details/{Id}");
    }

    [Acts(Permissions.CallsApprove)]
    public async Task<IActionResult> OnPostArchiveAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await publication.ArchiveAsync(Call, Cancel);
        return Done(T("通知已归档", "The call is archived"), $"/programmes/calls/details/{Id}");
    }
}
