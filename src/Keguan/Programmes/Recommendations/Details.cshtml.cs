using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Checks;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Recommendations;

/// <summary>The recommending unit reads the application beside its checks and recommends, returns or refuses.</summary>
[Needs(Permissions.ApplicationsRecommend)]
public sealed class DetailsModel(ApplicationDossiers dossiers, Recommending recommending) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];
    public Queue.Place Place { get; private set; } = null!;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Opinion { get; set; }

    public Foundation.Text? Refused(string action) => ApplicationLifecycle.Table.Refused(Dossier.Application, action, Actor, Now);

    protected internal override async Task<bool> LoadAsync()
    {
        if (await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        Dossier = dossier;
        (Checks, _) = await dossiers.CheckAsync(dossier, dossier.Application.SubmittedAt ?? Now, Cancel);
        Place = await Queue.PlaceAsync(Db.Applications().VisibleTo(Actor), ApplicationLifecycle.Recommending, dossier.Application, Cancel);
        return true;
    }

    public Task<IActionResult> OnPostRecommendAsync() => DecideAsync(() => recommending.RecommendAsync(Dossier, Opinion, Cancel), T("已推荐", "Recommended"));

    public Task<IActionResult> OnPostReturnAsync() => DecideAsync(() => recommending.ReturnAsync(Dossier, Opinion, Cancel), T("已退回", "Returned"));

    public Task<IActionResult> OnPostRefuseAsync() => DecideAsync(() => recommending.RefuseAsync(Dossier, Opinion, Cancel), T("已记为不予推荐", "Not recommended"));

    async Task<IActionResult> DecideAsync(Func<Task> decide, Foundation.Text said)
    {
        if (!await LoadAsync()) return NotFound();
        var next = Place.Next;
        await decide();
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"{said.Zh}：{Dossier.Application.Title}", $"{said.En}: {Dossier.Application.Title}"), next is { } id ? $"/programmes/recommendations/details/{id}" : "/programmes/applications?state=recommending");
    }
}
