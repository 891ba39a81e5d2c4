using Keguan.Foundation.Codes;

namespace Keguan.Demo;

/// <summary>The city bureau, the six county bureaus, and who works in them. Names that the pages of the demonstration are known by.</summary>
public static class Officials
{
    public static readonly IReadOnlyList<CityOfficial> All =
    [
        new("director", "许知行", "leader", "局领导", "局长", ""),
        new("deputy", "韩敬之", "leader", "局领导", "分管副局长", ""),
        new("chief-plan", "罗景行", "chief", "计划科", "科长", ""),
        new("chief-result", "秦望川", "chief", "成果科", "科长", ""),
        new("officer-1", "陈若谷", "officer", "计划科", "主任科员", ""),
        new("officer-2", "杜若溪", "officer", "计划科", "科员", ""),
        new("officer-3", "蒋星河", "officer", "高新科", "科员", ""),
        new("finance", "周既明", "finance", "财务室", "会计", ""),
        new("auditor", "白景初", "auditor", "内审组", "审计员", ""),
        new("inspector", "沈砚秋", "inspector", "驻局纪检组", "纪检员", ""),
        new("county-990102", "季清扬", "recommender", "科技科", "科长", "990102"),
        new("county-990103", "贺云帆", "recommender", "科技科", "科长", "990103"),
        new("county-990181", "汤沐阳", "recommender", "科技科", "科长", "990181"),
        new("county-990121", "柳知微", "recommender", "科技科", "科长", "990121"),
        new("county-990122", "宋听泉", "recommender", "科技科", "科长", "990122"),
        new("county-990123", "邵延青", "recommender", "科技科", "科长", "990123"),
        new("system-admin", "顾明川", "system-admin", "信息中心", "系统管理员", ""),
        new("security-admin", "江若宁", "security-admin", "信息中心", "安全管理员", ""),
        new("audit-admin", "邹书衡", "audit-admin", "信息中心", "审计管理员", ""),
    ];

    /// <summary>The bureau's officers in turn: whose desk an application of this field comes to.</summary>
    public static string HandlerOf(string field) => field switch
    {
        "machinery" or "vehicle" or "materials" or "chemical" or "energy" or "environment" => "officer-1",
        "biopharma" or "devices" or "clinical" or "crops" or "livestock" or "food" => "officer-2",
        _ => "officer-3",
    };

    public static readonly CityBureau City = new(
        Uscc.Make('1', '1', "990100", 1), "云江市科学技术局", "990102", "云岭区云岭大道1号", "陈若谷", "15400000101");

    public static readonly IReadOnlyList<CityBureau> Counties =
    [
        .. Content.Places.Counties.Select((county, index) => new CityBureau(
            Uscc.Make('1', '1', county.Code, 2 + index), $"{county.Name}科学技术局", county.Code, $"{county.Name}{county.Roads[0]}{18 + index * 6}号",
            All.First(official => official.Area == county.Code).Name, $"1540000020{index}")),
    ];
}
