using Keguan.Foundation.Codes;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Accounts.Factors;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Accounts;

/// <summary>An account to be made. Without password and hash it waits for its owner to set one by the link of an invitation.</summary>
public sealed record NewAccount
{
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public string Email { get; init; } = "";
    public string Phone { get; init; } = "";
    public string? Password { get; init; }

    /// <summary>Instead of <see cref="Password"/>: made once by <see cref="Passwords.Hash"/> for many accounts.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>A known secret of the authenticator, base32 (demonstration, tests).</summary>
    public string? TotpSecret { get; init; }

    /// <summary>Belongs to the demonstration city: <see cref="Account.Demo"/>.</summary>
    public bool Demo { get; init; }
    public string Language { get; init; } = "zh";
}

/// <summary>Finds and makes accounts. Adds to the context; the caller saves.</summary>
public sealed class AccountDirectory(KeguanDb db, Journal.Journal journal, Passwords passwords, Totp totp, SecurityLog log)
{
    public static string Normal(string name) => HalfWidth.Of(name).Trim().ToUpperInvariant();

    /// <summary>138 0001 0412, +86-13800010412 → 13800010412</summary>
    public static string NormalPhone(string? phone)
    {
        var digits = new string([.. HalfWidth.Of(phone ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }

    /// <summary>By user name, else by e-mail, else by telephone; null where nobody or more than one has it.</summary>
    public async Task<Account?> FindAsync(string typed, CancellationToken cancel = default)
    {
        var name = Normal(typed);
        if (name.Length is 0 or > 200) return null;
        if (await db.Users.FirstOrDefaultAsync(account => account.NormalizedUserName == name, cancel) is { } found) return found;
        if (name.Contains('@', StringComparison.Ordinal)) return await FindByEmailAsync(typed, cancel);
        var phone = NormalPhone(typed);
        return phone.Length >= 7 ? Single(await db.Users.Where(account => account.PhoneNumber == phone).OrderBy(account => account.Id).Take(2).ToListAsync(cancel)) : null;
    }

    public async Task<Account?> FindByEmailAsync(string email, CancellationToken cancel = default)
    {
        var key = Normal(email);
        return key.Length == 0 ? null : Single(await db.Users.Where(account => account.NormalizedEmail == key).OrderBy(account => account.Id).Take(2).ToListAsync(cancel));
    }

    static Account? Single(List<Account> found) => found.Count == 1 ? found[0] : null;

    /// <summary>Active at once when it has a password, else waiting for its owner. Refuses names, addresses and numbers that belong to somebody already.</summary>
    public async Task<Account> CreateAsync(NewAccount wanted, CancellationToken cancel = default)
    {
        var phone = NormalPhone(wanted.Phone);
        await RefuseTakenAsync(wanted.UserName, wanted.Email, phone, null, cancel);
        var account = Add(wanted);
        log.Add(SecurityKinds.Account, target: account, detail: account.State == AccountLifecycle.Active ? "建立" : "建立，待启用");
        return account;
    }

    /// <summary>As <see cref="CreateAsync"/>, for many at once by a program that knows its names to be new: asks nothing of the database.</summary>
    public Account Add(NewAccount wanted)
    {
        var email = wanted.Email.Trim();
        var phone = NormalPhone(wanted.Phone);
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = wanted.UserName.Trim(),
            NormalizedUserName = Normal(wanted.UserName),
            DisplayName = wanted.DisplayName.Trim(),
            Email = email.Length > 0 ? email : null,
            NormalizedEmail = email.Length > 0 ? Normal(email) : null,
            PhoneNumber = phone.Length > 0 ? phone : null,
            PasswordHash = wanted.PasswordHash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            Language = wanted.Language,
            Demo = wanted.Demo,
            CreatedAt = journal.Now,
        };
        if (wanted.Password is { } password) passwords.Set(account, password);
        if (wanted.TotpSecret is { } secret) (account.TotpSecret, account.TotpSince) = (totp.Protect(secret), journal.Now);
        db.Add(account);
        if (account.PasswordHash is null) journal.Act(AccountLifecycle.Table, account, "invite");
        else journal.Act(AccountLifecycle.Table, account, "create");
        return account;
    }

    /// <summary>A name by which somebody signs in must lead to one person, whichever field it stands in.</summary>
    public async Task RefuseTakenAsync(string userName, string? email, string? phone, Guid? except, CancellationToken cancel = default)
    {
        Refusal.If(await TakenAsync(Normal(userName), except, cancel), $"“{userName.Trim()}”已被其他账号使用", $"“{userName.Trim()}” is in use by another account");
        if (!string.IsNullOrWhiteSpace(email)) Refusal.If(await TakenAsync(Normal(email), except, cancel), "此邮箱已被其他账号使用", "This e-mail address is in use by another account");
        if (!string.IsNullOrEmpty(phone)) Refusal.If(await TakenAsync(phone, except, cancel), "此手机号已被其他账号使用", "This telephone number is in use by another account");
    }

    async Task<bool> TakenAsync(string name, Guid? except, CancellationToken cancel)
    {
        var phone = NormalPhone(name);
        if (phone.Length < 7) phone = "-";
        return await db.Users.AnyAsync(account => account.Id != except && (account.NormalizedUserName == name || account.NormalizedEmail == name || account.PhoneNumber == phone), cancel);
    }
}
