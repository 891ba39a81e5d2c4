using System.Security.Cryptography;
using System.Text.Json;
using Keguan.Foundation.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Accounts.Factors;

/// <summary>One passkey as its owner sees it.</summary>
public sealed record PasskeyRow(string Id, string Name, DateTime CreatedAt, bool Synced);

/// <summary>
/// 通行密钥 (WebAuthn): the browser's part is js/passkey.js, the protocol Identity's. Between the two requests of a ceremony its state lies sealed in a
/// cookie for five minutes, so that any process can finish it.
/// </summary>
public sealed class Passkeys(KeguanDb db, IPasskeyHandler<Account> handler, IDataProtectionProvider protection, TimeProvider time)
{
    public const int NameMax = 40;
    public const int Most = 10;
    const string Cookie = "kg-passkey";

    readonly ITimeLimitedDataProtector _state = protection.CreateProtector("keguan.accounts.passkey").ToTimeLimitedDataProtector();

    public Task<List<IdentityUserPasskey<Guid>>> OfAsync(Guid accountId, CancellationToken cancel = default) =>
        db.Set<IdentityUserPasskey<Guid>>().Where(passkey => passkey.UserId == accountId).ToListAsync(cancel);

    public static PasskeyRow Row(IdentityUserPasskey<Guid> passkey) => new(
        Convert.ToHexStringLower(SHA256.HashData(passkey.CredentialId))[..16], passkey.Data.Name ?? "", passkey.Data.CreatedAt.UtcDateTime, passkey.Data.IsBackedUp);

    /// <summary>What the browser needs to make a passkey for this account, JSON.</summary>
    public async Task<string> CreationAsync(HttpContext http, Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, http);
        Keep(http, $"create.{account.Id:N}", made.AttestationState);
        return made.CreationOptionsJson;
    }

    /// <summary>The passkey that the browser has made, added to the context; null when it is not acceptable.</summary>
    public async Task<IdentityUserPasskey<Guid>?> AddAsync(HttpContext http, Account account, string credential, string name)
    {
        if (Taken(http, $"create.{account.Id:N}") is not { } state || credential.Length > 50_000) return null;
        PasskeyAttestationResult result;
        try
        {
            result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        }
        catch (JsonException)
        {
            return null;
        }
        if (!result.Succeeded || result.UserEntity.Id != account.Id.ToString()) return null;
        var own = result.Passkey;
        var passkey = new IdentityUserPasskey<Guid>
        {
            UserId = account.Id,
            CredentialId = own.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                CreatedAt = time.GetUtcNow(),
                PublicKey = own.PublicKey,
                SignCount = own.SignCount,
                Transports = own.Transports,
                IsUserVerified = own.IsUserVerified,
                IsBackupEligible = own.IsBackupEligible,
                IsBackedUp = own.IsBackedUp,
                AttestationObject = own.AttestationObject,
                ClientDataJson = own.ClientDataJson,
            },
        };
        db.Add(passkey);
        return passkey;
    }

    /// <summary>What the browser needs to sign somebody in, JSON. It names nobody: the device knows its passkeys.</summary>
    public async Task<string> RequestAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        Keep(http, "sign-in", made.AssertionState);
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey has answered; null when it is not acceptable. Its counter is written into the context.</summary>
    public async Task<Account?> SignInAsync(HttpContext http, string credential, CancellationToken cancel = default)
    {
        if (Taken(http, "sign-in") is not { } state || credential.Length > 20_000) return null;
        PasskeyAssertionResult<Account> result;
        try
        {
            result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
        }
        catch (JsonException)
        {
            return null;
        }
        if (!result.Succeeded) return null;
        var stored = await db.Set<IdentityUserPasskey<Guid>>().FirstAsync(passkey => passkey.CredentialId == result.Passkey.CredentialId, cancel);
        stored.Data.SignCount = result.Passkey.SignCount;
        stored.Data.IsBackedUp = result.Passkey.IsBackedUp;
        stored.Data.IsUserVerified = result.Passkey.IsUserVerified;
        return await db.Users.FirstAsync(account => account.Id == result.User.Id, cancel);
    }

    void Keep(HttpContext http, string purpose, string? state) => http.Response.Cookies.Append(Cookie, _state.Protect($"{purpose}|{state}", TimeSpan.FromMinutes(5)),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, IsEssential = true, Path = "/accounts" });

    string? Taken(HttpContext http, string purpose)
    {
        var sealedState = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/accounts" });
        if (string.IsNullOrEmpty(sealedState)) return null;
        try
        {
            var plain = _state.Unprotect(sealedState);
            return plain.StartsWith(purpose + "|", StringComparison.Ordinal) ? plain[(purpose.Length + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
