using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Checks;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>预审: every check that the bureau will run, before submitting.</summary>
[Needs(Permissions.ApplicationsWrite)]
public sealed class PrecheckModel(ApplicationDossiers dossiers) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (Actor.Audience != Audience.Applicant || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        Dossier = dossier;
        (Checks, _) = await dossiers.CheckAsync(dossier, dossier.Application.SubmittedAt ?? Now, Cancel);
        return true;
    }
}
