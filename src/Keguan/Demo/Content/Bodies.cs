namespace Keguan.Demo.Content;

/// <summary>A named public body of the city: institute, university or hospital.</summary>
/// <param name="Fields">Keys of the fields in which it works; empty for all.</param>
/// <param name="Focus">Parts of names of the topics and objects that it works on within them, divided by “/”; empty for all.</param>
public sealed record Body(string Name, string Area, string Industry, string Fields, int Staff, int Founded, string Focus = "");

/// <summary>The city's public bodies by name, the brands of its enterprises and cooperatives, and the institutions outside from which experts come. All invented.</summary>
public static class Bodies
{
    public static readonly IReadOnlyList<Body> Universities =
    [
        new("云江学院", "990102", "8341", "", 1260, 1978),
        new("云江理工学院", "990103", "8341", "machinery vehicle electronics software materials chemical energy environment construction safety", 980, 1985),
        new("云江医药高等专科学校", "990102", "8341", "biopharma devices clinical food", 520, 1993),
        new("云江职业技术学院", "990103", "8341", "machinery vehicle electronics software construction energy", 640, 1999),
        new("云江农业职业学院", "990121", "8341", "crops livestock food environment", 410, 1996),
        new("金渡工贸职业技术学院", "990181", "8341", "machinery materials chemical electronics", 360, 2004),
        new("云江开放大学", "990102", "8341", "software safety", 180, 1981, "工业软件/数据平台/自然语言/应急指挥/消防"),
        new("白塔交通职业学院", "990122", "8341", "construction vehicle safety", 260, 2006, "道路/桥梁/智慧交通/电驱动/制动/生产安全"),
    ];

    public static readonly IReadOnlyList<Body> Institutes =
    [
        new("云江市农业科学研究院", "990102", "7330", "crops livestock food", 186, 1962),
        new("云江市先进制造研究院", "990103", "7320", "machinery vehicle materials software", 142, 2014, "精密/智能产线/激光/电驱动/车身/智能驾驶/先进陶瓷/合金/工业软件/计算机视觉"),
        new("云江市林业科学研究所", "990121", "7330", "crops environment", 68, 1973, "香榧/油茶/毛竹/松材/石斛/白及/边坡/竹/森林"),
        new("云江市水产研究所", "990103", "7330", "livestock food", 54, 1979, "水产/鲈/鳖/虾/鱼/珍珠/稻渔/底泥/蛙"),
        new("云江市畜牧兽医研究所", "990122", "7330", "livestock", 47, 1982),
        new("云江市茶叶研究所", "990121", "7330", "crops food", 39, 1984, "茶"),
        new("云江市中药研究所", "990123", "7340", "biopharma crops", 44, 1988, "中药/石斛/黄精/白及/三叶青/贝母/灵芝"),
        new("云江市新材料中试研究院", "990181", "7320", "materials chemical energy", 96, 2017, "防护涂层/功能高分子/先进陶瓷/电池与能源/绿色合成/胶粘/储能"),
        new("云江市五金技术研究所", "990181", "7320", "machinery materials", 52, 1991, "五金/模具/压铸/激光/合金/铸/防护涂层"),
        new("云江市建筑科学研究院", "990102", "7320", "construction safety", 118, 1976, "绿色建筑/桥梁/市政/消防/古建筑"),
        new("云江市交通规划设计研究院", "990102", "7484", "construction", 164, 1983, "道路/桥梁/智慧交通"),
        new("云江市水利水电勘测设计院", "990103", "7484", "safety environment construction", 152, 1965, "水旱/流域/水库/河道/内涝/边坡/市政"),
        new("云江市环境科学研究院", "990102", "7461", "environment chemical", 86, 1980),
        new("云江市生态环境监测中心", "990103", "7461", "environment", 73, 1986, "监测与低碳/大气/河道/水库"),
        new("云江市质量技术检测研究院", "990102", "7452", "machinery electronics materials energy", 134, 1972, "测试与智能/合金/传感器/输配电/精密/陶瓷/铸"),
        new("云江市计量科学研究院", "990102", "7453", "electronics energy devices", 78, 1969, "传感器/测试与智能/电能/计量/监测/诊断与监护"),
        new("云江市食品药品检验研究院", "990103", "7452", "food biopharma devices", 105, 1987, "营养健康/化学制剂/中药/诊断试剂/口腔/采后"),
        new("云江市特种设备检验研究院", "990181", "7452", "safety machinery energy", 92, 1994, "生产安全/锅炉/储能/气化/制氢/生物质"),
        new("云江市水文中心", "990103", "7640", "safety environment", 61, 1956, "洪水/内涝/流域/水库/水闸"),
        new("云江市气象服务中心", "990102", "7410", "safety crops", 42, 1958, "洪水/内涝/森林/葡萄/草莓/茶/水稻"),
        new("云江市地质灾害防治中心", "990123", "7475", "safety construction", 36, 2003, "地质灾害/边坡/衬砌"),
        new("云江市数据资源管理中心", "990102", "6550", "software safety", 58, 2016, "数据平台/网络与数据/政务/应急物资/人群"),
        new("云江市城乡规划设计研究院", "990102", "7485", "construction software", 127, 1985, "智慧交通/内涝/市政/停车/历史/古"),
        new("云江市疾病预防控制中心", "990103", "8431", "clinical biopharma safety", 148, 1953, "慢性病/诊断试剂/生产安全/慢性"),
        new("云江市节能技术服务中心", "990103", "7514", "energy environment", 33, 2009, "工业节能/碳/光伏/空压机"),
        new("石梁县农业技术推广中心", "990123", "7511", "crops livestock", 45, 1990),
    ];

