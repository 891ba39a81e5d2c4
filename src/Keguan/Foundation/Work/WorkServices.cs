using Keguan.Foundation.Access;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Work;

public static class WorkServices
{
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddScoped<Desk>();
        services.AddScoped<Records>();
        services.AddScoped<IDeskPanel, NewsPanel>();
        services.AddScoped<IDeskPanel, RecordsPanel>();
        services.AddScoped<IDeskPanel, SystemPanel>();
        services.AddScoped<IDeskPanel, RolesPanel>();
        services.AddScoped<IDeskPanel, AuditPanel>();
        services.AddSingleton(new MenuItem(T("工作台", "Desk"), "/desk", Permissions.SignedIn, 1, Audience.Applicant, Audience.Expert, Audience.Recommender, Audience.Officer, Audience.Administrator));
        services.AddSingleton(new MenuItem(T("全部记录", "All records"), "/journal", Permissions.JournalRead, 25) { Place = MenuPlace.Account });
        return services;
    }

    /// <summary>Names the page of a kind of subject.</summary>
    public static IServiceCollection AddSubjectPage(this IServiceCollection services, string subject, Func<Guid, string> url) => services.AddSingleton(new SubjectPage(subject, url));
}
