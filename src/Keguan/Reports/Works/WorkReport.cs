using System.Text.Json;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Reports.WorkReports;
using Keguan.Statistics.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.Works;

/// <summary>一份工作报告: a template for a period, with what people wrote into it. Approved, it is frozen at a position of the Journal and never changes again.</summary>
public sealed class WorkReport : ISubject
{
    public const string Subject = "work-report";
    public const int FreeMax = 20_000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Template { get; init; }
    public required string Period { get; init; }
    public required string Title { get; set; }
    public required DateTime CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";

    /// <summary>What people wrote, by key of the place, as JSON.</summary>
    public string Free { get; set; } = "{}";

    /// <summary>The position that its figures stand at, once approved.</summary>
    public long? FrozenAt { get; set; }

    /// <summary>The whole report as it was approved, as JSON; empty before.</summary>
    public string Frozen { get; set; } = "";
    public DateTime? PublishedAt { get; set; }
    public DateTime StateSince { get; set; }

    public string State { get; set; } = Lifecycle<WorkReport>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => new(Definition: Template, Batch: Period);

    public IReadOnlyDictionary<string, string> FreeTexts => JsonSerializer.Deserialize<Dictionary<string, string>>(Free)!;
    public BuiltReport? FrozenReport => Frozen.Length == 0 ? null : JsonSerializer.Deserialize<BuiltReport>(Frozen, ReportPrinter.Json);

    sealed class Mapping : IEntityTypeConfiguration<WorkReport>
    {
        public void Configure(EntityTypeBuilder<WorkReport> builder)
        {
            builder.ToTable("work_reports");
            builder.HasIndex(one => one.CreatedAt);
            builder.HasIndex(one => new { one.State, one.CreatedAt });
            builder.Ignore(one => one.Facts);
            builder.Ignore(one => one.FreeTexts);
            builder.Ignore(one => one.FrozenReport);
        }
    }
}

public static class WorkReportLifecycle
{
    public const string Draft = "draft";
    public const string Review = "review";
    public const string Frozen = "frozen";
    public const string Published = "published";
    public const string Dropped = "dropped";

    public static readonly Lifecycle<WorkReport> Table = new(WorkReport.Subject, T("工作报告", "Work report"),
    [
        new(Draft, T("草稿", "Draft"), Tone.Grey),
        new(Review, T("审签中", "In review"), Tone.Amber),
        new(Frozen, T("已定稿", "Approved"), Tone.Blue),
        new(Published, T("已发布", "Published"), Tone.Green) { End = true },
        new(Dropped, T("已作废", "Dropped")) { End = true },
    ],
    [
        new("draft", T("起草", "Draft"), [Lifecycle<WorkReport>.New], Draft, Permissions.ReportsWrite) { Done = T("起草工作报告", "drafted the report") },
        new("write", T("修改文字", "Write"), [Draft], Draft, Permissions.ReportsWrite) { Stays = true, Done = T("修改文字", "changed the words") },
        new("submit", T("送审", "Send for approval"), [Draft], Review, Permissions.ReportsWrite),
        new("return", T("退回修改", "Return"), [Review], Draft, Permissions.ReportsApprove) { AsksReason = true },
        new("approve", T("审定", "Approve"), [Review], Frozen, Permissions.ReportsApprove) { Done = T("审定，数字冻结", "approved; the figures are frozen") },
        new("publish", T("发布", "Publish"), [Frozen], Published, Permissions.ReportsWrite),
        new("drop", T("作废", "Drop"), [Draft], Dropped, Permissions.ReportsWrite) { AsksReason = true },
    ]);
}

public static class WorkReportQueries
{
    public static DbSet<WorkReport> WorkReports(this KeguanDb db) => db.Set<WorkReport>();

    /// <summary>The bureau reads all, nobody else any.</summary>
    public static IQueryable<WorkReport> VisibleTo(this IQueryable<WorkReport> query, Actor actor) => actor.SeesAll ? query : query.Where(_ => false);
}

