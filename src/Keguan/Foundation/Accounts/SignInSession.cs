using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts;

/// <summary>会话: one signed-in browser. It can be seen and ended by its owner and by the security administrator; the cookie alone is worth nothing after that.</summary>
public sealed class SignInSession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }
    public Guid? GrantId { get; set; }
    public required DateTime StartedAt { get; init; }
    public DateTime LastSeenAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public string Address { get; init; } = "";
    public string Browser { get; init; } = "";

    /// <summary>How the person proved who he is: password, password+totp, password+recovery, password+passkey, passkey.</summary>
    public string Method { get; set; } = "password";

    sealed class Mapping : IEntityTypeConfiguration<SignInSession>
    {
        public void Configure(EntityTypeBuilder<SignInSession> builder)
        {
            builder.ToTable("sign_in_sessions");
            builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId);
            builder.HasIndex(session => new { session.AccountId, session.EndedAt });
        }
    }
}
