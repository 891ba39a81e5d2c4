using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Recognition.RuleSets;
using Keguan.Recognition.SelfChecks;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition;

/// <summary>认定: rules as data, self-checks of enterprises, recognitions.</summary>
public sealed class RecognitionModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefinitions<RuleSetDefinition>("rules");
        services.AddSingleton<RuleSetLibrary>();
        services.AddSingleton<ILifecycle>(SelfCheckLifecycle.Table);
        services.AddScoped<SelfChecking>();
        services.AddSubjectPage(SelfCheckLifecycle.Table.Subject, id => $"/recognition/selfchecks/details/{id}", Permissions.SelfChecksOwn);
        services.AddSingleton(new MenuItem(T("政策自查", "Self-checks"), "/recognition/selfchecks", null, 5, Audience.Public));
        services.AddSingleton(new MenuItem(T("政策自查", "Self-checks"), "/recognition/selfchecks", Permissions.SelfChecksOwn, 40, Audience.Applicant));
    }
}
