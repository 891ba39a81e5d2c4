using Keguan.Foundation.Access;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Jobs;

public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobRunner>();
        services.AddSingleton<RecurringJobs>();
        services.AddScoped<JobQueue>();
        services.AddHostedService<JobWorker>();
        services.AddSingleton(new MenuItem(T("后台任务", "Jobs"), "/jobs", Permissions.SignedIn, 30) { Place = MenuPlace.Account, SignedIn = true });
        return services;
    }

    /// <summary>Registers the handler of a kind.</summary>
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services, string kind) where THandler : JobHandler =>
        services.AddSingleton(new JobRegistration(kind, typeof(THandler)));

    /// <summary>Registers a handler that recurs without being asked.</summary>
    public static IServiceCollection AddRecurringJob<THandler>(this IServiceCollection services, string kind, Text title, Recurrence when) where THandler : JobHandler =>
        services.AddJob<THandler>(kind).AddSingleton(new RecurringJob(kind, title, when));
}
