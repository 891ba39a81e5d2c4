namespace Keguan.Foundation.Notices;

public static class NoticeServices
{
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => MailOptions.Read(configuration));
        services.AddSingleton<Outbox>();
        services.AddHostedService<OutboxWorker>();
        return services;
    }
}
