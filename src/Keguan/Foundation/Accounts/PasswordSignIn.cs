using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>What came of a try: either who it is and how he proved it, or words for him, for the field of the code where only that is missing.</summary>
public sealed record SignInAnswer
{
    public Account? Account { get; init; }
    public string Method { get; init; } = "";
    public Text Words { get; init; }
    public bool AboutCode { get; init; }

    /// <summary>Too many from this address: 429.</summary>
    public bool Blocked { get; init; }
}

/// <summary>
/// 口令登录: password and, where the account has it, the code, in one go. The words of a failure are the same whether the account exists or not, whether
/// password or code was wrong; only who knows the password learns that a code is asked for.
/// </summary>
public sealed class PasswordSignIn(
    KeguanDb db, AccountDirectory accounts, Passwords passwords, SecondFactors factors, FailureCounter counter, SecurityLog log, Notices.Notices notices, DemoMode demo, TimeProvider time, IHttpContextAccessor http, IOptions<AccountOptions> options)
{
    public async Task<SignInAnswer> TryAsync(string name, string password, string? code, bool recovery, CancellationToken cancel = default)
    {
        var address = SecurityLog.AddressOf(http.HttpContext);
        if (await counter.BlockedUntilAsync(FailureCounter.AddressKey(address), cancel) is { } until)
        {
            await NoteAsync(null, name, SecurityKinds.AddressBlocked, cancel);
            return new SignInAnswer { Blocked = true, Words = BlockedWords(until) };
        }
        var account = await accounts.FindAsync(name, cancel);
        var right = passwords.IsRight(account, password, out var renew);
        if (account is not null && account.LockedUntil > time.GetUtcNow().UtcDateTime) return await FailedAsync(account, name, address, SecurityKinds.WhileLocked, cancel);
        if (!right) return await FailedAsync(account, name, address, account is null ? SecurityKinds.UnknownAccount : SecurityKinds.WrongPassword, cancel);
        if (account!.State is AccountLifecycle.Invited or AccountLifecycle.Disabled || account.DisabledAt is not null || (account.Demo && !demo.On))
            return await FailedAsync(account, name, address, SecurityKinds.NotActive, cancel);

        var (method, problem) = await ProveAsync(account, code, recovery, cancel);
        if (problem is { Outcome: SecurityKinds.MissingCode })
        {
            await NoteAsync(account, name, SecurityKinds.MissingCode, cancel);
            return new SignInAnswer { Words = problem.Words, AboutCode = true };
        }
        if (problem is not null) return await FailedAsync(account, name, address, problem.Outcome, cancel);
        if (!await counter.AccountSucceededAsync(account.Id, cancel)) return await FailedAsync(account, name, address, SecurityKinds.WhileLocked, cancel);
        await counter.ForgetNameAsync(name, cancel);
        if (renew)
        {
            var hash = passwords.Hash(password);
            await db.Users.Where(one => one.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.PasswordHash, hash), cancel);
        }
        return new SignInAnswer { Account = account, Method = method };
    }

    /// <summary>Words that the sign-in page shows while somebody waits.</summary>
    public static Text BlockedWords(DateTime until) => T(
        $"来自您所在网络的失败尝试过多，请在 {ChinaTime.Clock(until)} 后再试", $"Too many attempts failed from your network; try again after {ChinaTime.Clock(until)}");

    sealed record Problem(string Outcome, Text Words = default);

    async Task<(string Method, Problem? Problem)> ProveAsync(Account account, string? code, bool recovery, CancellationToken cancel)
    {
        var state = await factors.StateAsync(account, cancel);
        if (!state.Any || (account.Demo && !state.Totp)) return ("password", null);
        var empty = string.IsNullOrWhiteSpace(code);
        if (recovery && !empty)
        {
            if (await factors.UseRecoveryAsync(account, code!, cancel) != CodeResult.Right) return ("", new Problem(SecurityKinds.WrongCode));
            await notices.TellAccountAsync(account.Id, T($"一枚备用码已被用于登录，还剩 {state.RecoveryLeft - 1} 枚", $"A recovery code was used to sign in; {state.RecoveryLeft - 1} are left"), "/accounts/profile", cancel);
            return ("password+recovery", null);
        }
        // With the right password in hand it is no secret any more that there is a second step.
        if (!state.Totp)
            return ("", new Problem(SecurityKinds.MissingCode, T("此账号使用通行密钥：请点“用通行密钥登录”，或用备用码", "This account uses a passkey: use “Sign in with a passkey”, or a recovery code")));
        if (empty) return ("", new Problem(SecurityKinds.MissingCode, recovery ? T("请填写备用码", "Enter a recovery code") : T("请填写身份验证器上的 6 位数字", "Enter the six digits from your authenticator")));
        return await factors.UseTotpAsync(account, code!, cancel) switch
        {
            CodeResult.Right => ("password+totp", null),
            CodeResult.Replayed => ("", new Problem(SecurityKinds.ReplayedCode)),
            _ => ("", new Problem(SecurityKinds.WrongCode)),
        };
    }

    async Task<SignInAnswer> FailedAsync(Account? account, string name, string address, string outcome, CancellationToken cancel)
    {
        await NoteAsync(account, name, outcome, cancel);
        var addressBlocked = await counter.AddressFailedAsync(address, cancel);
        if (account is not null && outcome != SecurityKinds.WhileLocked && await counter.AccountFailedAsync(account.Id, cancel) is { } until) await TellLockedAsync(account, until, cancel);
        await counter.NameFailedAsync(name, cancel);
        if (addressBlocked) log.Add(SecurityKinds.Locked, SecurityKinds.AddressBlocked, who: account, detail: address);
        await db.SaveChangesAsync(cancel);

        if (await counter.BlockedUntilAsync(FailureCounter.NameKey(name), cancel) is { } locked)
            return new SignInAnswer { Words = T($"连续 {options.Value.Failures} 次不正确，已锁定，请在 {ChinaTime.Clock(locked)} 后再试", $"Locked after {options.Value.Failures} failures in a row; try again after {ChinaTime.Clock(locked)}") };
        return new SignInAnswer { Words = T($"账号、口令或验证码不正确，请检查后重试", "Account name, password or code is not right; check and try again") };
    }

    async Task TellLockedAsync(Account account, DateTime until, CancellationToken cancel)
    {
        log.Add(SecurityKinds.Locked, who: account, detail: $"至 {ChinaTime.Minute(until)}");
        await notices.TellAccountAsync(account.Id, T(
            $"您的账号因连续 {options.Value.Failures} 次登录不正确，已锁定至 {ChinaTime.Minute(until)}。如非本人操作，请尽快修改口令",
            $"Your account is locked until {ChinaTime.Minute(until)} after {options.Value.Failures} failed sign-ins in a row. If that was not you, change your password soon"), "/accounts/profile", cancel);
    }

    Task NoteAsync(Account? account, string name, string outcome, CancellationToken cancel)
    {
        if (account is null) log.AddUnknown(SecurityKinds.SignIn, outcome, name);
        else log.Add(SecurityKinds.SignIn, outcome, who: account);
        return db.SaveChangesAsync(cancel);
    }
}
