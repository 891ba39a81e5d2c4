using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Reports.WorkReports;
using Keguan.Reports.Works;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports;

/// <summary>文稿: work reports whose every figure is an indicator.</summary>
public sealed class ReportsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportTemplates>();
        services.AddScoped<ReportBuilder>();
        services.AddScoped<Reporting>();
        services.AddSingleton<ILifecycle>(WorkReportLifecycle.Table);
        services.AddSubjectPage(WorkReport.Subject, id => $"/reports/works/{id}", Permissions.ReportsRead);
        services.AddSingleton(new MenuItem(T("文稿", "Reports"), "/reports", Permissions.ReportsRead, 62, Audience.Officer));
    }
}
