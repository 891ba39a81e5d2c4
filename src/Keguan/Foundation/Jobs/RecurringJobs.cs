using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Jobs;

/// <summary>When something recurs, by the clock in China.</summary>
public sealed record Recurrence
{
    readonly TimeOnly? _at;
    readonly int _minute;

    Recurrence(TimeOnly? at, int minute) => (_at, _minute) = (at, minute);

    /// <summary>Every day at this time.</summary>
    public static Recurrence Daily(int hour, int minute = 0) => new(new TimeOnly(hour, minute), 0);

    /// <summary>Every hour at this minute.</summary>
    public static Recurrence Hourly(int minute = 0) => new(null, minute);

    /// <summary>The first instant after <paramref name="utc"/>.</summary>
    public DateTime After(DateTime utc)
    {
        var local = ChinaTime.ToLocal(utc);
        var next = _at is { } at ? local.Date + at.ToTimeSpan() : local.Date.AddHours(local.Hour).AddMinutes(_minute);
        if (next <= local) next = _at is null ? next.AddHours(1) : next.AddDays(1);
        return ChinaTime.FromLocal(next);
    }
}

/// <summary>`services.AddRecurringJob("tidy", T("清理临时数据", "Tidying up"), Recurrence.Daily(3, 20))`: a job without payload, done by the system.</summary>
public sealed record RecurringJob(string Kind, Text Title, Recurrence When);

/// <summary>When a recurring job is next due; one row for each, whichever process puts it in.</summary>
public sealed class JobSchedule
{
    public required string Kind { get; init; }
    public required DateTime NextAt { get; set; }
    public DateTime? LastAt { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<JobSchedule>
    {
        public void Configure(EntityTypeBuilder<JobSchedule> builder)
        {
            builder.ToTable("job_schedules");
            builder.HasKey(schedule => schedule.Kind);
        }
    }
}

/// <summary>Puts recurring jobs into the queue when they are due: once, however many processes there are, and never two of a kind beside each other.</summary>
public sealed class RecurringJobs(IServiceScopeFactory scopes, IEnumerable<RecurringJob> all, TimeProvider time)
{
    readonly List<RecurringJob> _all = [.. all];
    readonly Dictionary<string, DateTime> _next = [];

    public async Task PutInAsync(CancellationToken cancel = default)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var recurring in _all)
        {
            if (_next.TryGetValue(recurring.Kind, out var known) && known > now) continue;
            await using var scope = scopes.CreateAsyncScope();
            _next[recurring.Kind] = await PutInAsync(scope.ServiceProvider, recurring, now, cancel);
        }
    }

    static async Task<DateTime> PutInAsync(IServiceProvider services, RecurringJob recurring, DateTime now, CancellationToken cancel)
    {
        var db = services.GetRequiredService<KeguanDb>();
        services.GetRequiredService<Access.CurrentActor>().Value = Access.Actor.System;
        var queue = services.GetRequiredService<JobQueue>();
        var next = recurring.When.After(now);
        return await db.InTransactionAsync(async () =>
        {
            var schedule = await db.Set<JobSchedule>().AsNoTracking().FirstOrDefaultAsync(one => one.Kind == recurring.Kind, cancel);
            if (schedule is null)
            {
                // Two processes at the first start: the second one's insert fails, and it finds the row next time.
                db.Add(new JobSchedule { Kind = recurring.Kind, NextAt = next });
                await db.SaveChangesAsync(cancel);
                return next;
            }
            if (schedule.NextAt > now) return schedule.NextAt;
            var mine = await db.Set<JobSchedule>().Where(one => one.Kind == recurring.Kind && one.NextAt == schedule.NextAt)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.NextAt, next).SetProperty(one => one.LastAt, now), cancel);
            if (mine == 0 || await db.Jobs().AnyAsync(job => job.Kind == recurring.Kind && (job.State == JobState.Queued || job.State == JobState.Running), cancel)) return next;
            queue.Add(recurring.Kind, recurring.Title, new { });
            await db.SaveChangesAsync(cancel);
            return next;
        }, cancel);
    }
}
