using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Projects;

public static class ProjectBatches
{
    /// <summary>Batches that have projects, the latest first.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(KeguanDb db) =>
        await db.Projects().Select(project => project.Batch).Distinct().OrderByDescending(batch => batch).Take(50).ToListAsync();
}
