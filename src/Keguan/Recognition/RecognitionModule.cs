using Keguan.Foundation.Definitions;
using Keguan.Foundation.Modules;
using Keguan.Recognition.RuleSets;

namespace Keguan.Recognition;

/// <summary>认定: rules as data, self-checks of enterprises, recognitions.</summary>
public sealed class RecognitionModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefinitions<RuleSetDefinition>("rules");
        services.AddSingleton<RuleSetLibrary>();
    }
}
