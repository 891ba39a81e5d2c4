using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Keguan.Organisations.Names;

/// <summary>
/// Keeps what is derived from names and codes in step with them, whoever saves an organisation: registration, import, demonstration, correction.
/// A derived key that is forgotten in one place is a duplicate that nobody finds.
/// </summary>
public sealed class NameKeeper(NameReader names) : SaveChangesInterceptor
{
    /// <summary>A name whose index is to be made anew.</summary>
    sealed record Renamed(Guid OrganisationId, Guid NameId, IReadOnlyList<string> Grams);

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is { } db)
            foreach (var renamed in Keep(db)) Exchange(db, renamed, [.. Of(db, renamed)]);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db)
            foreach (var renamed in Keep(db)) Exchange(db, renamed, await Of(db, renamed).ToListAsync(cancellationToken));
        return result;
    }

    List<Renamed> Keep(DbContext db)
    {
        var renamed = new List<Renamed>();
        HashSet<(string, Guid, Guid)>? known = null;
        foreach (var entry in db.ChangeTracker.Entries<Organisation>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList())
        {
            var organisation = entry.Entity;
            organisation.NameKey = Organisation.KeyOf(organisation.Name);
            organisation.CodeBody = organisation.Uscc.Length == 18 ? organisation.Uscc[8..17] : "";
            if (entry.State == EntityState.Modified)
            {
                if (entry.Property(one => one.Name).OriginalValue != organisation.Name) renamed.Add(new Renamed(organisation.Id, Guid.Empty, names.Read(organisation.Name).Grams));
                continue;
            }
            if (organisation.StateSince == default) organisation.StateSince = organisation.RegisteredAt;
            Add(organisation.Name, organisation.Id, Guid.Empty);
        }
        foreach (var entry in db.ChangeTracker.Entries<OrganisationName>().Where(entry => entry.State is EntityState.Added or EntityState.Deleted).ToList())
        {
            var name = entry.Entity;
            if (entry.State == EntityState.Deleted)
            {
                renamed.Add(new Renamed(name.OrganisationId, name.Id, []));
                continue;
            }
            name.NameKey = Organisation.KeyOf(name.Name);
            Add(name.Name, name.OrganisationId, name.Id);
        }
        return renamed;

        void Add(string name, Guid organisation, Guid nameId)
        {
            // There already when a save has failed and is tried again.
            known ??= [.. db.ChangeTracker.Entries<NameGram>().Select(one => (one.Entity.Gram, one.Entity.OrganisationId, one.Entity.NameId))];
            foreach (var gram in names.Read(name).Grams)
                if (known.Add((gram, organisation, nameId))) db.Add(new NameGram { Gram = gram, OrganisationId = organisation, NameId = nameId });
        }
    }

    static IQueryable<NameGram> Of(DbContext db, Renamed renamed) =>
        db.Set<NameGram>().Where(gram => gram.OrganisationId == renamed.OrganisationId && gram.NameId == renamed.NameId);

    static void Exchange(DbContext db, Renamed renamed, List<NameGram> there)
    {
        db.RemoveRange(there.Where(gram => !renamed.Grams.Contains(gram.Gram)));
        db.AddRange(renamed.Grams.Except(there.Select(gram => gram.Gram)).Select(gram => new NameGram { Gram = gram, OrganisationId = renamed.OrganisationId, NameId = renamed.NameId }));
    }
}
