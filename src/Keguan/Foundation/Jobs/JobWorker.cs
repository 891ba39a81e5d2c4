namespace Keguan.Foundation.Jobs;

/// <summary>Runs what waits, a few at a time, and puts in what recurs. Any number of processes do so beside each other.</summary>
public sealed partial class JobWorker(JobRunner runner, RecurringJobs recurring, ILogger<JobWorker> log) : BackgroundService
{
    const int Parallel = 2;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first page comes first.
        await Task.Yield();
        await Task.WhenAll(Enumerable.Range(0, Parallel).Select(number => LoopAsync(number, stoppingToken)));
    }

    async Task LoopAsync(int number, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (number == 0) await recurring.PutInAsync(stopping);
                if (!await runner.RunNextAsync(stopping)) await Task.Delay(Pause, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
            catch (Exception failure)
            {
                // The database is away: go on trying, do not fill the log.
                Away(failure.Message);
                try { await Task.Delay(TimeSpan.FromSeconds(10), stopping); }
                catch (OperationCanceledException) { return; }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Jobs wait: {Reason}")]
    partial void Away(string reason);
}
