using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Decisions;

/// <summary>立项: the calls with their reviewed, proposed, publicised and approved applications, the publicities and the batches.</summary>
[Needs(Permissions.CallsRead)]
public sealed class IndexModel : KeguanPage
{
    public sealed record Row(Guid Id, string Title, int Reviewed, int Proposed, int Publicised, int Objected, int Approved, long ProposedFen, long BudgetFen);

    public IReadOnlyList<Row> Calls { get; private set; } = [];
    public IReadOnlyList<Publicity> Publicities { get; private set; } = [];
    public IReadOnlyList<ApprovalBatch> Batches { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (!Actor.SeesAll) return false;
        string[] states = [ApplicationLifecycle.Shortlisted, ApplicationLifecycle.Proposed, ApplicationLifecycle.Publicised, ApplicationLifecycle.Objected, ApplicationLifecycle.Approved];
        var counts = await Db.Applications().Where(one => states.Contains(one.State)).GroupBy(one => new { one.CallId, one.State })
            .Select(group => new { group.Key.CallId, group.Key.State, Count = group.Count(), Fen = group.Sum(one => one.ProposedFen ?? 0) }).ToListAsync(Cancel);
        var calls = await Db.Calls().AsNoTracking().Where(call => call.State == CallLifecycle.Published || call.State == CallLifecycle.Archived).OrderByDescending(call => call.ClosesAt).Take(20)
            .Select(call => new { call.Id, call.Title, call.BudgetFen }).ToListAsync(Cancel);
        int Of(Guid call, string state) => counts.Where(row => row.CallId == call && row.State == state).Sum(row => row.Count);
        Calls = [.. calls.Select(call => new Row(call.Id, call.Title, Of(call.Id, ApplicationLifecycle.Shortlisted), Of(call.Id, ApplicationLifecycle.Proposed), Of(call.Id, ApplicationLifecycle.Publicised), Of(call.Id, ApplicationLifecycle.Objected), Of(call.Id, ApplicationLifecycle.Approved),
            counts.Where(row => row.CallId == call.Id && row.State != ApplicationLifecycle.Shortlisted).Sum(row => row.Fen), call.BudgetFen))];
        Publicities = await Db.Publicities().AsNoTracking().OrderByDescending(one => one.PublishedAt).Take(10).ToListAsync(Cancel);
        Batches = await Db.ApprovalBatches().AsNoTracking().OrderByDescending(one => one.ApprovedOn).Take(10).ToListAsync(Cancel);
        return true;
    }
}
