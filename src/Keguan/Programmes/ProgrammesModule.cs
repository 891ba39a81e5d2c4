using Keguan.Foundation.Definitions;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Keguan.Programmes.Similarity;

namespace Keguan.Programmes;

/// <summary>计划项目: from the call to the evaluation.</summary>
public sealed class ProgrammesModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefinitions<ProgrammeDefinition>("programmes");
        services.AddScoped<SimilarityIndex>();
        services.AddSingleton<ILifecycle>(CallLifecycle.Table);
        services.AddSingleton<ILifecycle>(ApplicationLifecycle.Table);
        services.AddSingleton<ILifecycle>(ProjectLifecycle.Table);
    }
}
