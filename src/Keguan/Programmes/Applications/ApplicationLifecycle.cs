using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Applications;

/// <summary>The life of an application. States are those of 计划项目 in docs/glossary.md; nothing else computes a state.</summary>
public static class ApplicationLifecycle
{
    public const string Draft = "draft";
    public const string Returned = "returned";
    public const string Recommending = "recommending";
    public const string FormalCheck = "formal-check";
    public const string Supplementing = "supplementing";
    public const string InReview = "in-review";
    public const string Shortlisted = "shortlisted";
    public const string Proposed = "proposed";
    public const string Publicised = "publicised";
    public const string Objected = "objected";
    public const string Approved = "approved";
    public const string Declined = "declined";
    public const string Rejected = "rejected";
    public const string Unrecommended = "unrecommended";
    public const string Withdrawn = "withdrawn";

    /// <summary>States in which the applicant may change the form.</summary>
    public static readonly IReadOnlyList<string> Editable = [Draft, Returned, Supplementing];

    /// <summary>States that count against the limits of leader and organisation: submitted and not ended without success.</summary>
    public static readonly IReadOnlyList<string> Counting = [Recommending, Returned, FormalCheck, Supplementing, InReview, Shortlisted, Proposed, Publicised, Objected];
    public static readonly IReadOnlyList<string> Ended = [Approved, Declined, Rejected, Unrecommended, Withdrawn];

    public static readonly Lifecycle<Application> Table = new("application", T("申报书", "Application"),
    [
        new(Draft, T("草稿", "Draft")),
        new(Recommending, T("待推荐", "Awaiting recommendation"), Tone.Blue) { Outside = T("已提交，待推荐", "Submitted, awaiting recommendation") },
        new(Returned, T("推荐退回", "Returned by recommender"), Tone.Amber) { Outside = T("退回修改", "Returned for changes") },
        new(Unrecommended, T("不予推荐", "Not recommended")) { End = true },
        new(FormalCheck, T("待形式审查", "Awaiting formal check"), Tone.Blue) { Outside = T("形式审查中", "In formal check") },
        new(Supplementing, T("补正中", "Being corrected"), Tone.Amber) { Outside = T("请补正", "Please correct") },
        new(Rejected, T("形式审查不通过", "Refused at formal check")) { End = true },
        new(InReview, T("评审中", "In review"), Tone.Blue),
        new(Shortlisted, T("评审完成", "Reviewed"), Tone.Blue) { Outside = T("评审中", "In review") },
        new(Proposed, T("拟立项", "Proposed"), Tone.Blue) { Outside = T("审定中", "Being decided") },
        new(Publicised, T("公示中", "In publicity"), Tone.Red),
        new(Objected, T("公示异议", "Objected"), Tone.Amber) { Outside = T("公示中", "In publicity") },
        new(Approved, T("已立项", "Approved"), Tone.Green) { End = true },
        new(Declined, T("未立项", "Not approved")) { End = true },
        new(Withdrawn, T("已放弃", "Given up")) { End = true },
    ],
    [
        new("start", T("开始填报", "Start"), [Lifecycle<Application>.New], Draft, Permissions.ApplicationsWrite)
        {
            Done = T("开始填报", "started"),
            Guard = (application, _, now) => application.Call.IsOpen(now) ? null : WindowClosed(application, now),
        },
        new("submit", T("提交", "Submit"), [Draft], Recommending, Permissions.ApplicationsSubmit)
        {
            Done = T("提交", "submitted"),
            When = application => application.RecommenderId is not null, Guard = InWindow,
        },
        new("submit", T("提交", "Submit"), [Draft], FormalCheck, Permissions.ApplicationsSubmit)
        {
            Done = T("提交", "submitted"),
            When = application => application.RecommenderId is null, Guard = InWindow,
        },
        new("submit", T("再次提交", "Submit again"), [Returned], Recommending, Permissions.ApplicationsSubmit) { Done = T("再次提交", "submitted again"), Guard = InWindow },
        new("withdraw", T("撤回修改", "Withdraw to edit"), [Recommending, FormalCheck], Draft, Permissions.ApplicationsSubmit)
        {
            Done = T("撤回", "withdrew"),
            Guard = (application, _, now) => now > application.Call.ClosesAt
                ? T("受理已截止，不能撤回修改", "The window has closed; it can't be withdrawn any more")
                : application.State == FormalCheck && application.RecommenderId is not null
                    ? T("推荐单位已推荐，不能撤回；如需修改请联系推荐单位", "Already recommended; ask the recommending unit") : null,
        },
        new("abandon", T("放弃申报", "Give up"), [Draft, Returned, Recommending], Withdrawn, Permissions.ApplicationsSubmit) { Done = T("放弃申报", "given up"), AsksReason = true },

        new("recommend", T("推荐", "Recommend"), [Recommending], FormalCheck, Permissions.ApplicationsRecommend) { Done = T("推荐", "recommended"), Guard = IsItsRecommender },
        new("return", T("退回修改", "Return"), [Recommending], Returned, Permissions.ApplicationsRecommend) { Done = T("退回修改", "returned"), AsksReason = true, Guard = CanComeBack },
        new("unrecommend", T("不予推荐", "Refuse to recommend"), [Recommending], Unrecommended, Permissions.ApplicationsRecommend) { Done = T("不予推荐", "not recommended"), AsksReason = true, Guard = IsItsRecommender },

        new("pass", T("通过", "Pass"), [FormalCheck], InReview, Permissions.ApplicationsCheck) { Done = T("形式审查通过", "passed the formal check") },
        new("ask-correction", T("退回补正", "Ask for correction"), [FormalCheck], Supplementing, Permissions.ApplicationsCheck) { AsksReason = true, Done = T("通知补正", "asked for correction") },
        new("reject", T("不予通过", "Refuse"), [FormalCheck], Rejected, Permissions.ApplicationsCheck) { AsksReason = true, Done = T("形式审查不通过", "refused at formal check") },
        new("correct", T("提交补正", "Submit correction"), [Supplementing], FormalCheck, Permissions.ApplicationsSubmit)
        {
            Done = T("提交补正", "correction submitted"),
            Guard = (application, _, now) => application.DueOn is { } due && DateOnly.FromDateTime(now.AddHours(8)) > due
                ? T($"补正期限 {due:yyyy-MM-dd} 已过", $"The time for correction ended on {due:yyyy-MM-dd}") : null,
        },
        new("lapse", T("逾期未补正", "Lapsed"), [Supplementing], Rejected, Permissions.ApplicationsCheck)
        {
            Done = T("逾期未补正，不予通过", "not corrected in time"),
            Guard = (application, _, now) => application.DueOn is { } due && DateOnly.FromDateTime(now.AddHours(8)) > due
                ? null : T("补正期限未到", "The time for correction has not ended"),
        },

        new("conclude-review", T("汇总评审结果", "Conclude the review"), [InReview], Shortlisted, Permissions.ReviewOrganise) { Done = T("评审完成", "review concluded") },
        new("reopen-review", T("退回复议", "Send back to review"), [Shortlisted], InReview, Permissions.ReviewOrganise) { Done = T("退回复议", "sent back to review"), AsksReason = true },
        new("propose", T("列入拟立项", "Propose"), [Shortlisted], Proposed, Permissions.ApprovalPropose) { Done = T("列入拟立项", "proposed") },
        new("unpropose", T("移出拟立项", "Take out of the proposal"), [Proposed], Shortlisted, Permissions.ApprovalPropose) { Done = T("移出拟立项", "taken out of the proposal"), AsksReason = true },
        new("publicise", T("公示", "Publicise"), [Proposed], Publicised, Permissions.PublicityManage) { Done = T("公示", "put into publicity") },
        new("object", T("提出异议", "Object"), [Publicised], Objected, null) { Done = T("收到异议", "an objection was received") },
        new("dismiss-objection", T("异议不成立", "Dismiss the objection"), [Objected], Publicised, Permissions.ObjectionsHandle) { Done = T("异议不成立", "objection dismissed"), AsksReason = true },
        new("uphold-objection", T("异议成立，不予立项", "Uphold the objection"), [Objected], Declined, Permissions.ObjectionsHandle) { Done = T("异议成立，不予立项", "objection upheld"), AsksReason = true },
        new("approve", T("立项", "Approve"), [Publicised], Approved, Permissions.ApprovalDecide) { Done = T("立项", "approved") },
        new("decline", T("不予立项", "Decline"), [InReview, Shortlisted, Proposed, Publicised], Declined, Permissions.ApprovalPropose) { AsksReason = true, Done = T("未立项", "not approved") },
    ]);

