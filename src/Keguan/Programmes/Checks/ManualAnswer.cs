using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Programmes.Checks;

/// <summary>What the officer judged of one manual check: 符合 ok, 补正 mend, 不符 no.</summary>
public sealed class ManualAnswer
{
    public const string Ok = "ok";
    public const string Mend = "mend";
    public const string No = "no";

    public required Guid ApplicationId { get; init; }
    public required string Check { get; init; }
    public required string Answer { get; set; }
    public string Comment { get; set; } = "";
    public Guid By { get; set; }
    public string ByName { get; set; } = "";
    public DateTime At { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<ManualAnswer>
    {
        public void Configure(EntityTypeBuilder<ManualAnswer> builder)
        {
            builder.ToTable("manual_answers");
            builder.HasKey(answer => new { answer.ApplicationId, answer.Check });
        }
    }
}
