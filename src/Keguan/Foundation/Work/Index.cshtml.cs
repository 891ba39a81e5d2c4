using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Work;

/// <summary>工作台: what waits for whoever is signed in, what is late, and how his matters stand.</summary>
[Needs(Permissions.SignedIn)]
public sealed class IndexModel(Desk desk) : KeguanPage
{
    /// <summary>Lines of 超时与即将超时 on the desk; the rest is on its own page.</summary>
    public const int LateShown = 8;

    public IReadOnlyList<DeskQueue> Queues { get; private set; } = [];

    /// <summary>本科室 instead of 本人: asked for in the address.</summary>
    public bool OfSection => Request.Query["scope"] == "section";

    /// <summary>How many are one's own and how many the section's; null where that makes no difference to this role.</summary>
    public (int Own, int Section)? Scopes { get; private set; }
    public IReadOnlyList<DeskItem> Late { get; private set; } = [];
    public IReadOnlyList<DeskPanel> Panels { get; private set; } = [];
    public IReadOnlyList<DeskAct> Acts => desk.Acts;

    /// <summary>Roles that act on nothing, but read.</summary>
    public bool OnlyReads => Actor.Audience == Audience.Officer && Queues.Count == 0 && !Permissions.Of(Actor.Role).Any(Acting.Contains);

    public bool Administers => Actor.Audience == Audience.Administrator;
    public bool Promises => Queues.Any(queue => queue.Queue.PromisedDays is not null);

    /// <summary>Where to go on: the fullest queue among those that are late, or among all.</summary>
    public WorkQueue? First => Queues.Select(queue => queue.Queue).OrderByDescending(queue => queue.Overdue > 0).ThenByDescending(queue => queue.Overdue).ThenByDescending(queue => queue.DueToday).ThenByDescending(queue => queue.Count).FirstOrDefault();

    static readonly HashSet<string> Acting =
    [
        Permissions.CallsDraft, Permissions.ApplicationsCheck, Permissions.ApprovalDecide, Permissions.PaymentsApprove, Permissions.PaymentsApproveHigh, Permissions.PaymentsPay,
        Permissions.ChangesApproveMajor, Permissions.AcceptanceManage, Permissions.OrganisationsVerify,
    ];

    protected internal override async Task<bool> LoadAsync()
    {
        if (!Administers)
        {
            var all = await desk.QueuesAsync(Cancel);
            Queues = desk.Lines(all, OfSection);
            if (all.Any(queue => queue.Own is not null)) Scopes = (all.Sum(queue => (queue.Own ?? queue).Count), all.Sum(queue => queue.Count));
            Late = await desk.LateAndSoonAsync(LateModel.Most, Cancel);
        }
        Panels = await desk.PanelsAsync(Cancel);
        return true;
    }

    public Text Greeting
    {
        get
        {
            var word = ChinaTime.ToLocal(Now).Hour switch
            {
                < 5 => T("夜深了", "it is late"),
                < 11 => T("上午好", "good morning"),
                < 13 => T("中午好", "good day"),
                < 18 => T("下午好", "good afternoon"),
                _ => T("晚上好", "good evening"),
            };
            return T($"{Actor.Name}，{word.Zh}", $"{Actor.Name}, {word.En}");
        }
    }

    /// <summary>“11 月 18 日，星期三　今日到期 9 件，已超时 4 件”</summary>
    public Text Today
    {
        get
        {
            var day = ChinaTime.DayOf(Now);
            var weekday = ChinaTime.Weekday(day);
            var (due, late) = (Queues.Sum(queue => queue.Queue.DueToday), Queues.Sum(queue => queue.Queue.Overdue));
            var zh = $"{day.Month}\u00a0月\u00a0{day.Day}\u00a0日，{weekday.Zh}";
            var en = $"{weekday.En}, {day:yyyy-MM-dd}";
            if (Queues.Count == 0) return T(zh, en);
            return T($"{zh}　今日到期\u00a0{due}\u00a0件，已超时\u00a0{late}\u00a0件", $"{en}: {due} due today, {late} late");
        }
    }

    public IEnumerable<DeskPanel> At(DeskPlace place) => Panels.Where(panel => panel.Place == place);
}
