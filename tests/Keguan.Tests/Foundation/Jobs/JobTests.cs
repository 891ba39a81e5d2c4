using System.Collections.Concurrent;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Notices;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Jobs;

public abstract class JobTests(City city) : CityTests(city)
{
    /// <summary>What a test wants to happen within a job, under the job's word.</summary>
    static readonly ConcurrentDictionary<string, Func<JobRun, KeguanDb, Actor, CancellationToken, Task>> Scripts = new();

    sealed record Word(string Name);

    sealed class Scripted(KeguanDb db, CurrentActor actor) : JobHandler<Word>
    {
        public override Task RunAsync(Word payload, JobRun run, CancellationToken cancel) => Scripts[payload.Name](run, db, actor.Value, cancel);
    }

    sealed class Tidying : JobHandler<object>
    {
        public override Task RunAsync(object payload, JobRun run, CancellationToken cancel) => Task.CompletedTask;
    }

    City _city = null!;

    public override async ValueTask InitializeAsync() => _city = await AnotherCity(services => services
        .AddJob<Scripted>("scripted")
        .AddRecurringJob<Tidying>("tidying-test", T("整理", "Tidying"), Recurrence.Daily(3, 20)));

    JobRunner Runner => _city.Services.GetRequiredService<JobRunner>();

    async Task<Guid> Put(Func<JobRun, KeguanDb, Actor, CancellationToken, Task> script, Actor? owner = null)
    {
        var word = Guid.NewGuid().ToString();
        Scripts[word] = script;
        await using var scope = _city.ScopeOf(owner);
        var job = scope.ServiceProvider.GetRequiredService<JobQueue>().Add("scripted", T("试办", "A trial"), new Word(word));
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return job.Id;
    }

    Task<Job> Look(Guid id) => _city.Db(db => db.Jobs().AsNoTracking().SingleAsync(job => job.Id == id, Cancel));

    static OutboxMail Trace(string what) => new() { To = what, Subject = "", Body = "", CreatedAt = Clock.Start };

    Task<int> Traces(string what) => _city.Db(db => db.Set<OutboxMail>().CountAsync(mail => mail.To == what, Cancel));

    [Fact]
    public async Task A_job_runs_once_with_what_it_was_given_and_says_how_it_ended()
    {
        var id = await Put((run, db, _, _) =>
        {
            run.Report(3, 7, T("第三步", "Step three"));
            db.Add(Trace("done"));
            run.Finish(T("导入 7 行", "7 rows imported"), "/somewhere");
            return Task.CompletedTask;
        });
        Assert.Equal(JobState.Queued, (await Look(id)).State);
        Assert.Equal(1, await Runner.RunAllAsync(Cancel));
        var job = await Look(id);
        Assert.Equal((JobState.Done, "导入 7 行", "/somewhere", 7, 7, 1), (job.State, job.Message.Zh, job.ResultUrl, job.Progress, job.Total, job.Attempts));
        Assert.Equal(1, await Traces("done"));
        Assert.Equal(0, await Runner.RunAllAsync(Cancel));
    }

