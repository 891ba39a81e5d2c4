using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Foundation.Data;

public static class DataServices
{
    /// <summary>
    /// `KEGUAN_DATABASE` holding a PostgreSQL connection string (`Host=…`) selects PostgreSQL; otherwise the embedded SQLite file in the data folder
    /// (or `Data Source=…`).
    /// </summary>
    public static IServiceCollection AddKeguanDb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KeguanPaths>();
        var connection = configuration["KEGUAN_DATABASE"] ?? "";
        if (connection.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            services.AddDbContext<PostgresKeguanDb>(options => options.UseNpgsql(connection).Common());
            services.AddScoped<KeguanDb>(provider => provider.GetRequiredService<PostgresKeguanDb>());
        }
        else
        {
            services.AddDbContext<SqliteKeguanDb>((provider, options) =>
            {
                var source = connection.Length > 0 ? connection : "Data Source=" + Path.Combine(provider.GetRequiredService<KeguanPaths>().Root, "keguan.db");
                options.UseSqlite(source).AddInterceptors(SqlitePragmas.Instance).Common();
            });
            services.AddScoped<KeguanDb>(provider => provider.GetRequiredService<SqliteKeguanDb>());
        }
        return services;
    }

    static void Common(this DbContextOptionsBuilder options) => options
        .ConfigureWarnings(warnings => warnings
            .Throw(RelationalEventId.MultipleCollectionIncludeWarning)
            .Ignore(CoreEventId.FirstWithoutOrderByAndFilterWarning));

    /// <summary>Readers never wait (WAL); a commit is on the disk before it is acknowledged (FULL), because a receipt is a promise.</summary>
    sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas Instance = new();
        const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;";

        // EF looks whether the file exists through a read-only connection, which must not switch the journal mode.
        static string For(DbConnection connection) =>
            connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase) ? "PRAGMA busy_timeout=10000;" : "PRAGMA journal_mode=WAL; " + Pragmas;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = ((SqliteConnection)connection).CreateCommand();
            command.CommandText = For(connection);
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = ((SqliteConnection)connection).CreateCommand();
            command.CommandText = For(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
