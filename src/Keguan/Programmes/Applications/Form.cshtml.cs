using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>申报书 to be read, section by section; personal data masked for whoever doesn't belong to the applicant.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class FormModel(ApplicationDossiers dossiers) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public ApplicationDossier Dossier { get; private set; } = null!;
    public bool Personal => Actor.Audience == Audience.Applicant;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfApplicationAsync(Db, Actor, Id, Cancel) is not { } head || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        (Head, Dossier) = (head, dossier);
        return true;
    }
}
