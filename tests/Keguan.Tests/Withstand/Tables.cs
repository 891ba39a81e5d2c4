using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Tests.Withstand;

/// <summary>The database's tables, to see that nothing in them was changed.</summary>
static class Tables
{
    public static IEnumerable<string> Names(KeguanDb db) => db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    public static async Task<long> CountAsync(KeguanDb db, string table) => (await db.Database.SqlQueryRaw<long>(Select("COUNT(*)", table)).ToListAsync())[0];

    public static Task<List<Guid>> IdsAsync(KeguanDb db, string table) => db.Database.SqlQueryRaw<Guid>(Select("id", table)).ToListAsync();

    /// <summary>Only with names that stand in the model.</summary>
    static string Select(string what, string table) => $"SELECT {what} AS \"Value\" FROM {table}";
}
