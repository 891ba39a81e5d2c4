using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>附件 of an application, by slot, with hash and who uploaded them.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class FilesModel(ApplicationDossiers dossiers) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Files => Dossier.Files;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfApplicationAsync(Db, Actor, Id, Cancel) is not { } head || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        (Head, Dossier) = (head, dossier);
        return true;
    }

    public Foundation.Text SlotLabel(string slot) => Dossier.Form.Sections.SelectMany(section => section.Fields).FirstOrDefault(one => one.Key == slot)?.Label ?? Foundation.Text.Same(slot);
}
