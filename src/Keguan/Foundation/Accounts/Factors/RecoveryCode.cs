using Keguan.Foundation.Codes;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts.Factors;

/// <summary>备用码: one of ten codes that stand in once for the authenticator that is lost. Only its hash is kept.</summary>
public sealed class RecoveryCode
{
    public const int Count = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }

    /// <summary>SHA-256, hex, of account and code. 80 random bits need no slow hash.</summary>
    public required string Hash { get; init; }
    public DateTime? UsedAt { get; set; }

    /// <summary>abcd-efgh-ijkl-mnop</summary>
    public static string New()
    {
        var text = Base32.Encode(RandomNumberGenerator.GetBytes(10)).ToLowerInvariant();
        return string.Join('-', Enumerable.Range(0, 4).Select(i => text.Substring(i * 4, 4)));
    }

    public static string HashOf(Guid account, string code)
    {
        var plain = new string([.. HalfWidth.Of(code).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account:N}.{plain}")));
    }

    sealed class Mapping : IEntityTypeConfiguration<RecoveryCode>
    {
        public void Configure(EntityTypeBuilder<RecoveryCode> builder)
        {
            builder.ToTable("recovery_codes");
            builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId);
            builder.HasIndex(code => new { code.AccountId, code.Hash }).IsUnique();
        }
    }
}
