using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Calls;

/// <summary>项目申报: all published calls.</summary>
[AllowAnonymous]
public sealed class IndexModel(PublicCalls calls) : PortalPage
{
    public IReadOnlyList<PublicCall> Calls { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    protected override int Fresh => Calls.Any(call => call.Window == CallWindow.Open && call.ClosesAt - Now < TimeSpan.FromHours(1)) ? 5 : Seconds;

    protected internal override async Task<bool> LoadAsync()
    {
        Calls = await calls.ListAsync(Now, Cut(Q), cancel: Cancel);
        return true;
    }
}
