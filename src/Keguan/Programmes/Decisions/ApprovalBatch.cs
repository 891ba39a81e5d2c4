using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Programmes.Decisions;

/// <summary>立项批次: the projects approved by one document.</summary>
public sealed class ApprovalBatch
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Definition { get; init; }
    public Guid? CallId { get; init; }

    /// <summary>2025-1, the batch dimension of postings.</summary>
    public required string Code { get; init; }
    public required string Title { get; init; }
    public required string DocumentNumber { get; init; }
    public required DateOnly ApprovedOn { get; init; }
    public int Projects { get; set; }
    public int SelfFunded { get; set; }
    public long GrantFen { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<ApprovalBatch>
    {
        public void Configure(EntityTypeBuilder<ApprovalBatch> builder)
        {
            builder.ToTable("approval_batches");
            builder.HasIndex(batch => batch.DocumentNumber).IsUnique();
        }
    }
}

public static class DecisionQueries
{
    public static DbSet<ApprovalBatch> ApprovalBatches(this KeguanDb db) => db.Set<ApprovalBatch>();
}
