using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Work;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>Experts by name, for who may read the library.</summary>
public sealed class ExpertSearch : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.ExpertsRead) || words.Length == 0) return [];
        var found = await db.Experts().VisibleTo(actor).AsNoTracking().Where(expert => expert.Name.Contains(words)).OrderBy(expert => expert.Name).Take(most)
            .Select(expert => new { expert.Id, expert.Name, expert.OrganisationName, expert.Speciality }).ToListAsync(cancel);
        return [.. found.Select(expert => new SearchHit(T("专家", "Expert"), expert.Name, $"{expert.OrganisationName}，{expert.Speciality}", $"/review/experts/details/{expert.Id}"))];
    }
}
