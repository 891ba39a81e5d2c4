using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>评审 of an application as the whole bureau may read it; nobody outside.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class ReviewsModel(DefinitionStore definitions) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public ReviewSheets Sheets { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (!Actor.SeesAll || await MatterHead.OfApplicationAsync(Db, Actor, Id, Cancel) is not { Application: { CheckedAt: not null } application } head) return false;
        Head = head;
        Sheets = await ReviewSheets.LoadAsync(Db, definitions, application, Now, Cancel);
        return true;
    }
}
