using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Tables;

/// <summary>存为视图: filters, sort and columns of a list, which one person keeps under a name as a tab of his own.</summary>
public sealed class SavedView
{
    public const int NameMax = 30;
    public const int QueryMax = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }
    public required string List { get; init; }
    public required string Name { get; set; }

    /// <summary>As in the address, without the page.</summary>
    public required string Query { get; set; }
    public required DateTime SavedAt { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<SavedView>
    {
        public void Configure(EntityTypeBuilder<SavedView> builder)
        {
            builder.ToTable("saved_views");
            builder.HasIndex(view => new { view.AccountId, view.List, view.Name }).IsUnique();
        }
    }
}
