using Keguan.Foundation.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Keguan.Tests.Support;

/// <summary>A kind of database that cities are founded on. Each city gets a fresh copy of a template that is made once per test run.</summary>
public abstract class Database
{
    public static readonly Database Sqlite = new SqliteDatabase();
    public static readonly Database Postgres = new PostgresDatabase();

    /// <summary>Why it can't be used on this machine, or null.</summary>
    public virtual string? Missing => null;

    /// <summary>Makes a new database with the current tables. Returns the value for KEGUAN_DATABASE.</summary>
    /// <param name="folder">The city's data folder, existing and empty.</param>
    public abstract Task<string> CreateAsync(string folder);

    public abstract Task DropAsync(string connection);

    /// <summary>Closes the connections that are kept open for the next use.</summary>
    public abstract Task ReleaseAsync(string connection);

    /// <summary>A folder in memory where there is enough of it: a commit there does not wait for a disk.</summary>
    public static string NewFolder()
    {
        var memory = new DriveInfo("/dev/shm");
        var top = Directory.Exists("/dev/shm") && memory.IsReady && memory.AvailableFreeSpace > 2L << 30 ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(top, "keguan-test-" + Guid.NewGuid().ToString("N")[..12])).FullName;
    }

    protected static async Task MigrateAsync(string connection, string folder)
    {
        await using var app = KeguanHost.CreateBuilder(["--KEGUAN_DATABASE=" + connection, "--KEGUAN_DATA=" + folder, "--applicationName=Keguan", "--environment=Development", "--Logging:LogLevel:Default=Warning"]).Build();
        await Schema.MigrateAsync(app.Services);
    }

    sealed class SqliteDatabase : Database
    {
        readonly Lazy<Task<byte[]>> _template = new(MakeTemplate);

        static async Task<byte[]> MakeTemplate()
        {
            var folder = NewFolder();
            try
            {
                var file = Path.Combine(folder, "keguan.db");
                var connection = "Data Source=" + file;
                await MigrateAsync(connection, folder);
                // One file, nothing left in the write-ahead log.
                await using (var open = new SqliteConnection(connection))
                {
                    await open.OpenAsync();
                    await using var command = open.CreateCommand();
                    command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                    await command.ExecuteNonQueryAsync();
                    SqliteConnection.ClearPool(open);
                }
                return await File.ReadAllBytesAsync(file);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        public override async Task<string> CreateAsync(string folder)
        {
            var file = Path.Combine(folder, "keguan.db");
            await File.WriteAllBytesAsync(file, await _template.Value);
            return "Data Source=" + file;
        }

        public override Task ReleaseAsync(string connection)
        {
            using var pooled = new SqliteConnection(connection);
            SqliteConnection.ClearPool(pooled);
            return Task.CompletedTask;
        }

        /// <summary>The file goes with its folder.</summary>
        public override Task DropAsync(string connection) => ReleaseAsync(connection);

        public override string ToString() => "SQLite";
    }

    sealed class PostgresDatabase : Database
    {
        static string? Server => Environment.GetEnvironmentVariable("KEGUAN_TEST_POSTGRES");

        readonly Lazy<Task<string>> _template = new(MakeTemplate);

        public override string? Missing => string.IsNullOrEmpty(Server) ? "no PostgreSQL: KEGUAN_TEST_POSTGRES is not set (./test starts one)" : null;

        static async Task<string> MakeTemplate()
        {
            var name = NewName("template");
            await ExecuteAsync($"CREATE DATABASE {name}");
            var connection = Connection(name);
            var folder = NewFolder();
            await MigrateAsync(connection, folder);
            Directory.Delete(folder, recursive: true);
            // A template that somebody is connected to can't be copied.
            await using var pooled = new NpgsqlConnection(connection);
            NpgsqlConnection.ClearPool(pooled);
            return name;
        }

        public override async Task<string> CreateAsync(string folder)
        {
            var name = NewName("city");
            var template = await _template.Value;
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
            return Connection(name);
        }

        public override async Task ReleaseAsync(string connection)
        {
            await using var pooled = new NpgsqlConnection(connection);
            NpgsqlConnection.ClearPool(pooled);
        }

        public override async Task DropAsync(string connection)
        {
            await ReleaseAsync(connection);
            await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");
        }

        static string NewName(string kind) => $"keguan_{kind}_{Guid.NewGuid().ToString("N")[..12]}";

        static string Connection(string name) => new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 40, IncludeErrorDetail = true }.ConnectionString;

        static async Task ExecuteAsync(string sql)
        {
            await using var open = new NpgsqlConnection(Server);
            await open.OpenAsync();
            await using var command = new NpgsqlCommand(sql, open);
            await command.ExecuteNonQueryAsync();
        }

        public override string ToString() => "PostgreSQL";
    }
}
