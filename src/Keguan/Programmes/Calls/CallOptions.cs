using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Calls;

/// <summary>Calls to filter by, the latest first.</summary>
public static class CallOptions
{
    public static async Task<IReadOnlyList<(Guid Id, string Title)>> AllAsync(KeguanDb db, Actor actor) =>
        [.. (await db.Calls().VisibleTo(actor).AsNoTracking().OrderByDescending(call => call.ClosesAt).Take(50).Select(call => new { call.Id, call.Title }).ToListAsync()).Select(call => (call.Id, call.Title))];
}
