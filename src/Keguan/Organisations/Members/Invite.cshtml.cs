using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Ui;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Members;

/// <summary>邀请成员 by e-mail, with a right. Who has an account already gets a further identity.</summary>
[Needs(Permissions.OrganisationManage)]
public sealed class InviteModel(MemberBook members) : OwnPage
{
    public sealed class Fields
    {
        [Display(Name = "姓名|name"), Required, StringLength(Account.NameMax, MinimumLength = 2)] public string Name { get; set; } = "";
        [Display(Name = "邮箱|e-mail address"), Required, EmailAddress, StringLength(Account.EmailMax)] public string Email { get; set; } = "";
        [Display(Name = "权利|right"), Required] public string Right { get; set; } = "";
        [Display(Name = "对应人员|person")] public Guid? PersonId { get; set; }
    }

    [BindProperty] public Fields Input { get; set; } = new();
    [FromQuery(Name = "person")] public Guid? Chosen { get; set; }

    public IReadOnlyList<Choice> People { get; private set; } = [];

    public static IReadOnlyList<Choice> Rights =>
    [
        new(Roles.ProjectLeader.Code, Roles.ProjectLeader.Label) { Hint = T("填写并提交申报，办理自己项目的各个环节", "Fills in and submits applications, acts in his projects") },
        new(Roles.Filler.Code, Roles.Filler.Label) { Hint = T("填写申报书和报告，不能提交", "Fills in applications and reports, submits nothing") },
        new(Roles.UnitAdmin.Code, Roles.UnitAdmin.Label) { Hint = T("维护单位信息、人员和成员，并有以上全部权利", "Keeps facts, people and members, and may do all of the above") },
    ];

    protected override async Task<bool> LoadOwnAsync()
    {
        var own = Organisation.Id;
        var people = await Db.People().AsNoTracking().Where(person => person.OrganisationId == own && person.AccountId == null).OrderBy(person => person.Name).Take(1000).ToListAsync(Cancel);
        People = [.. people.Select(person => new Choice(person.Id.ToString(), string.Join('，', new[] { person.Name, person.Title, person.IdMasked }.Where(part => part.Length > 0))))];
        if (HttpMethods.IsGet(Request.Method) && Chosen is { } id && people.FirstOrDefault(person => person.Id == id) is { } chosen)
            Input = new Fields { Name = chosen.Name, Email = chosen.Email, PersonId = chosen.Id };
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var role = Roles.Members.FirstOrDefault(one => one.Code == Input.Right);
        if (role is null && !string.IsNullOrEmpty(Input.Right)) Wrong("Input.Right", T("请选择权利", "Choose the right"));
        if (!ModelState.IsValid) return await Invalid();
        var invitation = await members.InviteAsync(Organisation, Input.Name, Input.Email, role!, Input.PersonId, cancel: Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(invitation.Existing
            ? T($"{invitation.Account.DisplayName}已有账号，已增加本单位的身份并通知本人", $"{invitation.Account.DisplayName} has an account and got a further role; a notice is on its way")
            : T($"邀请已发往 {Input.Email}", $"The invitation is on its way to {Input.Email}"), "/organisations/members");
    }
}
