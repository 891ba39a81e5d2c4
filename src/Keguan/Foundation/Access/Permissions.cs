using static Keguan.Foundation.Access.Roles;

namespace Keguan.Foundation.Access;

/// <summary>Every permission there is, and who holds it. Nothing else in the code asks for a role.</summary>
public static class Permissions
{
    // Everybody signed in
    public const string SignedIn = "signed-in";
    public const string OwnAccount = "own-account";                      // one's profile and sessions, also before an identity is chosen
    public const string SecondFactor = "second-factor";                  // set it up, also where nothing else is allowed until then

    // 名录
    public const string OrganisationsRead = "organisations.read";
    public const string OrganisationsVerify = "organisations.verify";
    public const string OrganisationOwn = "organisation.own";            // see one's own organisation
    public const string OrganisationManage = "organisation.manage";      // change it, invite members
    public const string IntegrityRead = "integrity.read";
    public const string IntegrityManage = "integrity.manage";

    // 计划项目: calls
    public const string CallsRead = "calls.read";
    public const string CallsDraft = "calls.draft";
    public const string CallsApprove = "calls.approve";

    // applications
    public const string ApplicationsWrite = "applications.write";        // draft and edit for one's organisation
    public const string ApplicationsSubmit = "applications.submit";      // submit, withdraw
    public const string ApplicationsRead = "applications.read";          // lists and pages, limited by VisibleTo
    public const string ApplicationsRecommend = "applications.recommend";
    public const string ApplicationsCheck = "applications.check";        // 形式审查

    // 评审
    public const string ExpertsRead = "experts.read";
    public const string ExpertsManage = "experts.manage";
    public const string ReviewOrganise = "review.organise";
    public const string ReviewScore = "review.score";

    // 立项
    public const string ApprovalPropose = "approval.propose";
    public const string ApprovalDecide = "approval.decide";
    public const string PublicityManage = "publicity.manage";
    public const string ObjectionsHandle = "objections.handle";

    // 项目
    public const string ProjectsRead = "projects.read";
    public const string ProjectsOwn = "projects.own";                    // the applicant's work on his project
    public const string AgreementsReview = "agreements.review";
    public const string PaymentsRequest = "payments.request";
    public const string PaymentsApprove = "payments.approve";
    public const string PaymentsApproveHigh = "payments.approve-high";   // above the threshold of the definition
    public const string PaymentsPay = "payments.pay";
    public const string SupervisionManage = "supervision.manage";
    public const string ChangesReview = "changes.review";
    public const string ChangesApproveMajor = "changes.approve-major";
    public const string AcceptanceManage = "acceptance.manage";
    public const string AcceptanceDecide = "acceptance.decide";
    public const string EvaluationManage = "evaluation.manage";
    public const string ArchiveRead = "archive.read";

    // 统计, 文稿
    public const string StatisticsRead = "statistics.read";
    public const string ObservationsManage = "observations.manage";      // record, confirm, revise figures from outside
    public const string ReportsRead = "reports.read";
    public const string ReportsWrite = "reports.write";
    public const string ReportsApprove = "reports.approve";              // freezes and publishes

    // 认定
    public const string SelfChecksOwn = "self-checks.own";               // keep and read the self-checks of one's organisation

    // 门户, 记录, 系统
    public const string NoticesManage = "notices.manage";
    public const string JournalRead = "journal.read";                    // of business subjects, limited by visibility
    public const string AuditRead = "audit.read";                        // security events, without business content
    public const string AccountsManage = "accounts.manage";
    public const string GrantsManage = "grants.manage";
    public const string SystemManage = "system.manage";

    static readonly Role[] Bureau = [Officer, Chief, Roles.Leader, Finance, Auditor, Inspector];
    static readonly Role[] Members = [UnitAdmin, ProjectLeader, Filler];

    static readonly Dictionary<string, Role[]> Table = new()
    {
        [SignedIn] = [.. Roles.All],
        [OwnAccount] = [.. Roles.All],
        [SecondFactor] = [.. Roles.All],

        [OrganisationsRead] = [Officer, Chief, Roles.Leader, Auditor, Inspector, Finance, Recommender],
        [OrganisationsVerify] = [Officer, Chief],
        [OrganisationOwn] = Members,
        [OrganisationManage] = [UnitAdmin],
        [IntegrityRead] = [.. Bureau],
        [IntegrityManage] = [Chief],

        [CallsRead] = [.. Bureau, Recommender],
        [CallsDraft] = [Officer, Chief],
        [CallsApprove] = [Chief],

        [ApplicationsWrite] = Members,
        [ApplicationsSubmit] = [UnitAdmin, ProjectLeader],
        [ApplicationsRead] = [.. Bureau, .. Members, Recommender],
        [ApplicationsRecommend] = [Recommender],
        [ApplicationsCheck] = [Officer, Chief],

        [ExpertsRead] = [Officer, Chief, Roles.Leader, Inspector],
        [ExpertsManage] = [Officer, Chief],
        [ReviewOrganise] = [Officer, Chief],
        [ReviewScore] = [Expert],

        [ApprovalPropose] = [Officer, Chief],
        [ApprovalDecide] = [Roles.Leader],
        [PublicityManage] = [Officer, Chief],
        [ObjectionsHandle] = [Officer, Chief],

        [ProjectsRead] = [.. Bureau, .. Members, Recommender],
        [ProjectsOwn] = Members,
        [AgreementsReview] = [Officer, Chief],
        [PaymentsRequest] = [Officer],
        [PaymentsApprove] = [Chief],
        [PaymentsApproveHigh] = [Roles.Leader],
        [PaymentsPay] = [Finance],
        [SupervisionManage] = [Officer, Chief],
        [ChangesReview] = [Officer, Chief],
        [ChangesApproveMajor] = [Roles.Leader],
        [AcceptanceManage] = [Officer, Chief],
        [AcceptanceDecide] = [Chief],
        [EvaluationManage] = [Officer, Chief],
        [ArchiveRead] = [.. Bureau],

        [StatisticsRead] = [.. Bureau],
        [ObservationsManage] = [Officer, Chief],
        [ReportsRead] = [.. Bureau],
        [ReportsWrite] = [Officer, Chief],
        [ReportsApprove] = [Roles.Leader],

        [SelfChecksOwn] = Members,

        [NoticesManage] = [Officer, Chief],
        [JournalRead] = [.. Bureau],
        [AuditRead] = [AuditAdmin],
        [AccountsManage] = [SystemAdmin],
        [GrantsManage] = [SecurityAdmin],
        [SystemManage] = [SystemAdmin],
    };

    public static IReadOnlyDictionary<string, Role[]> All => Table;

    static readonly Dictionary<string, HashSet<string>> ByRole = Roles.All.ToDictionary(
        role => role.Code, role => Table.Where(row => row.Value.Contains(role)).Select(row => row.Key).ToHashSet());

    /// <summary>Roles that hold at least one of them.</summary>
    public static IReadOnlyList<Role> Holders(IEnumerable<string> permissions) => [.. Roles.All.Where(role => permissions.Any(Of(role.Code).Contains))];

    public static IReadOnlySet<string> Of(string role) => ByRole.TryGetValue(role, out var set) ? set : new HashSet<string>();
}
