using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using Microsoft.AspNetCore.Identity;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Admin;

/// <summary>A line of the list of accounts.</summary>
public sealed record AccountRow
{
    public Guid Id { get; init; }
    public string UserName { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>totp, passkey or none.</summary>
    public string Factor { get; init; } = "";
    public int Grants { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? LastSignInAt { get; init; }
    public DateTime? LockedUntil { get; init; }
}

/// <summary>账号: all of them, for the system administrator.</summary>
public sealed class AccountList : ListDefinition<AccountRow>
{
    public AccountList() : base("accounts", T("账号", "Accounts"))
    {
        Row(x => x.Id, id => $"/accounts/admin/{id}");
        Column("user", T("账号", "Account"), x => x.UserName).Title();
        Column("name", T("姓名", "Name"), x => x.DisplayName);
        Column("email", T("邮箱", "E-mail"), x => x.Email).Clip();
        Column("phone", T("手机号", "Telephone"), x => x.Phone).Hidden();
        Number("grants", T("身份", "Roles"), x => x.Grants, T("个", ""));
        Status("factor", T("第二因素", "Second factor"), x => x.Factor, FactorTag);
        Time("seen", T("上次登录", "Last sign-in"), x => x.LastSignInAt);
        Time("created", T("建立时间", "Created"), x => x.CreatedAt).Hidden();
        Time("locked", T("锁定至", "Locked until"), x => x.LockedUntil).Hidden();
        Status("state", T("状态", "State"), x => x.State, StateTag);
        Sorts("-created");
        Search(T("账号、姓名、邮箱、手机号", "Account, name, e-mail, telephone"), x => x.UserName, x => x.DisplayName, x => x.Email, x => x.Phone);
        Choice("state", T("状态", "State"), x => x.State, AccountLifecycle.Table);
        Where("lock", T("锁定", "Lock"), [new("now", T("锁定中", "Locked"))], (context, _) => x => x.LockedUntil > context.Now);
        Choice("factor", T("第二因素", "Second factor"), x => x.Factor, ((string[])["totp", "passkey", "none"]).Select(code => new Option(code, FactorTag(code).Words)));
        DateRange("seen", T("上次登录", "Last sign-in"), x => x.LastSignInAt).More();
        DateRange("created", T("建立日期", "Created"), x => x.CreatedAt).More();
        Tab("invited", T("待启用", "Invited"), "state=" + AccountLifecycle.Invited);
        Tab("locked", T("锁定中", "Locked"), "lock=now");
        Tab("disabled", T("已停用", "Disabled"), "state=" + AccountLifecycle.Disabled);
        Unit = T("个", "accounts");
        Empty = T("目前没有账号", "No accounts yet");
    }

    public override string Permission => Permissions.AccountsManage;

    public override IQueryable<AccountRow> Query(KeguanDb db, Actor actor)
    {
        var all = db.Users.Select(account => new AccountRow
        {
            Id = account.Id,
            UserName = account.UserName ?? "",
            DisplayName = account.DisplayName,
            Email = account.Email ?? "",
            Phone = account.PhoneNumber ?? "",
            State = account.State,
            Factor = account.TotpSecret != null ? "totp" : db.Set<IdentityUserPasskey<Guid>>().Any(passkey => passkey.UserId == account.Id) ? "passkey" : "none",
            Grants = db.Set<RoleGrant>().Count(grant => grant.AccountId == account.Id && grant.EndedAt == null),
            CreatedAt = account.CreatedAt,
            LastSignInAt = account.LastSignInAt,
            LockedUntil = account.LockedUntil,
        });
        return actor.Can(Permission) ? all : all.Where(row => false);
    }

    static Tag StateTag(string code) => AccountLifecycle.Table.StateOf(code) is var state ? new Tag(state.Inside, state.Tone) : default;

    static Tag FactorTag(string code) => code switch
    {
        "totp" => new(T("动态验证", "Authenticator"), Tone.Green),
        "passkey" => new(T("通行密钥", "Passkey"), Tone.Green),
        _ => new(T("未设置", "None"), Tone.Line),
    };
}
