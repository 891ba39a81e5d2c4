using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Recommendations;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Checks;

/// <summary>Several applications at once, from the list: each is decided by itself; those that can't be are named with the reason.</summary>
[Needs(Permissions.ApplicationsCheck, Permissions.ApplicationsRecommend)]
public sealed class BatchModel(ApplicationDossiers dossiers, FormalChecking checking, Recommending recommending) : KeguanPage
{
    const int Most = 200;

    public List<(Application Application, Text? Reason)> Results { get; } = [];

    [BindProperty] public List<Guid> Ids { get; set; } = [];
    [BindProperty(SupportsGet = true)] public string Do { get; set; } = "pass";
    [BindProperty] public string? Opinion { get; set; }

    public override Task<IActionResult> OnGetAsync() => Task.FromResult<IActionResult>(LocalRedirect("/programmes/applications"));

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Actor.Can(Do == "recommend" ? Permissions.ApplicationsRecommend : Permissions.ApplicationsCheck)) return NotFound();
        Refusal.If(Ids.Count == 0, "请先勾选申报", "Choose some applications first");
        Refusal.If(Ids.Count > Most, $"一次最多办理 {Most} 项", $"At most {Most} at once");
        foreach (var id in Ids.Distinct())
        {
            if (await dossiers.FindAsync(id, Actor, Cancel) is not { } dossier) return NotFound();
            try
            {
                if (Do == "recommend") await recommending.RecommendAsync(dossier, Opinion, Cancel);
                else if (Do == "correct") await checking.AskCorrectionAsync(dossier, Opinion, null, Cancel);
                else await checking.PassAsync(dossier, Opinion, Cancel);
                await Db.SaveChangesAsync(Cancel);
                Results.Add((dossier.Application, null));
            }
            catch (Exception exception) when (RefusalFilter.ReasonOf(exception) is { } reason)
            {
                Results.Add((dossier.Application, reason));
            }
            Db.ChangeTracker.Clear();
        }
        return Page();
    }
}
