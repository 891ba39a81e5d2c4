using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Applications;

/// <summary>打印申报书: Word always, PDF where LibreOffice is there.</summary>
[Needs(Permissions.ApplicationsRead)]
public sealed class PrintModel(ApplicationDossiers dossiers, PdfWorker pdf) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true)] public string Format { get; set; } = "docx";

    public override async Task<IActionResult> OnGetAsync()
    {
        if (await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier) return NotFound();
        var document = Document(dossier, Actor.Audience == Audience.Applicant);
        var name = $"{dossier.Application.Number} {(dossier.Application.Title.Length > 0 ? dossier.Application.Title : dossier.Form.Label.ToString())}";
        if (Format != "pdf") return File(document.ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", name + ".docx");
        if (pdf.Unavailable is { } why) throw new Refusal(why);
        return File(await pdf.Convert(document, Cancel), "application/pdf", name + ".pdf");
    }

    /// <summary>The application as a paper; also what goes into the project's archive.</summary>
    public static WordDocument Document(ApplicationDossier dossier, bool personal)
    {
        var application = dossier.Application;
        var hash = application.ContentHash.Length > 0 ? application.ContentHash : Submission.HashOf(dossier);
        var document = new WordDocument(dossier.Form.Label.ToString(), application.Number, hash)
            .Cover(new WordCover(dossier.Call.Title,
            [
                new("项目名称", application.Title), new("计划类别", dossier.Programme.CategoryLabel(application.Category).Zh), new("承担单位", application.OrganisationName),
                new("项目负责人", application.LeaderName), new("推荐单位", application.RecommenderName), new("提交时间", application.SubmittedAt is { } at ? ChinaTime.Second(at) : "（草稿，未提交）"),
                new("回执编号", application.ReceiptNumber),
            ]));
        foreach (var section in dossier.Sections) FormPrinter.Print(document, dossier.View(section, personal));
        return document.Signatures(new WordSignature("承担单位", "法定代表人"), new WordSignature("推荐单位意见"));
    }
}
