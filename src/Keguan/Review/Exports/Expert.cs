using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Exports;

/// <summary>专家: somebody in the expert library.</summary>
public sealed class Expert : ISubject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Name { get; set; }
    public string IdKey { get; set; } = "";
    public string IdMasked { get; set; } = "";

    /// <summary>Employer in the directory, where it is there.</summary>
    public Guid? OrganisationId { get; set; }
    public required string OrganisationName { get; set; }
    public required string Title { get; set; }

    /// <summary>One of the library's specialities (专业), by name.</summary>
    public required string Speciality { get; set; }

    /// <summary>GB/T 13745 codes, comma-separated.</summary>
    public string Disciplines { get; set; } = "";

    /// <summary>technical, finance, management or industry.</summary>
    public string Role { get; set; } = "technical";

    /// <summary>Works in this city; the rest are 外地专家.</summary>
    public bool Local { get; set; } = true;
    public string Area { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public Guid? AccountId { get; set; }

    public string State { get; set; } = Lifecycle<Expert>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public DateTime CreatedAt { get; init; }

    public SubjectFacts Facts => new(OrganisationId: OrganisationId, Area: Area, Category: Speciality);

    sealed class Mapping : IEntityTypeConfiguration<Expert>
    {
        public void Configure(EntityTypeBuilder<Expert> builder)
        {
            builder.ToTable("experts");
            builder.HasIndex(expert => new { expert.State, expert.Speciality });
            builder.HasIndex(expert => expert.OrganisationId);
            builder.HasIndex(expert => expert.AccountId);
            builder.HasIndex(expert => expert.Name);
            builder.Ignore(expert => expert.Facts);
        }
    }
}

public static class ExpertLifecycle
{
    public const string Vetting = "vetting";
    public const string Active = "active";
    public const string Suspended = "suspended";
    public const string Removed = "removed";

    public static readonly Lifecycle<Expert> Table = new("expert", T("专家", "Expert"),
    [
        new(Vetting, T("审核中", "Vetting"), Tone.Amber),
        new(Active, T("在库", "Active"), Tone.Green),
        new(Suspended, T("停用", "Suspended")),
        new(Removed, T("出库", "Removed")) { End = true },
    ],
    [
        new("enter", T("入库登记", "Enter"), [Lifecycle<Expert>.New], Vetting, Permissions.ExpertsManage),
        new("admit", T("审核入库", "Admit"), [Vetting], Active, Permissions.ExpertsManage) { Done = T("入库", "admitted") },
        new("suspend", T("停用", "Suspend"), [Active], Suspended, Permissions.ExpertsManage) { AsksReason = true },
        new("resume", T("恢复", "Resume"), [Suspended], Active, Permissions.ExpertsManage),
        new("remove", T("出库", "Remove"), [Vetting, Active, Suspended], Removed, Permissions.ExpertsManage) { AsksReason = true },
    ]);
}

public static class ExpertQueries
{
    public static DbSet<Expert> Experts(this KeguanDb db) => db.Set<Expert>();

    public static IQueryable<Expert> VisibleTo(this IQueryable<Expert> query, Actor actor)
    {
        if (actor.IsSystem || actor.Can(Permissions.ExpertsRead)) return query;
        return actor.AccountId is { } own ? query.Where(expert => expert.AccountId == own) : query.Where(expert => false);
    }
}
