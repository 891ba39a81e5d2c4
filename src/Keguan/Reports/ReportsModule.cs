using Keguan.Foundation.Access;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Reports.WorkReports;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports;

/// <summary>文稿: work reports whose every figure is an indicator.</summary>
public sealed class ReportsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportTemplates>();
        services.AddScoped<ReportBuilder>();
        services.AddSingleton(new MenuItem(T("文稿", "Reports"), "/reports", Permissions.ReportsRead, 62, Audience.Officer));
    }
}
