using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Work;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

public static class SupervisionServices
{
    public const string DailyRound = "programmes-daily";

    public static IServiceCollection AddSupervision(this IServiceCollection services)
    {
        services.AddScoped<Rectifying>();
        services.AddScoped<IWorkSource, SupervisionWork>();
        services.AddSingleton<ILifecycle>(MidtermLifecycle.Table);
        services.AddSingleton<ILifecycle>(RectificationLifecycle.Table);
        services.AddFileGate(MidtermReport.Subject, (ask, cancel) => ask.Db.Midterms().VisibleTo(ask.Db, ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel));
        services.AddFileGate(Rectification.Subject, (ask, cancel) => ask.Db.Rectifications().VisibleTo(ask.Db, ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel));
        services.AddFileGate(SiteVisit.Owner, (ask, cancel) =>
        {
            var visible = ask.Db.Projects().VisibleTo(ask.Actor).Select(project => project.Id);
            return ask.Db.SiteVisits().AnyAsync(visit => visit.Id == ask.File.SubjectId && visible.Contains(visit.ProjectId), cancel);
        });
        services.AddRecurringJob<DailyRound>(DailyRound, T("项目期限巡检", "Deadlines of the projects"), Recurrence.Daily(2, 10));
        foreach (var (action, words) in new[]
        {
            ("midterm-submitted", T("提交中期报告", "submitted the mid-term report")), ("midterm-passed", T("中期报告通过", "the mid-term report passed")), ("midterm-returned", T("中期报告退回", "the mid-term report was returned")),
            ("further-rectify", T("再次通知整改", "asked again to put right")), ("rectify-reported", T("提交整改报告", "reported what was put right")), ("rectify-returned", T("整改退回", "returned the rectification")),
            ("rectify-closed", T("整改关闭", "closed the rectification")), ("spending", T("填报支出", "reported spending")), ("site-visit", T("现场检查", "visited the site")),
        })
            ActionWords.Add(action, words);
        return services;
    }
}
