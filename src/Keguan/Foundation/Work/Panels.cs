using Keguan.Foundation.Access;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Accounts.Audit;
using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal.Sealing;
using Keguan.Foundation.Notices;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Work;

/// <summary>最近记录, for the bureau.</summary>
public sealed class RecordsPanel(Records records) : IDeskPanel
{
    const int Shown = 9;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel) => actor.SeesAll && actor.Can(Permissions.JournalRead)
        ? new DeskPanel(DeskPlace.Side, 90, "/Foundation/Work/_Records.cshtml", await records.LatestAsync(null, 0, Shown, cancel)) : null;
}

/// <summary>Unread notices, for those who come now and then: applicants, experts, recommending units.</summary>
public sealed class NewsPanel : IDeskPanel
{
    const int Shown = 6;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.AccountId is not { } account || actor.Audience is not (Audience.Applicant or Audience.Expert or Audience.Recommender)) return null;
        var unread = await db.Set<Notice>().AsNoTracking().Where(notice => notice.AccountId == account && notice.ReadAt == null).OrderByDescending(notice => notice.At).Take(Shown).ToListAsync(cancel);
        return new DeskPanel(DeskPlace.Side, 50, "/Foundation/Work/_News.cshtml", unread);
    }
}

/// <summary>What the system administrator's desk says of the machine.</summary>
public sealed record SystemHealth(Text? Sealing, bool MailSet, int MailsWaiting, int MailsLate, int MailsGivenUp, DateTime? OldestMail, string MailError, int JobsFailed, int JobsWaiting, int Accounts);

/// <summary>For the system administrator: whether the Journal is sealed, mails go out, jobs come to their end.</summary>
public sealed class SystemPanel(Sealer sealer, MailOptions mail) : IDeskPanel
{
    /// <summary>A failed job is news for so long.</summary>
    static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.SystemManage)) return null;
        var since = now - Recent;
        var jobs = await db.Jobs().Where(job => (job.State == JobState.Failed && job.EndedAt >= since) || (job.State == JobState.Queued && job.RunAfter <= now))
            .GroupBy(job => job.State).Select(group => new { State = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var mails = await db.Set<OutboxMail>().Where(one => one.SentAt == null).GroupBy(_ => 1).Select(all => new
        {
            Waiting = all.Count(one => one.GivenUpAt == null), Late = all.Count(one => one.GivenUpAt == null && one.Attempts > 0), GivenUp = all.Count(one => one.GivenUpAt != null), Oldest = all.Min(one => one.CreatedAt),
        }).FirstOrDefaultAsync(cancel);
        var error = mails is { Late: > 0 } or { GivenUp: > 0 }
            ? await db.Set<OutboxMail>().Where(one => one.SentAt == null && one.Error != "").OrderByDescending(one => one.NextAttemptAt).Select(one => one.Error).FirstOrDefaultAsync(cancel) : null;
        var accounts = await db.Users.CountAsync(account => account.DisabledAt == null, cancel);
        int Of(JobState state) => jobs.Where(row => row.State == state).Sum(row => row.Count);
        return new DeskPanel(DeskPlace.Top, 10, "/Foundation/Work/_System.cshtml",
            new SystemHealth(sealer.Trouble, mail.IsSet, mails?.Waiting ?? 0, mails?.Late ?? 0, mails?.GivenUp ?? 0, mails?.Oldest, error ?? "", Of(JobState.Failed), Of(JobState.Queued), accounts));
    }
}

/// <summary>For the security administrator: how many hold which role.</summary>
public sealed class RolesPanel : IDeskPanel
{
    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.GrantsManage)) return null;
        var held = await db.Set<RoleGrant>().Where(grant => grant.EndedAt == null).GroupBy(grant => grant.Role).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancel);
        return new DeskPanel(DeskPlace.Top, 10, "/Foundation/Work/_Roles.cshtml", (IReadOnlyList<(Role Role, int Count)>)[.. Roles.All.Select(role => (role, held.GetValueOrDefault(role.Code)))]);
    }
}

/// <summary>For the audit administrator: the latest of the security log.</summary>
public sealed class AuditPanel : IDeskPanel
{
    const int Shown = 15;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.AuditRead)) return null;
        var latest = await db.Set<SecurityEvent>().AsNoTracking().OrderByDescending(one => one.At).Take(Shown).ToListAsync(cancel);
        return new DeskPanel(DeskPlace.Top, 10, "/Foundation/Work/_Audit.cshtml", latest);
    }
}
