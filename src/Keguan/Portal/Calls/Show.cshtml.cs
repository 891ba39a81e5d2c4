using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Calls;

/// <summary>A call's page: guide, conditions, dates, papers, and how to apply.</summary>
[AllowAnonymous]
public sealed class ShowModel(PublicCalls calls) : PortalPage
{
    public PublicCallPage Shown { get; private set; } = null!;
    public PublicCall Call => Shown.Call;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected override int Fresh => Call.Window == CallWindow.Open && Call.ClosesAt - Now < TimeSpan.FromHours(1) || Call.Window == CallWindow.Upcoming && Call.OpensAt - Now < TimeSpan.FromHours(1) ? 5 : Seconds;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await calls.FindAsync(Id, Now, Cancel) is not { } page) return false;
        Shown = page;
        return true;
    }

    public async Task<IActionResult> OnGetFormAsync() => await LoadAsync() && await calls.BlankFormAsync(Id, Cancel) is var (name, content)
        ? File(content, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name)
        : NotFound();
}
