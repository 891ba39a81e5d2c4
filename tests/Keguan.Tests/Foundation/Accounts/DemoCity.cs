using Keguan.Foundation.Accounts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Keguan.Tests.Foundation.Accounts;

static class DemoCity
{
    /// <summary>As with KEGUAN_DEMO=1.</summary>
    public static IServiceCollection PostConfigureDemo(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(new DemoMode(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(DemoMode.Setting, "1")]).Build())));
}
