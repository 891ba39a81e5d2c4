using System.ComponentModel.DataAnnotations;

namespace Keguan.Foundation.Accounts;

/// <summary>Settings `Accounts:…`, checked when the program starts.</summary>
public sealed class AccountOptions : IValidatableObject
{
    public const string Section = "Accounts";

    /// <summary>A session without a request for so long has ended.</summary>
    [Range(5, 1440, ErrorMessage = "Accounts:IdleMinutes 应在 5 至 1440 之间 (5 to 1440)")]
    public int IdleMinutes { get; set; } = 120;

    /// <summary>A session ends so long after it began, whatever happens in it.</summary>
    [Range(1, 72, ErrorMessage = "Accounts:AbsoluteHours 应在 1 至 72 之间 (1 to 72)")]
    public int AbsoluteHours { get; set; } = 12;

    /// <summary>So many failures in a row lock an account.</summary>
    [Range(3, 20, ErrorMessage = "Accounts:Failures 应在 3 至 20 之间 (3 to 20)")]
    public int Failures { get; set; } = 5;

    [Range(1, 1440, ErrorMessage = "Accounts:LockMinutes 应在 1 至 1440 之间 (1 to 1440)")]
    public int LockMinutes { get; set; } = 15;

    /// <summary>So many failures from one network address within <see cref="AddressMinutes"/> block it for as long again: many people may share one address, so only failures count.</summary>
    [Range(5, 10_000, ErrorMessage = "Accounts:AddressFailures 应在 5 至 10000 之间 (5 to 10000)")]
    public int AddressFailures { get; set; } = 30;

    [Range(1, 1440, ErrorMessage = "Accounts:AddressMinutes 应在 1 至 1440 之间 (1 to 1440)")]
    public int AddressMinutes { get; set; } = 10;

    [Range(1, 30, ErrorMessage = "Accounts:InvitationDays 应在 1 至 30 之间 (1 to 30)")]
    public int InvitationDays { get; set; } = 7;

    [Range(5, 1440, ErrorMessage = "Accounts:ResetMinutes 应在 5 至 1440 之间 (5 to 1440)")]
    public int ResetMinutes { get; set; } = 60;

    /// <summary>Rounds of PBKDF2 (HMAC-SHA-512) for passwords; hashes made with fewer are renewed at the next sign-in.</summary>
    [Range(1_000, 5_000_000, ErrorMessage = "Accounts:HashIterations 应在 1000 至 5000000 之间 (1000 to 5000000)")]
    public int HashIterations { get; set; } = 210_000;

    /// <summary>Address under which people reach the system, for links in mails (KEGUAN_SITE); where not set, the address the server listens on.</summary>
    public string Site { get; set; } = "";

    public TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);
    public TimeSpan Absolute => TimeSpan.FromHours(AbsoluteHours);
    public TimeSpan Lock => TimeSpan.FromMinutes(LockMinutes);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Idle > Absolute) yield return new ValidationResult("Accounts:IdleMinutes 不得长于 Accounts:AbsoluteHours (must not be longer)");
        if (Site.Length > 0 && !(Uri.TryCreate(Site, UriKind.Absolute, out var site) && site.Scheme is "http" or "https"))
            yield return new ValidationResult("KEGUAN_SITE 应为 http:// 或 https:// 开头的地址 (must be an http or https address)");
    }
}
