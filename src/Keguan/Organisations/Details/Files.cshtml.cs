using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Organisations.Details;

/// <summary>附件: the papers of an organisation, also those replaced meanwhile, by name.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class FilesModel : OrganisationTab
{
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    protected override async Task<bool> LoadTabAsync()
    {
        if (!SeesPeople) return false;
        Files = await Db.Set<StoredFile>().AsNoTracking().Where(file => file.SubjectType == Organisation.Subject && file.SubjectId == Id).OrderByDescending(file => file.UploadedAt).ToListAsync(Cancel);
        return true;
    }
}
