using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Changes;

/// <summary>A project's changes, for its page: `&lt;partial name="/Programmes/Changes/_OfProject.cshtml" model="project" /&gt;` loads and shows them.</summary>
public sealed record ProjectChanges(Guid ProjectId, IReadOnlyList<Change> Changes, bool MayAsk, Audience Audience)
{
    public static async Task<ProjectChanges> LoadAsync(KeguanDb db, Actor actor, Guid projectId, CancellationToken cancel = default) => new(
        projectId,
        await db.Changes().AsNoTracking().VisibleTo(actor).Where(change => change.ProjectId == projectId).OrderByDescending(change => change.StateSince).ToListAsync(cancel),
        actor.Can(Permissions.ProjectsOwn), actor.Audience);

    public Text StateOf(Change change) => ChangeLifecycle.Table.StateOf(change.State) is var state && Audience == Audience.Applicant ? state.Outside : state.Inside;
}
