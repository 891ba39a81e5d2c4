using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>The life of an account. Grants, unlocking, resets are noted in its journal without a change of state.</summary>
public static class AccountLifecycle
{
    public const string Subject = "account";
    public const string Invited = "invited";
    public const string Active = "active";
    public const string Disabled = "disabled";

    public static readonly Lifecycle<Account> Table = new(Subject, T("账号", "Account"),
    [
        new(Invited, T("待启用", "Invited"), Tone.Amber),
        new(Active, T("启用", "Active"), Tone.Green),
        new(Disabled, T("停用", "Disabled")),
    ],
    [
        new("create", T("建立", "Create"), [Lifecycle<Account>.New], Active, Permissions.AccountsManage) { Done = T("建立账号", "created") },
        new("invite", T("邀请", "Invite"), [Lifecycle<Account>.New], Invited, null) { Done = T("邀请启用", "invited") },
        new("activate", T("启用", "Activate"), [Invited], Active, null) { Done = T("本人启用", "activated by its owner") },
        new("disable", T("停用", "Disable"), [Invited, Active], Disabled, Permissions.AccountsManage)
        {
            AsksReason = true,
            Guard = (account, actor, _) => account.Id == actor.AccountId ? T("不能停用自己的账号", "You can’t disable your own account") : null,
        },
        new("enable", T("恢复启用", "Enable"), [Disabled], Active, Permissions.AccountsManage) { AsksReason = true, When = account => account.PasswordHash is not null },
        new("enable", T("恢复启用", "Enable"), [Disabled], Invited, Permissions.AccountsManage) { AsksReason = true, When = account => account.PasswordHash is null },
    ]);

    /// <summary>Words of what is noted without a change of state.</summary>
    public static void AddWords()
    {
        ActionWords.Add("grant", T("授予身份", "granted a role"));
        ActionWords.Add("end-grant", T("收回身份", "ended a role"));
        ActionWords.Add("unlock", T("解除锁定", "unlocked"));
        ActionWords.Add("reset-factors", T("重置第二因素", "reset the second factor"));
        ActionWords.Add("invite-again", T("重新发出启用链接", "sent the activation link again"));
        ActionWords.Add("end-sessions", T("结束登录", "ended sessions"));
    }
}
