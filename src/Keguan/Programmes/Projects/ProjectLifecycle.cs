using Keguan.Foundation.Access;
using Keguan.Foundation.Lifecycle;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Projects;

/// <summary>The life of a project.</summary>
public static class ProjectLifecycle
{
    public const string AgreementPending = "agreement-pending";
    public const string Running = "running";
    public const string Rectifying = "rectifying";
    public const string Due = "due";
    public const string AcceptanceRequested = "acceptance-requested";
    public const string InAcceptance = "in-acceptance";
    public const string Deferred = "deferred";
    public const string Passed = "passed";
    public const string Concluded = "concluded";
    public const string Failed = "failed";
    public const string Evaluated = "evaluated";
    public const string Archived = "archived";
    public const string Terminated = "terminated";
    public const string Revoked = "revoked";

    /// <summary>Work is going on; counts as 在研 for limits.</summary>
    public static readonly IReadOnlyList<string> Active = [AgreementPending, Running, Rectifying, Due, AcceptanceRequested, InAcceptance, Deferred];
    public static readonly IReadOnlyList<string> Closed = [Passed, Concluded, Failed, Evaluated, Archived, Terminated, Revoked];

    public static readonly Lifecycle<Project> Table = new("project", T("项目", "Project"),
    [
        new(AgreementPending, T("待签任务书", "Agreement pending"), Tone.Amber),
        new(Running, T("在研", "Running"), Tone.Green),
        new(Rectifying, T("整改中", "Rectifying"), Tone.Amber),
        new(Due, T("到期待验收", "Due"), Tone.Amber),
        new(AcceptanceRequested, T("已申请验收", "Acceptance requested"), Tone.Blue),
        new(InAcceptance, T("验收中", "In acceptance"), Tone.Blue),
        new(Deferred, T("暂缓验收，整改", "Deferred for mending"), Tone.Amber),
        new(Passed, T("验收通过", "Passed"), Tone.Green),
        new(Concluded, T("结题", "Concluded"), Tone.Green),
        new(Failed, T("验收不通过", "Failed")),
        new(Evaluated, T("已绩效评价", "Evaluated"), Tone.Green),
        new(Archived, T("已归档", "Archived")) { End = true },
        new(Terminated, T("已终止", "Terminated")),
        new(Revoked, T("已撤销", "Revoked")),
    ],
    [
        new("approve", T("立项", "Approve"), [Lifecycle<Project>.New], AgreementPending, Permissions.ApprovalDecide) { Done = T("立项", "approved") },
        // A project of before the system, brought in with its document; it is recorded as an opening entry.
        new("open", T("期初建账", "Opening entry"), [Lifecycle<Project>.New], Running, Permissions.ApprovalPropose) { Done = T("期初建账", "entered at the opening") },
        new("sign", T("任务书生效", "Agreement in force"), [AgreementPending], Running, Permissions.AgreementsReview) { Done = T("任务书生效", "agreement in force") },
        new("ask-rectify", T("通知整改", "Ask to rectify"), [Running], Rectifying, Permissions.SupervisionManage) { Done = T("通知整改", "asked to put right"), AsksReason = true },
        new("close-rectify", T("整改关闭", "Close rectification"), [Rectifying], Running, Permissions.SupervisionManage) { Done = T("整改关闭", "rectification closed") },
        new("fall-due", T("到期", "Fall due"), [Running, Rectifying], Due, "system.clock") { Done = T("执行期满", "fell due") },
        // Follows from the approval of an extension, by whom the definition says.
        new("prolong", T("延期后恢复在研", "Back to running after an extension"), [Due], Running, null)
        {
            Done = T("延期后恢复在研", "running again after an extension"),
            Guard = (_, actor, _) => actor.Can(Permissions.ChangesReview) || actor.Can(Permissions.ChangesApproveMajor) ? null : T("延期由局里批准", "The bureau approves extensions"),
        },
        new("request-acceptance", T("申请验收", "Request acceptance"), [Running, Due, Deferred], AcceptanceRequested, Permissions.ProjectsOwn) { Done = T("申请验收", "acceptance requested") },
        new("return-acceptance", T("退回验收申请", "Return the request"), [AcceptanceRequested], Due, Permissions.AcceptanceManage) { Done = T("退回验收申请", "request returned"), AsksReason = true },
        new("begin-acceptance", T("受理并组织验收", "Begin acceptance"), [AcceptanceRequested], InAcceptance, Permissions.AcceptanceManage) { Done = T("受理并组织验收", "acceptance begun") },
        new("pass", T("验收通过", "Pass"), [InAcceptance], Passed, Permissions.AcceptanceDecide) { Done = T("验收通过", "passed") },
        new("conclude", T("结题", "Conclude"), [InAcceptance], Concluded, Permissions.AcceptanceDecide) { Done = T("结题", "concluded"), AsksReason = true },
        new("defer", T("暂缓通过，限期整改", "Defer"), [InAcceptance], Deferred, Permissions.AcceptanceDecide) { Done = T("暂缓通过，限期整改", "deferred"), AsksReason = true },
        new("fail", T("不通过", "Fail"), [InAcceptance, Deferred], Failed, Permissions.AcceptanceDecide) { Done = T("不通过", "failed"), AsksReason = true },
        new("evaluate", T("绩效评价", "Evaluate"), [Passed, Concluded, Failed], Evaluated, Permissions.EvaluationManage) { Done = T("绩效评价", "evaluated") },
        new("archive", T("归档", "Archive"), [Evaluated, Failed, Terminated, Revoked], Archived, Permissions.EvaluationManage) { Done = T("归档", "archived") },
        new("terminate", T("终止", "Terminate"), [AgreementPending, Running, Rectifying, Due, AcceptanceRequested, InAcceptance, Deferred], Terminated, Permissions.AcceptanceDecide) { Done = T("终止", "terminated"), AsksReason = true },
        new("revoke", T("撤销", "Revoke"), [AgreementPending, Running, Rectifying, Due, AcceptanceRequested, InAcceptance, Deferred, Passed, Concluded, Evaluated], Revoked, Permissions.AcceptanceDecide) { Done = T("撤销", "revoked"), AsksReason = true },
    ]);
}
