using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Results;

/// <summary>立项结果, by document.</summary>
[AllowAnonymous]
public sealed class IndexModel(PublicResults results) : PortalPage
{
    public IReadOnlyList<PublicResult> Results { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        Results = await results.ListAsync(Cut(Q), 200, Cancel);
        return true;
    }
}
