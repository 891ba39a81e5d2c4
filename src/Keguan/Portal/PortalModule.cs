using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Public;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Portal.Figures;
using Keguan.Portal.Notices;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal;

/// <summary>门户: what everybody may read without signing in.</summary>
public sealed class PortalModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ILifecycle>(PortalNoticeLifecycle.Table);
        services.AddScoped<NoticeEditing>();
        services.AddScoped<IVerificationSource, NoticeVerification>().AddScoped<ISearchSource, NoticeSearch>();
        services.AddSubjectPage(PortalNoticeLifecycle.Table.Subject, id => $"/portal/notices/edit/{id}", Permissions.NoticesManage);
        services.AddFileGate(PortalNoticeLifecycle.Table.Subject, (ask, cancel) => ask.Db.PortalNotices().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel));
        services.AddSingleton<FigureCache>();
        services.AddScoped<OpenFigures>();
        services.Configure<ShellOptions>(shell => (shell.PortalSearchUrl, shell.AccessibilityUrl) = ("/portal/search", "/portal/accessibility"));

        MenuItem[] menu =
        [
            new(T("首页", "Home"), "/", null, 1, Audience.Public),
            new(T("项目申报", "Calls"), "/portal/calls", null, 2, Audience.Public),
            new(T("公示公告", "Publicity"), "/portal/publicity", null, 3, Audience.Public),
            new(T("通知文件", "Documents"), "/portal/notices", null, 4, Audience.Public),
            new(T("立项结果", "Results"), "/portal/results", null, 5, Audience.Public),
            new(T("查询核验", "Verify"), "/portal/verify", null, 6, Audience.Public) { Also = ["/portal/draws/verify"] },
            new(T("公开数据", "Open figures"), "/portal/figures", null, 7, Audience.Public),
            new(T("门户通知", "Portal"), "/portal/notices/manage", Permissions.NoticesManage, 70, Audience.Officer) { Also = ["/portal/notices/edit"] },
            new(T("隐私与个人信息保护", "Privacy"), "/portal/privacy", null, 1) { Place = MenuPlace.Footer },
            new(T("无障碍声明", "Accessibility"), "/portal/accessibility", null, 2) { Place = MenuPlace.Footer },
        ];
        foreach (var item in menu) services.AddSingleton(item);
    }
}