    public static readonly IReadOnlyList<Body> Hospitals =
    [
        new("云江市人民医院", "990102", "8411", "clinical devices biopharma", 2140, 1951),
        new("云江市第二人民医院", "990103", "8411", "clinical devices", 1320, 1958),
        new("云江市肿瘤医院", "990102", "8415", "clinical biopharma", 560, 1966, "肿瘤/癌"),
        new("云江市第四人民医院", "990181", "8411", "clinical devices", 780, 1972),
        new("云江市中医院", "990102", "8412", "clinical biopharma", 910, 1956, "中西医/慢性病/中药"),
        new("云江市中西医结合医院", "990103", "8413", "clinical biopharma", 620, 1984, "中西医/慢性病/微创/中药"),
        new("云江市妇幼保健院", "990102", "8433", "clinical devices", 540, 1953, "宫颈/乳腺/围绝经/骨质疏松/胎心"),
        new("云江市口腔医院", "990102", "8415", "devices", 230, 1989, "牙/义齿/矫治器"),
        new("云江市康复医院", "990103", "8415", "clinical devices", 280, 2005, "中西医/康复与辅具"),
        new("云江市急救中心", "990102", "8434", "clinical safety", 120, 1996, "急危重症/应急指挥"),
        new("云江市胸科医院", "990103", "8415", "clinical devices", 340, 1964, "肺/房颤/胸痛/高血压/食管/心电/睡眠"),
        new("云岭区人民医院", "990102", "8411", "clinical", 610, 1970),
        new("云岭区中医医院", "990102", "8412", "clinical", 260, 1986, "中西医/慢性病"),
        new("临江区人民医院", "990103", "8411", "clinical devices", 680, 1963),
        new("临江区妇幼保健院", "990103", "8433", "clinical", 210, 1978, "宫颈/乳腺/围绝经/骨质疏松"),
        new("金渡市人民医院", "990181", "8411", "clinical devices", 1080, 1949),
        new("金渡市中医院", "990181", "8412", "clinical biopharma", 520, 1959, "中西医/慢性病/中药"),
        new("金渡市妇幼保健院", "990181", "8433", "clinical", 240, 1981, "宫颈/乳腺/围绝经/骨质疏松"),
        new("青溪县人民医院", "990121", "8411", "clinical", 590, 1952),
        new("青溪县中医院", "990121", "8412", "clinical", 260, 1983, "中西医/慢性病"),
        new("白塔县人民医院", "990122", "8411", "clinical", 640, 1950),
        new("白塔县中医院", "990122", "8412", "clinical", 280, 1985, "中西医/慢性病"),
        new("石梁县人民医院", "990123", "8411", "clinical", 480, 1954),
        new("石梁县中医院", "990123", "8412", "clinical biopharma", 210, 1987, "中西医/慢性病/中药"),
    ];

