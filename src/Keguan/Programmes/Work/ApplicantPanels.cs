using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Work;
using Keguan.Programmes.Agreements;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>A line of the applicant's desk: a matter, how it stands, and what comes next.</summary>
public sealed record OwnMatter(string Number, string Title, string Url, State State, Text Next, DateOnly? DueOn, bool Mine);

/// <summary>我的申报 and 我的项目 with what comes next, for members of an organisation.</summary>
public sealed record OwnMatters(Text Title, Text All, string AllUrl, Text None, IReadOnlyList<OwnMatter> Rows);

public sealed class OwnApplicationsPanel : IDeskPanel
{
    const int Shown = 10;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || actor.Audience != Audience.Applicant || !actor.Can(Permissions.ApplicationsRead)) return null;
        var rows = await db.Applications().VisibleTo(actor).Where(one => !ApplicationLifecycle.Ended.Contains(one.State)).OrderByDescending(one => one.StateSince).ThenByDescending(one => one.Number).Take(Shown)
            .Select(one => new { one.Id, one.Number, one.Title, one.State, one.DueOn, one.Call.ClosesAt }).ToListAsync(cancel);
        return new DeskPanel(DeskPlace.Main, 20, "/Programmes/Work/_OwnMatters.cshtml", new OwnMatters(T("我的申报", "My applications"), T("全部申报", "All applications"), "/programmes/applications", T("没有在办的申报。", "No applications under way."),
            [.. rows.Select(one =>
            {
                var mine = ApplicationLifecycle.Editable.Contains(one.State);
                var due = one.State == ApplicationLifecycle.Draft ? ChinaTime.DayOf(one.ClosesAt.AddTicks(-1)) : mine ? one.DueOn : null;
                return new OwnMatter(one.Number, ApplicationWork.Named(one.Title, one.Number), (mine ? "/programmes/applications/tasks/" : "/programmes/applications/details/") + one.Id, ApplicationLifecycle.Table.StateOf(one.State), Next(one.State, now > one.ClosesAt), due, mine);
            })]));
    }

    static Text Next(string state, bool closed) => state switch
    {
        ApplicationLifecycle.Draft when closed => T("受理已截止，未提交", "The window closed before it was submitted"),
        ApplicationLifecycle.Draft => T("继续填报，截止前提交", "Go on, and submit before the deadline"),
        ApplicationLifecycle.Returned => T("按推荐单位意见修改后再次提交", "Change it as the recommending unit says, and submit again"),
        ApplicationLifecycle.Supplementing => T("按意见补正后提交", "Correct it and submit"),
        ApplicationLifecycle.Recommending => T("等待推荐单位推荐", "The recommending unit acts next"),
        ApplicationLifecycle.FormalCheck => T("等待形式审查", "The bureau checks it"),
        ApplicationLifecycle.Publicised or ApplicationLifecycle.Objected => T("公示期满后审定", "Decided after the publicity"),
        _ => T("等待评审和审定", "In review"),
    };
}

public sealed class OwnProjectsPanel : IDeskPanel
{
    const int Shown = 10;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || actor.Audience != Audience.Applicant || !actor.Can(Permissions.ProjectsRead)) return null;
        var agreements = db.Agreements();
        var rows = await db.Projects().VisibleTo(actor).Where(one => ProjectLifecycle.Active.Contains(one.State)).OrderBy(one => one.DueOn == null).ThenBy(one => one.DueOn).ThenBy(one => one.Number).Take(Shown)
            .Select(one => new { one.Id, one.Number, one.Title, one.State, one.DueOn, one.EndOn, Agreement = agreements.Where(agreement => agreement.ProjectId == one.Id).Select(agreement => agreement.State).FirstOrDefault() }).ToListAsync(cancel);
        if (rows.Count == 0) return null;
        return new DeskPanel(DeskPlace.Main, 30, "/Programmes/Work/_OwnMatters.cshtml", new OwnMatters(T("我的项目", "My projects"), T("全部项目", "All projects"), "/programmes/projects", default,
            [.. rows.Select(one =>
            {
                var (next, mine) = Next(one.State, one.Agreement);
                var url = one.State == ProjectLifecycle.AgreementPending ? "/programmes/agreements/details/" : "/programmes/projects/details/";
                return new OwnMatter(one.Number, one.Title, url + one.Id, ProjectLifecycle.Table.StateOf(one.State), next, one.DueOn ?? one.EndOn, mine);
            })]));
    }

    static (Text Next, bool Mine) Next(string state, string? agreement) => state switch
    {
        ProjectLifecycle.AgreementPending => agreement switch
        {
            null => (T("生成并填写任务书", "Generate the agreement and fill it in"), true),
            AgreementLifecycle.Drafted => (T("核对填写任务书并提交", "Fill in the agreement and submit it"), true),
            AgreementLifecycle.Accepted => (T("打印任务书，签章后上传", "Print the agreement, seal it, upload it"), true),
            _ => (T("等待主管部门审核任务书", "The bureau has the agreement"), false),
        },
        ProjectLifecycle.Running => (T("按任务书实施，按期报告进展", "Carry it out and report in time"), false),
        ProjectLifecycle.Rectifying or ProjectLifecycle.Deferred => (T("按意见整改", "Mend what was asked"), true),
        ProjectLifecycle.Due => (T("申请验收", "Request acceptance"), true),
        _ => (T("等待验收结果", "In acceptance"), false),
    };
}
