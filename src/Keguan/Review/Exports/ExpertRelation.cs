using Keguan.Foundation;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Exports;

/// <summary>利害关系: what ties an expert to an organisation or a person. While it lasts he reviews nothing of theirs.</summary>
public sealed class ExpertRelation
{
    public const int NameMax = 80;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ExpertId { get; init; }

    /// <summary>One of <see cref="RelationKinds"/>.</summary>
    public required string Kind { get; init; }
    public Guid? OrganisationId { get; init; }
    public string OrganisationName { get; init; } = "";

    /// <summary>Organisations.Exports.Person.IdKey of the person, where it is known.</summary>
    public string PersonKey { get; init; } = "";
    public string PersonName { get; init; } = "";

    /// <summary>Last day on which it counts; null = without end.</summary>
    public DateOnly? Until { get; init; }
    public DateTime DeclaredAt { get; init; }
    public string DeclaredBy { get; init; } = "";

    public string Who => PersonName.Length > 0 && OrganisationName.Length > 0 ? $"{PersonName}（{OrganisationName}）" : PersonName + OrganisationName;

    public bool Holds(DateOnly day) => Until is not { } until || until >= day;

    sealed class Mapping : IEntityTypeConfiguration<ExpertRelation>
    {
        public void Configure(EntityTypeBuilder<ExpertRelation> builder)
        {
            builder.ToTable("expert_relations");
            builder.HasOne<Expert>().WithMany().HasForeignKey(relation => relation.ExpertId);
            builder.HasIndex(relation => relation.ExpertId);
            builder.Ignore(relation => relation.Who);
        }
    }
}

public static class RelationKinds
{
    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>
    {
        ["employment"] = T("现在或曾经任职", "Employed there, now or before"),
        ["part-time"] = T("兼职或顾问", "Part-time or adviser"),
        ["holding"] = T("持股或投资", "Shares or investment"),
        ["cooperation"] = T("近期合作", "Recent cooperation"),
        ["kinship"] = T("近亲属", "Close relative"),
        ["teaching"] = T("师生", "Teacher and student"),
        ["dispute"] = T("纠纷", "Dispute"),
        ["other"] = T("其他利害关系", "Other interest"),
    };

    public static Text Of(string kind) => All.TryGetValue(kind, out var text) ? text : Text.Same(kind);
}

public static class ExpertRelationQueries
{
    public static DbSet<ExpertRelation> ExpertRelations(this KeguanDb db) => db.Set<ExpertRelation>();
}
