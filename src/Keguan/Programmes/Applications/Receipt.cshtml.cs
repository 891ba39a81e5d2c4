using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Applications;

/// <summary>申报回执: number, server time, content hash.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class ReceiptModel : KeguanPage
{
    public Application Application { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var application = await Db.Applications().VisibleTo(Actor).Include(one => one.Call).AsNoTracking().FirstOrDefaultAsync(one => one.Id == Id && one.SubmittedAt != null, Cancel);
        if (application is null) return false;
        Application = application;
        return true;
    }
}
