using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Calls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>开始填报: what the call asks for and whether this organisation may apply, then the draft.</summary>
[Needs(Permissions.ApplicationsWrite)]
public sealed class StartModel(Submission submission, CallOpenings openings) : KeguanPage
{
    public Call Call { get; private set; } = null!;
    public IReadOnlyList<Application> Mine { get; private set; } = [];
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Categories).Include(one => one.Recommenders).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Mine = await Db.Applications().VisibleTo(Actor).Where(one => one.CallId == Id && one.State != ApplicationLifecycle.Withdrawn).OrderBy(one => one.Number).AsNoTracking().ToListAsync(Cancel);
        Refused = await openings.ReasonsAsync(call, Actor, Now, Cancel) is { Count: > 0 } reasons ? reasons[0] : null;
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(Refused);
        var application = await submission.StartAsync(Call, Cancel);
        return Done(T($"草稿 {application.Number} 已建立，填报内容随填随存", $"Draft {application.Number} has been made; it saves itself as you type"), $"/programmes/applications/tasks/{application.Id}");
    }
}
