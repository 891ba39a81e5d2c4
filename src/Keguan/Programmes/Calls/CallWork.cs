using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Work;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>What calls put on the desk: drafts that wait for a chief, returned drafts for who drafted, windows that close soon.</summary>
public sealed class CallWork : IWorkSource
{
    public async Task<IReadOnlyList<WorkQueue>> QueuesAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        var queues = new List<WorkQueue>();
        if (actor.Can(Permissions.CallsApprove))
        {
            var waiting = await WaitingAsync(db, db.Calls().Where(call => call.State == CallLifecycle.Submitted && call.DraftedBy != actor.AccountId), "submit", cancel);
            if (waiting.Count > 0) queues.Add(new WorkQueue(2, T("申报通知审核", "Calls to approve"), "/programmes/calls?phase=submitted", waiting.Count, 0, 0, waiting.Oldest, null));
        }
        if (actor.Can(Permissions.CallsDraft))
        {
            var drafts = await WaitingAsync(db, db.Calls().Where(call => call.State == CallLifecycle.Drafted && call.DraftedBy == actor.AccountId), "draft", cancel);
            if (drafts.Count > 0) queues.Add(new WorkQueue(1, T("本人的通知草案", "My drafts of calls"), "/programmes/calls?phase=drafted", drafts.Count, 0, 0, drafts.Oldest, null));
        }
        return queues;
    }

    /// <summary>How many, and since when the first has waited: from the Journal, in one query.</summary>
    static async Task<(int Count, DateOnly? Oldest)> WaitingAsync(KeguanDb db, IQueryable<Call> calls, string since, CancellationToken cancel)
    {
        var found = await calls.Select(call => db.Set<Entry>().Where(entry => entry.SubjectType == "call" && entry.SubjectId == call.Id && entry.Action == since).Max(entry => (DateTime?)entry.At)).ToListAsync(cancel);
        return (found.Count, found.Min() is { } oldest ? ChinaTime.DayOf(oldest) : null);
    }

    public async Task<IReadOnlyList<WorkItem>> LateAndSoonAsync(KeguanDb db, Actor actor, DateTime now, DateOnly until, int most, CancellationToken cancel)
    {
        if (!actor.Can(Permissions.CallsRead)) return [];
        var end = ChinaTime.EndOf(until);
        var closing = await db.Calls().VisibleTo(actor).Where(call => call.State == CallLifecycle.Published && call.OpensAt <= now && call.ClosesAt >= now && call.ClosesAt < end)
            .OrderBy(call => call.ClosesAt).Take(most).Select(call => new { call.Id, call.Title, call.ClosesAt }).ToListAsync(cancel);
        return [.. closing.Select(call => new WorkItem(T("受理截止", "Closing"), call.Title, $"/programmes/calls/details/{call.Id}", DueOn(call.ClosesAt)))];
    }

    /// <summary>A closing at 24:00 belongs to the day that ends then.</summary>
    static DateOnly DueOn(DateTime closes) => ChinaTime.DayOf(closes.AddTicks(-1));
}

/// <summary>Calls in the search over everything: by title, code, document number.</summary>
public sealed class CallSearch : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(KeguanDb db, Actor actor, string words, int most, CancellationToken cancel)
    {
        var found = db.Calls().VisibleTo(actor);
        foreach (var word in words.Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(8))
            found = found.Where(call => call.Title.Contains(word) || call.Code.Contains(word) || call.DocumentNumber.Contains(word) || call.Summary.Contains(word));
        var rows = await found.OrderByDescending(call => call.OpensAt).Take(most).Select(call => new { call.Id, call.Title, call.Code, call.DocumentNumber }).ToListAsync(cancel);
        var page = actor.Can(Permissions.CallsRead) || actor.Can(Permissions.ApplicationsWrite) ? "/programmes/calls/details/" : "/portal/calls/";
        return [.. rows.Select(call => new SearchHit(CallLifecycle.Table.Label, call.Title, call.DocumentNumber.Length > 0 ? $"{call.Code}　{call.DocumentNumber}" : call.Code, page + call.Id))];
    }
}