/// <summary>What is done with a report; the caller saves.</summary>
public sealed class Reporting(KeguanDb db, Journal journal, ReportTemplates templates, ReportBuilder builder, Indicators indicators)
{
    public async Task<WorkReport> DraftAsync(string template, Period period, string by, CancellationToken cancel)
    {
        var built = await builder.BuildAsync(templates.Get(template), period, cancel: cancel);
        var report = new WorkReport { Template = template, Period = period.Code, Title = built.Title, CreatedAt = journal.Now, CreatedBy = by, StateSince = journal.Now };
        db.Add(report);
        journal.Act(WorkReportLifecycle.Table, report, "draft", new Act { Summary = $"起草“{report.Title}”，报告期 {period.Words.Zh}" });
        return report;
    }

    /// <summary>As it reads now, or as it was approved.</summary>
    public async Task<BuiltReport> ReadAsync(WorkReport report, CancellationToken cancel) => report.FrozenReport ?? await BuildAsync(report, null, cancel);

    /// <summary>As it would read with today's records.</summary>
    public Task<BuiltReport> BuildAsync(WorkReport report, long? asOf, CancellationToken cancel) =>
        builder.BuildAsync(templates.Get(report.Template), Period.Parse(report.Period), asOf, report.FreeTexts, cancel);

    public void Write(WorkReport report, IReadOnlyDictionary<string, string> texts)
    {
        var before = report.FreeTexts;
        var changed = texts.Where(pair => before.GetValueOrDefault(pair.Key, "") != pair.Value).Select(pair => new { place = pair.Key, before = before.GetValueOrDefault(pair.Key, ""), after = pair.Value }).ToList();
        if (changed.Count == 0) return;
        report.Free = JsonSerializer.Serialize(texts, Journal.Json);
        journal.Act(WorkReportLifecycle.Table, report, "write", new Act { Summary = $"修改文字 {changed.Count} 处", Payload = new { changed } });
    }

    /// <summary>Sends it for approval; faults of the check must be explained.</summary>
    public async Task SubmitAsync(WorkReport report, string? explanation, CancellationToken cancel)
    {
        var faults = (await BuildAsync(report, null, cancel)).Findings.Count(finding => finding.Kind == FindingKind.Fault);
        Refusal.If(faults > 0 && string.IsNullOrWhiteSpace(explanation), $"核对有 {faults} 处不符：请先改正，或写明为何保留", $"The check found {faults} faults: correct them, or say why they stay");
        journal.Act(WorkReportLifecycle.Table, report, "submit", new Act { Summary = faults > 0 ? $"送审，保留 {faults} 处不符" : "送审，核对无误", Reason = explanation });
        report.StateSince = journal.Now;
    }

    /// <summary>Approves it: figures and words are kept as they stand at the last sealed position.</summary>
    public async Task ApproveAsync(WorkReport report, CancellationToken cancel)
    {
        var position = await indicators.LastPositionAsync(cancel) ?? throw new Refusal("日志尚未封存，请稍候再审定", "Nothing is sealed yet; wait a moment");
        var built = await BuildAsync(report, position, cancel);
        (report.FrozenAt, report.Frozen, report.Title) = (position, JsonSerializer.Serialize(built, ReportPrinter.Json), built.Title);
        journal.Act(WorkReportLifecycle.Table, report, "approve", new Act
        {
            Summary = $"审定“{report.Title}”，数据截至记录号 {position}，{built.Figures.Count} 个数字",
            Payload = new { position, figures = built.Figures.Select(figure => new { figure.Indicator, figure.Period, figure.Area, figure.Value }) },
        });
        report.StateSince = journal.Now;
    }

    public void Publish(WorkReport report)
    {
        journal.Act(WorkReportLifecycle.Table, report, "publish", new Act { Summary = $"发布“{report.Title}”", Posts = [Post.Count("report.published")] });
        (report.PublishedAt, report.StateSince) = (journal.Now, journal.Now);
    }

    public void Return(WorkReport report, string? reason)
    {
        journal.Act(WorkReportLifecycle.Table, report, "return", new Act { Summary = "退回修改", Reason = reason });
        report.StateSince = journal.Now;
    }

    public void Drop(WorkReport report, string? reason)
    {
        journal.Act(WorkReportLifecycle.Table, report, "drop", new Act { Summary = "作废", Reason = reason });
        report.StateSince = journal.Now;
    }
}
