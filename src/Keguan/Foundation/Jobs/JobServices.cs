namespace Keguan.Foundation.Jobs;

public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobRunner>();
        services.AddSingleton<RecurringJobs>();
        services.AddScoped<JobQueue>();
        services.AddHostedService<JobWorker>();
        return services;
    }

    /// <summary>Registers the handler of a kind.</summary>
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services, string kind) where THandler : JobHandler =>
        services.AddSingleton(new JobRegistration(kind, typeof(THandler)));

    /// <summary>Registers a handler that recurs without being asked.</summary>
    public static IServiceCollection AddRecurringJob<THandler>(this IServiceCollection services, string kind, Text title, Recurrence when) where THandler : JobHandler =>
        services.AddJob<THandler>(kind).AddSingleton(new RecurringJob(kind, title, when));
}
