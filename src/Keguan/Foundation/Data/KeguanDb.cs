using System.Text;
using Keguan.Foundation.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Keguan.Foundation.Data;

/// <summary>The one database context. Modules add their tables by an <see cref="IEntityTypeConfiguration{T}"/> in their own folder.</summary>
/// <remarks>
/// Rules kept here for everybody: snake_case names, UTC times, an integer concurrency token bumped on save, enumerations as text,
/// and one writer at a time on SQLite (measured five times the throughput of letting writers collide).
/// </remarks>
public class KeguanDb(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    static readonly SemaphoreSlim SqliteWriter = new(1, 1);
    bool _holdsWriter;

    public bool IsSqlite => Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("accounts");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkeys");
        builder.ApplyConfigurationsFromAssembly(typeof(KeguanDb).Assembly);

        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (entity.IsMappedToJson()) continue;
            if (entity.GetTableName() is { } table) entity.SetTableName(Snake(table));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.GetColumnName()));
                if (property.Name == "Version" && property.ClrType == typeof(int)) property.IsConcurrencyToken = true;
            }
            foreach (var key in entity.GetKeys()) key.SetName(Snake(key.GetName() ?? ""));
            foreach (var foreignKey in entity.GetForeignKeys()) foreignKey.SetConstraintName(Snake(foreignKey.GetConstraintName() ?? ""));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Snake(index.GetDatabaseName() ?? ""));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        BumpVersions();
        if (!IsSqlite || _holdsWriter) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await SqliteWriter.WaitAsync(cancellationToken);
        try { return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken); }
        finally { SqliteWriter.Release(); }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        BumpVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <summary>Runs several statements in one transaction, as the only writer on SQLite. Nested calls join the outer one.</summary>
    public async Task<T> InTransactionAsync<T>(Func<Task<T>> work, CancellationToken cancel = default)
    {
        if (Database.CurrentTransaction is not null) return await work();
        if (IsSqlite) { await SqliteWriter.WaitAsync(cancel); _holdsWriter = true; }
        try
        {
            await using var transaction = await Database.BeginTransactionAsync(cancel);
            var result = await work();
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            if (_holdsWriter) { _holdsWriter = false; SqliteWriter.Release(); }
        }
    }

    public Task InTransactionAsync(Func<Task> work, CancellationToken cancel = default) =>
        InTransactionAsync(async () => { await work(); return true; }, cancel);

    void BumpVersions()
    {
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State == EntityState.Modified && entry.Metadata.FindProperty("Version") is { ClrType: { } type } && type == typeof(int))
            {
                var version = entry.Property("Version");
                version.CurrentValue = (int)version.OriginalValue! + 1;
            }
        }
    }

    /// <summary>OrganisationId → organisation_id; already snake_case names stay.</summary>
    internal static string Snake(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                result.Append('_');
            result.Append(char.ToLowerInvariant(c));
        }
        return result.ToString();
    }
}

/// <summary>The same model with SQLite's own migrations.</summary>
public sealed class SqliteKeguanDb(DbContextOptions<SqliteKeguanDb> options) : KeguanDb(options);

/// <summary>The same model with PostgreSQL's own migrations.</summary>
public sealed class PostgresKeguanDb(DbContextOptions<PostgresKeguanDb> options) : KeguanDb(options);
