using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Notices;
using Keguan.Programmes.Applications;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>发提醒: a word to those whose drafts lie still while the window of a call is about to close.</summary>
public sealed class CallReminding(KeguanDb db, Journal journal, Notices notices, CurrentActor actor)
{
    /// <summary>From so many days before the closing on.</summary>
    public const int Days = 14;

    /// <summary>A draft lies still when nobody has saved anything in it for so long.</summary>
    static readonly TimeSpan Still = TimeSpan.FromDays(3);

    /// <summary>Whether it is time at all.</summary>
    public static bool IsTime(DateTime opensAt, DateTime closesAt, DateTime now) => opensAt <= now && now < closesAt && closesAt - now <= TimeSpan.FromDays(Days);

    static IQueryable<Application> Idle(KeguanDb db, DateTime now)
    {
        var since = now - Still;
        return db.Applications().Where(one => one.State == ApplicationLifecycle.Draft && one.CreatedAt <= since && !one.Sections.Any(section => section.UpdatedAt > since));
    }

    /// <summary>How many drafts of each of the calls lie still.</summary>
    public static async Task<IReadOnlyDictionary<Guid, int>> CountAsync(KeguanDb db, IReadOnlyCollection<Guid> calls, DateTime now, CancellationToken cancel) =>
        calls.Count == 0 ? new Dictionary<Guid, int>()
        : await Idle(db, now).Where(one => calls.Contains(one.CallId)).GroupBy(one => one.CallId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancel);

    /// <summary>Tells every organisation of its drafts, once a day at most. Returns how many drafts they are.</summary>
    public async Task<int> RemindAsync(Call call, CancellationToken cancel = default)
    {
        var now = journal.Now;
        Refusal.If(!actor.Value.Can(Permissions.CallsDraft), $"您当前的身份（{actor.Value.RoleText.Zh}）无权“发提醒”", $"Your present role ({actor.Value.RoleText.En}) may not send reminders");
        Refusal.If(call.State != CallLifecycle.Published || !IsTime(call.OpensAt, call.ClosesAt, now), $"受理截止前 {Days} 日内才能发提醒", $"Reminders go out within {Days} days before the closing");
        var today = ChinaTime.StartOf(ChinaTime.DayOf(now));
        Refusal.If(await db.Set<Entry>().AnyAsync(entry => entry.SubjectType == CallLifecycle.Table.Subject && entry.SubjectId == call.Id && entry.Action == "remind" && entry.At >= today, cancel), "今日已发过提醒，请明日再发", "A reminder went out today already");
        var drafts = await Idle(db, now).Where(one => one.CallId == call.Id).Select(one => new { one.Id, one.OrganisationId, one.Number, one.Title }).ToListAsync(cancel);
        Refusal.If(drafts.Count == 0, "没有需要提醒的草稿", "There is no draft to remind of");
        var until = Deadline.Shown(call.ClosesAt);
        foreach (var unit in drafts.GroupBy(draft => draft.OrganisationId))
        {
            var first = unit.First();
            var name = first.Title.Length > 0 ? first.Title : first.Number;
            var (zh, en) = unit.Count() == 1 ? ($"“{name}”尚未提交", $"“{name}” has not been submitted") : ($"“{name}”等 {unit.Count()} 份申报尚未提交", $"{unit.Count()} applications have not been submitted, “{name}” among them");
            await notices.TellOrganisationAsync(unit.Key, T($"{zh}，{until} 截止受理", $"{en}; the window closes {until}"), unit.Count() == 1 ? $"/programmes/applications/tasks/{first.Id}" : "/programmes/applications?state=draft", cancel);
        }
        journal.Note(CallLifecycle.Table.Subject, call, "remind", new Act { Summary = $"提醒 {drafts.Count} 份未动的草稿", Payload = new { drafts = drafts.Count, organisations = drafts.Select(draft => draft.OrganisationId).Distinct().Count() } });
        await db.SaveChangesAsync(cancel);
        return drafts.Count;
    }
}
