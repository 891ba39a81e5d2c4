using Keguan.Foundation;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Exports;

/// <summary>曾用名与别名: a name that an organisation bore or is also called by, with its period and the paper that shows it. Projects of years ago are found by it.</summary>
public sealed class OrganisationName
{
    public const string Former = "former";
    public const string Alias = "alias";
    public const int DocumentMax = 120;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required string Name { get; init; }

    /// <summary><see cref="Organisation.KeyOf"/> of the name. Kept in step on save.</summary>
    public string NameKey { get; set; } = "";

    /// <summary><see cref="Former"/> or <see cref="Alias"/>.</summary>
    public required string Kind { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>The notice of change or whatever else shows it.</summary>
    public string Document { get; init; } = "";
    public DateTime AddedAt { get; init; }

    public static Text KindWords(string kind) => kind == Former ? T("曾用名", "Former name") : T("别名、简称", "Alias");

    sealed class Mapping : IEntityTypeConfiguration<OrganisationName>
    {
        public void Configure(EntityTypeBuilder<OrganisationName> builder)
        {
            builder.ToTable("organisation_names");
            builder.HasOne<Organisation>().WithMany().HasForeignKey(name => name.OrganisationId);
            builder.HasIndex(name => name.NameKey);
            builder.HasIndex(name => name.Name);
        }
    }
}

public static class OrganisationNameQueries
{
    public static DbSet<OrganisationName> OrganisationNames(this KeguanDb db) => db.Set<OrganisationName>();
}
