using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Tests.Withstand;

/// <summary>
/// Lets several requests go to the database only together, command by command, so that they really are there at the same time: what one has read the other
/// has read too before either writes. Where one has to wait for the other (the writer's turn on SQLite, a locked row) it lets go.
/// </summary>
sealed class Lockstep : DbCommandInterceptor
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    readonly Lock _lock = new();
    int _parties;
    int _waiting;
    TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Arm(int parties)
    {
        lock (_lock) (_parties, _waiting) = (parties, 0);
    }

    public void Disarm()
    {
        lock (_lock)
        {
            (_parties, _waiting) = (0, 0);
            _turn.TrySetResult();
            _turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    async ValueTask StepAsync()
    {
        Task turn;
        lock (_lock)
        {
            if (_parties == 0) return;
            if (++_waiting == _parties)
            {
                _waiting = 0;
                _turn.TrySetResult();
                _turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }
            turn = _turn.Task;
        }
        if (await Task.WhenAny(turn, Task.Delay(Patience)) != turn) Disarm();
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await StepAsync();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await StepAsync();
        return result;
    }
}
