using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Jobs;

/// <summary>Puts jobs into the table, with whatever else the caller's SaveChanges stores.</summary>
public sealed class JobQueue(KeguanDb db, CurrentActor actor, TimeProvider time, JobRunner runner)
{
    /// <summary>Adds a job of the handler's kind; it runs as who asks for it. Show its owner `/jobs/{id}`.</summary>
    public Job Add<TPayload>(string kind, Text title, TPayload payload, DateTime? notBefore = null)
    {
        runner.Require(kind);
        var now = time.GetUtcNow().UtcDateTime;
        var job = new Job
        {
            Kind = kind,
            TitleZh = title.Zh,
            TitleEn = title.En,
            Payload = JsonSerializer.Serialize(payload, Journal.Journal.Json),
            AccountId = actor.Value.AccountId,
            GrantId = actor.Value.GrantId,
            ActorName = actor.Value.Name,
            CreatedAt = now,
            RunAfter = notBefore ?? now,
        };
        db.Add(job);
        return job;
    }

    /// <summary>Waiting: ended at once. Running: told to stop. Ended: false.</summary>
    public async Task<bool> CancelAsync(Guid id, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await db.InTransactionAsync(async () =>
        {
            var ended = await db.Jobs().Where(job => job.Id == id && job.State == JobState.Queued).ExecuteUpdateAsync(set => set
                .SetProperty(job => job.State, JobState.Cancelled).SetProperty(job => job.EndedAt, now).SetProperty(job => job.Version, job => job.Version + 1), cancel);
            if (ended > 0) return true;
            return await db.Jobs().Where(job => job.Id == id && job.State == JobState.Running).ExecuteUpdateAsync(set => set.SetProperty(job => job.CancelAsked, true), cancel) > 0;
        }, cancel);
    }
}
