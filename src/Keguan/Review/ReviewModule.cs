using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Review.Exports;

namespace Keguan.Review;

/// <summary>评审: expert library, panels, score sheets.</summary>
public sealed class ReviewModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ILifecycle>(ExpertLifecycle.Table);
        services.AddSingleton<ILifecycle>(ReviewTaskLifecycle.Table);
    }
}
