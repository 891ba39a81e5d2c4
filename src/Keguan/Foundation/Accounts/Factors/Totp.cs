using Keguan.Foundation.Codes;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace Keguan.Foundation.Accounts.Factors;

/// <summary>
/// 动态验证码: time-based one-time codes, RFC 6238 with the parameters that every authenticator knows: HMAC-SHA-1, 30 seconds, 6 digits.
/// Reckoned here and not by Identity's provider, because that one knows neither the injected clock nor which code was used already.
/// </summary>
public sealed class Totp(IDataProtectionProvider protection)
{
    public const int Digits = 6;
    const int StepSeconds = 30;

    /// <summary>Steps before and after the present one that are taken too: clocks of phones go wrong.</summary>
    const int Tolerance = 1;

    readonly IDataProtector _stored = protection.CreateProtector("keguan.accounts.totp");
    readonly ITimeLimitedDataProtector _offered = protection.CreateProtector("keguan.accounts.totp-offer").ToTimeLimitedDataProtector();

    /// <summary>A new secret, base32, 160 bits.</summary>
    public static string NewSecret() => Base32.Encode(RandomNumberGenerator.GetBytes(20));

    /// <summary>As it is stored: whoever reads the table of accounts can make no codes.</summary>
    public string Protect(string secret) => _stored.Protect(secret);

    /// <summary>The step whose code this is, or null when it is none of the present ones or not later than the last one used.</summary>
    public long? Step(Account account, string code, DateTime now) =>
        account.TotpSecret is { } stored ? Step(_stored.Unprotect(stored), code, now, account.TotpStep) : null;

    public static long? Step(string secret, string code, DateTime now, long usedUpTo = 0)
    {
        var typed = Clean(code);
        if (typed.Length != Digits) return null;
        var present = StepAt(now);
        long? found = null;
        for (var step = present - Tolerance; step <= present + Tolerance; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.ASCII.GetBytes(typed)) && step > usedUpTo)
                found ??= step;
        return found;
    }

    /// <summary>True when the code is right for now but was used before.</summary>
    public bool IsReplay(Account account, string code, DateTime now) =>
        account.TotpSecret is { } stored && Step(_stored.Unprotect(stored), code, now) is { } step && step <= account.TotpStep;

    public static string CodeAt(string secret, DateTime utc) => Code(secret, StepAt(utc));

    static long StepAt(DateTime utc) => (long)Math.Floor((utc - DateTime.UnixEpoch).TotalSeconds / StepSeconds);

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238 as all authenticators implement it; HMAC-SHA-1 is not affected by collisions.")]
    static string Code(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(Base32.Decode(secret), counter, hash);
        var offset = hash[^1] & 0x0f;
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7fff_ffff) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Full-width digits and spaces, as phones and people write them, are taken too.</summary>
    public static string Clean(string? code) => new([.. HalfWidth.Of(code ?? "").Where(char.IsAsciiDigit)]);

    /// <summary>What the QR code says. Algorithm, digits and period are the usual ones and left out: a short text gives a coarse code that every camera reads.</summary>
    public static string Uri(string issuer, string account, string secret)
    {
        var by = System.Uri.EscapeDataString(issuer);
        return $"otpauth://totp/{by}:{System.Uri.EscapeDataString(account)}?secret={secret}&issuer={by}";
    }

    /// <summary>The QR code as an address of a PNG picture. On a screen nothing covers it, so the lowest redundancy will do.</summary>
    public static string Picture(string uri)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.L);
        using var png = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetGraphic(4));
    }

    /// <summary>A secret that is shown but not yet confirmed, sealed for this account and a quarter of an hour: showing it changes nothing.</summary>
    public string Offer(Guid account, string secret) => _offered.Protect($"{account:N}.{secret}", TimeSpan.FromMinutes(15));

    /// <summary>The secret of an offer made to this account, or null when it is old or somebody else's.</summary>
    public string? Offered(Guid account, string? offer)
    {
        if (string.IsNullOrEmpty(offer)) return null;
        try
        {
            var plain = _offered.Unprotect(offer);
            return plain.StartsWith($"{account:N}.", StringComparison.Ordinal) ? plain[33..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
