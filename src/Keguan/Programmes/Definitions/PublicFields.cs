using Keguan.Foundation;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Definitions;

/// <summary>What could be shown of a proposed or approved project; which of it is shown, the definition says (`approval.public-fields`).</summary>
public sealed record PublicFacts(string Number, string Title, string OrganisationName, string Category, string Area, string FundingMode = "", string LeaderName = "", long? GrantFen = null);

/// <summary>The fields that a definition can make public. What it does not name is never read out, and a name that is none is left out.</summary>
public static class PublicFields
{
    static readonly Dictionary<string, (Text Label, Func<PublicFacts, ProgrammeDefinition, string> Value)> All = new()
    {
        ["number"] = (T("项目编号", "Number"), (one, _) => one.Number),
        ["title"] = (T("项目名称", "Title"), (one, _) => one.Title),
        ["organisation"] = (T("承担单位", "Organisation"), (one, _) => one.OrganisationName),
        ["category"] = (T("计划类别", "Category"), (one, programme) => programme.CategoryLabel(one.Category).ToString()),
        ["area"] = (T("县（市、区）", "County"), (one, _) => CodeTables.Default.Areas.NameOf(one.Area).ToString()),
        ["funding-mode"] = (T("资助方式", "Funding mode"), (one, programme) => programme.FundingModeLabel(one.FundingMode).ToString()),
        ["leader"] = (T("项目负责人", "Leader"), (one, _) => one.LeaderName),
        ["grant"] = (T("资助（万元）", "Grant (10,000 yuan)"), (one, _) => one.GrantFen is { } fen ? Money.Wan(fen, 1) : ""),
    };

    public static IReadOnlyList<Text> Columns(ProgrammeDefinition programme) => [.. Known(programme).Select(key => All[key].Label)];

    public static IReadOnlyList<string> Cells(ProgrammeDefinition programme, PublicFacts facts) => [.. Known(programme).Select(key => All[key].Value(facts, programme))];

    static IEnumerable<string> Known(ProgrammeDefinition programme) => programme.Approval.PublicFields.Where(All.ContainsKey).Distinct();
}
