using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>核对并提交: everything once more, then the receipt. Pressed five times it is submitted once.</summary>
[Needs(Permissions.ApplicationsSubmit)]
public sealed class SubmitModel(ApplicationDossiers dossiers, Submission submission) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (Actor.Audience != Audience.Applicant || await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return false;
        Dossier = dossier;
        Refused = ApplicationLifecycle.Table.Refused(dossier.Application, dossier.Application.State == ApplicationLifecycle.Supplementing ? "correct" : "submit", Actor, Now);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        // The second press of the button finds it done and shows the same receipt.
        if (!Dossier.Application.IsEditable && Dossier.Application.ReceiptNumber.Length > 0) return LocalRedirect($"/programmes/applications/receipt/{Id}");
        await submission.SubmitAsync(Dossier, Cancel);
        return Done(T($"已提交，回执 {Dossier.Application.ReceiptNumber}", $"Submitted, receipt {Dossier.Application.ReceiptNumber}"), $"/programmes/applications/receipt/{Id}");
    }
}
