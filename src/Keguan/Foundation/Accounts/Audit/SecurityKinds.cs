using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Audit;

/// <summary>What is written into the security log, and in which words it is shown.</summary>
public static class SecurityKinds
{
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string Locked = "locked";
    public const string Unlocked = "unlocked";
    public const string Identity = "identity";
    public const string SessionEnded = "session-ended";
    public const string Password = "password";
    public const string ResetAsked = "reset-asked";
    public const string Factor = "factor";
    public const string FactorReset = "factor-reset";
    public const string Account = "account";
    public const string Invitation = "invitation";
    public const string Granted = "granted";
    public const string GrantEnded = "grant-ended";
    public const string Refused = "refused";
    public const string Exported = "exported";

    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>
    {
        [SignIn] = T("登录", "Sign-in"),
        [SignOut] = T("退出", "Sign-out"),
        [Locked] = T("锁定", "Locked"),
        [Unlocked] = T("解除锁定", "Unlocked"),
        [Identity] = T("选择身份", "Role chosen"),
        [SessionEnded] = T("结束登录", "Session ended"),
        [Password] = T("设置口令", "Password set"),
        [ResetAsked] = T("申请重设口令", "Password reset asked for"),
        [Factor] = T("变更第二因素", "Second factor changed"),
        [FactorReset] = T("重置第二因素", "Second factor reset"),
        [Account] = T("账号变更", "Account changed"),
        [Invitation] = T("邀请", "Invitation"),
        [Granted] = T("授予身份", "Role granted"),
        [GrantEnded] = T("收回身份", "Role ended"),
        [Refused] = T("越权访问", "Access refused"),
        [Exported] = T("导出数据", "Data exported"),
    };

    public const string Ok = "ok";
    public const string WrongPassword = "wrong-password";
    public const string WrongCode = "wrong-code";
    public const string ReplayedCode = "replayed-code";
    public const string MissingCode = "missing-code";
    public const string UnknownAccount = "unknown-account";
    public const string NotActive = "not-active";
    public const string WhileLocked = "while-locked";
    public const string AddressBlocked = "address-blocked";
    public const string BadPasskey = "bad-passkey";
    public const string BadLink = "bad-link";
    public const string NoPermission = "no-permission";

    public static readonly IReadOnlyDictionary<string, Text> Outcomes = new Dictionary<string, Text>
    {
        [Ok] = T("成功", "Done"),
        [WrongPassword] = T("口令不正确", "Wrong password"),
        [WrongCode] = T("验证码不正确", "Wrong code"),
        [ReplayedCode] = T("验证码重复使用", "Code used twice"),
        [MissingCode] = T("缺验证码", "Code missing"),
        [UnknownAccount] = T("没有此账号", "No such account"),
        [NotActive] = T("账号未启用或已停用", "Account not active"),
        [WhileLocked] = T("锁定期间", "While locked"),
        [AddressBlocked] = T("地址被限制", "Address blocked"),
        [BadPasskey] = T("通行密钥不被接受", "Passkey not accepted"),
        [BadLink] = T("链接无效或过期", "Link invalid or expired"),
        [NoPermission] = T("无此权限", "No permission"),
    };

    public static Text Word(string kind) => All.TryGetValue(kind, out var text) ? text : Text.Same(kind);

    public static Text OutcomeWord(string outcome) => Outcomes.TryGetValue(outcome, out var text) ? text : Text.Same(outcome);
}
