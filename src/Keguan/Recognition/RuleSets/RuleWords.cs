using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Expressions;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.RuleSets;

/// <summary>Results in words: for pages, prints and the command line.</summary>
public static class RuleWords
{
    public static Text Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => T("符合", "Met"),
        Verdict.Fail => T("不符合", "Not met"),
        Verdict.Incomplete => T("尚不能判定", "Not decided yet"),
        _ => T("已计算", "Computed"),
    };

    public static Text Of(LineOutcome outcome) => outcome switch
    {
        LineOutcome.Holds => T("符合", "met"),
        LineOutcome.Fails => T("不符合", "not met"),
        LineOutcome.Missing => T("缺数据", "data missing"),
        LineOutcome.Open => T("待判定", "open"),
        _ => T("未涉及", "not asked"),
    };

    /// <summary>A value with its unit: 9.98%, 5,000 万元, 12 人. Percentages are shown times a hundred.</summary>
    public static string Shown(Value value, Text unit, int decimals = 2)
    {
        var format = "#,0." + new string('#', Math.Clamp(decimals, 0, 10));
        return value.Kind switch
        {
            ValueKind.Missing => "",
            ValueKind.Money => Round(value.AsExactFen / Money.FenPerWan, decimals).ToString(format, CultureInfo.InvariantCulture) + " 万元",
            ValueKind.Number when unit.Zh == "%" => Round(value.AsNumber * 100, decimals).ToString(format, CultureInfo.InvariantCulture) + "%",
            ValueKind.Number => $"{Round(value.AsNumber, decimals).ToString(format, CultureInfo.InvariantCulture)} {unit}".TrimEnd(),
            ValueKind.Boolean => (value.AsBoolean ? T("是", "yes") : T("否", "no")).ToString(),
            _ => value.ToString(),
        };
    }

    /// <summary>What there is beside what is required. Digits are added until the two can be told apart: 2.99998% is not 3%.</summary>
    public static (string Value, string Needs) Shown(ConditionResult line)
    {
        for (var decimals = line.Rule.Decimals; ; decimals++)
        {
            var (value, needs) = (Shown(line.Value, line.Rule.Unit, decimals), Shown(line.Needs, line.Rule.Unit, decimals));
            if (value != needs || line.Value == line.Needs || decimals >= 10) return (value, needs);
        }
    }

    /// <summary>25–30, 18, or a dash.</summary>
    public static string Points(decimal? low, decimal? high) => low is not { } from || high is not { } to ? "—" : from == to ? Plain(from) : $"{Plain(from)}–{Plain(to)}";

    public static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    public static decimal Round(decimal number, int decimals) => Math.Round(number, Math.Clamp(decimals, 0, 10), MidpointRounding.AwayFromZero);
}
