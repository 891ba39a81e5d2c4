using Keguan.Foundation;
using Keguan.Foundation.Data;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>支出: what was spent in a month for one item of the budget, out of the grant and out of own funds.</summary>
public sealed class SpendingRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ProjectId { get; init; }

    /// <summary>The month's first day.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Item of the budget, by its key in the definition (<see cref="BudgetItem.Subject"/>).</summary>
    public required string Item { get; init; }
    public long GrantFen { get; set; }
    public long OwnFen { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<SpendingRow>
    {
        public void Configure(EntityTypeBuilder<SpendingRow> builder)
        {
            builder.ToTable("spending_rows");
            builder.HasIndex(row => new { row.ProjectId, row.Month, row.Item }).IsUnique();
        }
    }

    /// <summary>What the sums give cause to ask, or null: more spent of the grant than was paid, or more in all than paid and own funds together.</summary>
    public static Text? Doubt(Project project, IReadOnlyCollection<SpendingRow> rows)
    {
        var grant = rows.Sum(row => row.GrantFen);
        var all = grant + rows.Sum(row => row.OwnFen);
        if (grant > project.PaidFen) return T($"财政资金累计支出 {Money.Wan(grant)} 万元，超过已拨付 {Money.Wan(project.PaidFen)} 万元，请核对。", $"{Money.Wan(grant)} 万元 of the grant spent, more than the {Money.Wan(project.PaidFen)} 万元 paid; please check.");
        if (all > project.PaidFen + project.OwnFen) return T($"累计支出 {Money.Wan(all)} 万元，超过已拨付与自筹合计 {Money.Wan(project.PaidFen + project.OwnFen)} 万元，请核对。", $"{Money.Wan(all)} 万元 spent, more than the {Money.Wan(project.PaidFen + project.OwnFen)} 万元 paid and own together; please check.");
        return null;
    }
}

public static class SpendingQueries
{
    public static DbSet<SpendingRow> Spending(this KeguanDb db) => db.Set<SpendingRow>();
}
