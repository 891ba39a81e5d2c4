using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Names;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Details;

/// <summary>概要 of an organisation: its facts, names and likely duplicates, and what the bureau decides about it.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class IndexModel(Lifecycles lifecycles, NearNames near, Notices notices, Verifying verifying, FileStore files) : OrganisationTab
{
    public IReadOnlyList<OrganisationName> Names { get; private set; } = [];
    public IReadOnlyList<NearOrganisation> Near { get; private set; } = [];
    public IReadOnlyList<StoredFile> Licence { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public IReadOnlyDictionary<string, Offer> Offers { get; private set; } = new Dictionary<string, Offer>();
    public bool CanAmend => Actor.Can(Permissions.OrganisationsVerify);
    public DateOnly? DueOn => Organisation.State == OrganisationLifecycle.Registered ? verifying.DueOn(Organisation.StateSince) : null;

    /// <summary>The facts that are set beside those of a likely duplicate; telling ones are marked where they are the same.</summary>
    public static IEnumerable<(Text Label, bool Telling, Func<Organisation, string> Of)> Compared(Areas areas) =>
    [
        (T("统一社会信用代码", "Credit code"), false, one => one.Uscc),
        (T("单位类型", "Kind"), false, one => OrganisationKinds.Of(one.Kind).ToString()),
        (T("县（市、区）", "County"), false, one => areas.NameOf(one.Area).ToString()),
        (T("住所", "Address"), true, one => one.Address),
        (T("法定代表人", "Legal representative"), true, one => one.LegalRepresentative),
        (T("成立日期", "Founded on"), true, one => one.FoundedOn is { } day ? ChinaTime.Day(day) : ""),
        (T("联系人", "Contact"), true, one => one.ContactName),
        (T("联系电话", "Telephone"), true, one => one.ContactPhone),
        (T("登记时间", "Registered"), false, one => ChinaTime.Minute(one.RegisteredAt)),
    ];

    protected override async Task<bool> LoadTabAsync()
    {
        Names = await Db.OrganisationNames().AsNoTracking().Where(name => name.OrganisationId == Id).OrderByDescending(name => name.To).ThenByDescending(name => name.AddedAt).ToListAsync(Cancel);
        Near = SeesPeople ? await near.FindAsync(Actor, Organisation, cancel: Cancel) : [];
        if (SeesPeople) Licence = await files.List(LicenceFile.Owner(Id), LicenceFile.Slot.Key, Cancel);
        if (SeesPeople) History = Happenings.Of(await Timeline.LoadAsync(Db, lifecycles, Subjects, 0, 8, Cancel), Actor);
        Offers = OrganisationLifecycle.Table.Offers(Organisation, Actor, Now).ToDictionary(offer => offer.Action);
        return true;
    }

    [Acts(Permissions.OrganisationsVerify)]
    public Task<IActionResult> OnPostVerifyAsync() => ActAsync("verify", null,
        T("“{0}”已核实通过，可以申报项目", "“{0}” is verified and may apply for projects"), T("已核实通过", "Verified"));

    [Acts(Permissions.OrganisationsVerify)]
    public Task<IActionResult> OnPostRefuseAsync(string? reason) => ActAsync("refuse", reason,
        T("“{0}”未通过核实：{1}。请更正后再次提交", "“{0}” could not be verified: {1}. Please correct and submit again"), T("已退回更正", "Sent back for correction"));

    [Acts(Permissions.OrganisationsVerify)]
    public Task<IActionResult> OnPostSuspendAsync(string? reason) => ActAsync("suspend", reason,
        T("“{0}”已被停用：{1}。如有疑问请联系科技局", "“{0}” is suspended: {1}. Turn to the bureau with any question"), T("已停用", "Suspended"));

    [Acts(Permissions.OrganisationsVerify)]
    public Task<IActionResult> OnPostResumeAsync(string? reason) => ActAsync("resume", reason,
        T("“{0}”已恢复：{1}", "“{0}” is resumed: {1}"), T("已恢复", "Resumed"));

    async Task<IActionResult> ActAsync(string action, string? reason, Text told, Text said)
    {
        if (await Db.Organisations().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } organisation) return NotFound();
        Journal.Act(OrganisationLifecycle.Table, organisation, action, new Act { Reason = reason });
        organisation.StateSince = Now;
        if (action == "verify") organisation.VerifiedAt = Now;
        await notices.TellOrganisationAsync(organisation.Id, told.With(organisation.Name, reason?.Trim()), "/organisations/own", Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(said, Here);
    }
}
