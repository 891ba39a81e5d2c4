using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts.Links;

/// <summary>A link by mail that stands for its reader once: an invitation, or a new password. Only the hash of its token is kept.</summary>
public sealed class AccountLink
{
    public const string Welcome = "welcome";
    public const string Reset = "reset";

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }
    public required string Kind { get; init; }
    public required string Hash { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime ExpiresAt { get; init; }
    public Guid? CreatedBy { get; init; }

    /// <summary>When it was used, or made void by a newer one.</summary>
    public DateTime? UsedAt { get; set; }

    public static string NewToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));

    sealed class Mapping : IEntityTypeConfiguration<AccountLink>
    {
        public void Configure(EntityTypeBuilder<AccountLink> builder)
        {
            builder.ToTable("account_links");
            builder.HasOne<Account>().WithMany().HasForeignKey(link => link.AccountId);
            builder.HasIndex(link => link.Hash).IsUnique();
            builder.HasIndex(link => new { link.AccountId, link.Kind, link.UsedAt });
        }
    }
}
