using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Data;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>Asks again for the password before something that a stolen session must not do. Wrong answers count towards the lock like those at the door.</summary>
public sealed class OwnPassword(KeguanDb db, Passwords passwords, FailureCounter counter, SecurityLog log, TimeProvider time)
{
    /// <summary>Why not, or null.</summary>
    public async Task<Text?> RefusedAsync(Account account, string? password, CancellationToken cancel = default)
    {
        if (account.LockedUntil > time.GetUtcNow().UtcDateTime) return T("口令已多次不正确，请稍后再试", "The password was wrong too often; try again later");
        if (passwords.IsRight(account, password ?? "", out _)) return null;
        log.Add(SecurityKinds.Password, SecurityKinds.WrongPassword, who: account);
        await counter.AccountFailedAsync(account.Id, cancel);
        await db.SaveChangesAsync(cancel);
        return T("当前口令不正确", "The current password is not right");
    }
}
