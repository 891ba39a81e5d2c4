using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Ui;
using Keguan.Foundation.Work;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Calls;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Work;

/// <summary>A call on the desk with its funnel.</summary>
public sealed record CallCard(Guid Id, string Title, Text Phase, Tone Tone, Text Facts, IReadOnlyList<FunnelStep> Steps, int Idle);

/// <summary>我的批次: the latest calls, and how far their applications have come. For the bureau, and for recommending units theirs.</summary>
public sealed class CallsPanel : IDeskPanel
{
    const int Shown = 4;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !(actor.SeesAll || actor.Audience == Audience.Recommender) || !actor.Can(Permissions.CallsRead)) return null;
        var calls = await db.Calls().VisibleTo(actor).AsNoTracking().Where(call => call.State == CallLifecycle.Published)
            .Where(call => actor.OrganisationId == null || call.Recommenders.Any(recommender => recommender.OrganisationId == actor.OrganisationId))
            .OrderByDescending(call => call.ClosesAt).Take(Shown).Select(call => new { call.Id, call.Title, call.OpensAt, call.ClosesAt, call.BudgetFen }).ToListAsync(cancel);
        // What has been decided to the last is news no more, unless there is nothing newer.
        string[] ended = [.. ApplicationLifecycle.Ended];
        var open = await db.Applications().VisibleTo(actor).Where(one => !ended.Contains(one.State) && one.State != ApplicationLifecycle.Draft).Select(one => one.CallId).Distinct().ToListAsync(cancel);
        calls = calls.Where(call => call.ClosesAt >= now || open.Contains(call.Id)) is var going && going.Any() ? [.. going] : [.. calls.Take(1)];
        if (calls.Count == 0) return null;
        var idle = actor.Can(Permissions.CallsDraft) ? await CallReminding.CountAsync(db, [.. calls.Where(call => CallReminding.IsTime(call.OpensAt, call.ClosesAt, now)).Select(call => call.Id)], now, cancel) : new Dictionary<Guid, int>();
        var funnels = await CallFunnel.LoadAsync(db, actor, [.. calls.Select(call => call.Id)], cancel);
        return new DeskPanel(DeskPlace.Main, 40, "/Programmes/Work/_Calls.cshtml", (IReadOnlyList<CallCard>)
        [.. calls.Select(call =>
        {
            var (phase, tone, when) = now < call.OpensAt ? (T("未开始", "To come"), Tone.Grey, T($"{ChinaTime.Minute(call.OpensAt)} 开始受理", $"opens {ChinaTime.Minute(call.OpensAt)}"))
                : now <= call.ClosesAt ? (T("受理中", "Open"), Tone.Green, T($"{Deadline.Shown(call.ClosesAt)} 截止", $"closes {Deadline.Shown(call.ClosesAt)}"))
                : (T("办理中", "Under way"), Tone.Blue, T($"已于 {Deadline.Shown(call.ClosesAt)} 截止", $"closed {Deadline.Shown(call.ClosesAt)}"));
            var facts = call.BudgetFen > 0 ? T($"{when.Zh}，安排资金 {Money.Wan(call.BudgetFen)} 万元", $"{when.En}, budget {Money.Wan(call.BudgetFen)} (10,000 yuan)") : when;
            return new CallCard(call.Id, call.Title, phase, tone, facts, [.. funnels[call.Id].Select(step => new FunnelStep(step.Label, step.Count, step.Url))], idle.GetValueOrDefault(call.Id));
        })]);
    }
}

/// <summary>可申报: what a member's organisation may apply for now, and why not where it may not.</summary>
public sealed class OpeningsPanel(CallOpenings openings) : IDeskPanel
{
    const int Shown = 5;

    public async Task<DeskPanel?> ShowAsync(KeguanDb db, Actor actor, DateTime now, CancellationToken cancel)
    {
        if (actor.IsSystem || !actor.Can(Permissions.ApplicationsWrite)) return null;
        var open = (await openings.AllAsync(actor, now, cancel)).Where(one => one.Call.IsOpen(now)).Take(Shown).ToList();
        return new DeskPanel(DeskPlace.Main, 10, "/Programmes/Work/_Openings.cshtml", open);
    }
}
