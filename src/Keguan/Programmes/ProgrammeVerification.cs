using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Public;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Keguan.Programmes.Decisions;
using Keguan.Programmes.Projects;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes;

/// <summary>What the programmes can confirm to anybody who holds a paper: receipts with their content hash, certificates, document numbers.</summary>
public sealed class ProgrammeVerification : IVerificationSource
{
    public async Task<IReadOnlyList<Verification>> VerifyAsync(KeguanDb db, string number, string hash, CancellationToken cancel)
    {
        var found = new List<Verification>();
        if (hash.Length == 64 && await ReceiptAsync(db, number, hash, cancel) is { } receipt) found.Add(receipt);
        found.AddRange((await db.Calls().VisibleTo(Actor.Public).Where(call => call.DocumentNumber == number).Select(call => new { call.Id, call.Title, call.PublishedAt }).ToListAsync(cancel))
            .Select(call => new Verification(T("申报通知", "Call"), number, T($"在册：{call.Title}", $"On record: {call.Title}"), $"/portal/calls/{call.Id}") { At = call.PublishedAt }));
        found.AddRange((await db.ApprovalBatches().Where(batch => batch.DocumentNumber == number).Select(batch => new { batch.Id, batch.Title, batch.ApprovedOn }).ToListAsync(cancel))
            .Select(batch => new Verification(T("立项文件", "Approval"), number, T($"在册：{batch.Title}立项", $"On record: approval of {batch.Title}"), $"/portal/results/{batch.Id}") { On = batch.ApprovedOn }));
        if (number.Length > 0)
        {
            found.AddRange((await db.Projects().Where(project => project.Certificate == number).Select(project => project.Number).ToListAsync(cancel))
                .Select(project => new Verification(T("验收证书", "Certificate of acceptance"), number, T($"在册，项目编号 {project}", $"On record for project {project}"))));
        }
        return found;
    }

    /// <summary>
    /// The receipt with exactly this hash: the application as it stands, or a version of it that was handed in before a correction. Number and hash
    /// must both be right, or nothing is said: receipt numbers run on and could be guessed.
    /// </summary>
    static async Task<Verification?> ReceiptAsync(KeguanDb db, string number, string hash, CancellationToken cancel)
    {
        var kind = T("申报回执", "Receipt");
        if (await db.Applications().Where(one => one.ReceiptNumber == number && one.SubmittedAt != null).Select(one => new { one.Id, one.ContentHash, one.SubmittedAt }).FirstOrDefaultAsync(cancel) is not { } application) return null;
        var entries = await db.Set<Entry>().Where(entry => entry.SubjectType == ApplicationLifecycle.Table.Subject && entry.SubjectId == application.Id && (entry.Action == "submit" || entry.Action == "correct") && entry.Text!.Payload.Contains(hash))
            .OrderByDescending(entry => entry.Sequence).Select(entry => entry.At).Take(1).ToListAsync(cancel);
        var current = application.ContentHash == hash;
        if (!current && entries.Count == 0) return null;
        return current
            ? new Verification(kind, number, T("在册，内容与摘要值一致", "On record; the content has this hash")) { At = entries.Count > 0 ? entries[0] : application.SubmittedAt }
            : new Verification(kind, number, T("在册，此摘要值对应较早提交的版本，其后有补正", "On record; this is an earlier version, which was corrected later")) { At = entries[0] };
    }
}
