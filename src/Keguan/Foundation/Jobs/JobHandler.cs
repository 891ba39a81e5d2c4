using System.Text.Json;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Jobs;

/// <summary>Does the jobs of one kind. Registered with `services.AddJob&lt;SendLetters>("letters")`; made anew for each run, with services of a scope in which the job's owner acts.</summary>
public abstract class JobHandler
{
    /// <summary>Begun at most so often when it breaks; a <see cref="Refusal"/> ends it at once.</summary>
    public virtual int MaxAttempts => 3;

    internal abstract Task BeginAsync(string payload, JobRun run, CancellationToken cancel);
}

/// <summary>A handler with its payload. `cancel` is called when the owner cancels, the process stops, or another one has taken the job over.</summary>
/// <remarks>A run may end at any line and begin again: do it in one transaction (<see cref="JobRun.Finish"/>), or so that doing it twice does no harm.</remarks>
public abstract class JobHandler<TPayload> : JobHandler
{
    public abstract Task RunAsync(TPayload payload, JobRun run, CancellationToken cancel);

    internal sealed override Task BeginAsync(string payload, JobRun run, CancellationToken cancel) =>
        RunAsync(JsonSerializer.Deserialize<TPayload>(payload, Journal.Journal.Json) ?? throw new JsonException("empty payload"), run, cancel);
}

/// <summary>What a handler says while it works.</summary>
public sealed class JobRun(KeguanDb db, Job job, TimeProvider time)
{
    readonly Lock _lock = new();
    (int Progress, int Total, Text Message) _now;

    public Guid Id => job.Id;

    /// <summary>Costs nothing: it is written down by the heartbeat every few seconds.</summary>
    public void Report(int progress, int total, Text message = default)
    {
        lock (_lock) _now = (progress, total, message.IsEmpty ? _now.Message : message);
    }

    internal (int Progress, int Total, Text Message) Now
    {
        get { lock (_lock) return _now; }
    }

    /// <summary>
    /// The job is done, as part of the next SaveChanges of this scope: the work and its end are stored together or not at all, and not at all where
    /// another process has taken the job over meanwhile. A handler that returns without it is done as well.
    /// </summary>
    public void Finish(Text message, string resultUrl = "")
    {
        if (db.Entry(job).State == Microsoft.EntityFrameworkCore.EntityState.Detached) db.Attach(job);
        (job.State, job.EndedAt, job.ClaimedUntil) = (JobState.Done, time.GetUtcNow().UtcDateTime, null);
        (job.MessageZh, job.MessageEn, job.ResultUrl) = (message.Zh ?? "", message.En ?? "", resultUrl);
        var (progress, total, _) = Now;
        (job.Progress, job.Total) = (total > 0 ? total : progress, total);
    }
}
