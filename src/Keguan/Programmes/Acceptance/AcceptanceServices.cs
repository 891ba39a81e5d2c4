using Keguan.Foundation.Files;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Work;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Acceptance;

public static class AcceptanceServices
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services)
    {
        services.AddScoped<Accepting>();
        services.AddScoped<IWorkSource, AcceptanceWork>();
        services.AddSingleton<ILifecycle>(AcceptanceLifecycle.Table);
        // The organisation sees the opinion of the experts when the bureau has concluded, not before.
        services.AddFileGate(AcceptanceRequest.Subject, (ask, cancel) => ask.Db.AcceptanceRequests().VisibleTo(ask.Db, ask.Actor)
            .AnyAsync(one => one.Id == ask.File.SubjectId && (ask.File.Slot != ProjectModel.Signed.Key || ask.Actor.SeesAll || one.State == AcceptanceLifecycle.Concluded), cancel));
        ActionWords.Add("acceptance-opinion", T("登记验收专家组意见", "recorded the experts' opinion"));
        return services;
    }
}
