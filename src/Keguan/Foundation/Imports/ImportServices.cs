using Keguan.Foundation.Jobs;
using Keguan.Foundation.Lifecycle;

namespace Keguan.Foundation.Imports;

public static class ImportServices
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ILifecycle>(ImportLifecycle.Table);
        services.AddScoped<ImportRegistry>();
        services.AddScoped<Importer>();
        services.AddJob<ImportJob>(ImportJob.Kind);
        return services;
    }

    /// <summary>Registers an import of fixed columns.</summary>
    public static IServiceCollection AddImport<TDefinition>(this IServiceCollection services) where TDefinition : ImportDefinition =>
        services.AddScoped<ImportDefinition, TDefinition>();

    /// <summary>Registers a family of imports that are made at run time.</summary>
    public static IServiceCollection AddImportSource<TSource>(this IServiceCollection services) where TSource : class, IImportSource =>
        services.AddScoped<IImportSource, TSource>();
}
