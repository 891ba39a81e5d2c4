using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Foundation.Tables;

/// <summary>
/// Counts how often each table was changed by this process, so that a total counted before can be known to hold still. A change counts when it is
/// committed: counted earlier, somebody would store the old total under the new number.
/// </summary>
/// <remarks>What goes around EF (COPY, prepared inserts) says so by <see cref="Touch"/>; other processes are covered by the short life of every total.</remarks>
public sealed partial class DataVersions : ISaveChangesInterceptor, IDbTransactionInterceptor, IDbCommandInterceptor
{
    readonly ConcurrentDictionary<string, long> _tables = new(StringComparer.OrdinalIgnoreCase);
    readonly ConditionalWeakTable<DbContext, HashSet<string>> _pending = [];
    long _all;

    /// <summary>Grows with every change of any of these tables.</summary>
    public long Of(IEnumerable<string> tables) => Interlocked.Read(ref _all) + tables.Sum(table => _tables.GetValueOrDefault(table));

    /// <summary>Says that a table was changed and committed.</summary>
    public void Touch(string table) => _tables.AddOrUpdate(table, 1, (_, count) => count + 1);

    public void TouchAll() => Interlocked.Increment(ref _all);

    void Note(DbContext? context)
    {
        if (context is null) return;
        var pending = _pending.GetOrCreateValue(context);
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is EntityState.Added or EntityState.Modified) pending.Add(entry.Metadata.GetTableName() ?? "*");
            // The database may delete further rows on its own.
            else if (entry.State is EntityState.Deleted) pending.Add("*");
        }
    }

    void Commit(DbContext? context)
    {
        if (context is null || !_pending.TryGetValue(context, out var pending)) return;
        foreach (var table in pending)
        {
            if (table == "*") TouchAll();
            else Touch(table);
        }
        pending.Clear();
    }

    void CommitUnlessInTransaction(DbContext? context)
    {
        if (context?.Database.CurrentTransaction is null) Commit(context);
    }

    void NoteCommand(DbCommand command, CommandExecutedEventData data)
    {
        if (data.CommandSource is CommandSource.SaveChanges or CommandSource.LinqQuery || data.Context is null) return;
        _pending.GetOrCreateValue(data.Context).Add(Changed().Match(command.CommandText) is { Success: true } match ? match.Groups[1].Value : "*");
        CommitUnlessInTransaction(data.Context);
    }

    /// <summary>The one table that a statement changes. A deletion may reach further, a statement of another kind anything.</summary>
    [GeneratedRegex("""\A\s*(?:UPDATE|INSERT INTO)\s+"?(\w+)"?""")]
    private static partial Regex Changed();

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData.Context);
        return result;
    }

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(eventData.Context);
        return new(result);
    }

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        CommitUnlessInTransaction(eventData.Context);
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        CommitUnlessInTransaction(eventData.Context);
        return new(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Commit(eventData.Context);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Commit(eventData.Context);
        return Task.CompletedTask;
    }

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        NoteCommand(command, eventData);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        NoteCommand(command, eventData);
        return new(result);
    }
}
