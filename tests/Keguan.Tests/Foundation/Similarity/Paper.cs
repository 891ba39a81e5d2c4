using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Similarity;

/// <summary>A scientific record: 1 000 real ones from shared/data, or a few of our own.</summary>
public sealed partial record Paper(string Title, string Abstract, string Keywords, string Discipline)
{
    public string All => Title + "\n" + Abstract + "\n" + Keywords;

    public static IReadOnlyList<Paper> Real()
    {
        var path = Repository.Shared("data", "text", "abstracts-1000.jsonl");
        if (path is null) Assert.Skip("shared/data is not here");
        return [.. File.ReadLines(path).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return new Paper(root.GetProperty("title").GetString()!, root.GetProperty("abstract").GetString()!, string.Join(' ', root.GetProperty("keywords").EnumerateArray().Select(word => word.GetString())), root.GetProperty("discipline").GetString()!);
        })];
    }

    /// <summary>Texts made by ourselves, on six subjects.</summary>
    public static IReadOnlyList<Paper> Own { get; } =
    [
        new("海水养殖池塘的增氧机智能控制", "针对对虾养殖池塘夜间缺氧的问题，设计了一套基于溶解氧预测的增氧机控制器。控制器每十分钟采样一次水温和溶解氧，用递归最小二乘法预测两小时后的溶解氧浓度。在三口池塘中运行六十天，耗电量比定时开机减少了百分之二十三，未出现浮头现象。", "增氧机 溶解氧 对虾", "水产"),
        new("低温环境下锂电池组的热管理", "北方冬季电动客车续航下降明显。本文提出利用驱动电机余热给电池组预热的方案，建立了液冷回路的一维模型。台架试验表明，零下二十度时电池升温到十度只需十二分钟，续航里程提高百分之十七。", "锂电池 余热 电动客车", "电气工程"),
        new("乡镇卫生院中药处方的合理性分析", "收集某县十二所乡镇卫生院一年内的中药处方三千余张，由两名药师独立点评。不合理处方占百分之十一，主要为用量过大和配伍不当。开展培训半年后该比例降到百分之五，差异有统计学意义。", "中药处方 乡镇卫生院 处方点评", "药学"),
        new("古城墙砖的风化机理与加固", "对某明代城墙的墙砖取样，用扫描电镜和离子色谱分析可溶盐。硫酸盐结晶是表层酥碱的主要原因。比较了三种渗透加固剂，其中硅酸乙酯处理后抗压强度提高一倍而透气性基本不变。", "城墙 风化 硅酸乙酯", "考古学"),
        new("县域科技特派员服务成效评价", "构建包括服务频次、技术推广面积和农户增收三个维度的评价体系，用熵权法确定权重，对九十名科技特派员进行评价。结果显示服务频次与农户增收的相关性较弱，而驻点天数的影响显著。", "科技特派员 熵权法 评价", "管理学"),
        new("高速列车头型的气动噪声优化", "以头型的五个控制参数为变量，用克里金代理模型和遗传算法对气动噪声进行多目标优化。优化后的头型在时速三百五十公里时远场噪声降低两分贝，阻力减小百分之四。", "高速列车 气动噪声 优化", "交通运输工程"),
    ];

    static readonly Dictionary<string, string> Synonyms = new()
    {
        ["研究"] = "探讨", ["方法"] = "办法", ["结果"] = "结论", ["表明"] = "显示", ["提出"] = "给出", ["问题"] = "难题", ["影响"] = "作用", ["分析"] = "剖析", ["采用"] = "使用", ["设计"] = "构思", ["进行"] = "开展", ["提高"] = "提升",
        ["减少"] = "降低", ["主要"] = "首要", ["建立"] = "构建", ["模型"] = "模式", ["技术"] = "工艺", ["系统"] = "体系", ["控制"] = "调控", ["基于"] = "依据", ["利用"] = "运用", ["通过"] = "经由", ["及其"] = "和", ["不同"] = "各种", ["具有"] = "拥有",
    };

    /// <summary>Sentences deleted up to a share of the text, the rest reordered, words replaced by synonyms, and further pairs by others until a share of the characters is new.</summary>
    public static string Alter(string text, double deleted, double replaced, Random random)
    {
        var parts = Sentence().Split(text).Where(part => part.Length > 0).ToList();
        var gone = 0;
        foreach (var part in parts.OrderBy(_ => random.Next()).ToList())
        {
            if (gone + part.Length > deleted * text.Length) continue;
            gone += part.Length;
            parts.Remove(part);
        }
        var kept = string.Concat(parts.OrderBy(_ => random.Next()));
        var left = (int)(replaced * kept.Length);
        var result = new StringBuilder(kept);
        foreach (var (word, other) in Synonyms)
        {
            for (var at = kept.IndexOf(word, StringComparison.Ordinal); at >= 0 && left >= 2; at = kept.IndexOf(word, at + 2, StringComparison.Ordinal))
            {
                (result[at], result[at + 1]) = (other[0], other[^1]);
                left -= 2;
            }
        }
        foreach (var at in Enumerable.Range(0, kept.Length / 2).OrderBy(_ => random.Next()).Take(left / 2))
            (result[2 * at], result[(2 * at) + 1]) = ((char)('一' + random.Next(3_000)), (char)('一' + random.Next(3_000)));
        return result.ToString();
    }

    [GeneratedRegex("(?<=[。；;．.，,])")] private static partial Regex Sentence();
}
