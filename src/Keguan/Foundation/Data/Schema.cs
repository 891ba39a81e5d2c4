using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Data;

/// <summary>Something that must be in the database beside the tables: triggers, search indexes. Idempotent, run after every migration.</summary>
public sealed record SchemaExtra(string Name, Func<KeguanDb, CancellationToken, Task> Apply);

public static class Schema
{
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancel = default)
    {
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        await db.Database.MigrateAsync(cancel);
        foreach (var extra in scope.ServiceProvider.GetServices<SchemaExtra>()) await extra.Apply(db, cancel);
    }
}
