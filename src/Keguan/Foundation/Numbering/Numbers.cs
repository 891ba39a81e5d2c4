using System.Globalization;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Numbering;

/// <summary>
/// Running numbers. Nobody ever gets the same one twice: the count goes up in one statement, whose row the database keeps for this transaction. Asked for
/// in the transaction that also saves what bears the number (<see cref="KeguanDb.InTransactionAsync(Func{Task}, CancellationToken)"/>), a number goes back when that
/// fails, so that a series has no gaps; asked for alone, it is spent.
/// </summary>
public sealed class Numbers(KeguanDb db)
{
    /// <summary>The next number of a series: `Next("application", "YKJ{year}-{n:4}", day)` is YKJ2026-0142.</summary>
    /// <param name="series">What is numbered. Series count on their own, also where their patterns are alike.</param>
    /// <param name="pattern">How it is written, see <see cref="NumberPattern"/>.</param>
    /// <param name="day">The business day, <see cref="Calendar.ChinaTime.Today"/>.</param>
    /// <param name="scope">What the count starts anew with. By default the year, month or day that the pattern shows.</param>
    public async Task<string> Next(string series, string pattern, DateOnly day, string? scope = null, CancellationToken cancel = default) =>
        (await Next(series, pattern, day, 1, scope, cancel))[0];

    /// <summary>Several numbers in a row, for a batch: one statement however many.</summary>
    public async Task<IReadOnlyList<string>> Next(string series, string pattern, DateOnly day, int count, string? scope = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var parsed = NumberPattern.Parse(pattern);
        var last = await Take(series, scope ?? parsed.ScopeOf(day), count, cancel);
        return [.. Enumerable.Range(0, count).Select(i => parsed.Write(day, last - count + 1 + i))];
    }

    /// <summary>The bare number, for who writes it himself.</summary>
    public Task<long> Next(string series, string scope, CancellationToken cancel = default) => Take(series, scope, 1, cancel);

    /// <summary>The number given last in a scope; 0 where none was.</summary>
    public async Task<long> Last(string series, string scope, CancellationToken cancel = default) =>
        await db.Set<NumberSeries>().Where(row => row.Series == series && row.Scope == scope).Select(row => row.Last).SingleOrDefaultAsync(cancel);

    /// <summary>Makes a series go on after a number that was given elsewhere (an import, the paper register). It never goes back.</summary>
    public Task GoOnAfter(string series, string scope, long last, CancellationToken cancel = default) => Run(
        $"INSERT INTO {Table} AS t (series, scope, last) VALUES ({{0}}, {{1}}, {{2}}) "
        + "ON CONFLICT (series, scope) DO UPDATE SET last = CASE WHEN t.last < excluded.last THEN excluded.last ELSE t.last END RETURNING last AS \"Value\"",
        series, scope, last, cancel);

    Task<long> Take(string series, string scope, int count, CancellationToken cancel) => Run(
        $"INSERT INTO {Table} AS t (series, scope, last) VALUES ({{0}}, {{1}}, {{2}}) "
        + "ON CONFLICT (series, scope) DO UPDATE SET last = t.last + excluded.last RETURNING last AS \"Value\"",
        series, scope, count, cancel);

    /// <summary>The same statement on SQLite and PostgreSQL. Raw, because between reading a count and saving it somebody else would read it too.</summary>
    Task<long> Run(string sql, string series, string scope, long number, CancellationToken cancel) =>
        db.InTransactionAsync(async () => (await db.Database.SqlQueryRaw<long>(sql, series, scope, number).ToListAsync(cancel)).Single(), cancel);

    string Table
    {
        get
        {
            var entity = db.Model.FindEntityType(typeof(NumberSeries))!;
            return string.Create(CultureInfo.InvariantCulture, $"{(entity.GetSchema() is { } schema ? schema + "." : "")}{entity.GetTableName()}");
        }
    }
}
