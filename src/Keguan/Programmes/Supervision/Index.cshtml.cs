using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Foundation.Tables;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>过程管理: the list, and reminders to several at once.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class IndexModel(Notices notices) : ListPage<SupervisionList>
{
    const int Most = 200;

    [Acts(Permissions.SupervisionManage)]
    public async Task<IActionResult> OnPostRemindAsync(List<Guid> ids)
    {
        if (!Actor.Can(Permissions.SupervisionManage)) return NotFound();
        Refusal.If(ids.Count == 0, "请先勾选项目", "Choose some projects first");
        Refusal.If(ids.Count > Most, $"一次最多催办 {Most} 项", $"At most {Most} at once");
        var projects = await Db.Projects().VisibleTo(Actor).Where(project => ids.Contains(project.Id)).ToListAsync(Cancel);
        if (projects.Count != ids.Distinct().Count()) return NotFound();
        var passed = (await Db.Midterms().Where(report => ids.Contains(report.ProjectId) && (report.State == MidtermLifecycle.Passed || report.State == MidtermLifecycle.Submitted)).Select(report => report.ProjectId).ToListAsync(Cancel)).ToHashSet();
        var told = 0;
        foreach (var project in projects)
        {
            var what = project.State switch
            {
                ProjectLifecycle.Rectifying => T("整改报告", "the report on what was put right"),
                ProjectLifecycle.Due => T("验收申请", "the request for acceptance"),
                ProjectLifecycle.Running when !passed.Contains(project.Id) => T("中期报告", "the mid-term report"),
                _ => default,
            };
            if (what.IsEmpty) continue;
            told++;
            var due = project.DueOn is { } day ? $"{day:yyyy-MM-dd}" : "";
            Journal.Note("project", project, "remind", new Act { Summary = $"催办：{what.Zh}" });
            await notices.TellOrganisationAsync(project.OrganisationId, T($"催办：“{project.Title}”请提交{what.Zh}{(due.Length > 0 ? $"（期限 {due}）" : "")}", $"Reminder: “{project.Title}” owes {what.En}{(due.Length > 0 ? $" (due {due})" : "")}"),
                project.State == ProjectLifecycle.Due ? $"/programmes/acceptance/project/{project.Id}" : $"/programmes/supervision/project/{project.Id}", Cancel);
        }
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已催办 {told} 项，{projects.Count - told} 项无需催办", $"{told} reminded, {projects.Count - told} owe nothing"), Request.PathBase + Request.Path + "?" + string.Join('&', Request.Query.Where(one => one.Key != "handler").SelectMany(one => one.Value.Select(value => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(value ?? "")}"))));
    }
}