    /// <summary>Enterprises by field: 212 in all.</summary>
    public static readonly IReadOnlyDictionary<string, int> Enterprises = new Dictionary<string, int>
    {
        ["machinery"] = 25, ["vehicle"] = 18, ["electronics"] = 17, ["software"] = 16, ["materials"] = 17, ["chemical"] = 14, ["energy"] = 15, ["environment"] = 14,
        ["biopharma"] = 13, ["devices"] = 14, ["clinical"] = 3, ["crops"] = 9, ["livestock"] = 8, ["food"] = 12, ["construction"] = 10, ["safety"] = 7,
    };

    /// <summary>Two characters that no company register knows in this combination with 云江.</summary>
    public static readonly IReadOnlyList<string> IndustrialBrands = Split("""
        瀚拓 澜石 纸渡 砺川 白榆 晟钧 渡鸿 素练 临澍 星堰 启衡 恒砺 锦霖 铄岩 云隼 弘弈 砺锋 睿泊 曜川 柏砚 辰汐 岱岳 澄湾 琢石 翰屿 锐珩 鼎澜 衡岳 沐川 晗光
        拓垣 铭渡 朗砾 骏垚 硕砂 霁川 知衡 珩宇 砚池 凌渡 泓屿 屹澜 允中 维砺 驰远 垣诚 颢川 聚砾 栎山 曜石 臻渡 浚川 锋棱 磐屿 越砺 齐光 松衍 钧陶 铸川 方砺
        嘉屿 元澍 锦衡 汇澜 广砾 飞砚 伏波 沧屿 湛川 扶朗 帆渡 翊石 慧澍 乾砺 志垚 景澜 思衡 同砺 卓屿 岭秀 致衍 长砾 海堰 鹤鸣 青砺 丹屿 和澍 瑞堰 旷川 隽石
        虹渡 捷砾 攀岳 穹川 融砺 善渡 泰衡 望砾 显川 雅屿 逸澜 云堰 哲川 正澍 至渡 中砺 宗岳 秋砚 蔚川 凯砾 久澜 昆屿 立渡 明垚 南砺 佩石 乔川 仁澍 盛堰 天砾
        闻渡 溪衡 翔砺 炎川 映澜 远堰 展砾 昭屿 振澍 冠渡 豪砺 建垚 津川 可衡 朴石 良屿 迈砾 宁澜 浦渡 群砺 尚川 坦堰 伟澍 先砾 信屿 艺衡 勇砺 誉川 珍石 舟澜
        铂屿 宸砾 迪川 峰澍 歌渡 贯砺 浩垚 江衡 君川 朗堰 敏屿 诺砾 鹏澜 清渡 荣砺 双川 挺石 旺澍 萤屿 修砾 业衡 盈川 原堰 赞渡 智砺 自澜 祖川 百砾 宝屿 昌澍
        """);

    public static readonly IReadOnlyList<string> GreenBrands = Split("""
        锦穗 茗岭 禾垚 丰壤 翠垄 稻香里 云雾坪 青梗 山蒲 谷雨堂 半亩 橘洲渔 鲜泽 溪鲈 牧坡 竹语 松露坪 笋溪 禾乐 稷田 桑陌 陌上 岭上 石蜜 清塘 稼轩 采山 五谷坊 杨梅岭 果垄
        米渡 乡耘 山泉里 芳垄 甘棠 苇塘 耘禾 锦鲤塘 橙丘 林丰 春垄 秋实里 晨露 稔丰 嘉穗 麦浪坡 蔬畦 茗溪 菇山 蜂语
        """);

