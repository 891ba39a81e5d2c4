using Keguan.Foundation.Data;

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
        services.ConfigureDbContext<SqliteKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<DataVersions>()));
        services.ConfigureDbContext<PostgresKeguanDb>((provider, options) => options.AddInterceptors(provider.GetRequiredService<DataVersions>()));
        return services;
    }
}
