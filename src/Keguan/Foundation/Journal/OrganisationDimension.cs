using Keguan.Foundation.Data;

namespace Keguan.Foundation.Journal;

/// <summary>What statistics may know of the organisation of a posting.</summary>
public sealed record OrganisationFact
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string Kind { get; init; } = "";
}

/// <summary>Words for the categories that a module's postings carry; null for those of others.</summary>
public sealed record CategoryWords(Func<string, Text?> Of);

/// <summary>Names and kinds of the organisations that postings name. The module that keeps them registers this, so that statistics need not know the module.</summary>
public sealed record OrganisationDimension(Func<KeguanDb, IQueryable<OrganisationFact>> Of);
