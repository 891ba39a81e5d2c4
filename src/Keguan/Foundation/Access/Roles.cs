using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Access;

/// <summary>Whose pages these are: it picks the layout, the menu and the desk.</summary>
public enum Audience { Public, Applicant, Expert, Recommender, Officer, Administrator }

/// <summary>角色. `NeedsOrganisation`: the role is held for an organisation.</summary>
public sealed record Role(string Code, Text Label, Audience Audience, bool NeedsOrganisation = false);

public static class Roles
{
    // The applicant's side: rights of a member within one organisation.
    public static readonly Role UnitAdmin = new("unit-admin", T("单位管理员", "Unit administrator"), Audience.Applicant, true);
    public static readonly Role ProjectLeader = new("project-leader", T("项目负责人", "Project leader"), Audience.Applicant, true);
    public static readonly Role Filler = new("filler", T("填报人", "Drafter"), Audience.Applicant, true);

    public static readonly Role Recommender = new("recommender", T("推荐单位", "Recommending unit"), Audience.Recommender, true);
    public static readonly Role Expert = new("expert", T("评审专家", "Reviewer"), Audience.Expert);

    // The bureau.
    public static readonly Role Officer = new("officer", T("经办人", "Officer"), Audience.Officer);
    public static readonly Role Chief = new("chief", T("科长", "Section chief"), Audience.Officer);
    public static readonly Role Leader = new("leader", T("局领导", "Bureau leader"), Audience.Officer);
    public static readonly Role Finance = new("finance", T("财务", "Finance"), Audience.Officer);
    public static readonly Role Auditor = new("auditor", T("审计", "Auditor"), Audience.Officer);
    public static readonly Role Inspector = new("inspector", T("纪检监督", "Discipline inspector"), Audience.Officer);

    // 三员: exclude each other and see no business data (GB/T 22239-2019 8.1.4, rules.md 12.1).
    public static readonly Role SystemAdmin = new("system-admin", T("系统管理员", "System administrator"), Audience.Administrator);
    public static readonly Role SecurityAdmin = new("security-admin", T("安全管理员", "Security administrator"), Audience.Administrator);
    public static readonly Role AuditAdmin = new("audit-admin", T("审计管理员", "Audit administrator"), Audience.Administrator);

    public static readonly IReadOnlyList<Role> All =
    [
        UnitAdmin, ProjectLeader, Filler, Recommender, Expert, Officer, Chief, Leader, Finance, Auditor, Inspector, SystemAdmin, SecurityAdmin, AuditAdmin,
    ];

    public static readonly IReadOnlyList<Role> Members = [UnitAdmin, ProjectLeader, Filler];
    public static readonly IReadOnlyList<Role> Administrators = [SystemAdmin, SecurityAdmin, AuditAdmin];

    public static Role? Find(string code) => All.FirstOrDefault(role => role.Code == code);
}
