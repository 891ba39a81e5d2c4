using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Organisations.Names;

/// <summary>Two neighbouring characters of a name: the index by which near-equal names are found without reading all of them.</summary>
public sealed class NameGram
{
    public required string Gram { get; init; }
    public required Guid OrganisationId { get; init; }

    /// <summary>The former name or alias that it stands in; empty for the present name.</summary>
    public required Guid NameId { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<NameGram>
    {
        public void Configure(EntityTypeBuilder<NameGram> builder)
        {
            builder.ToTable("organisation_name_grams");
            builder.HasKey(gram => new { gram.Gram, gram.OrganisationId, gram.NameId });
            builder.HasIndex(gram => new { gram.OrganisationId, gram.NameId });
            builder.Property(gram => gram.Gram).HasMaxLength(4);
        }
    }
}
