using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Keguan.Foundation.Tables;

/// <param name="More">There are more than counted: the count is a lower bound and there are no sums.</param>
/// <param name="At">When it was counted, UTC.</param>
public sealed record ListTotal(long Count, bool More, IReadOnlyList<decimal> Sums, DateTime At);

/// <summary>
/// Counts and sums of lists. Reading a page of 100 000 rows costs the same as of 1 000, but counting does not: so a total is kept as long as no table
/// that it was counted from has changed (<see cref="DataVersions"/>), and a few seconds at most. It is kept under the very SQL and parameters it comes from, so that
/// two actors share it exactly if they see the same rows.
/// </summary>
public sealed partial class ListTotals(DataVersions versions, IOptions<ListOptions> options, TimeProvider time) : IDisposable
{
    readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 4_000 });

    readonly ConcurrentDictionary<(string, long), Lazy<Task<ListTotal>>> _counting = new();

    sealed record Kept(long Version, ListTotal Total);

    /// <summary>Row whose columns are added up; its names become those of the SQL.</summary>
    internal sealed class Summands
    {
        public long? S0 { get; init; }
        public long? S1 { get; init; }
        public long? S2 { get; init; }
        public long? S3 { get; init; }
        public long? S4 { get; init; }
        public long? S5 { get; init; }
    }

    internal const int MostSums = 6;

    internal MemoryCache Memory => _cache;

    internal int Most => options.Value.CountRows;

    internal int MostOfTab => options.Value.TabRows;

    /// <param name="rows">The rows to count.</param>
    /// <param name="sums">How many of S0 … are filled.</param>
    /// <param name="most">Rows looked at; int.MaxValue for all.</param>
    internal async Task<ListTotal> OfAsync(KeguanDb db, IQueryable<Summands> rows, int sums, int most, CancellationToken cancel)
    {
        await using var command = rows.CreateDbCommand();
        var limit = most == int.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $"\nLIMIT {(long)most + 1}");
        var added = string.Concat(Enumerable.Range(0, sums).Select(i => string.Create(CultureInfo.InvariantCulture, $", SUM(\"S{i}\")")));
        command.CommandText = $"SELECT COUNT(*){added} FROM (\n{command.CommandText}{limit}\n) AS counted";

        // What a transaction sees before its end is its own affair.
        if (db.Database.CurrentTransaction is not null) return await CountAsync(db, command, sums, most, time.GetUtcNow().UtcDateTime);

        var key = KeyOf(command);
        var version = versions.Of(Tables().Matches(command.CommandText).Select(match => match.Groups[1].Value).Distinct());
        var now = time.GetUtcNow().UtcDateTime;
        if (_cache.Get<Kept>(key) is { } kept && kept.Version == version && now - kept.Total.At < TimeSpan.FromSeconds(options.Value.TotalSeconds)) return kept.Total;

        // Whoever comes while it is being counted waits for that count instead of counting beside it.
        var counting = _counting.GetOrAdd((key, version), _ => new(() => CountAsync(db, command, sums, most, now)));
        ListTotal total;
        try { total = await counting.Value; }
        finally { _counting.TryRemove((key, version), out _); }
        cancel.ThrowIfCancellationRequested();
        using var entry = _cache.CreateEntry(key);
        entry.Value = new Kept(version, total);
        entry.Size = 1;
        entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10);
        return total;
    }

    /// <summary>Not cancelled with the request that began it: others may wait for it.</summary>
    static async Task<ListTotal> CountAsync(KeguanDb db, DbCommand command, int sums, int most, DateTime now)
    {
        await db.Database.OpenConnectionAsync();
        try
        {
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            var count = reader.GetInt64(0);
            if (count > most) return new ListTotal(most, true, [], now);
            return new ListTotal(count, false,
                [.. Enumerable.Range(1, sums).Select(i => reader.IsDBNull(i) ? 0m : Convert.ToDecimal(reader.GetValue(i), CultureInfo.InvariantCulture))], now);
        }
        finally { await db.Database.CloseConnectionAsync(); }
    }

    static string KeyOf(DbCommand command)
    {
        var key = new StringBuilder(command.CommandText);
        foreach (DbParameter parameter in command.Parameters)
        {
            key.Append('\u0001').Append(parameter.ParameterName).Append('=');
            if (parameter.Value is System.Collections.IEnumerable and not string) foreach (var one in (System.Collections.IEnumerable)parameter.Value) key.Append(CultureInfo.InvariantCulture, $"{one}\u0002");
            else key.Append(CultureInfo.InvariantCulture, $"{parameter.Value}");
        }
        return key.ToString();
    }

    public void Dispose() => _cache.Dispose();

    [GeneratedRegex("""\b(?:FROM|JOIN)\s+"?(\w+)"?""")]
    private static partial Regex Tables();
}
