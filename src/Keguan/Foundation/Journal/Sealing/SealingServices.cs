using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Journal.Sealing;

public static class SealingServices
{
    /// <summary>The sealer, its key in the data folder, the guards in the database, and the verifier.</summary>
    public static IServiceCollection AddSealing(this IServiceCollection services, IConfiguration configuration)
    {
        ActionWords.Add(LawfulErasure.Action, T("依法删除文字", "erased a text by law"));
        services.AddSingleton(new SealerOptions { Origin = configuration["KEGUAN_JOURNAL_ORIGIN"] });
        services.AddSingleton(provider => CheckpointKey.LoadOrCreate(
            Path.Combine(provider.GetRequiredService<KeguanPaths>().Keys, "journal-signing.pem"), provider.GetRequiredService<SealerOptions>().Origin));
        services.AddSingleton(new SchemaExtra("journal guards", JournalGuards.ApplyAsync));
        services.AddSingleton<Sealer>();
        services.AddSingleton<SubjectRegistry>();
        services.AddHostedService<SealerService>();
        services.AddScoped<StoredTree>();
        services.AddScoped<LawfulErasure>();
        services.AddScoped<JournalVerifier>();
        return services;
    }

    /// <summary>Says that the subjects of this type stand in the table of <typeparamref name="T"/>. Not needed where a lifecycle is registered, which says it too.</summary>
    public static IServiceCollection AddSubject<T>(this IServiceCollection services, string type) where T : class, ISubject =>
        services.AddSingleton(new SubjectTable(type, typeof(T)));
}
