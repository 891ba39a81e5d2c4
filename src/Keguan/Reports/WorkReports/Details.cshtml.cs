using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Pages;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.WorkReports;

/// <summary>A report as it reads with the figures of a period, each opening its source; with the check before issue.</summary>
[Needs(Permissions.ReportsRead)]
public sealed class DetailsModel(ReportTemplates templates, ReportBuilder builder, Works.Reporting reporting, PdfWorker pdf) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public string Key { get; set; } = "";
    [BindProperty(SupportsGet = true, Name = "asof")] public long? AsOf { get; set; }
    [BindProperty(SupportsGet = true, Name = "period")] public string? Asked { get; set; }
    [BindProperty(SupportsGet = true, Name = "figure")] public int? Figure { get; set; }

    public Period Period { get; private set; }
    public BuiltReport Report { get; private set; } = null!;
    public ShownReport Shown => new(Report, Figure, AsOf, With);
    public Text? NoPdf => pdf.Unavailable;

    protected internal override async Task<bool> LoadAsync()
    {
        if (templates.All.FirstOrDefault(template => template.Key == Key) is not { } template) return false;
        Period = Statistics.Exports.Period.TryParse(Asked, out var asked) ? asked : Period.Year(ChinaTime.DayOf(Now).Year);
        Report = await builder.BuildAsync(template, Period, AsOf, cancel: Cancel);
        return true;
    }

    public async Task<IActionResult> OnGetHtmlAsync() => await LoadAsync() ? File(System.Text.Encoding.UTF8.GetBytes(ReportPrinter.Html(Report)), "text/html; charset=utf-8", Name("html")) : NotFound();

    public async Task<IActionResult> OnGetWordAsync() => await LoadAsync() ? File(ReportPrinter.Word(Report).ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Name("docx")) : NotFound();

    public async Task<IActionResult> OnGetPdfAsync() => await LoadAsync() ? File(await pdf.Convert(ReportPrinter.Word(Report), Cancel), "application/pdf", Name("pdf")) : NotFound();

    [Acts(Permissions.ReportsWrite)]
    public async Task<IActionResult> OnPostDraftAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var report = await reporting.DraftAsync(Key, Period, Actor.Name, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已起草", "Drafted"), $"/reports/works/{report.Id}");
    }

    string Name(string ending) => $"{Report.Title}.{ending}";

    public string At(string handler) => $"{With(null)}&handler={handler}";

    public string With(int? figure) =>
        $"/reports/templates/{Key}?period={Uri.EscapeDataString(Period.Code)}{(AsOf is { } position ? string.Create(CultureInfo.InvariantCulture, $"&asof={position}") : "")}{(figure is { } number ? string.Create(CultureInfo.InvariantCulture, $"&figure={number}#source") : "")}";
}
