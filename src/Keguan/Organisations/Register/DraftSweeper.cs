using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>The sweeper's job has nothing to be told.</summary>
public sealed record SweepDrafts;

/// <summary>Every night: forgets registrations that were begun and never filed, with the files uploaded for them. Personal data is not kept without a purpose.</summary>
public sealed class DraftSweeper(KeguanDb db, TimeProvider time, IOptions<OrganisationOptions> options) : JobHandler<SweepDrafts>
{
    public override async Task RunAsync(SweepDrafts payload, JobRun run, CancellationToken cancel)
    {
        var removed = await SweepAsync(cancel);
        run.Report(removed, removed, T("清理了 {0} 份过期的登记草稿", "{0} forgotten registrations were removed").With(removed));
    }

    public async Task<int> SweepAsync(CancellationToken cancel = default)
    {
        var before = time.GetUtcNow().UtcDateTime.AddDays(-options.Value.DraftDays);
        var drafts = db.Set<RegistrationDraft>().Where(draft => draft.CreatedAt < before);
        var unfiled = drafts.Where(draft => draft.FiledAt == null).Select(draft => draft.Id);
        return await db.InTransactionAsync(async () =>
        {
            // The bytes go with the nightly sweep of files that belong to nothing.
            await db.Set<StoredFile>().Where(file => file.SubjectType == Organisation.Subject && unfiled.Contains(file.SubjectId)).ExecuteDeleteAsync(cancel);
            return await drafts.ExecuteDeleteAsync(cancel);
        }, cancel);
    }
}
