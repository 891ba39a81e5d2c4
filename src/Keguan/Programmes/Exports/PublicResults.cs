using Keguan.Foundation.Data;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Public;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Programmes.Exports;

/// <summary>立项结果: one document by which projects were approved.</summary>
public sealed record PublicResult(Guid Id, string Title, string DocumentNumber, DateOnly ApprovedOn, int Projects, int SelfFunded, long GrantFen);

/// <summary>Its projects, in the fields that the definition makes public.</summary>
public sealed record PublicResultPage(PublicResult Result, PublicTable Table, int Total);

/// <summary>Results for the public.</summary>
public sealed class PublicResults(KeguanDb db, DefinitionStore definitions)
{
    public async Task<IReadOnlyList<PublicResult>> ListAsync(string words = "", int most = 100, CancellationToken cancel = default)
    {
        var found = db.ApprovalBatches().AsNoTracking();
        if (words.Length > 0) found = found.Where(batch => batch.Title.Contains(words) || batch.DocumentNumber.Contains(words) || batch.Code.Contains(words));
        return await found.OrderByDescending(batch => batch.ApprovedOn).ThenByDescending(batch => batch.DocumentNumber).Take(most)
            .Select(batch => new PublicResult(batch.Id, batch.Title, batch.DocumentNumber, batch.ApprovedOn, batch.Projects, batch.SelfFunded, batch.GrantFen)).ToListAsync(cancel);
    }

    public async Task<PublicResultPage?> FindAsync(Guid id, string words, int page, int size, CancellationToken cancel = default)
    {
        if (await db.ApprovalBatches().AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancel) is not { } batch) return null;
        var projects = db.Projects().Where(project => project.ApprovalBatchId == id);
        var version = await projects.Select(project => project.DefinitionVersion).FirstOrDefaultAsync(cancel);
        var programme = (version is null ? definitions.Get<ProgrammeDefinition>(batch.Definition) : definitions.Get<ProgrammeDefinition>(batch.Definition, version)).Value;
        if (words.Length > 0) projects = projects.Where(project => project.Title.Contains(words) || project.OrganisationName.Contains(words) || project.Number.Contains(words));
        var total = await projects.CountAsync(cancel);
        var rows = await projects.OrderBy(project => project.Number).Skip((page - 1) * size).Take(size)
            .Select(project => new PublicFacts(project.Number, project.Title, project.OrganisationName, project.Category, project.Area, project.FundingMode, project.LeaderName, project.GrantFen)).ToListAsync(cancel);
        return new PublicResultPage(
            new PublicResult(batch.Id, batch.Title, batch.DocumentNumber, batch.ApprovedOn, batch.Projects, batch.SelfFunded, batch.GrantFen),
            new PublicTable(default, PublicFields.Columns(programme), [.. rows.Select(one => new PublicRow(PublicFields.Cells(programme, one)))]), total);
    }

    /// <summary>Approved projects by title, organisation or number: what the results show anyway.</summary>
    public async Task<IReadOnlyList<(Guid Result, string Number, string Title, string OrganisationName)>> ProjectsAsync(string words, int most, CancellationToken cancel = default) =>
        [.. (await db.Projects().Where(project => project.ApprovalBatchId != null && (project.Title.Contains(words) || project.OrganisationName.Contains(words) || project.Number.Contains(words)))
            .OrderByDescending(project => project.Number).Take(most).Select(project => new { project.ApprovalBatchId, project.Number, project.Title, project.OrganisationName }).ToListAsync(cancel))
            .Select(project => (project.ApprovalBatchId!.Value, project.Number, project.Title, project.OrganisationName))];
}
