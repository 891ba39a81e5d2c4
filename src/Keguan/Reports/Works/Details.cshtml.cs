using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.Works;

/// <summary>One report: its words, its figures, the check, and what is to be done with it.</summary>
[Needs(Permissions.ReportsRead)]
public sealed class DetailsModel(Reporting reporting, ReportTemplates templates, Lifecycles lifecycles, PdfWorker pdf) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "figure")] public int? Figure { get; set; }
    [BindProperty] public Dictionary<string, string?> Texts { get; set; } = [];

    public WorkReport One { get; private set; } = null!;
    public Period Period { get; private set; }
    public ShownReport Shown { get; private set; } = null!;

    /// <summary>Of an approved report: what today's records would say otherwise.</summary>
    public IReadOnlyList<ChangedFigure> Changed { get; private set; } = [];
    public IReadOnlyList<string> Offers { get; private set; } = [];
    public IReadOnlyList<string> Places { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];
    public int Faults => Shown.Report.Findings.Count(finding => finding.Kind == FindingKind.Fault);
    public Text? NoPdf => pdf.Unavailable;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.WorkReports().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } found) return false;
        One = found;
        Period = Period.Parse(found.Period);
        var report = await reporting.ReadAsync(found, Cancel);
        Shown = new ShownReport(report, Figure, found.FrozenAt, number => $"/reports/works/{Id}{(number is { } open ? $"?figure={open}#source" : "")}");
        var template = templates.All.FirstOrDefault(one => one.Key == found.Template);
        if (found.FrozenAt is not null && template is not null) Changed = ReportDifference.Of(report, await reporting.BuildAsync(found, null, Cancel));
        Places = template is null ? [] : [.. template.FreeTexts];
        Offers = [.. WorkReportLifecycle.Table.Offers(found, Actor, Now).Select(offer => offer.Action)];
        History = [.. (await Timeline.LoadAsync(Db, lifecycles, [(WorkReport.Subject, Id)], 0, 50, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        return true;
    }

    [Acts(Permissions.ReportsWrite)]
    public Task<IActionResult> OnPostWriteAsync() => ActAsync(() =>
    {
        var texts = Places.ToDictionary(place => place, place => (Texts.GetValueOrDefault(place) ?? "").Trim());
        Refusal.If(texts.Values.Any(text => text.Length > WorkReport.FreeMax), "文字太长", "The text is too long");
        reporting.Write(One, texts);
        return Task.CompletedTask;
    }, T("已保存", "Saved"));

    [Acts(Permissions.ReportsWrite)]
    public Task<IActionResult> OnPostSubmitAsync(string? reason) => ActAsync(() => reporting.SubmitAsync(One, reason, Cancel), T("已送审", "Sent for approval"));

    [Acts(Permissions.ReportsApprove)]
    public Task<IActionResult> OnPostApproveAsync() => ActAsync(() => reporting.ApproveAsync(One, Cancel), T("已审定，数字冻结", "Approved; the figures are frozen"));

    [Acts(Permissions.ReportsApprove)]
    public Task<IActionResult> OnPostReturnAsync(string? reason) => ActAsync(() => { reporting.Return(One, reason); return Task.CompletedTask; }, T("已退回", "Returned"));

    [Acts(Permissions.ReportsWrite)]
    public Task<IActionResult> OnPostPublishAsync() => ActAsync(() => { reporting.Publish(One); return Task.CompletedTask; }, T("已发布", "Published"));

    [Acts(Permissions.ReportsWrite)]
    public Task<IActionResult> OnPostDropAsync(string? why) => ActAsync(() => { reporting.Drop(One, why); return Task.CompletedTask; }, T("已作废", "Dropped"));

    async Task<IActionResult> ActAsync(Func<Task> act, Text done)
    {
        if (!await LoadAsync()) return NotFound();
        await act();
        await Db.SaveChangesAsync(Cancel);
        return Done(done, $"/reports/works/{Id}");
    }

    public async Task<IActionResult> OnGetHtmlAsync() => await LoadAsync() ? File(System.Text.Encoding.UTF8.GetBytes(ReportPrinter.Html(Shown.Report)), "text/html; charset=utf-8", One.Title + ".html") : NotFound();

    public async Task<IActionResult> OnGetWordAsync() => await LoadAsync() ? File(ReportPrinter.Word(Shown.Report).ToArray(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", One.Title + ".docx") : NotFound();

    public async Task<IActionResult> OnGetPdfAsync() => await LoadAsync() ? File(await pdf.Convert(ReportPrinter.Word(Shown.Report), Cancel), "application/pdf", One.Title + ".pdf") : NotFound();
}
