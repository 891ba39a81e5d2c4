using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>概要 of an application: key facts, what can be done with it now, the last entries.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class DetailsModel(MatterTimeline timeline) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public Application Application => Head.Application!;
    public IReadOnlyList<Happening> Latest { get; private set; } = [];
    public int Entries { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfApplicationAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        (Latest, Entries) = await timeline.LoadAsync(head, 0, 10, Cancel);
        return true;
    }
}
