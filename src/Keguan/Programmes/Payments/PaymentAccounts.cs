using System.Text.Json;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Changes;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Payments;

/// <summary>收款账户, where one is known: the last that a change approved for the project.</summary>
public static class PaymentAccounts
{
    public static async Task<IReadOnlyDictionary<Guid, string>> OfAsync(KeguanDb db, IReadOnlyCollection<Guid> projects, CancellationToken cancel)
    {
        var rows = await db.Changes().AsNoTracking().Where(change => projects.Contains(change.ProjectId) && change.Kind == "account" && (change.State == ChangeLifecycle.Approved || change.State == ChangeLifecycle.Filed))
            .OrderBy(change => change.StateSince).Select(change => new { change.ProjectId, change.Content }).ToListAsync(cancel);
        var result = new Dictionary<Guid, string>();
        foreach (var row in rows) result[row.ProjectId] = JsonSerializer.Deserialize<ChangeContent>(row.Content, Journal.Json)?.Words ?? "";
        return result;
    }
}
