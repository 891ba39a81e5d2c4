using Keguan.Foundation.Lifecycle;
using Keguan.Organisations.Exports;
using Keguan.Foundation.Modules;

namespace Keguan.Organisations;

/// <summary>名录: organisations, people, integrity.</summary>
public sealed class OrganisationsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ILifecycle>(OrganisationLifecycle.Table);
    }
}
