using Keguan.Foundation;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Projects;

/// <summary>What the files of a project are for.</summary>
public static class ProjectSlots
{
    public const string Agreement = "agreement";
    public const string SignedAgreement = "signed-agreement";
    public const string Evidence = "evidence";

    public static Text Label(string slot) => slot switch
    {
        SignedAgreement => T("签章任务书（单位）", "Agreement signed by the organisation"),
        Agreement => T("签章任务书（双方）", "Agreement signed by both"),
        "licence" => T("营业执照或法人证书", "Licence"),
        "finance_report" => T("财务报表", "Financial statements"),
        "pledge_file" => T("诚信承诺书", "Pledge"),
        "partner_agreement" => T("合作协议", "Agreement with partners"),
        "own_proof" => T("自筹资金证明", "Proof of own funds"),
        "report" => T("科技报告", "Science report"),
        "audit" => T("审计报告", "Audit report"),
        "self_finance" => T("经费决算表", "Final accounts"),
        _ => T("其他材料", "Other"),
    };
}
