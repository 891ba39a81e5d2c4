using System.Globalization;

namespace Keguan.Demo;

/// <summary>Typed targets of a proposal, and the words in which texts speak of them.</summary>
static class TargetMaker
{
    static readonly string[] Change = ["下降", "降低", "减少", "缩短", "节约", "缩小", "提高", "提升", "增加", "改善", "减量"];

    public static IReadOnlyList<CityTarget> Make(Subject subject, string kind, int totalTenths, DemoRandom random)
    {
        var targets = new List<CityTarget>();
        foreach (var metric in random.Some([.. subject.Topic.Metrics.Where(metric => metric.Fits(subject.Object))], random.Pick((2, 45), (3, 55))))
            targets.Add(new CityTarget("technical", metric.Name, metric.Unit, Draw(metric.BaselineLow, metric.BaselineHigh, metric.Decimals, random),
                metric.AtMost ? "at-most" : "at-least", Draw(metric.GoalLow, metric.GoalHigh, metric.Decimals, random), metric.Method));

        var applied = random.Pick(subject.Field.Applications);
        targets.Add(new CityTarget("application", applied.Name, applied.Unit, 0, "at-least", Round(random.Between(applied.Low, applied.High)), applied.Unit is "项" or "套" or "台" ? "验收或交付文件" : "现场核查"));

        if (kind is "university" or "hospital")
            targets.Add(new CityTarget("output", "核心期刊论文", "篇", 0, "at-least", random.Between(2, 5), "录用通知或检索证明"));
        if (kind != "hospital" || random.Chance(40))
        {
            var filed = random.Between(0, 2);
            targets.Add(new CityTarget("output", "发明专利申请", "件", filed, "at-least", filed + random.Between(1, 4), "受理通知书"));
        }
        else
        {
            var outcome = subject.Field.Outcomes[0];
            targets.Add(new CityTarget("output", outcome.Name, outcome.Unit, 0, "at-least", random.Between(outcome.Low, outcome.High), "正式文本"));
        }
        if (random.Chance(40) && random.Pick(subject.Field.Outcomes) is var more && targets.All(target => target.Name != more.Name) && targets.Count < 6)
            targets.Add(new CityTarget("output", more.Name, more.Unit, 0, "at-least", random.Between(more.Low, more.High), more.Name.Contains("标准", StringComparison.Ordinal) ? "发布文件" : "登记证书或正式文本"));

        var wan = totalTenths / 10;
        if (kind == "enterprise") targets.Add(new CityTarget("economic", "新增销售收入", "万元", 0, "at-least", Round(wan * random.Between(4, 16)), "专项审计"));
        else if (kind == "cooperative") targets.Add(new CityTarget("economic", "带动农户增收", "万元", 0, "at-least", Round(wan * random.Between(1, 4)), "抽样核查"));
        else if (kind == "institute" || (kind == "university" && random.Chance(60)))
            targets.Add(new CityTarget("economic", "技术服务与转让收入", "万元", 0, "at-least", Round(Math.Max(10, wan * random.Between(3, 12) / 10)), "技术合同登记证明"));
        return targets;
    }

    /// <summary>“固化温度由150℃降至75℃”, “发电量提升6.5%”.</summary>
    public static string Words(CityTarget target)
    {
        var unit = target.Unit == "—" ? "" : target.Unit;
        if (Change.Any(target.Name.EndsWith)) return $"{target.Name}{Number(target.Goal)}{unit}";
        if (target.Baseline == 0) return target.Direction == "at-most" ? $"{target.Name}不高于{Number(target.Goal)}{unit}" : $"{target.Name}达到{Number(target.Goal)}{unit}";
        return target.Direction == "at-most"
            ? $"{target.Name}由{Number(target.Baseline)}{unit}降至{Number(target.Goal)}{unit}"
            : $"{target.Name}由{Number(target.Baseline)}{unit}提高到{Number(target.Goal)}{unit}";
    }

    public static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    static decimal Draw(decimal low, decimal high, int decimals, DemoRandom random)
    {
        var scale = decimals switch { 0 => 1, 1 => 10, 2 => 100, _ => 10_000 };
        var drawn = random.Between((int)(low * scale), (int)(high * scale));
        return decimals == 0 ? Math.Clamp(Round(drawn), low, high) : drawn / (decimal)scale;
    }

    /// <summary>People write 4 850 hours, not 4 837.</summary>
    static int Round(int value) => Math.Abs(value) switch { >= 5000 => Nearest(value, 500), >= 1000 => Nearest(value, 100), >= 300 => Nearest(value, 20), >= 100 => Nearest(value, 10), >= 40 => Nearest(value, 5), _ => value };

    static int Nearest(int value, int step) => (value + Math.Sign(value) * step / 2) / step * step;
}
