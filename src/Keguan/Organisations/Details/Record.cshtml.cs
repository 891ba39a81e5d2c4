using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Organisations.Details;

/// <summary>记录: everything that happened to the organisation, latest first.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class RecordModel(Lifecycles lifecycles) : OrganisationTab
{
    public const int Size = 50;

    [FromQuery(Name = "page")] public int At { get; set; } = 1;
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public int Total { get; private set; }

    protected override async Task<bool> LoadTabAsync()
    {
        if (!SeesPeople) return false;
        At = Math.Clamp(At, 1, 10_000);
        Total = await Timeline.CountAsync(Db, Subjects, Cancel);
        History = Happenings.Of(await Timeline.LoadAsync(Db, lifecycles, Subjects, (At - 1) * Size, Size, Cancel), Actor);
        return true;
    }
}
