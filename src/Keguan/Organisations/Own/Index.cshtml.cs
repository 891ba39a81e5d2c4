using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Details;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations.Own;

/// <summary>单位信息: what the bureau has on record about one's own organisation.</summary>
[Needs(Permissions.OrganisationOwn)]
public sealed class IndexModel(Lifecycles lifecycles, FileStore files, Verifying verifying) : OwnPage
{
    public IReadOnlyList<OrganisationName> Names { get; private set; } = [];
    public IReadOnlyList<IntegrityRecord> Records { get; private set; } = [];
    public IReadOnlyList<FileShown> Files { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];

    /// <summary>Why it was not verified, or was suspended.</summary>
    public string Reason { get; private set; } = "";
    public DateOnly DueOn => verifying.DueOn(Organisation.StateSince);
    public bool CanManage => Actor.Can(Permissions.OrganisationManage);

    /// <summary>The sentence on the button.</summary>
    public Text? WhyNotEdit => EditModel.WhyNot(Organisation);

    protected override async Task<bool> LoadOwnAsync()
    {
        var id = Organisation.Id;
        Names = await Db.OrganisationNames().AsNoTracking().Where(name => name.OrganisationId == id).OrderByDescending(name => name.To).ThenByDescending(name => name.AddedAt).ToListAsync(Cancel);
        Records = await Db.IntegrityRecords().VisibleTo(Actor).AsNoTracking().OrderByDescending(record => record.To).ToListAsync(Cancel);
        Files = [.. (await files.List(LicenceFile.Owner(id), cancel: Cancel)).Select(file => file.Show())];
        var rows = await Timeline.LoadAsync(Db, lifecycles, [(Organisation.Subject, id)], 0, 20, Cancel);
        History = Happenings.Of(rows, Actor);
        if (Organisation.State is OrganisationLifecycle.Refused or OrganisationLifecycle.Suspended)
            Reason = await Db.Set<Entry>().Where(entry => entry.SubjectType == Organisation.Subject && entry.SubjectId == id && entry.To == Organisation.State && entry.From != Organisation.State)
                .OrderByDescending(entry => entry.Sequence).Select(entry => entry.Text!.Reason).FirstOrDefaultAsync(Cancel) ?? "";
        return true;
    }
}
