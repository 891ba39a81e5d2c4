using System.Collections.Concurrent;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Jobs;

/// <summary>Which handler does which kind.</summary>
public sealed record JobRegistration(string Kind, Type Handler);

/// <summary>Takes up jobs and runs them. <see cref="JobWorker"/> does so all the time; tests and commands call it when they want.</summary>
public sealed partial class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobRegistration> registrations, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>How long a process that says nothing keeps its job.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    readonly Dictionary<string, Type> _handlers = registrations.ToDictionary(one => one.Kind, one => one.Handler);
    readonly ConcurrentDictionary<Guid, JobRun> _running = new();

    public void Require(string kind)
    {
        if (!_handlers.ContainsKey(kind)) throw new InvalidOperationException($"No handler for jobs of kind {kind}: services.AddJob<…>()");
    }

    /// <summary>What a job that runs in this process says right now; the table follows within seconds, or at its end.</summary>
    public (int Progress, int Total, Text Message)? Live(Guid id) => _running.TryGetValue(id, out var run) ? run.Now : null;

    /// <summary>Runs whatever waits, one after the other, until nothing does. Gives how many.</summary>
    public async Task<int> RunAllAsync(CancellationToken cancel = default)
    {
        var count = 0;
        while (await RunNextAsync(cancel)) count++;
        return count;
    }

    /// <summary>Takes up the next job and runs it to its end. False where none waits.</summary>
    public async Task<bool> RunNextAsync(CancellationToken cancel = default)
    {
        if (await ClaimAsync(cancel) is not { } claimed) return false;
        await RunAsync(claimed, cancel);
        return true;
    }

    // ── taking up ─────────────────────────────────────────────────────────────────────────────────────

    /// <summary>Takes the oldest job that waits or whose process fell silent; no two processes ever get the same.</summary>
    async Task<Job?> ClaimAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = db.Jobs().Where(job => (job.State == JobState.Queued && job.RunAfter <= now) || (job.State == JobState.Running && job.ClaimedUntil < now));
        if (!await waiting.AnyAsync(cancel)) return null;

        var until = now + Lease;
        return await db.InTransactionAsync(async () =>
        {
            var next = db.IsSqlite
                ? await waiting.OrderBy(job => job.RunAfter).ThenBy(job => job.Id).AsNoTracking().FirstOrDefaultAsync(cancel)
                : (await db.Jobs().FromSql($"""
                    SELECT * FROM jobs WHERE (state = 'Queued' AND run_after <= {now}) OR (state = 'Running' AND claimed_until < {now})
                    ORDER BY run_after, id LIMIT 1 FOR UPDATE SKIP LOCKED
                    """).AsNoTracking().ToListAsync(cancel)).FirstOrDefault();
            if (next is null) return null;
            var got = await db.Jobs().Where(job => job.Id == next.Id && job.Version == next.Version).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.State, JobState.Running)
                .SetProperty(job => job.ClaimedUntil, until)
                .SetProperty(job => job.StartedAt, job => job.StartedAt ?? now)
                .SetProperty(job => job.Attempts, job => job.Attempts + 1)
                .SetProperty(job => job.Version, job => job.Version + 1), cancel);
            return got == 0 ? null : await db.Jobs().AsNoTracking().FirstAsync(job => job.Id == next.Id, cancel);
        }, cancel);
    }

    // ── running ───────────────────────────────────────────────────────────────────────────────────────

    async Task RunAsync(Job claimed, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ending = new Ending();
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
            var job = await db.Jobs().SingleAsync(one => one.Id == claimed.Id, stopping);
            var run = new JobRun(db, job, time);
            _running[job.Id] = run;
            var beat = BeatAsync(claimed, run, ending, stop);
            try
            {
                if (!_handlers.TryGetValue(job.Kind, out var type)) throw new Refusal($"本版本不能办理“{job.Kind}”类任务", $"This version can't do jobs of kind “{job.Kind}”");
                var handler = (JobHandler)ActivatorUtilities.CreateInstance(scope.ServiceProvider, type);
                Refusal.If(claimed.Attempts > handler.MaxAttempts, "任务多次中断，已停止", "The job broke off several times and was given up");
                await ActAsync(scope.ServiceProvider, claimed, stop.Token);
                ending.MaxAttempts = handler.MaxAttempts;
                await handler.BeginAsync(claimed.Payload, run, stop.Token);
                if (job.State != JobState.Done) run.Finish(run.Now.Message);
                await db.SaveChangesAsync(stop.Token);
            }
            catch (Exception failure) { ending.Failure = failure; }
            finally
            {
                await stop.CancelAsync();
                await beat;
                _running.TryRemove(job.Id, out _);
            }
            // What did not end by its own SaveChanges did not end.
            if (ending.Failure is null) return;
            ending.Last = run.Now;
        }
        await EndAsync(claimed, ending, stopping.IsCancellationRequested);
    }

    sealed class Ending
    {
        public Exception? Failure { get; set; }
        public int MaxAttempts { get; set; } = 1;
        public bool Cancelled { get; set; }
        public bool Lost { get; set; }
        public (int Progress, int Total, Text Message) Last { get; set; }
    }

    /// <summary>Acts as the job's owner, if he still has the identity that he had.</summary>
    static async Task ActAsync(IServiceProvider services, Job job, CancellationToken cancel)
    {
        var current = services.GetRequiredService<CurrentActor>();
        if (job.AccountId is null) { current.Value = Actor.System; return; }
        var db = services.GetRequiredService<KeguanDb>();
        var found = await (
            from account in db.Users
            where account.Id == job.AccountId && account.DisabledAt == null
            from grant in db.Set<RoleGrant>().Where(one => one.Id == job.GrantId && one.AccountId == account.Id && one.EndedAt == null).DefaultIfEmpty()
            select new { account.DisplayName, Grant = grant }).AsNoTracking().FirstOrDefaultAsync(cancel);
        Refusal.If(found is null || (job.GrantId is not null && found.Grant is null), "发起人已停用或已无此身份，任务未执行", "Who asked for it no longer has the role he had: not done");
        current.Value = new Actor
        {
            AccountId = job.AccountId,
            GrantId = job.GrantId,
            Name = found!.DisplayName,
            Role = found.Grant?.Role ?? "",
            OrganisationId = found.Grant?.OrganisationId,
            OrganisationName = found.Grant?.OrganisationName ?? "",
            Area = found.Grant?.Area ?? "",
            Section = found.Grant?.Section ?? "",
            PersonId = found.Grant?.PersonId,
        };
    }

    /// <summary>Renews the lease, writes the progress down, listens for cancelling; stops the run when the lease is another's.</summary>
    async Task BeatAsync(Job claimed, JobRun run, Ending ending, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, stop.Token);
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
                var (progress, total, message) = run.Now;
                var until = time.GetUtcNow().UtcDateTime + Lease;
                // Not through the change tracker: the version is the run's own.
                var (kept, asked) = await db.InTransactionAsync(async () =>
                {
                    var mine = db.Jobs().Where(job => job.Id == claimed.Id && job.Version == claimed.Version && job.State == JobState.Running);
                    var held = await mine.ExecuteUpdateAsync(set => set.SetProperty(job => job.ClaimedUntil, until).SetProperty(job => job.Progress, progress)
                        .SetProperty(job => job.Total, total).SetProperty(job => job.MessageZh, message.Zh ?? "").SetProperty(job => job.MessageEn, message.En ?? ""), stop.Token);
                    return (held > 0, held > 0 && await mine.AnyAsync(job => job.CancelAsked, stop.Token));
                }, stop.Token);
                (ending.Lost, ending.Cancelled) = (!kept, asked);
                if (!kept || asked)
                {
                    await stop.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) { }
        catch (Exception e)
        {
            // A database that is busy for a moment does not end the job; one that is gone ends it by the lease.
            Silent(claimed.Id, e);
        }
    }

    async Task EndAsync(Job claimed, Ending ending, bool stopping)
    {
        if (ending.Lost || ending.Failure is DbUpdateConcurrencyException) { TakenOver(claimed.Id); return; }
        var now = time.GetUtcNow().UtcDateTime;
        var (state, message, after, attempts) = ending.Failure switch
        {
            OperationCanceledException when ending.Cancelled => (JobState.Cancelled, T("已取消，未作任何改动", "Cancelled; nothing was changed"), now, claimed.Attempts),
            // The process stops: the next one begins at once, and the attempt does not count.
            OperationCanceledException when stopping => (JobState.Queued, ending.Last.Message, now, claimed.Attempts - 1),
            Refusal refusal => (JobState.Failed, refusal.Reason, now, claimed.Attempts),
            _ when claimed.Attempts < ending.MaxAttempts => (JobState.Queued, T("运行中断，稍后自动重试", "It broke off and will be tried again"), now + TimeSpan.FromSeconds(10 * claimed.Attempts * claimed.Attempts), claimed.Attempts),
            _ => (JobState.Failed, T($"系统出错，任务未完成。编号 {claimed.Id.ToString("N")[^8..]}，请告知管理员。", $"A fault in the system; not done. Tell the administrator number {claimed.Id.ToString("N")[^8..]}."), now, claimed.Attempts),
        };
        if (ending.Failure is not (OperationCanceledException or Refusal)) Broke(claimed.Id, claimed.Kind, claimed.Attempts, ending.Failure!);

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<KeguanDb>();
        var ended = state != JobState.Queued ? now : (DateTime?)null;
        await db.InTransactionAsync(() => db.Jobs().Where(job => job.Id == claimed.Id && job.Version == claimed.Version).ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, state)
            .SetProperty(job => job.MessageZh, message.Zh ?? "")
            .SetProperty(job => job.MessageEn, message.En ?? "")
            .SetProperty(job => job.RunAfter, after)
            .SetProperty(job => job.EndedAt, ended)
            .SetProperty(job => job.Attempts, attempts)
            .SetProperty(job => job.ClaimedUntil, (DateTime?)null)
            .SetProperty(job => job.Version, job => job.Version + 1), CancellationToken.None), CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} of kind {Kind} broke off at attempt {Attempt}")]
    partial void Broke(Guid id, string kind, int attempt, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Job {Id}: the lease could not be renewed")]
    partial void Silent(Guid id, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Job {Id} was taken over by another process; nothing of this run was stored")]
    partial void TakenOver(Guid id);
}
