using Microsoft.AspNetCore.Identity;

namespace Keguan.Foundation.Accounts;

/// <summary>账号: one human being who signs in. What he may do comes from his <see cref="RoleGrant"/>s, never from the account.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public required string DisplayName { get; set; }

    /// <summary>The identity last chosen, offered again at the next sign-in.</summary>
    public Guid? LastGrantId { get; set; }

    public string Language { get; set; } = "zh";
    public DateTime CreatedAt { get; init; }
    public DateTime? DisabledAt { get; set; }
}
