using Keguan.Foundation.Access;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Imports;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Modules;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Statistics.Exports;
using Keguan.Statistics.Observations;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics;

/// <summary>统计监测: figures as queries over postings, and observations with their documents.</summary>
public sealed class StatisticsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDefinitions<IndicatorFile>("indicators", IndicatorFile.CheckTogether);
        services.AddSingleton<IndicatorCatalogue>().AddSingleton<HomeArea>();
        services.AddScoped<Exports.Indicators>();
        services.AddScoped<Observing>();
        services.AddImport<ObservationImport>();
        services.AddSingleton<ILifecycle>(ObservationLifecycle.Table);
        services.AddSubjectPage(Observation.Subject, id => $"/statistics/observations/{id}", Permissions.StatisticsRead);
        services.AddSingleton(new MenuItem(T("统计", "Statistics"), "/statistics", Permissions.StatisticsRead, 60, Audience.Officer));
    }
}
