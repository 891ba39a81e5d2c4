using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Accounts.Factors;

/// <summary>What an account has beside its password.</summary>
public sealed record FactorState(bool Totp, DateTime? TotpSince, int Passkeys, int RecoveryLeft)
{
    public bool Any => Totp || Passkeys > 0;
}

/// <summary>第二因素: sets up, uses up and takes away what proves somebody beside the password. Adds to the context; the caller saves.</summary>
public sealed class SecondFactors(KeguanDb db, Totp totp, TimeProvider time)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Who must have one: everybody who acts for the bureau, recommends, judges or administers. Applicants may.</summary>
    public static bool NeededFor(Role? role) => role?.Audience is Audience.Officer or Audience.Administrator or Audience.Recommender or Audience.Expert;

    /// <summary>Acts in such a role, but came in by the password alone. Accounts of the demonstration are spared where it is one.</summary>
    public static bool AwaitedFrom(bool ofDemo, string role, string method, bool demo) => method == "password" && NeededFor(Roles.Find(role)) && !(ofDemo && demo);

    public static bool AwaitedFrom(Account account, RoleGrant grant, string method, bool demo) => AwaitedFrom(account.Demo, grant.Role, method, demo);

    public async Task<FactorState> StateAsync(Account account, CancellationToken cancel = default)
    {
        var passkeys = await db.Set<IdentityUserPasskey<Guid>>().CountAsync(passkey => passkey.UserId == account.Id, cancel);
        var codes = await db.Set<RecoveryCode>().CountAsync(code => code.AccountId == account.Id && code.UsedAt == null, cancel);
        return new FactorState(account.TotpSecret is not null, account.TotpSince, passkeys, codes);
    }

    /// <summary>From now on this secret makes the codes. <paramref name="step"/>: of the code that confirmed it, which counts as used.</summary>
    public void SetTotp(Account account, string secret, long step = 0)
    {
        account.TotpSecret = totp.Protect(secret);
        account.TotpSince = Now;
        account.TotpStep = step;
    }

    public static void RemoveTotp(Account account) => (account.TotpSecret, account.TotpSince, account.TotpStep) = (null, null, 0);

    /// <summary>Ten new recovery codes; the old ones are void. Shown once, then only their hashes are there.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryAsync(Account account, CancellationToken cancel = default)
    {
        db.RemoveRange(await db.Set<RecoveryCode>().Where(code => code.AccountId == account.Id).ToListAsync(cancel));
        string[] codes = [.. Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New())];
        db.AddRange(codes.Select(code => new RecoveryCode { AccountId = account.Id, Hash = RecoveryCode.HashOf(account.Id, code) }));
        return codes;
    }

    /// <summary>Takes the code of the authenticator. In one statement, so that of two who use it at once one is refused.</summary>
    public async Task<CodeResult> UseTotpAsync(Account account, string code, CancellationToken cancel = default)
    {
        if (totp.Step(account, code, Now) is not { } step) return totp.IsReplay(account, code, Now) ? CodeResult.Replayed : CodeResult.Wrong;
        var taken = await db.Users.Where(one => one.Id == account.Id && one.TotpStep < step).ExecuteUpdateAsync(set => set.SetProperty(one => one.TotpStep, step), cancel);
        if (taken == 0) return CodeResult.Replayed;
        account.TotpStep = step;
        db.Entry(account).Property(one => one.TotpStep).OriginalValue = step;
        return CodeResult.Right;
    }

    /// <summary>Uses up a recovery code, in one statement for the same reason.</summary>
    public async Task<CodeResult> UseRecoveryAsync(Account account, string code, CancellationToken cancel = default)
    {
        var hash = RecoveryCode.HashOf(account.Id, code);
        var now = Now;
        var taken = await db.Set<RecoveryCode>().Where(one => one.AccountId == account.Id && one.Hash == hash && one.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancel);
        return taken == 1 ? CodeResult.Right : CodeResult.Wrong;
    }

    /// <summary>Takes everything away; the owner sets up anew at his next sign-in.</summary>
    public async Task ResetAsync(Account account, CancellationToken cancel = default)
    {
        RemoveTotp(account);
        db.RemoveRange(await db.Set<RecoveryCode>().Where(code => code.AccountId == account.Id).ToListAsync(cancel));
        db.RemoveRange(await db.Set<IdentityUserPasskey<Guid>>().Where(passkey => passkey.UserId == account.Id).ToListAsync(cancel));
    }
}

public enum CodeResult { Right, Wrong, Replayed }
