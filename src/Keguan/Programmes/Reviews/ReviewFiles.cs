using Keguan.Foundation.Files;
using Keguan.Programmes.Applications;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Reviews;

/// <summary>Files of an application for the expert at work on it: all of them, or in a blind review those that give nobody away. Before the declaration and after submission: none.</summary>
public static class ReviewFiles
{
    public static async Task<bool> AllowsAsync(FileAsk ask, CancellationToken cancel)
    {
        var (own, id) = (ask.Actor.AccountId, ask.File.SubjectId);
        if (own is null || ask.Actor.Audience != Foundation.Access.Audience.Expert) return false;
        var task = await ask.Db.ReviewTasks().VisibleTo(ask.Actor).AsNoTracking()
            .FirstOrDefaultAsync(one => one.SubjectType == Reviewing.Subject && one.SubjectId == id && one.State == ReviewTaskLifecycle.Accepted, cancel);
        if (task is null) return false;
        if (!task.Blind) return true;
        if (!task.OpenSlots.Split(',').Contains(ask.File.Slot)) return false;
        // The name goes with the download: a file called after the applicant stays closed.
        var application = await ask.Db.Applications().AsNoTracking().Include(one => one.Sections).FirstAsync(one => one.Id == id, cancel);
        return !new Redaction(await new ReviewPanels(ask.Db, TimeProvider.System).CaseAsync(application, cancel: cancel)).Finds(ask.File.Name);
    }
}
