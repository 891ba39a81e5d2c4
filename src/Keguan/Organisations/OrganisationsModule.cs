using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Grants;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Members;
using Keguan.Organisations.Names;
using Keguan.Organisations.Register;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>名录: organisations, people, integrity.</summary>
public sealed class OrganisationsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new OrganisationDimension(db => db.Organisations().Select(one => new OrganisationFact { Id = one.Id, Name = one.Name, Kind = one.Kind })));
        services.AddOptions<OrganisationOptions>().Bind(configuration.GetSection(OrganisationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ILifecycle>(OrganisationLifecycle.Table);
        services.AddSingleton<ILifecycle>(IntegrityLifecycle.Table);
        services.AddSingleton(new GrantOrganisations(async (db, code, cancel) => await db.Organisations().Where(one => one.Uscc == code && one.State == OrganisationLifecycle.Verified)
            .Select(one => new GrantOrganisation(one.Id, one.Name, one.Area)).FirstOrDefaultAsync(cancel)));
        ActionWords.Add("add-name", T("增加曾用名或别名", "added a name"));
        ActionWords.Add("remove-name", T("删除曾用名或别名", "removed a name"));
        ActionWords.Add("invite-member", T("邀请成员", "invited a member"));
        ActionWords.Add("change-member", T("变更成员权利", "changed a member's right"));
        ActionWords.Add("end-member", T("结束成员权利", "ended a member's right"));
        ActionWords.Add("add-person", T("增加人员", "added a person"));
        ActionWords.Add("change-person", T("修改人员", "changed a person"));
        ActionWords.Add("remove-person", T("移除人员", "removed a person"));

        services.AddSingleton<Areas>().AddSingleton<Verifying>();
        services.AddScoped<NearNames>().AddScoped<KnownCodes>().AddScoped<Registrations>().AddScoped<MemberBook>();
        services.AddSingleton<NameReader>().AddSingleton<NameKeeper>();
        services.ConfigureDbContext<SqliteKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<NameKeeper>()));
        services.ConfigureDbContext<PostgresKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<NameKeeper>()));
        services.AddSingleton(new SchemaExtra("person key", PersonKeys.EnsureAsync));
        services.AddFileGate(Organisation.Subject, (ask, cancel) =>
            ask.Db.Organisations().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel));
        services.AddScoped<DraftSweeper>();
        services.AddRecurringJob<DraftSweeper>("registrations-sweep", T("清理过期的登记草稿", "Forgetting registrations that were never filed"), Recurrence.Daily(3, 30));

        services.AddScoped<IWorkSource, OrganisationWork>();
        services.AddScoped<ISearchSource, OrganisationSearch>();
        services.AddSubjectPage(Organisation.Subject, id => $"/organisations/details/{id}", Permissions.OrganisationsRead);
        services.AddSubjectPage(IntegrityLifecycle.Subject, id => $"/organisations/integrity/details/{id}", Permissions.IntegrityRead);
        services.Configure<ShellOptions>(shell => shell.RegisterUrl = RegisterPage.Start);
        services.AddSingleton(new MenuItem(T("名录", "Directory"), "/organisations", Permissions.OrganisationsRead, 50, Audience.Officer, Audience.Recommender));
        services.AddSingleton(new MenuItem(T("单位与人员", "Organisation"), "/organisations/own", Permissions.OrganisationOwn, 50, Audience.Applicant) { Also = ["/organisations/people", "/organisations/members"] });
    }
}