    static Text? InWindow(Application application, Actor actor, DateTime now) => application.Call.IsOpen(now) ? null : WindowClosed(application, now);

    static Text WindowClosed(Application application, DateTime now)
    {
        var call = application.Call;
        if (call.State != Calls.CallLifecycle.Published) return T("该申报通知未发布或已取消", "This call is not published");
        return now < call.OpensAt
            ? T($"受理尚未开始，{call.OpensAt.AddHours(8):yyyy-MM-dd HH:mm} 开始", $"The window opens at {call.OpensAt.AddHours(8):yyyy-MM-dd HH:mm}")
            : T($"受理已于 {call.ClosesAt.AddHours(8):yyyy-MM-dd HH:mm} 截止，以服务器收到时间为准", $"The window closed at {call.ClosesAt.AddHours(8):yyyy-MM-dd HH:mm}, by server time of receipt");
    }

    /// <summary>After the window nothing can be submitted again: what is returned then would be lost.</summary>
    static Text? CanComeBack(Application application, Actor actor, DateTime now) => IsItsRecommender(application, actor, now)
        ?? (now > application.Call.ClosesAt ? T("受理已截止，退回后单位不能再提交；请推荐或不予推荐", "The window has closed and it could not be submitted again; recommend it or refuse to") : null);

    static Text? IsItsRecommender(Application application, Actor actor, DateTime now) =>
        actor.IsSystem || application.RecommenderId == actor.OrganisationId ? null : T("这份申报书由其他单位推荐", "Another unit recommends this application");
}
