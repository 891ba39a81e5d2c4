using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Tests.Support;

/// <summary>
/// Counts the commands that a piece of a test sends to the database, across the requests it makes:
/// `using var queries = city.CountQueries(); await officer.Get("/…"); Assert.InRange(queries.Count, 1, 12);`
/// </summary>
public sealed class QueryCount : IDisposable
{
    static readonly AsyncLocal<QueryCount?> Active = new();
    readonly ConcurrentQueue<string> _commands = new();
    readonly QueryCount? _outer;

    internal QueryCount()
    {
        _outer = Active.Value;
        Active.Value = this;
    }

    public int Count => _commands.Count;
    public IReadOnlyList<string> Commands => [.. _commands];

    public void Dispose() => Active.Value = _outer;

    /// <summary>The most frequent commands first: the culprit of an N+1 stands on top.</summary>
    public override string ToString() =>
        string.Join("\n", _commands.GroupBy(command => command).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} × {group.Key.ReplaceLineEndings(" ")}"));

    internal sealed class Interceptor : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Note(command, result);
        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Note(command, result);
        public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Note(command, result);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(Note(command, result));
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Note(command, result));
        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => new(Note(command, result));

        static T Note<T>(DbCommand command, T result)
        {
            for (var count = Active.Value; count is not null; count = count._outer) count._commands.Enqueue(command.CommandText);
            return result;
        }
    }
}