    /// <summary>What a cooperative grows or keeps, with industry, field and focus.</summary>
    public static readonly IReadOnlyList<(string Trade, string Industry, string Field, string Focus)> Cooperatives =
    [
        ("茶叶", "0164", "crops", "茶"), ("水稻", "0111", "crops", "水稻"), ("蔬菜", "0141", "crops", "蔬菜/白菜/玉米"), ("食用菌", "0142", "crops", "菇/食用菌"), ("杨梅", "0159", "crops", "杨梅"),
        ("柑橘", "0153", "crops", "柑橘"), ("中药材", "0171", "crops", "黄精/石斛/白及"), ("油茶", "0162", "crops", "油茶"), ("毛竹", "0242", "crops", "竹/笋"), ("香榧", "0161", "crops", "香榧"),
        ("稻鱼", "0412", "livestock", "稻渔/鳖/鱼"), ("生态养殖", "0399", "livestock", "猪/羊/鸡"), ("水产养殖", "0412", "livestock", "水产养殖/鲈/底泥"), ("家禽", "0321", "livestock", "鸡/鸭/禽"),
        ("湖羊", "0314", "livestock", "羊"), ("中蜂", "0392", "livestock", "蜜蜂"), ("笋制品", "1371", "food", "笋"), ("茶叶加工", "1530", "food", "茶"),
        ("农机服务", "0512", "crops", "农机/运输机/采摘"), ("植保服务", "0515", "crops", "植保"),
    ];

    /// <summary>Institutions outside the city. Name, town.</summary>
    public static readonly IReadOnlyList<(string Name, string Town, string Kind, string Fields)> Outside =
    [
        ("越州大学", "越州市", "university", ""), ("越州理工大学", "越州市", "university", "machinery vehicle electronics software materials chemical energy environment construction safety"),
        ("越州农林大学", "越州市", "university", "crops livestock food environment"), ("越州医科大学", "越州市", "university", "clinical biopharma devices"),
        ("越州中医药大学", "越州市", "university", "clinical biopharma"), ("越州财经大学", "越州市", "university", ""),
        ("东澜大学", "东澜市", "university", ""), ("东澜工业大学", "东澜市", "university", "machinery vehicle electronics materials chemical energy"),
        ("东澜海洋大学", "东澜市", "university", "livestock food environment safety"), ("东澜信息工程大学", "东澜市", "university", "electronics software safety"),
        ("鹭屏大学", "鹭屏市", "university", ""), ("鹭屏交通大学", "鹭屏市", "university", "vehicle construction safety"),
        ("省农业科学院", "越州市", "institute", "crops livestock food"), ("省机械工业研究院", "越州市", "institute", "machinery vehicle"),
        ("省化工研究院", "东澜市", "institute", "chemical materials biopharma"), ("省电子技术研究所", "越州市", "institute", "electronics software"),
        ("省环境保护科学设计研究院", "越州市", "institute", "environment energy"), ("省水利河口研究院", "越州市", "institute", "safety environment construction"),
        ("省建筑设计研究院", "越州市", "institute", "construction"), ("省医学科学院", "越州市", "institute", "clinical biopharma devices"),
        ("省药品检验研究院", "越州市", "institute", "biopharma devices food"), ("省应急管理科学研究院", "越州市", "institute", "safety"),
        ("省科技评估中心", "越州市", "institute", ""), ("省科技信息研究院", "越州市", "institute", ""),
        ("越州市第一医院", "越州市", "hospital", "clinical devices"), ("东澜医院", "东澜市", "hospital", "clinical devices"), ("鹭屏市立医院", "鹭屏市", "hospital", "clinical"),
        ("越州衡岱会计师事务所", "越州市", "firm", ""), ("东澜砚平会计师事务所", "东澜市", "firm", ""), ("鹭屏知允会计师事务所", "鹭屏市", "firm", ""), ("越州澄鉴会计师事务所", "越州市", "firm", ""),
    ];

    /// <summary>Accountants of the city: experts for money, no applicants.</summary>
    public static readonly IReadOnlyList<string> AccountingFirms = ["云江澜衡会计师事务所", "云江素鉴会计师事务所", "云江守砚税务师事务所", "云江允川会计师事务所"];

    static string[] Split(string words) => words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
