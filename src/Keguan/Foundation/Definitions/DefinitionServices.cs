using Keguan.Foundation.Data;

namespace Keguan.Foundation.Definitions;

public static class DefinitionServices
{
    public static IServiceCollection AddDefinitionStore(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton(provider => new SchemaExtra("definition versions", (db, cancel) => provider.GetRequiredService<DefinitionStore>().RememberAsync(db, cancel)));
        return services;
    }

    /// <summary>A module's own kind: every file definitions/<paramref name="folder"/>/*.yaml is read into <typeparamref name="T"/>.</summary>
    /// <param name="together">Looks at all of them at once: names across files, cycles.</param>
    public static IServiceCollection AddDefinitions<T>(this IServiceCollection services, string folder, Action<IReadOnlyList<(IDefinition Value, DefinitionCheck Check)>>? together = null) where T : class, IDefinition =>
        services.AddSingleton(new DefinitionKind(folder, typeof(T)) { Together = together });
}
