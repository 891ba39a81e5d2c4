using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.SelfChecks;

/// <summary>自查: what an enterprise answered to a rule set on a day, and how it came out by the version in force then. Its own; nobody else reads it.</summary>
public sealed class SelfCheck : ISubject
{
    /// <summary>Points may have fractions: kept in hundredths.</summary>
    public const int PointsScale = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>hnte, tech-sme …</summary>
    public required string RuleSet { get; init; }

    /// <summary>The edition's file and the hash of its text: the result can be made again from both.</summary>
    public required string Definition { get; init; }
    public required string DefinitionVersion { get; init; }

    /// <summary>The day whose rules were used.</summary>
    public required DateOnly AsOf { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Area { get; init; }

    /// <summary>The form as typed, JSON.</summary>
    public required string Data { get; init; }

    /// <summary>The answer as it was given, JSON (docs/specs/rules.md).</summary>
    public required string Result { get; init; }

    /// <summary>pass, fail, incomplete, computed.</summary>
    public required string Verdict { get; init; }
    public long? PointsLow { get; init; }
    public long? PointsHigh { get; init; }

    /// <summary>Conditions that are not met.</summary>
    public required int Failed { get; init; }
    public required DateTime MadeAt { get; init; }
    public required string MadeByName { get; init; }

    public string State { get; set; } = Lifecycle<SelfCheck>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }

    public SubjectFacts Facts => new("rules/" + Definition, DefinitionVersion, OrganisationId, Area);

    sealed class Mapping : IEntityTypeConfiguration<SelfCheck>
    {
        public void Configure(EntityTypeBuilder<SelfCheck> builder)
        {
            builder.ToTable("self_checks");
            builder.HasIndex(check => new { check.OrganisationId, check.State, check.MadeAt });
            builder.Property(check => check.RuleSet).HasMaxLength(60);
            builder.Property(check => check.Definition).HasMaxLength(100);
            builder.Property(check => check.DefinitionVersion).HasMaxLength(64);
            builder.Ignore(check => check.Facts);
        }
    }
}

public static class SelfCheckLifecycle
{
    public const string Kept = "kept";
    public const string Discarded = "discarded";

    public static readonly Lifecycle<SelfCheck> Table = new("self-check", T("自查", "Self-check"),
    [
        new(Kept, T("已保存", "Kept"), Tone.Blue),
        new(Discarded, T("已删除", "Discarded")) { End = true },
    ],
    [
        new("judge", T("自查", "Check"), [Lifecycle<SelfCheck>.New], Kept, Permissions.SelfChecksOwn) { Done = T("完成自查", "checked itself") },
        new("discard", T("删除", "Discard"), [Kept], Discarded, Permissions.SelfChecksOwn) { Done = T("删除自查", "discarded the self-check") },
    ]);
}

public static class SelfCheckQueries
{
    public static DbSet<SelfCheck> SelfChecks(this KeguanDb db) => db.Set<SelfCheck>();

    /// <summary>The enterprise's own, as long as it keeps them. The bureau does not look into what an enterprise tries out for itself.</summary>
    public static IQueryable<SelfCheck> VisibleTo(this IQueryable<SelfCheck> query, Actor actor) =>
        actor.Audience == Audience.Applicant && actor.OrganisationId is { } own
            ? query.Where(check => check.OrganisationId == own && check.State == SelfCheckLifecycle.Kept)
            : query.Where(check => false);
}
