using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Payments;

/// <summary>What was granted, released, paid and recovered up to a day, in 分.</summary>
public sealed record Balance(string Definition, string Batch, Guid? ProjectId, long GrantedFen, long ReleasedFen, long PaidFen, long RecoveredFen)
{
    /// <summary>Granted but not released yet.</summary>
    public long OutstandingFen => GrantedFen - ReleasedFen;

    /// <summary>Released but not paid yet.</summary>
    public long WithTreasuryFen => ReleasedFen - PaidFen;

    public static Balance operator +(Balance a, Balance b) =>
        new("", "", null, a.GrantedFen + b.GrantedFen, a.ReleasedFen + b.ReleasedFen, a.PaidFen + b.PaidFen, a.RecoveredFen + b.RecoveredFen);

    public static readonly Balance Nothing = new("", "", null, 0, 0, 0, 0);
}

/// <summary>资金余额 at any day, from the Journal's postings alone: the columns of projects and payments are not asked.</summary>
public static class Balances
{
    public const string Granted = "programme.grant";
    public const string Released = "programme.released";
    public const string Paid = "programme.paid";
    public const string Recovered = "programme.recovered";
    public static readonly IReadOnlyList<string> Measures = [Granted, Released, Paid, Recovered];

    /// <summary>One balance per definition and batch.</summary>
    public static async Task<IReadOnlyList<Balance>> PerBatchAsync(KeguanDb db, DateOnly on, CancellationToken cancel = default)
    {
        var measures = Measures.ToArray();
        var rows = await db.Set<Posting>().AsNoTracking().Where(posting => measures.Contains(posting.Measure) && posting.OccurredOn <= on)
            .GroupBy(posting => new { posting.Definition, posting.Batch, posting.Measure })
            .Select(group => new { group.Key.Definition, group.Key.Batch, group.Key.Measure, Sum = group.Sum(posting => posting.Quantity) }).ToListAsync(cancel);
        return [.. rows.GroupBy(row => (row.Definition, row.Batch)).OrderByDescending(group => group.Key.Batch, StringComparer.Ordinal).ThenBy(group => group.Key.Definition, StringComparer.Ordinal)
            .Select(group => Of(group.Key.Definition, group.Key.Batch, null, group.Select(row => (row.Measure, row.Sum))))];
    }

    /// <summary>One balance per project of a batch. A grant is posted by the project's entry, the rest by its payments' entries.</summary>
    public static async Task<IReadOnlyList<(Project Project, Balance Balance)>> PerProjectAsync(KeguanDb db, DateOnly on, string definition, string batch, CancellationToken cancel = default)
    {
        var measures = Measures.ToArray();
        var postings = db.Set<Posting>().AsNoTracking().Where(posting => measures.Contains(posting.Measure) && posting.OccurredOn <= on && posting.Definition == definition && posting.Batch == batch);
        var rows = await (from posting in postings
                          join entry in db.Set<Entry>() on posting.EntryId equals entry.Id
                          group posting by new { entry.SubjectType, entry.SubjectId, posting.Measure } into sums
                          select new { sums.Key.SubjectType, sums.Key.SubjectId, sums.Key.Measure, Sum = sums.Sum(posting => posting.Quantity) }).ToListAsync(cancel);
        var ofPayment = await db.Payments().Where(payment => payment.Definition == definition && payment.Batch == batch).Select(payment => new { payment.Id, payment.ProjectId }).ToDictionaryAsync(payment => payment.Id, payment => payment.ProjectId, cancel);
        var sumsOf = rows.Select(row => (Project: row.SubjectType == "payment" ? ofPayment.GetValueOrDefault(row.SubjectId) : row.SubjectId, row.Measure, row.Sum)).ToLookup(row => row.Project);
        var projects = await db.Projects().AsNoTracking().Where(project => project.Definition == definition && project.Batch == batch).OrderBy(project => project.Number).ToListAsync(cancel);
        return [.. projects.Where(project => sumsOf.Contains(project.Id)).Select(project => (project, Of(definition, batch, project.Id, sumsOf[project.Id].Select(row => (row.Measure, row.Sum)))))];
    }

    static Balance Of(string definition, string batch, Guid? project, IEnumerable<(string Measure, long Sum)> sums)
    {
        var by = sums.ToLookup(sum => sum.Measure, sum => sum.Sum);
        return new Balance(definition, batch, project, by[Granted].Sum(), by[Released].Sum(), by[Paid].Sum(), by[Recovered].Sum());
    }
}
