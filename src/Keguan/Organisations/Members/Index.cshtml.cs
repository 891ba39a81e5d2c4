using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Members;

/// <summary>成员与权利: who acts for one's organisation, with which right.</summary>
[Needs(Permissions.OrganisationOwn)]
public sealed class IndexModel(MemberBook members) : OwnPage
{
    public IReadOnlyList<Member> Members { get; private set; } = [];
    public bool CanManage => Actor.Can(Permissions.OrganisationManage);

    public Text? WhyNot(Member member) => MemberBook.WhyNot(Members, member, Actor.AccountId);

    protected override async Task<bool> LoadOwnAsync()
    {
        Members = await members.ListAsync(Organisation.Id, Cancel);
        return true;
    }

    [Acts(Permissions.OrganisationManage)]
    public Task<IActionResult> OnPostChangeAsync(Guid member, string? right) => ActAsync(
        () => members.ChangeAsync(Organisation, member, Roles.Members.FirstOrDefault(role => role.Code == right) ?? throw new Refusal("请选择成员的权利", "Choose the member’s right"), Cancel),
        T("权利已变更，本人下次操作时生效", "The right is changed, from his next click on"));

    [Acts(Permissions.OrganisationManage)]
    public Task<IActionResult> OnPostEndAsync(Guid member, string? reason) => ActAsync(
        () => members.EndAsync(Organisation, member, reason, Cancel), T("权利已结束", "The right has ended"));

    [Acts(Permissions.OrganisationManage)]
    public Task<IActionResult> OnPostAgainAsync(Guid member) => ActAsync(
        () => members.AgainAsync(Organisation, member, Cancel), T("邀请已重新发出，原链接失效", "The invitation is sent again; the old link is void"));

    async Task<IActionResult> ActAsync(Func<Task<bool>> act, Text said)
    {
        if (!CanManage || !await LoadAsync() || !await act()) return NotFound();
        await Db.SaveChangesAsync(Cancel);
        return Done(said, "/organisations/members");
    }
}
