using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Jobs;

/// <summary>How a job stands; the page renews itself until it has ended.</summary>
[Needs(Permissions.SignedIn)]
public sealed class ShowModel(JobRunner runner, JobQueue queue) : KeguanPage
{
    [FromRoute] public Guid Id { get; set; }

    public Job Job { get; private set; } = null!;
    public int Progress { get; private set; }
    public int Total { get; private set; }
    public Text Message { get; private set; }
    public Text? WhyNotCancel => Job.CancelAsked ? T("已要求取消，正在停止", "It was told to stop") : null;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Jobs().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(job => job.Id == Id, Cancel) is not { } job) return false;
        Job = job;
        (Progress, Total, Message) = job.State == JobState.Running && runner.Live(Id) is { } live ? live : (job.Progress, job.Total, job.Message);
        return true;
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(!await queue.CancelAsync(Id, Cancel), "任务已结束，不能再取消", "The job has ended and can't be cancelled");
        return Done(T("已要求取消", "It was told to stop"), $"/jobs/{Id}");
    }
}
