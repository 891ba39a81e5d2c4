using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Public;
using Keguan.Foundation.Work;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Notices;

/// <summary>Document numbers of published notices.</summary>
public sealed class NoticeVerification : IVerificationSource
{
    public async Task<IReadOnlyList<Verification>> VerifyAsync(KeguanDb db, string number, string hash, CancellationToken cancel) =>
        number.Length == 0 ? [] :
        [.. (await db.PortalNotices().Published().Where(notice => notice.DocumentNumber == number).Select(notice => new { notice.Id, notice.Kind, notice.Title, notice.PublishedAt }).ToListAsync(cancel))
            .Select(notice => new Verification(PortalNoticeKinds.Of(notice.Kind), number, T($"在册：{notice.Title}", $"On record: {notice.Title}"), $"/portal/notices/{notice.Id}") { At = notice.PublishedAt })];
}

/// <summary>Notices in the search over everything.</summary>
public sealed class NoticeSearch : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel)
    {
        var found = db.PortalNotices().VisibleTo(actor).Where(notice => notice.State != PortalNoticeLifecycle.Discarded);
        foreach (var word in words.Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(8))
            found = found.Where(notice => notice.Title.Contains(word) || notice.DocumentNumber.Contains(word) || notice.Body.Contains(word));
        var rows = await found.OrderByDescending(notice => notice.PublishedAt ?? notice.CreatedAt).Take(most).Select(notice => new { notice.Id, notice.Kind, notice.Title, notice.DocumentNumber, notice.State }).ToListAsync(cancel);
        return [.. rows.Select(notice => new SearchHit(PortalNoticeKinds.Of(notice.Kind), notice.Title, notice.DocumentNumber,
            notice.State == PortalNoticeLifecycle.Published ? $"/portal/notices/{notice.Id}" : $"/portal/notices/edit/{notice.Id}"))];
    }
}
