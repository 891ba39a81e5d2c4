using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Pages;
using Keguan.Review.Experts;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review;

/// <summary>我的专家信息: what the library says of the reviewer himself; telephone, mail and relations he keeps himself.</summary>
[Needs(Permissions.ReviewScore)]
public sealed class ProfileModel(ExpertKeeping keeping) : KeguanPage
{
    public Expert Expert { get; private set; } = null!;
    public IReadOnlyList<ExpertRelation> Relations { get; private set; } = [];
    public DateOnly Today => ChinaTime.DayOf(Now);

    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Kind { get; set; }
    [BindProperty] public string? RelatedOrganisation { get; set; }
    [BindProperty] public string? RelatedPerson { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }
    [BindProperty] public Guid RelationId { get; set; }
    [BindProperty] public string? Reason { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Experts().VisibleTo(Actor).FirstOrDefaultAsync(one => one.AccountId == Actor.AccountId && one.State != ExpertLifecycle.Removed, Cancel) is not { } expert) return false;
        Expert = expert;
        Relations = await Db.ExpertRelations().Where(relation => relation.ExpertId == expert.Id).OrderBy(relation => relation.DeclaredAt).ToListAsync(Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostContactAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var phone = HalfWidth.Of(Phone ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (phone.Length > 0 && (phone.Length is < 7 or > 20 || !phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-'))) Wrong(nameof(Phone), T("不是有效的电话号码", "This is not a telephone number"));
        if (!string.IsNullOrWhiteSpace(Email) && !System.Net.Mail.MailAddress.TryCreate(Email.Trim(), out _)) Wrong(nameof(Email), T("不是有效的邮箱", "This is not a mail address"));
        if (!ModelState.IsValid) return await Invalid();
        if (phone.Length > 0) Expert.Phone = phone;
        if (!string.IsNullOrWhiteSpace(Email)) Expert.Email = Email.Trim();
        Journal.Note(ExpertLifecycle.Table.Subject, Expert, "revise", new Foundation.Journal.Act { Summary = "本人修改联系方式" });
        await Db.SaveChangesAsync(Cancel);
        return Done(T("联系方式已更新", "Contact updated"), "/review/profile");
    }

    public async Task<IActionResult> OnPostRelateAsync()
    {
        if (!await LoadAsync()) return NotFound();
        foreach (var (field, reason) in ExpertKeeping.Check(Kind, RelatedOrganisation, RelatedPerson, Until, Today)) Wrong(field, reason);
        if (!ModelState.IsValid) return await Invalid();
        await keeping.RelateAsync(Expert, Kind!, RelatedOrganisation ?? "", RelatedPerson ?? "", Until, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("利害关系已登记，分配评审时自动回避", "Declared; you will not be asked to review them"), "/review/profile");
    }

    public async Task<IActionResult> OnPostUnrelateAsync()
    {
        if (!await LoadAsync() || Relations.FirstOrDefault(one => one.Id == RelationId) is not { } relation) return NotFound();
        keeping.Unrelate(Expert, relation, Reason);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已删除", "Removed"), "/review/profile");
    }
}
