using Keguan.Foundation.Access;
using Keguan.Foundation.Work;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

public static class ProgrammeWorkServices
{
    /// <summary>What the programmes put on the desks and into the search, from applications to agreements.</summary>
    public static IServiceCollection AddProgrammeWork(this IServiceCollection services)
    {
        services.AddScoped<IWorkSource, ApplicationWork>();
        services.AddScoped<IWorkSource, DecisionWork>();
        services.AddScoped<IWorkSource, AgreementWork>();
        services.AddScoped<ISearchSource, ProgrammeSearch>();
        services.AddScoped<IDeskPanel, CallsPanel>();
        services.AddScoped<IDeskPanel, OpeningsPanel>();
        services.AddScoped<IDeskPanel, OwnApplicationsPanel>();
        services.AddScoped<IDeskPanel, OwnProjectsPanel>();
        services.AddScoped<IDeskPanel, LeaderPanel>();
        services.AddSingleton(new DeskAct(T("起草申报通知", "Draft a call"), "/programmes/calls/draft", "file-plus", Permissions.CallsDraft));
        services.AddSubjectPage("call", id => $"/programmes/calls/details/{id}");
        services.AddSubjectPage("application", id => $"/programmes/applications/details/{id}");
        services.AddSubjectPage("project", id => $"/programmes/projects/details/{id}");
        services.AddSubjectPage("publicity", id => $"/programmes/decisions/publicity/{id}");
        services.AddSubjectPage("objection", id => $"/programmes/decisions/objection/{id}");
        return services;
    }
}
