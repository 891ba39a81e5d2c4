using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Recognition.SelfChecks;

/// <summary>自查报告: Word always, PDF where LibreOffice is there.</summary>
[Needs(Permissions.SelfChecksOwn)]
public sealed class PrintModel(SelfChecking checking, PdfWorker pdf) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true)] public string Format { get; set; } = "docx";

    public override async Task<IActionResult> OnGetAsync()
    {
        if (await Db.SelfChecks().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(check => check.Id == Id, Cancel) is not { } check) return NotFound();
        var result = checking.Again(check);
        var typed = FormValues.FromJson(check.Data);
        var document = SelfCheckPrint.Of(result, Actor.OrganisationName, check.MadeAt, result.RuleSet.Form.Sections.Select(section => checking.View(result.RuleSet, section, typed)));
        var name = $"{result.RuleSet.Definition.Label} {ChinaTime.Day(check.MadeAt)}";
        if (Format != "pdf") return File(document.ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name + ".docx");
        if (pdf.Unavailable is { } why) throw new Refusal(why);
        return File(await pdf.Convert(document, Cancel), "application/pdf", name + ".pdf");
    }
}
