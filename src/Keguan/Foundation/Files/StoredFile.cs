using Keguan.Foundation.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Files;

/// <summary>附件: a file that somebody handed in for a slot of a subject. Its bytes lie in the <see cref="BlobStore"/> under their hash.</summary>
public sealed class StoredFile
{
    public const int NameLength = FileNames.MaxLength + 20;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose file: type and id of a subject of the Journal.</summary>
    public required string SubjectType { get; init; }
    public required Guid SubjectId { get; init; }

    /// <summary>Key of the <see cref="FileSlot"/> it was handed in for.</summary>
    public required string Slot { get; init; }

    /// <summary>As it was called by whoever sent it, made safe.</summary>
    public required string Name { get; init; }

    /// <summary>Found by content, never by what was claimed.</summary>
    public required FileKind Kind { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>A PDF with restrictions or a password: shown as a warning.</summary>
    public bool Encrypted { get; init; }

    public Guid? UploadedBy { get; init; }
    public string UploadedByName { get; init; } = "";
    public required DateTime UploadedAt { get; init; }
    public Guid? RemovedBy { get; set; }
    public DateTime? RemovedAt { get; set; }
    public int Version { get; set; }

    public string ContentType => Kind.ContentType();

    /// <summary>Where it is downloaded from; who may, the subject's module decides.</summary>
    public string Url => $"/files/{Id}";

    /// <summary>As the file field of a page shows it.</summary>
    public FileShown Show() => new(Id.ToString(), Name, Size, Sha256, Url);

    sealed class Mapping : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> builder)
        {
            builder.ToTable("files");
            builder.Property(file => file.SubjectType).HasMaxLength(40);
            builder.Property(file => file.Slot).HasMaxLength(80);
            builder.Property(file => file.Name).HasMaxLength(NameLength);
            builder.Property(file => file.Kind).HasMaxLength(10);
            builder.Property(file => file.Sha256).HasMaxLength(64);
            builder.Ignore(file => file.ContentType).Ignore(file => file.Url);
            builder.HasIndex(file => new { file.SubjectType, file.SubjectId, file.Slot });
            builder.HasIndex(file => file.Sha256);
        }
    }
}
