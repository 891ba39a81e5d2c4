using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Ui;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Work;

public static class WorkServices
{
    public static IServiceCollection AddWork(this IServiceCollection services)
    {
        services.AddScoped<Desk>();
        services.AddScoped<Records>();
        services.AddScoped<SubjectPages>();
        services.AddSubjectPage(Import.Subject, (db, actor) => db.Set<Import>().VisibleTo(actor).Select(one => new SubjectKey { Id = one.Id, Page = one.Id }), id => $"/imports/{id}");
        services.AddSubjectPage(Tables.ListExports.Subject, _ => "/exports", Permissions.AuditRead);
        services.AddScoped<IDeskPanel, NewsPanel>();
        services.AddScoped<IDeskPanel, RecordsPanel>();
        services.AddScoped<IDeskPanel, SystemPanel>();
        services.AddScoped<IDeskPanel, RolesPanel>();
        services.AddScoped<IDeskPanel, AuditPanel>();
        services.AddSingleton(new MenuItem(T("工作台", "Desk"), "/desk", Permissions.SignedIn, 1, Audience.Applicant, Audience.Expert, Audience.Recommender, Audience.Officer, Audience.Administrator));
        services.AddSingleton(new MenuItem(T("全部记录", "All records"), "/journal", Permissions.JournalRead, 25) { Place = MenuPlace.Account });
        return services;
    }

    /// <summary>Names the page of a kind of subject, where its id tells it.</summary>
    /// <param name="permissions">Of the page; none where everybody who reads the entry may open it.</param>
    public static IServiceCollection AddSubjectPage(this IServiceCollection services, string subject, Func<Guid, string> url, params string[] permissions) =>
        services.AddSingleton(new SubjectPage(subject, (_, _, ids, _) => Task.FromResult<IReadOnlyList<SubjectAddress>>([.. ids.Select(id => new SubjectAddress(id, url(id)))]), permissions));

    /// <summary>Names the page of a kind of subject that stands on another subject's page: `services.AddSubjectPage("payment", (db, actor) => db.Payments().VisibleTo(actor).Select(one => new SubjectKey { Id = one.Id, Page = one.ProjectId }), project => …)`.</summary>
    public static IServiceCollection AddSubjectPage(this IServiceCollection services, string subject, Func<KeguanDb, Actor, IQueryable<SubjectKey>> keys, Func<Guid, string> url, params string[] permissions) =>
        services.AddSingleton(new SubjectPage(subject, async (db, actor, ids, cancel) =>
            [.. (await keys(db, actor).Where(one => ids.Contains(one.Id)).ToListAsync(cancel)).Select(one => new SubjectAddress(one.Id, url(one.Page)))], permissions));
}