    [Fact]
    public async Task It_runs_as_who_asked_for_it_as_long_as_he_has_that_role()
    {
        var officer = await _city.As(Roles.Officer, section: "计划科", name: "陈若谷");
        var owner = new Actor { AccountId = officer.AccountId, GrantId = officer.Grant!.Id, Name = "陈若谷", Role = Roles.Officer.Code };
        Actor? seen = null;
        var id = await Put((_, _, actor, _) => { seen = actor; return Task.CompletedTask; }, owner);
        await Runner.RunAllAsync(Cancel);
        Assert.Equal(("陈若谷", "officer", "计划科", JobState.Done), (seen!.Name, seen.Role, seen.Section, (await Look(id)).State));

        id = await Put((_, _, _, _) => throw new InvalidOperationException("must not run"), owner);
        await _city.Do(async (KeguanDb db) => await db.Set<RoleGrant>().Where(grant => grant.Id == owner.GrantId).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.EndedAt, Clock.Start), Cancel));
        await Runner.RunAllAsync(Cancel);
        Assert.Equal((JobState.Failed, "发起人已停用或已无此身份，任务未执行"), ((await Look(id)).State, (await Look(id)).Message.Zh));
    }

    [Fact]
    public async Task A_refusal_ends_it_with_the_reason_and_keeps_nothing()
    {
        var id = await Put((_, db, _, _) =>
        {
            db.Add(Trace("refused"));
            throw new Refusal("第 7 行重复", "Row 7 is double");
        });
        await Runner.RunAllAsync(Cancel);
        Assert.Equal((JobState.Failed, "第 7 行重复", 1), ((await Look(id)).State, (await Look(id)).Message.Zh, (await Look(id)).Attempts));
        Assert.Equal(0, await Traces("refused"));
    }

    [Fact]
    public async Task What_breaks_is_tried_again_later_and_given_up_after_three_times()
    {
        var attempts = 0;
        var id = await Put((_, _, _, _) => { attempts++; throw new InvalidOperationException("broken"); });
        await Runner.RunAllAsync(Cancel);
        Assert.Equal((JobState.Queued, 1), ((await Look(id)).State, attempts));
        _city.Clock.Forward(TimeSpan.FromSeconds(11));
        await Runner.RunAllAsync(Cancel);
        _city.Clock.Forward(TimeSpan.FromSeconds(41));
        await Runner.RunAllAsync(Cancel);
        var job = await Look(id);
        Assert.Equal((JobState.Failed, 3, 3), (job.State, attempts, job.Attempts));
        Assert.Contains("系统出错", job.Message.Zh);
        Assert.DoesNotContain("broken", job.Message.Zh);
    }

    [Fact]
    public async Task When_its_process_dies_another_takes_over_after_the_lease()
    {
        var id = await Put((_, db, _, _) => { db.Add(Trace("again")); return Task.CompletedTask; });
        // As if a process had taken it up and was killed.
        var until = Clock.Start + JobRunner.Lease;
        await _city.Do(async (KeguanDb db) => await db.Jobs().Where(job => job.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(job => job.State, JobState.Running).SetProperty(job => job.ClaimedUntil, until).SetProperty(job => job.Attempts, 1).SetProperty(job => job.Version, 1), Cancel));
        Assert.Equal(0, await Runner.RunAllAsync(Cancel));
        _city.Clock.Forward(JobRunner.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Runner.RunAllAsync(Cancel));
        Assert.Equal((JobState.Done, 2), ((await Look(id)).State, (await Look(id)).Attempts));
        Assert.Equal(1, await Traces("again"));
    }

    [Fact]
    public async Task Who_was_too_slow_and_lost_his_job_stores_nothing()
    {
        var first = true;
        var id = Guid.Empty;
        id = await Put(async (run, db, _, _) =>
        {
            db.Add(Trace("slow"));
            if (!first) return;
            first = false;
            // The process sleeps through its lease, and another runs the whole job meanwhile.
            _city.Clock.Forward(JobRunner.Lease + TimeSpan.FromSeconds(1));
            Assert.Equal(1, await Runner.RunAllAsync(Cancel));
            run.Finish(T("我先", "I was first"));
        });
        await Runner.RunAllAsync(Cancel);
        var job = await Look(id);
        Assert.Equal((JobState.Done, 2, ""), (job.State, job.Attempts, job.Message.Zh));
        Assert.Equal(1, await Traces("slow"));
    }

    [Fact]
    public async Task Twenty_jobs_and_four_runners_and_each_runs_once()
    {
        var runs = new ConcurrentBag<Guid>();
        for (var i = 0; i < 20; i++) await Put((run, _, _, _) => { runs.Add(run.Id); return Task.CompletedTask; });
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Runner.RunAllAsync(Cancel))));
        await Runner.RunAllAsync(Cancel);
        Assert.Equal(20, runs.Count);
        Assert.Equal(20, runs.Distinct().Count());
    }

    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once_and_a_running_one_is_told()
    {
        var waiting = await Put((_, _, _, _) => throw new InvalidOperationException("must not run"));
        Assert.True(await _city.Ask<JobQueue, bool>(queue => queue.CancelAsync(waiting, Cancel)));
        Assert.Equal(0, await Runner.RunAllAsync(Cancel));
        Assert.Equal(JobState.Cancelled, (await Look(waiting)).State);
        Assert.False(await _city.Ask<JobQueue, bool>(queue => queue.CancelAsync(waiting, Cancel)));

        var started = new TaskCompletionSource();
        var running = await Put(async (_, db, _, cancel) =>
        {
            db.Add(Trace("cancelled"));
            started.SetResult();
            await Task.Delay(TimeSpan.FromSeconds(30), cancel);
        });
        var run = Runner.RunAllAsync(Cancel);
        await started.Task;
        Assert.True(await _city.Ask<JobQueue, bool>(queue => queue.CancelAsync(running, Cancel)));
        await run;
        Assert.Equal((JobState.Cancelled, 0), ((await Look(running)).State, await Traces("cancelled")));
    }

    [Fact]
    public async Task A_stopping_process_leaves_its_job_to_the_next_one()
    {
        using var stopping = new CancellationTokenSource();
        var first = true;
        var id = await Put(async (_, _, _, cancel) =>
        {
            if (!first) return;
            first = false;
            await stopping.CancelAsync();
            await Task.Delay(TimeSpan.FromSeconds(30), cancel);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner.RunAllAsync(stopping.Token));
        Assert.Equal((JobState.Queued, 0), ((await Look(id)).State, (await Look(id)).Attempts));
        await _city.RestartAsync();
        Assert.Equal(1, await Runner.RunAllAsync(Cancel));
        Assert.Equal(JobState.Done, (await Look(id)).State);
    }

    [Fact]
    public async Task What_recurs_is_put_in_once_a_day_at_its_hour_in_China()
    {
        RecurringJobs recurring = _city.Services.GetRequiredService<RecurringJobs>();
        Task<int> Count() => _city.Db(db => db.Jobs().CountAsync(job => job.Kind == "tidying-test", Cancel));
        await recurring.PutInAsync(Cancel);
        Assert.Equal(0, await Count());
        _city.Clock.China(2026, 3, 3, 3, 19);
        await recurring.PutInAsync(Cancel);
        Assert.Equal(0, await Count());
        _city.Clock.China(2026, 3, 3, 3, 20);
        await recurring.PutInAsync(Cancel);
        await recurring.PutInAsync(Cancel);
        Assert.Equal(1, await Count());
        // Another process, and the first one still waiting: no second beside it.
        await _city.RestartAsync();
        recurring = _city.Services.GetRequiredService<RecurringJobs>();
        _city.Clock.China(2026, 3, 4, 3, 30);
        await recurring.PutInAsync(Cancel);
        Assert.Equal(1, await Count());
        await Runner.RunAllAsync(Cancel);
        _city.Clock.China(2026, 3, 5, 3, 20);
        await recurring.PutInAsync(Cancel);
        Assert.Equal(2, await Count());
    }
}

public sealed class JobTestsOnSqlite(Sqlite city) : JobTests(city), IClassFixture<Sqlite>;

public sealed class JobTestsOnPostgres(Postgres city) : JobTests(city), IClassFixture<Postgres>;

public sealed class RecurrenceTests
{
    [Theory]
    [InlineData("2026-03-02T01:00", "2026-03-02T19:20")]
    [InlineData("2026-03-02T19:19", "2026-03-02T19:20")]
    [InlineData("2026-03-02T19:20", "2026-03-03T19:20")]
    public void Daily_is_by_the_clock_in_China(string utc, string next) => Assert.Equal(Utc(next), Recurrence.Daily(3, 20).After(Utc(utc)));

    [Theory]
    [InlineData("2026-03-02T01:00", "2026-03-02T01:15")]
    [InlineData("2026-03-02T01:15", "2026-03-02T02:15")]
    [InlineData("2026-03-02T15:59", "2026-03-02T16:15")]
    public void Hourly_is_at_its_minute(string utc, string next) => Assert.Equal(Utc(next), Recurrence.Hourly(15).After(Utc(utc)));

    static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
