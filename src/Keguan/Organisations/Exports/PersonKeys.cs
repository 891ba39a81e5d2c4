using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Organisations.Exports;

/// <summary>The key of this bureau under which resident ids are hashed. One row, made with the schema.</summary>
public sealed class PersonKeySecret
{
    public int Id { get; init; } = 1;
    public required string Secret { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<PersonKeySecret>
    {
        public void Configure(EntityTypeBuilder<PersonKeySecret> builder)
        {
            builder.ToTable("person_key_secrets");
            builder.Property(row => row.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>
/// Turns a resident id into the key under which the same person is found again (HMAC-SHA-256, hex). A plain hash would be no protection: there are too few
/// possible numbers.
/// </summary>
public static class PersonKeys
{
    static readonly ConcurrentDictionary<string, byte[]> Known = new();

    public static async Task<string> KeyAsync(KeguanDb db, string residentId, CancellationToken cancel = default)
    {
        var secret = await SecretAsync(db, cancel);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(ResidentId.Normalise(residentId))));
    }

    static async Task<byte[]> SecretAsync(KeguanDb db, CancellationToken cancel)
    {
        var source = db.Database.GetConnectionString() ?? "";
        if (Known.TryGetValue(source, out var known)) return known;
        var row = await db.Set<PersonKeySecret>().AsNoTracking().FirstOrDefaultAsync(cancel) ?? throw new InvalidOperationException("This database has no key for persons: the schema was not brought up to date.");
        return Known.GetOrAdd(source, Convert.FromHexString(row.Secret));
    }

    /// <summary>Makes the key of this bureau where there is none yet. Run with the schema, so that two who need it first at the same time don't make two.</summary>
    public static async Task EnsureAsync(KeguanDb db, CancellationToken cancel = default)
    {
        if (await db.Set<PersonKeySecret>().AnyAsync(cancel)) return;
        db.Add(new PersonKeySecret { Secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) });
        await db.SaveChangesAsync(cancel);
    }
}
