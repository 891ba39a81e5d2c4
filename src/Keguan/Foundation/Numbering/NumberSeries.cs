using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Numbering;

/// <summary>How far a series has counted in one scope: applications of 2026, receipts of one day. Changed only by <see cref="Numbers"/>, in one statement.</summary>
public sealed class NumberSeries
{
    public required string Series { get; init; }

    public required string Scope { get; init; }

    /// <summary>The number given last; the next is one more.</summary>
    public required long Last { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<NumberSeries>
    {
        public void Configure(EntityTypeBuilder<NumberSeries> builder)
        {
            builder.ToTable("number_series");
            builder.HasKey(series => new { series.Series, series.Scope });
            builder.Property(series => series.Series).HasMaxLength(80);
            builder.Property(series => series.Scope).HasMaxLength(80);
        }
    }
}
