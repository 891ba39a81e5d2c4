using Microsoft.AspNetCore.Identity;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts;

/// <summary>口令: what a password must be, hashing and checking it.</summary>
public sealed class Passwords(IPasswordHasher<Account> hasher)
{
    public const int Min = 10;
    public const int Max = 128;

    public static readonly Text Rule = T(
        $"至少 {Min} 位，同时有字母和数字，不含账号名", $"At least {Min} characters, letters and digits, without the account name");

    static readonly HashSet<string> Common =
    [
        "PASSWORD123", "PASSWORD1234", "QWERTY12345", "QWERTY123456", "1QAZ2WSX3EDC", "1Q2W3E4R5T", "1Q2W3E4R5T6Y", "ABC1234567", "ABCD123456", "A123456789", "AA123456789", "ABC123456789",
        "WOAINI1314", "WOAINI5201314", "ADMIN12345", "ADMIN123456", "ASDF123456", "ZXCV123456", "QWER123456", "QWE123456789", "ASD123456789", "123456789A", "1234567890A", "P@SSW0RD123",
    ];

    /// <summary>Why this can't be the password of that account, or null.</summary>
    public static Text? Refused(string? password, params IEnumerable<string?> names)
    {
        password ??= "";
        if (password.Length < Min) return T($"口令至少 {Min} 位", $"The password needs at least {Min} characters");
        if (password.Length > Max) return T($"口令最多 {Max} 位", $"The password may have at most {Max} characters");
        if (!password.Any(char.IsLetter) || !password.Any(char.IsDigit)) return T("口令须同时有字母和数字", "The password needs both letters and digits");
        if (password.Distinct().Count() < 5) return T("口令里不同的字符太少", "The password has too few different characters");
        if (names.Any(name => name is { Length: >= 3 } && password.Contains(name.Split('@')[0], StringComparison.OrdinalIgnoreCase)))
            return T("口令不得含账号名", "The password must not contain the account name");
        if (Common.Contains(password.ToUpperInvariant())) return T("这个口令太常见，容易被猜中", "This password is too common and easily guessed");
        return null;
    }

    public static Text? Refused(string? password, Account account) => Refused(password, account.UserName, account.Email is { } mail && mail.IndexOf('@', StringComparison.Ordinal) >= 3 ? mail : null, account.PhoneNumber);

    /// <summary>For many accounts with the same password (demonstration): hash once.</summary>
    public string Hash(string password) => hasher.HashPassword(null!, password);

    public void Set(Account account, string password)
    {
        account.PasswordHash = Hash(password);
        account.SecurityStamp = Guid.NewGuid().ToString("N");
    }

    /// <summary>Takes the same time for an account that has no password or does not exist at all.</summary>
    public bool IsRight(Account? account, string password, out bool renew)
    {
        renew = false;
        if (password.Length > Max) password = "";
        var result = hasher.VerifyHashedPassword(null!, account?.PasswordHash ?? (_nobody ??= Hash("nobody-at-all-0")), password);
        renew = result == PasswordVerificationResult.SuccessRehashNeeded;
        return account?.PasswordHash is not null && result != PasswordVerificationResult.Failed;
    }

    static string? _nobody;
}
