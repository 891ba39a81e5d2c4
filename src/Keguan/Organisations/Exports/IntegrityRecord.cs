using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Organisations.Exports;

/// <summary>诚信记录: an organisation or a person may not apply from one day to another (国科发监〔2022〕221号 and local rules name the grounds).</summary>
public sealed class IntegrityRecord
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid? OrganisationId { get; init; }

    /// <summary><see cref="Person.IdKey"/> of the person, empty when the record is about an organisation.</summary>
    public string PersonKey { get; init; } = "";
    public required string Ground { get; init; }
    public required string Source { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>Last day of the ban.</summary>
    public required DateOnly To { get; init; }
    public DateTime? LiftedAt { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<IntegrityRecord>
    {
        public void Configure(EntityTypeBuilder<IntegrityRecord> builder)
        {
            builder.ToTable("integrity_records");
            builder.HasIndex(record => new { record.OrganisationId, record.To });
            builder.HasIndex(record => new { record.PersonKey, record.To });
        }
    }
}

public static class IntegrityQueries
{
    public static DbSet<IntegrityRecord> IntegrityRecords(this KeguanDb db) => db.Set<IntegrityRecord>();

    /// <summary>Records in force on a day.</summary>
    public static IQueryable<IntegrityRecord> InForce(this IQueryable<IntegrityRecord> query, DateOnly day) =>
        query.Where(record => record.LiftedAt == null && record.From <= day && record.To >= day);
}
