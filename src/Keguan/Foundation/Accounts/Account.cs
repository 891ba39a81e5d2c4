using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts;

/// <summary>账号: one human being who signs in. What he may do comes from his <see cref="RoleGrant"/>s, never from the account.</summary>
public sealed class Account : IdentityUser<Guid>, ISubject
{
    public const int NameMax = 64;
    public const int UserNameMax = 64;
    public const int EmailMax = 128;

    public required string DisplayName { get; set; }

    /// <summary>The identity last chosen, offered again at the next sign-in.</summary>
    public Guid? LastGrantId { get; set; }

    public string Language { get; set; } = "zh";
    public DateTime CreatedAt { get; init; }

    /// <summary>Since when it is disabled: what queries ask for; always in step with <see cref="State"/>.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>Somebody of the demonstration city, whose password everybody knows: signs in only where KEGUAN_DEMO=1, and there without a second factor.</summary>
    public bool Demo { get; init; }

    /// <summary>Refused until then, after too many failures in a row.</summary>
    public DateTime? LockedUntil { get; set; }
    public DateTime? LastSignInAt { get; set; }

    /// <summary>Shared secret of the authenticator, protected (<see cref="Factors.Totp"/>); null where none is set up.</summary>
    public string? TotpSecret { get; set; }
    public DateTime? TotpSince { get; set; }

    /// <summary>The time step of the code used last: no code is taken twice.</summary>
    public long TotpStep { get; set; }

    public string State { get; set; } = Lifecycle<Account>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => new();

    sealed class Mapping : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> builder)
        {
            builder.HasIndex(account => account.PhoneNumber);
            builder.HasIndex(account => account.DisplayName);
            builder.HasIndex(account => new { account.State, account.CreatedAt });
            builder.Ignore(account => account.Facts);
        }
    }
}
