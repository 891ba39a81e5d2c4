using Keguan.Foundation.Documents;

namespace Keguan.Tests.Foundation.Documents;

/// <summary>An application as it is printed, with all that a paper can have.</summary>
static class SampleApplication
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// <summary>28 characters, one line of the standard's 22 × 28.</summary>
    public const string Line = "注塑车间能耗占生产成本两成以上设备启停与工艺参数多凭经验";

    public static WordDocument Make(int budgetRows = 6) => new WordDocument("云江市科技计划项目申报书", "YKJ2026-0087", Hash, "云江市科学技术局")
        .Cover(new WordCover("（重点研发　前补助）",
            [
                new("项目名称", "注塑车间边缘计算能耗优化系统研发与示范"), new("申报单位", "云江瀚拓智能装备有限公司"), new("项目负责人", "李承砚"),
                new("推荐单位", "云岭区科学技术局"), new("申报日期", "2026 年 9 月 27 日"),
            ], "云江市科学技术局制", null, "https://keguan.example/verify/YKJ2026-0087"))
        .Heading(1, "项目基本情况")
        .Facts([
            new("项目名称", "注塑车间边缘计算能耗优化系统研发与示范", Wide: true), new("申报单位", "云江瀚拓智能装备有限公司"),
            new("统一社会信用代码", "91330381MA2X1YJ30P"), new("联系电话", "0577-65800000"), new("电子邮箱", null), new("起止日期", "2026-12-01 至 2028-11-30"),
            new("技术领域", "先进制造与自动化\n工业过程控制系统"), new("申请资助", "60.0 万元"),
        ])
        .Heading(1, "研究内容与技术路线")
        .Heading(2, "研究背景")
        .Paragraph(string.Concat(Enumerable.Repeat(Line, 4)) + "。\n\n" + Line + "，据 2025 年统计，单位产品综合能耗为 1.35 kWh/kg，高于行业先进值 12%。")
        .Heading(2, "研究内容")
        .Heading(3, "边缘网关与数据采集").Paragraph(Line + "。")
        .Heading(4, "采集范围").Paragraph(Line + "。")
        .Heading(3, "能耗模型").Paragraph(Line + "。")
        .Heading(1, "经费预算")
        .Table([new("科目", 1.5), new("测算说明", 4), new("申请资助\n（万元）", 1.2, Number: true), new("自筹\n（万元）", 1.2, Number: true), new("小计\n（万元）", 1.2, Number: true)],
            Enumerable.Range(0, budgetRows).Select(i => (string?[])[
                i % 2 == 0 ? "设备费" : "业务费", i % 3 == 0 ? null : "边缘网关 12 台×0.85，能耗采集终端 60 只×0.13，服务器 2 台×1.1", "18.0", "28.0", "46.0"]),
            ["合计", null, "60.0", "84.0", "144.0"], "表 1　经费预算表")
        .Note("注：自筹经费应为货币资金，不低于申请资助的 1.2 倍。")
        .Heading(1, "参加单位").Table([new("序号", 1), new("单位", 5), new("分工", 5)], [])
        .PageBreak()
        .Heading(1, "审核意见")
        .Signatures(new("申报单位\n意见", "法定代表人", "本单位承诺所填内容真实、准确，愿承担相应责任。", new DateOnly(2026, 9, 27)), new("推荐单位\n意见", "负责人"))
        .Signed("云江市科学技术局", "2026 年 11 月 20 日");
}
