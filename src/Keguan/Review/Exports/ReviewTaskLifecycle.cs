using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Exports;

/// <summary>The life of a review task. A guard asks for <see cref="ReviewTask.Expert"/>: load it with the task.</summary>
public static class ReviewTaskLifecycle
{
    public const string Pending = "pending";
    public const string Accepted = "accepted";
    public const string Submitted = "submitted";
    public const string Recused = "recused";
    public const string Cancelled = "cancelled";

    public static readonly IReadOnlyList<string> Open = [Pending, Accepted];
    public static readonly IReadOnlyList<string> Live = [Pending, Accepted, Submitted];

    public static readonly Lifecycle<ReviewTask> Table = new("review-task", T("评审任务", "Review"),
    [
        new(Pending, T("待声明", "Awaiting declaration"), Tone.Amber),
        new(Accepted, T("评审中", "Being reviewed"), Tone.Blue),
        new(Submitted, T("已提交", "Submitted"), Tone.Green),
        new(Recused, T("已回避", "Recused")) { End = true },
        new(Cancelled, T("已撤销", "Cancelled")) { End = true },
    ],
    [
        new("assign", T("分配", "Assign"), [Lifecycle<ReviewTask>.New], Pending, Permissions.ReviewOrganise) { Done = T("分配专家", "assigned") },
        new("accept", T("声明无利害关系", "Declare no conflict"), [Pending], Accepted, Permissions.ReviewScore) { Done = T("声明无利害关系并接受", "declared no conflict and accepted"), Guard = OwnAndInTime },
        new("recuse", T("申请回避", "Recuse oneself"), [Pending, Accepted], Recused, Permissions.ReviewScore) { Done = T("回避", "recused"), AsksReason = true, Guard = Own },
        new("submit", T("提交评分表", "Submit the sheet"), [Accepted], Submitted, Permissions.ReviewScore) { Done = T("提交评分表", "submitted the sheet"), Guard = OwnAndInTime },
        new("return", T("退回重评", "Return the sheet"), [Submitted], Accepted, Permissions.ReviewOrganise) { Done = T("退回评分表", "returned the sheet"), AsksReason = true },
        new("extend", T("延长时限", "Extend"), [Pending, Accepted], Pending, Permissions.ReviewOrganise) { Done = T("延长评审时限", "extended the time"), AsksReason = true, Stays = true },
        new("cancel", T("撤换", "Take off the panel"), [Pending, Accepted, Submitted], Cancelled, Permissions.ReviewOrganise) { Done = T("撤销评审任务", "cancelled"), AsksReason = true },
    ]);

    static Text? Own(ReviewTask task, Actor actor, DateTime now) =>
        actor.AccountId is { } account && task.Expert?.AccountId == account ? null : T("这项评审由其他专家承担", "Another expert has this review");

    static Text? OwnAndInTime(ReviewTask task, Actor actor, DateTime now) => Own(task, actor, now) ?? Late(task, now);

    /// <summary>Why nothing is taken any more, judged by server time; null while there is time.</summary>
    public static Text? Late(ReviewTask task, DateTime now) => Deadline.Met(task.DueAt, now) ? null
        : T($"评审已于 {Deadline.Shown(task.DueAt)} 截止，以服务器时间为准；需要延长请联系经办人", $"The review closed at {Deadline.Shown(task.DueAt)} by server time; ask the officer for more time");
}
