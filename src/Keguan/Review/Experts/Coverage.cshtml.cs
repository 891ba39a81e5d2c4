using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Review.Exports;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Review.Experts;

/// <summary>专业覆盖: how many active experts each speciality has, of which kind, and whether that is enough.</summary>
[Needs(Permissions.ExpertsRead)]
public sealed class CoverageModel : KeguanPage
{
    /// <summary>So many active experts a speciality should have (本地规定): fewer leave no choice after recusals, more are hard to keep up to date.</summary>
    public const int Least = 20, Enough = 30;

    public sealed record Row(string Speciality, int Total, int Local, IReadOnlyDictionary<string, int> ByRole)
    {
        public int Outside => Total - Local;
        public bool TooFew => Total < Least;
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        var groups = await Db.Experts().VisibleTo(Actor).Where(expert => expert.State != ExpertLifecycle.Removed)
            .GroupBy(expert => new { expert.Speciality, expert.Role, expert.Local, Active = expert.State == ExpertLifecycle.Active }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(Cancel);
        Rows =
        [
            .. groups.GroupBy(group => group.Key.Speciality).OrderBy(group => group.Key, StringComparer.Ordinal).Select(speciality =>
            {
                var active = speciality.Where(group => group.Key.Active).ToList();
                return new Row(speciality.Key, active.Sum(group => group.Count), active.Where(group => group.Key.Local).Sum(group => group.Count),
                    active.GroupBy(group => group.Key.Role).ToDictionary(role => role.Key, role => role.Sum(group => group.Count)));
            }),
        ];
        return true;
    }
}
