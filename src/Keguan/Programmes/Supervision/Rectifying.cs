using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>整改: opened with items and a deadline, reported, returned or closed; the project stands still in 整改中 as long as one is open. The caller saves.</summary>
public sealed class Rectifying(KeguanDb db, Journal journal, Notices notices)
{
    public async Task<Rectification> OpenAsync(Project project, string items, DateOnly due, CancellationToken cancel = default)
    {
        Refusal.If(due < ChinaTime.DayOf(journal.Now), "整改期限不能早于今天", "The deadline can't be in the past");
        var number = await db.Rectifications().CountAsync(one => one.ProjectId == project.Id, cancel) + 1;
        if (project.State != ProjectLifecycle.Rectifying)
            journal.Act(ProjectLifecycle.Table, project, "ask-rectify", new Act { Reason = items, Summary = $"通知整改，{due:yyyy-MM-dd} 前完成", Payload = new { number, due } });
        else journal.Note("project", project, "further-rectify", new Act { Reason = items, Summary = $"再次通知整改，{due:yyyy-MM-dd} 前完成", Payload = new { number, due } });
        project.StateSince = journal.Now;
        project.DueOn = due;
        var rectification = new Rectification { ProjectId = project.Id, Project = project, Number = number, Items = items, OpenedOn = ChinaTime.DayOf(journal.Now), DueOn = due, StateSince = journal.Now };
        db.Add(rectification);
        journal.Act(RectificationLifecycle.Table, rectification, "open", new Act { Reason = items, Summary = $"第 {number} 次整改，{due:yyyy-MM-dd} 前" });
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”需要整改，{due:yyyy-MM-dd} 前提交整改报告", $"“{project.Title}” has to be put right; report by {due:yyyy-MM-dd}"), Url(rectification), cancel);
        return rectification;
    }

    public async Task ReportAsync(Rectification rectification, string report, CancellationToken cancel = default)
    {
        var late = rectification.DueOn < ChinaTime.DayOf(journal.Now);
        journal.Act(RectificationLifecycle.Table, rectification, "report", new Act { Summary = late ? "提交整改报告（逾期）" : "提交整改报告", Payload = new { late } });
        rectification.Report = report;
        rectification.ReportedAt = rectification.StateSince = journal.Now;
        journal.Note("project", rectification.Project, "rectify-reported", new Act { Summary = $"提交第 {rectification.Number} 次整改报告{(late ? "（逾期）" : "")}" });
        await notices.TellRolesAsync([Roles.Officer], T($"“{rectification.Project.Title}”整改报告待复核", $"The rectification of “{rectification.Project.Title}” awaits review"), Url(rectification), cancel: cancel);
    }

    public async Task ReturnAsync(Rectification rectification, string? reason, DateOnly? due, CancellationToken cancel = default)
    {
        Refusal.If(due is { } day && day < ChinaTime.DayOf(journal.Now), "整改期限不能早于今天", "The deadline can't be in the past");
        journal.Act(RectificationLifecycle.Table, rectification, "return", new Act { Reason = reason, Summary = "整改不到位，退回" });
        rectification.StateSince = journal.Now;
        if (due is { } until) rectification.DueOn = until;
        if (rectification.Project.State == ProjectLifecycle.Rectifying) rectification.Project.DueOn = rectification.DueOn;
        journal.Note("project", rectification.Project, "rectify-returned", new Act { Reason = reason, Summary = $"第 {rectification.Number} 次整改不到位，退回，{rectification.DueOn:yyyy-MM-dd} 前完成" });
        await notices.TellOrganisationAsync(rectification.Project.OrganisationId, T($"“{rectification.Project.Title}”整改不到位，{rectification.DueOn:yyyy-MM-dd} 前完成：{reason}", $"“{rectification.Project.Title}” is not right yet; due on {rectification.DueOn:yyyy-MM-dd}: {reason}"), Url(rectification), cancel);
    }

    public async Task CloseAsync(Rectification rectification, ProgrammeDefinition programme, string? opinion, CancellationToken cancel = default)
    {
        var project = rectification.Project;
        journal.Act(RectificationLifecycle.Table, rectification, "close", new Act { Reason = opinion, Summary = "复核通过，整改关闭" });
        rectification.ClosedOn = ChinaTime.DayOf(journal.Now);
        rectification.StateSince = journal.Now;
        var others = await db.Rectifications().Where(one => one.ProjectId == project.Id && one.Id != rectification.Id && one.State != RectificationLifecycle.Closed).OrderBy(one => one.DueOn).Select(one => (DateOnly?)one.DueOn).FirstOrDefaultAsync(cancel);
        if (project.State == ProjectLifecycle.Rectifying && others is null)
        {
            journal.Act(ProjectLifecycle.Table, project, "close-rectify", new Act { Reason = opinion, Summary = $"第 {rectification.Number} 次整改关闭" });
            project.StateSince = journal.Now;
            var passed = await db.Midterms().AnyAsync(report => report.ProjectId == project.Id && report.State == MidtermLifecycle.Passed, cancel);
            project.DueOn = ProjectDates.Next(project, programme, passed);
        }
        else
        {
            // Another one is still open, or the project has meanwhile come to its end.
            journal.Note("project", project, "rectify-closed", new Act { Reason = opinion, Summary = $"第 {rectification.Number} 次整改关闭" });
            if (project.State == ProjectLifecycle.Rectifying) project.DueOn = others;
        }
        await notices.TellOrganisationAsync(project.OrganisationId, T($"“{project.Title}”第 {rectification.Number} 次整改已关闭", $"Rectification {rectification.Number} of “{project.Title}” is closed"), Url(rectification), cancel);
    }

    static string Url(Rectification rectification) => $"/programmes/supervision/rectification/{rectification.Id}";
}
