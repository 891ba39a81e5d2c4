using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Accounts;

/// <summary>
/// 演示环境: set by KEGUAN_DEMO=1. There, and only there, the accounts of the demonstration city can sign in, by password alone; every page says that it is one.
/// Elsewhere these accounts, whose passwords stand in the README, are as good as disabled.
/// </summary>
public sealed class DemoMode(IConfiguration configuration)
{
    public const string Setting = "KEGUAN_DEMO";

    public bool On => configuration[Setting] is "1" or "true";

    /// <summary>`serve --demo`: on where the demonstration city is in this database, and not where a bureau's own data is.</summary>
    public static async Task TurnOnWhereLoadedAsync(WebApplication app, CancellationToken cancel = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<KeguanDb>().Users.AnyAsync(account => account.Demo, cancel)) app.Configuration[Setting] = "1";
    }
}
