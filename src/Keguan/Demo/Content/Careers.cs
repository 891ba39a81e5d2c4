namespace Keguan.Demo.Content;

/// <summary>Titles by ladder, professions and criterion words by field.</summary>
public static class Careers
{
    static readonly string[] Engineer = ["助理工程师", "工程师", "高级工程师", "正高级工程师"];
    static readonly string[] Teaching = ["讲师", "讲师", "副教授", "教授"];
    static readonly string[] Research = ["助理研究员", "助理研究员", "副研究员", "研究员"];
    static readonly string[] Medical = ["住院医师", "主治医师", "副主任医师", "主任医师"];
    static readonly string[] Nursing = ["护师", "主管护师", "副主任护师", "主任护师"];
    static readonly string[] Agronomy = ["助理农艺师", "农艺师", "高级农艺师", "农业技术推广研究员"];
    static readonly string[] Farming = ["农民技术员", "农民技师", "农民高级技师", "高级农艺师"];

    /// <summary>The title of somebody at the given rung, 0 (beginner) to 3.</summary>
    public static string Title(string organisationKind, string ladder, int rung, DemoRandom random) => (organisationKind switch
    {
        "university" => Teaching,
        "hospital" => random.Chance(14) ? Nursing : Medical,
        "cooperative" => Farming,
        "institute" => ladder == "agri" ? (random.Chance(50) ? Agronomy : Research) : random.Chance(40) ? Research : Engineer,
        _ => ladder == "agri" ? Agronomy : Engineer,
    })[rung];

    static readonly Dictionary<string, string[]> ByField = new()
    {
        ["machinery"] = ["机械设计", "机械制造及自动化", "材料成形", "测控技术"],
        ["vehicle"] = ["车辆工程", "机械电子", "电机与控制", "材料工程"],
        ["electronics"] = ["电子信息", "微电子", "光电工程", "通信工程"],
        ["software"] = ["计算机科学", "软件工程", "人工智能", "数据科学"],
        ["materials"] = ["材料科学", "高分子材料", "金属材料", "无机非金属材料"],
        ["chemical"] = ["化学工程", "应用化学", "精细化工", "过程装备"],
        ["energy"] = ["电气工程", "能源动力", "新能源", "热能工程"],
        ["environment"] = ["环境工程", "环境科学", "给排水工程", "生态学"],
        ["biopharma"] = ["药学", "生物工程", "药物制剂", "中药学"],
        ["devices"] = ["生物医学工程", "机械设计", "生物材料", "电子信息"],
        ["clinical"] = ["内科学", "外科学", "护理学", "医学影像", "中西医结合"],
        ["crops"] = ["农学", "园艺", "植物保护", "林学", "农业机械"],
        ["livestock"] = ["水产养殖", "动物科学", "动物医学", "饲料与营养"],
        ["food"] = ["食品科学", "农产品加工", "发酵工程", "食品检测"],
        ["construction"] = ["土木工程", "道路桥梁", "建筑材料", "交通工程"],
        ["safety"] = ["安全工程", "水利工程", "地质工程", "测绘遥感"],
    };

    public static IReadOnlyList<string> Professions(string field) => ByField[field];

    /// <summary>What an institution of this kind writes about the means it works with.</summary>
    public static string Means(string kind) => kind switch
    {
        "university" => "学科实验室和中试基地",
        "hospital" => "专科病区、临床试验场地和生物样本管理制度",
        "institute" => "专业试验室和野外试验场站",
        "cooperative" => "连片生产基地和初加工场所",
        _ => "研发中心、检测室和试制车间",
    };
}
