using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

public static class TableServices
{
    public static IServiceCollection AddTables(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ListOptions>().Bind(configuration.GetSection("Lists")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DataVersions>();
        services.AddSingleton<ListTotals>();
        services.AddScoped<Lists>();
        services.AddScoped<ListExports>();
        services.AddSubject<ListExport>(ListExports.Subject);
        services.ConfigureDbContext<SqliteKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<DataVersions>()));
        services.ConfigureDbContext<PostgresKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<DataVersions>()));
        services.AddSingleton(new MenuItem(T("导出记录", "Exports"), "/exports", Permissions.AuditRead, 80, Audience.Administrator));
        return services;
    }
}
