using Keguan.Foundation;
using Keguan.Foundation.Tables;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Payments;

/// <summary>Batches that have payments, latest first.</summary>
public static class PaymentBatches
{
    public static async Task<IReadOnlyList<Option>> OptionsAsync(ListContext context) =>
        [.. (await context.Db.Payments().VisibleTo(context.Actor).Select(payment => payment.Batch).Distinct().ToListAsync()).OrderDescending(StringComparer.Ordinal).Select(batch => new Option(batch, Text.Same(batch)))];
}
