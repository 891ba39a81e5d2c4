using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Decisions;

/// <summary>异议处理: who objects and why, the reply, upheld or dismissed.</summary>
[Needs(Permissions.ObjectionsHandle, Permissions.ApprovalDecide, Permissions.JournalRead)]
public sealed class ObjectionModel(Proposing proposing) : KeguanPage
{
    public Objection Objection { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Reply { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (!Actor.SeesAll || await Db.Objections().FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } objection) return false;
        Objection = objection;
        return true;
    }

    public Foundation.Text? Refused => ObjectionLifecycle.Table.Refused(Objection, "dismiss", Actor, Now);

    [Acts(Permissions.ObjectionsHandle)]
    public Task<IActionResult> OnPostDismissAsync() => HandleAsync(false);

    [Acts(Permissions.ObjectionsHandle)]
    public Task<IActionResult> OnPostUpholdAsync() => HandleAsync(true);

    async Task<IActionResult> HandleAsync(bool upheld)
    {
        if (!await LoadAsync()) return NotFound();
        await proposing.HandleAsync(Objection, upheld, Reply, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(upheld ? T("异议成立，该项不予立项", "Upheld; the project is not approved") : T("异议不成立，继续公示", "Dismissed"), $"/programmes/decisions/publicity/{Objection.PublicityId}");
    }
}
