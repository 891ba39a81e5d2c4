using Keguan.Programmes.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Portal.Results;

/// <summary>The projects of one document of approval, in the public fields only.</summary>
[AllowAnonymous]
public sealed class ShowModel(PublicResults results) : PortalPage
{
    public PublicResultPage Shown { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    /// <summary>Read by hand: routing owns the name “page”.</summary>
    public int PageNumber { get; private set; } = 1;
    [BindProperty(SupportsGet = true, Name = "size")] public int Size { get; set; } = 50;

    protected internal override async Task<bool> LoadAsync()
    {
        (PageNumber, Size) = (int.TryParse(Request.Query["page"], out var number) ? Math.Clamp(number, 1, 100_000) : 1, Size is 20 or 50 or 100 ? Size : 50);
        if (await results.FindAsync(Id, Cut(Q), PageNumber, Size, Cancel) is not { } found) return false;
        Shown = found;
        return true;
    }
}
