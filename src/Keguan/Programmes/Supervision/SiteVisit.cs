using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>现场检查记录: who was there on which day and what was found, with pictures.</summary>
public sealed class SiteVisit
{
    public const string Owner = "site-visit";
    public const int FindingsMax = 2000;
    public const int ParticipantsMax = 200;

    public static readonly FileSlot Papers = new("visit", T("照片与记录", "Pictures and papers")) { Kinds = [FileKind.Jpg, FileKind.Png, FileKind.Pdf, FileKind.Docx], MaxFiles = 10 };

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }
    public Project Project { get; init; } = null!;
    public required DateOnly VisitedOn { get; init; }
    public required string Participants { get; init; }
    public required string Findings { get; init; }
    public required string RecordedByName { get; init; }
    public required DateTime RecordedAt { get; init; }

    sealed class Mapping : IEntityTypeConfiguration<SiteVisit>
    {
        public void Configure(EntityTypeBuilder<SiteVisit> builder)
        {
            builder.ToTable("site_visits");
            builder.HasIndex(visit => new { visit.ProjectId, visit.VisitedOn });
            builder.HasOne(visit => visit.Project).WithMany().HasForeignKey(visit => visit.ProjectId);
        }
    }
}

public static class SiteVisitQueries
{
    public static DbSet<SiteVisit> SiteVisits(this KeguanDb db) => db.Set<SiteVisit>();
}
