using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Members;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Details;

/// <summary>成员与权利 as the bureau sees them. Where an organisation has lost its administrator, an officer appoints one on its letter.</summary>
[Needs(Permissions.OrganisationsRead)]
public sealed class MembersModel(MemberBook members) : OrganisationTab
{
    public sealed class Fields
    {
        [Display(Name = "姓名|name"), Required, StringLength(Account.NameMax, MinimumLength = 2)] public string Name { get; set; } = "";
        [Display(Name = "邮箱|e-mail address"), Required, EmailAddress, StringLength(Account.EmailMax)] public string Email { get; set; } = "";
        [Display(Name = "理由|reason"), Required, StringLength(300)] public string Reason { get; set; } = "";
    }

    [BindProperty] public Fields Input { get; set; } = new();
    public IReadOnlyList<Member> Members { get; private set; } = [];
    public bool CanAppoint => Actor.Can(Permissions.OrganisationsVerify) && Organisation.State != OrganisationLifecycle.Suspended;

    protected override async Task<bool> LoadTabAsync()
    {
        if (!SeesPeople) return false;
        Members = await members.ListAsync(Id, Cancel);
        return true;
    }

    [Acts(Permissions.OrganisationsVerify)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (!Actor.Can(Permissions.OrganisationsVerify) || !await LoadAsync()) return NotFound();
        if (!ModelState.IsValid) return await Invalid();
        await members.InviteAsync(Organisation, Input.Name, Input.Email, Roles.UnitAdmin, null, Input.Reason, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已邀请{Input.Name}为单位管理员", $"{Input.Name} is invited as administrator"), Here + "/members");
    }
}
