using System.Globalization;

namespace Keguan.Demo;

/// <summary>The three calls of the demonstration: last year's first batch, this year's second whose window is closed, and the one that is open now.</summary>
static class CallMaker
{
    const long Wan = 1_000_000;

    static readonly string[] Directions =
    [
        "智能制造与高端装备：精密传动、在线检测、激光与增材制造、专用装备",
        "新一代信息技术：传感与仪表、工业软件、计算机视觉、数据安全",
        "新材料与精细化工：防护涂层、高性能合金、先进陶瓷、绿色合成",
        "新能源与节能环保：储能与光伏、余热利用、水污染控制、固废资源化",
        "生物医药与健康：化学制剂、诊断试剂、植介入材料、慢性病筛查与康复",
        "现代农业与食品：品种选育、绿色防控、健康养殖、采后保鲜与精深加工",
        "城市建设与公共安全：道路桥梁、绿色建材、防洪与地质灾害、消防与生产安全",
    ];

    public static IReadOnlyList<CityCall> Make(DemoTime time)
    {
        var (anchorMonth, year) = (time.Month(0), time.WorkDay(-49).Year);
        var approved = time.OnOrAfter(anchorMonth.AddMonths(-18).AddDays(19));
        var lastOpens = time.OnOrAfter(approved.AddDays(-100));
        var lastCloses = time.OnOrAfter(approved.AddDays(-70));
        var currentOpens = time.WorkDay(-79);
        var nextOpens = time.WorkDay(-19);
        var nextCloses = time.OnOrAfter(time.Day(12));
        var nextYear = nextCloses.Month >= 7 ? nextCloses.Year + 1 : nextCloses.Year;
        if (nextYear == year) nextYear++;
        return
        [
            Call("last", year - 1, 1, lastOpens, lastCloses, 36, 4600 * Wan, 220, 7, time),
            Call("current", year, 2, currentOpens, time.WorkDay(-49), 36, 4200 * Wan, 180, 34, time),
            Call("next", nextYear, 1, nextOpens, nextCloses, 32, 4800 * Wan, 200, 36, time),
        ];
    }

    /// <summary>What the batch of last year was approved by.</summary>
    public static CityApproval Approval(CityCall last, DemoTime time)
    {
        var on = time.OnOrAfter(time.Month(-18).AddDays(19));
        var from = time.AddWorkingDays(on, -9);
        return new CityApproval(last.Key, last.Code, $"关于下达{last.Year}年度第一批市级科技计划项目的通知", $"云科发〔{on.Year}〕22号", on, from, time.AddWorkingDays(from, 6));
    }

    static CityCall Call(string key, int year, int batch, DateOnly opens, DateOnly closes, int lead, long budget, int planned, int number, DemoTime time)
    {
        var published = time.OnOrAfter(opens.AddDays(-lead));
        var title = $"{year}年度市级科技计划（第{(batch == 1 ? "一" : "二")}批）";
        var random = DemoRandom.For((ulong)(year * 10 + batch), "call");
        return new CityCall
        {
            Key = key,
            Year = year,
            Code = string.Create(CultureInfo.InvariantCulture, $"{year}-{batch}"),
            Title = title,
            Summary = "支持重点研发、技术创新引导、基地和人才、社会发展与民生四类项目，单项资助不超过80万元",
            Guide = Guide(title, opens, closes),
            DocumentNumber = $"云科发〔{published.Year}〕{number}号",
            DraftedAt = DemoTime.Office(time.AddWorkingDays(published, -8), random),
            SubmittedAt = DemoTime.Office(time.AddWorkingDays(published, -3), random),
            PublishedAt = DemoTime.Office(published, random),
            OpensAt = DemoTime.At(opens, 9),
            ClosesAt = DemoTime.At(closes, 17),
            BudgetFen = budget,
            Planned = planned,
            OwnRatioPercent = 120,
            LimitPerOrganisation = 6,
            Categories =
            [
                new("key-rd", 80 * Wan, budget / 100 * 50, planned * 42 / 100, "subsidised,post-subsidy,self-funded"),
                new("guidance", 50 * Wan, budget / 100 * 22, planned * 26 / 100, "subsidised,post-subsidy,self-funded"),
                new("base-talent", 60 * Wan, budget / 100 * 12, planned * 12 / 100, "subsidised,self-funded"),
                new("livelihood", 40 * Wan, budget / 100 * 16, planned - planned * 42 / 100 - planned * 26 / 100 - planned * 12 / 100, "subsidised,self-funded"),
            ],
        };
    }

    static string Guide(string title, DateOnly opens, DateOnly closes)
    {
        string Day(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
        return $"""
            ## 一、支持方向

            {string.Join("\n", Directions.Select((line, index) => $"{index + 1}. {line}。"))}

            ## 二、申报条件

            1. 在本市依法登记、具有独立法人资格的企业、科研院所、高等学校、医疗卫生机构和农民专业合作社，登记信息已通过核实。
            2. 项目负责人同时主持的申报和在研项目不超过 1 项。企业同批申报不超过 2 项，科研院所、高等学校和医疗卫生机构同批申报不超过 6 项。
            3. 单位和负责人无逾期未验收项目，不在科研失信禁入期内。
            4. 项目执行期 1 至 3 年。

            ## 三、资助标准

            | 类别 | 单项资助上限 |
            |---|---|
            | 重点研发 | 80 万元 |
            | 技术创新引导 | 50 万元 |
            | 基地和人才 | 60 万元 |
            | 社会发展与民生 | 40 万元 |

            自筹经费不少于申请资助的 1.2 倍。自筹项目不申请资助。

            ## 四、申报材料

            （一）诚信承诺书，由负责人和单位分别签署；（二）有合作单位的，附合作协议，写明分工和成果归属；（三）营业执照或法人证书、上年度财务报表；（四）其他证明材料。

            ## 五、时间和方式

            {title}网上受理时间为 {Day(opens)} 9:00 至 {Day(closes)} 17:00，以服务器收到时间为准。各县（市、区）科技部门在截止后 10 个工作日内完成推荐。
            """;
    }
}
