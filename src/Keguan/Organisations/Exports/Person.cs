using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Organisations.Exports;

/// <summary>人员: somebody who works at an organisation, with or without an account. Limits per person are counted by <see cref="IdKey"/>, whatever the spelling.</summary>
public sealed class Person
{
    public const int NameMax = 40;
    public const int WordsMax = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required string Name { get; set; }

    /// <summary>Keyed hash (HMAC-SHA-256, hex) of the resident id: equal people are found, the number itself is not kept in clear.</summary>
    public string IdKey { get; set; } = "";

    /// <summary>Masked resident id, 330*************34: all that is kept of it in readable form.</summary>
    public string IdMasked { get; set; } = "";
    public string Title { get; set; } = "";
    public string Profession { get; set; } = "";
    public string Phone { get; set; } = "";
    public string Email { get; set; } = "";
    public Guid? AccountId { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> builder)
        {
            builder.ToTable("people");
            builder.HasIndex(person => new { person.OrganisationId, person.Name });
            builder.HasIndex(person => person.IdKey);
            // The same human being stands in the list of an organisation once; who gave no resident id can't be told apart.
            builder.HasIndex(person => new { person.OrganisationId, person.IdKey }).IsUnique().HasFilter("id_key <> ''");
            builder.HasIndex(person => person.AccountId);
        }
    }
}

public static class PersonQueries
{
    public static DbSet<Person> People(this KeguanDb db) => db.Set<Person>();

    public static IQueryable<Person> VisibleTo(this IQueryable<Person> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        return actor.OrganisationId is { } own ? query.Where(person => person.OrganisationId == own) : query.Where(person => false);
    }
}
