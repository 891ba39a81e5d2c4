using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Changes;

/// <summary>One change: before and after, why, its clause, and the decision.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class DetailsModel(Changing changing, MatterTimeline timeline) : KeguanPage
{
    public Change Change { get; private set; } = null!;
    public MatterHead Head { get; private set; } = null!;
    public ChangeContent Asked { get; private set; } = new();
    public IReadOnlyList<Happening> Happenings { get; private set; } = [];
    public IReadOnlyList<Offer> Offers { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Opinion { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        var change = await Db.Changes().VisibleTo(Actor).Include(one => one.Project).ThenInclude(one => one.Targets).Include(one => one.Project).ThenInclude(one => one.Budget).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (change is null || await MatterHead.OfProjectAsync(Db, Actor, change.ProjectId, Cancel) is not { } head) return false;
        (Change, Head, Asked) = (change, head, Changing.ContentOf(change.Content));
        Happenings = await timeline.RowsAsync([(ChangeLifecycle.Table.Subject, Id)], Actor, 30, Cancel);
        Offers = ChangeLifecycle.Table.Offers(change, Actor, Now);
        return true;
    }

    public bool MayDecide => Offers.Any(offer => offer.Action is not ("submit" or "withdraw"));

    [Acts(Permissions.ChangesReview)]
    public Task<IActionResult> OnPostCheckAsync() => DoAsync(change => changing.CheckAsync(change, Opinion, Cancel), T("已报局领导审批", "Passed on to the leader"));

    [Acts(Permissions.ChangesReview, Permissions.ChangesApproveMajor)]
    public Task<IActionResult> OnPostApproveAsync() => DoAsync(change => changing.ApproveAsync(change, Opinion, Cancel), T("已批准，项目已按此变更", "Approved; the project was changed"));

    [Acts(Permissions.ChangesReview, Permissions.ChangesApproveMajor)]
    public Task<IActionResult> OnPostRefuseAsync() => DoAsync(change => changing.RefuseAsync(change, Opinion, Cancel), T("已记为不予批准", "Refused"));

    [Acts(Permissions.ChangesReview)]
    public Task<IActionResult> OnPostReturnAsync() => DoAsync(change => changing.ReturnAsync(change, Opinion, Cancel), T("已退回修改", "Returned"));

    [Acts(Permissions.ProjectsOwn)]
    public Task<IActionResult> OnPostWithdrawAsync() => DoAsync(change =>
    {
        changing.Withdraw(change);
        return Task.CompletedTask;
    }, T("已撤回", "Withdrawn"));

    async Task<IActionResult> DoAsync(Func<Change, Task> act, Text done)
    {
        if (!await LoadAsync()) return NotFound();
        await act(Change);
        await Db.SaveChangesAsync(Cancel);
        return Done(done, $"/programmes/changes/details/{Id}");
    }
}
