using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations.Register;

/// <summary>单位登记: received, and what happens next. By the cookie of who has filed it.</summary>
[AllowAnonymous, ResponseCache(NoStore = true)]
public sealed class DoneModel(Verifying verifying) : RegisterPage(5)
{
    public Organisation Organisation { get; private set; } = null!;
    public DateOnly DueOn => verifying.DueOn(Organisation.StateSince);

    public override async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        if (Draft?.FiledAt is null || await Db.Organisations().AsNoTracking().FirstOrDefaultAsync(one => one.Id == Draft.Id, Cancel) is not { } filed) return LocalRedirect(Start);
        Organisation = filed;
        return Page();
    }
}
