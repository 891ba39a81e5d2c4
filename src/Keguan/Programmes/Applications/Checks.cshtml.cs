using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Checks;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Applications;

/// <summary>审查 of an application: the automatic results, and for the bureau what was judged by hand.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class ChecksModel(ApplicationDossiers dossiers) : KeguanPage
{
    public MatterHead Head { get; private set; } = null!;
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];
    public IReadOnlyList<ManualAnswer> Answers { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfApplicationAsync(Db, Actor, Id, Cancel) is not { Application.SubmittedAt: { } submitted } head || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        (Head, Dossier) = (head, dossier);
        (Checks, _) = await dossiers.CheckAsync(dossier, submitted, Cancel);
        if (Actor.SeesAll) Answers = await Db.Set<ManualAnswer>().AsNoTracking().Where(answer => answer.ApplicationId == Id).ToListAsync(Cancel);
        return true;
    }
}
