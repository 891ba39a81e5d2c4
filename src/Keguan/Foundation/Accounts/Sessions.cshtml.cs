using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>登录设备: one's own sessions, each of which one can end, and one's latest sign-ins.</summary>
[Needs(Permissions.OwnAccount)]
public sealed class SessionsModel(SignIns signIns, SecurityLog log) : AccountPage
{
    public IReadOnlyList<SignInSession> Open { get; private set; } = [];
    public IReadOnlyList<SecurityEvent> Recent { get; private set; } = [];

    public static Text Way(string method) => method switch
    {
        "password" => T("口令", "Password"),
        "password+totp" => T("口令和动态验证码", "Password and code"),
        "password+recovery" => T("口令和备用码", "Password and recovery code"),
        "password+passkey" => T("口令和通行密钥", "Password and passkey"),
        "passkey" => T("通行密钥", "Passkey"),
        _ => Text.Same(method),
    };

    protected internal override async Task<bool> LoadAsync()
    {
        Open = await signIns.OpenAsync(Actor.AccountId!.Value, Cancel);
        string[] kinds = [SecurityKinds.SignIn, SecurityKinds.Locked, SecurityKinds.SessionEnded];
        Recent = await Db.Set<SecurityEvent>().AsNoTracking().Where(one => one.AccountId == Actor.AccountId && kinds.Contains(one.Kind)).OrderByDescending(one => one.At).Take(15).ToListAsync(Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id)
    {
        var session = await Db.Set<SignInSession>().FirstOrDefaultAsync(one => one.Id == id && one.AccountId == Actor.AccountId && one.EndedAt == null, Cancel);
        if (session is null) return NotFound();
        session.EndedAt = Now;
        log.Add(SecurityKinds.SessionEnded, detail: session.Address);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("该登录已结束", "That session has ended"), "/accounts/sessions");
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        var ended = await signIns.EndAllAsync(Actor.AccountId!.Value, Actor.SessionId, Cancel);
        if (ended > 0) log.Add(SecurityKinds.SessionEnded, detail: $"{ended}");
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"已结束其他 {ended} 处登录", $"{ended} other sessions have ended"), "/accounts/sessions");
    }
}
