using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Definitions;

/// <summary>The text of a definition as it once was in force. Never changed, never removed: subjects made under it read it again.</summary>
public sealed class DefinitionVersion
{
    /// <summary>programmes/science-plan</summary>
    public required string Key { get; init; }

    /// <summary><see cref="ContentHash"/> of the text.</summary>
    public required string Hash { get; init; }
    public required string Content { get; init; }
    public required DateTime FirstSeen { get; init; }
    public DateOnly? ValidFrom { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<DefinitionVersion>
    {
        public void Configure(EntityTypeBuilder<DefinitionVersion> builder)
        {
            builder.ToTable("definition_versions");
            builder.HasKey(version => new { version.Key, version.Hash });
            builder.Property(version => version.Key).HasMaxLength(200);
            builder.Property(version => version.Hash).HasMaxLength(64);
        }
    }
}
