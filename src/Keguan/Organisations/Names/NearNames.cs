using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Names;

/// <summary>An organisation that may be the same as another one.</summary>
/// <param name="By">The former name or alias that is near, empty where it is the present name or the code.</param>
public sealed record NearOrganisation(Organisation Organisation, Text Reason, string By);

/// <summary>
/// 疑似重复: finds organisations with the same body in their code or with a near-equal name, present or former. The index of neighbouring characters gives the
/// few that share most with the name; only those are compared.
/// </summary>
public sealed class NearNames(KeguanDb db, NameReader reader)
{
    const int Candidates = 60;

    public async Task<IReadOnlyList<NearOrganisation>> FindAsync(Actor actor, Organisation organisation, int most = 10, CancellationToken cancel = default)
    {
        var found = new Dictionary<Guid, (Near Near, string By)>();
        var own = organisation.Id;

        // The same body under another registry or area: a company that moved, an institute that became a company.
        if (organisation.Uscc.Length == 18)
        {
            var body = organisation.Uscc[8..17];
            foreach (var id in await db.Organisations().Where(one => one.CodeBody == body && one.Id != own).Select(one => one.Id).Take(most).ToListAsync(cancel))
                found[id] = (new Near(T("代码第 9–17 位（主体标识）相同", "the same characters 9–17 in the code")), "");
        }
        // The former names of this one count as well: who registers anew under the old name is to be found.
        var names = await db.OrganisationNames().Where(name => name.OrganisationId == own).Select(name => name.Name).ToListAsync(cancel);
        foreach (var name in names.Prepend(organisation.Name)) await AddNearAsync(found, own, name, cancel);

        var ids = found.Keys.ToArray();
        var organisations = await db.Organisations().VisibleTo(actor).AsNoTracking().Where(one => ids.Contains(one.Id)).ToListAsync(cancel);
        return [.. organisations.Where(one => !found[one.Id].Near.Weak || Shares(one, organisation)).Select(one => new NearOrganisation(one, found[one.Id].Near.Reason, found[one.Id].By)).OrderBy(one => Nearness.Distance(one.Organisation.Name, organisation.Name)).Take(most)];
    }

    /// <summary>A fact that two different organisations rarely have in common.</summary>
    static bool Shares(Organisation one, Organisation other) =>
        Same(one.LegalRepresentative, other.LegalRepresentative) || Same(one.Address, other.Address) || Same(one.ContactPhone, other.ContactPhone) || Same(one.ContactEmail, other.ContactEmail);

    static bool Same(string one, string other) => one.Length > 0 && one == other;

    async Task AddNearAsync(Dictionary<Guid, (Near, string)> found, Guid own, string name, CancellationToken cancel)
    {
        var parts = reader.Read(name);
        var grams = parts.Grams.ToArray();
        if (grams.Length == 0) return;
        var least = grams.Length <= 3 ? 1 : (grams.Length + 2) / 3;
        var candidates = await db.Set<NameGram>().Where(gram => grams.Contains(gram.Gram) && gram.OrganisationId != own)
            .GroupBy(gram => new { gram.OrganisationId, gram.NameId })
            .Where(group => group.Count() >= least)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.OrganisationId)
            .Select(group => group.Key).Take(Candidates).ToListAsync(cancel);

        var present = candidates.Where(one => one.NameId == Guid.Empty).Select(one => one.OrganisationId).ToArray();
        foreach (var one in await db.Organisations().Where(one => present.Contains(one.Id)).Select(one => new { one.Id, one.Name }).ToListAsync(cancel))
            Add(one.Id, one.Name, "");
        var former = candidates.Where(one => one.NameId != Guid.Empty).Select(one => one.NameId).ToArray();
        if (former.Length == 0) return;
        foreach (var one in await db.OrganisationNames().Where(one => former.Contains(one.Id)).Select(one => new { one.OrganisationId, one.Name }).ToListAsync(cancel))
            Add(one.OrganisationId, one.Name, one.Name);

        void Add(Guid id, string candidate, string by)
        {
            if (Nearness.Of(parts, reader.Read(candidate)) is not { } near) return;
            // A better reason takes the place of a weak one.
            if (!found.TryGetValue(id, out var known) || (known.Item1.Weak && !near.Weak)) found[id] = (near, by);
        }
    }
}
