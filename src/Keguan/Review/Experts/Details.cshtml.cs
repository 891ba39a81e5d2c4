using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>One expert: facts with personal data masked, relations, reviews, record; admitted, suspended, removed here.</summary>
[Needs(Permissions.ExpertsRead)]
public sealed class DetailsModel(ExpertKeeping keeping, ExpertAccounts accounts, Lifecycles lifecycles) : KeguanPage
{
    public Expert Expert { get; private set; } = null!;
    public IReadOnlyList<ExpertRelation> Relations { get; private set; } = [];
    public IReadOnlyList<ReviewTask> Reviews { get; private set; } = [];
    public IReadOnlyList<Happening> Record { get; private set; } = [];
    public bool Manages => Actor.Can(Permissions.ExpertsManage);
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Step { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Kind { get; set; }
    [BindProperty] public string? RelatedOrganisation { get; set; }
    [BindProperty] public string? RelatedPerson { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }
    [BindProperty] public Guid RelationId { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Experts().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } expert) return false;
        Expert = expert;
        Relations = await Db.ExpertRelations().Where(relation => relation.ExpertId == Id).OrderBy(relation => relation.DeclaredAt).ToListAsync(Cancel);
        Reviews = await Db.ReviewTasks().VisibleTo(Actor).AsNoTracking().Where(task => task.ExpertId == Id).OrderByDescending(task => task.AssignedAt).Take(50).ToListAsync(Cancel);
        var rows = await Timeline.LoadAsync(Db, lifecycles, [(ExpertLifecycle.Table.Subject, Id)], 0, 20, Cancel);
        Record = [.. rows.Select(row => new Happening(row.At, Foundation.Text.Same(row.Line), Foundation.Text.Same(row.ActorName), row.Position, row.Hash) { Reason = Foundation.Text.Same(row.Reason) })];
        return true;
    }

    public Text? InviteRefused => Expert.Email.Length == 0 ? T("请先登记邮箱", "Enter a mail address first") : null;
    public IReadOnlyList<Offer> Offers => ExpertLifecycle.Table.Offers(Expert, Actor, Now);

    [Acts(Permissions.ExpertsManage)]
    public async Task<IActionResult> OnPostMoveAsync()
    {
        if (!Manages || !await LoadAsync() || ExpertLifecycle.Table.Steps.All(step => step.Action != Step || step.Action == "enter")) return NotFound();
        await keeping.MoveAsync(Expert, Step!, Reason, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"{Expert.Name}：{ExpertLifecycle.Table.StateOf(Expert.State).Inside.Zh}", $"{Expert.Name}: {ExpertLifecycle.Table.StateOf(Expert.State).Inside.En}"), $"/review/experts/details/{Id}");
    }

    [Acts(Permissions.ExpertsManage)]
    public async Task<IActionResult> OnPostInviteAsync()
    {
        if (!Manages || !await LoadAsync()) return NotFound();
        Refusal.If(Expert.AccountId is not null, "已有账号", "There is an account already");
        Refusal.If(InviteRefused);
        await accounts.InviteAsync(Expert, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已发出邀请", "Invited"), $"/review/experts/details/{Id}");
    }

    [Acts(Permissions.ExpertsManage)]
    public async Task<IActionResult> OnPostRelateAsync()
    {
        if (!Manages || !await LoadAsync()) return NotFound();
        foreach (var (field, reason) in ExpertKeeping.Check(Kind, RelatedOrganisation, RelatedPerson, Until, Today)) Wrong(field, reason);
        if (!ModelState.IsValid) return await Invalid();
        await keeping.RelateAsync(Expert, Kind!, RelatedOrganisation ?? "", RelatedPerson ?? "", Until, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("利害关系已登记", "Relation entered"), $"/review/experts/details/{Id}");
    }

    [Acts(Permissions.ExpertsManage)]
    public async Task<IActionResult> OnPostUnrelateAsync()
    {
        if (!Manages || !await LoadAsync() || Relations.FirstOrDefault(one => one.Id == RelationId) is not { } relation) return NotFound();
        keeping.Unrelate(Expert, relation, Reason);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已删除", "Removed"), $"/review/experts/details/{Id}");
    }
}
