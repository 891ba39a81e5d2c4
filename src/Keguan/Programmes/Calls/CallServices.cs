using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Public;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

public static class CallServices
{
    /// <summary>Calls, and what the portal shows of the programmes.</summary>
    public static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<ILifecycle>(CallLifecycle.Table);
        services.AddScoped<CallDrafting>().AddScoped<CallPublication>().AddScoped<CallOpenings>().AddScoped<CallReminding>();
        services.AddScoped<IWorkSource, CallWork>().AddScoped<ISearchSource, CallSearch>();
        // The guide's papers are public with the call; minutes and the like are the bureau's.
        services.AddFileGate(CallLifecycle.Table.Subject, async (ask, cancel) =>
            ask.Actor.SeesAll || (ask.File.Slot == CallDrafting.Papers.Key && await ask.Db.Calls().VisibleTo(ask.Actor).AnyAsync(one => one.Id == ask.File.SubjectId, cancel)));
        services.AddSingleton(new MenuItem(T("申报通知", "Calls"), "/programmes/calls", Permissions.CallsRead, 20, Audience.Officer, Audience.Recommender));
        services.AddSingleton(new MenuItem(T("可申报", "Open calls"), "/programmes/calls", Permissions.ApplicationsWrite, 9, Audience.Applicant));

        services.AddScoped<PublicCalls>().AddScoped<PublicResults>();
        services.AddScoped<IPublicitySource, PublicPublicities>().AddScoped<IVerificationSource, ProgrammeVerification>();
        return services;
    }
}
