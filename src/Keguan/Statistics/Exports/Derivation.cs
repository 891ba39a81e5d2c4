using Keguan.Foundation;
using Keguan.Foundation.Codes;
using static Keguan.Foundation.Texts;

namespace Keguan.Statistics.Exports;

/// <summary>Arithmetic of the indicators that are computed from others. Pure: values in, value or reason out.</summary>
static class Derivation
{
    /// <summary>What an indicator asks of others, in the order in which <see cref="Of"/> expects the answers.</summary>
    public static IReadOnlyList<Ask> Inputs(Indicator one, Ask ask, HomeArea home)
    {
        var same = ask with { Indicator = one.Of };
        Ask By() => ask with
        {
            Indicator = one.By,
            Period = one.ByPeriod switch { InputPeriod.Year => ask.Period.CalendarYear, InputPeriod.LastYear => ask.Period.CalendarYear.Before(), _ => ask.Period },
        };
        return one.Kind switch
        {
            IndicatorKind.Total or IndicatorKind.Funnel => [.. one.Inputs.Select(id => ask with { Indicator = id })],
            IndicatorKind.Difference or IndicatorKind.Ratio or IndicatorKind.Share or IndicatorKind.PerTenThousand or IndicatorKind.Average or IndicatorKind.Completion => [same, By()],
            IndicatorKind.Growth or IndicatorKind.Change => [same, same with { Period = ask.Period.Before() }],
            IndicatorKind.Cagr => [same, same with { Period = ask.Period.Before(one.Years) }],
            IndicatorKind.BestInYears => [.. Enumerable.Range(0, one.Years).Select(years => same with { Period = ask.Period.Before(years) })],
            IndicatorKind.First => [.. Enumerable.Range(0, one.Years + 1).Select(years => same with { Period = ask.Period.Before(years) })],
            IndicatorKind.Rank => [same, .. Group(one, home).Where(area => area != Self(ask, home)).Select(area => same with { Area = area == home.Own.Code ? "" : area })],
            IndicatorKind.Mean => [.. Group(one, home).Select(area => same with { Area = area == home.Own.Code ? "" : area })],
            _ => [],
        };
    }

    static IEnumerable<string> Group(Indicator one, HomeArea home) => one.Among.Count > 0 ? one.Among : home.Parts.Select(part => part.Code);

    static string Self(Ask ask, HomeArea home) => ask.Area.Length > 0 ? ask.Area : home.Own.Code;

    public static IndicatorValue Of(Known known, Ask ask, IReadOnlyList<IndicatorValue> inputs, CodeTables codes, HomeArea home)
    {
        var one = known.One;
        var value = new IndicatorValue
        {
            Ask = ask, Known = known, Origin = Origin.Formula, Inputs = inputs,
            Provisional = inputs.Any(input => input.Provisional),
            Hedge = inputs.Any(input => input.Hedge != Hedge.None) ? Hedge.About : Hedge.None,
        };
        IndicatorValue No(string zh, string en) => value with { Why = T(zh, en), Hedge = Hedge.None };

        if (one.Kind == IndicatorKind.BestInYears) return Best(one, value, inputs);
        if (one.Kind == IndicatorKind.First) return First(value, inputs);
        if (one.Kind is IndicatorKind.Rank or IndicatorKind.Mean && inputs.Count == 0) return No("比较组是空的", "the comparison group is empty");
        if (one.Kind == IndicatorKind.Mean)
        {
            // A mean over those who happen to have a value would be another figure.
            if (inputs.FirstOrDefault(input => !input.Has) is { } absent) return Missing(absent);
            return value with { Value = inputs.Average(input => input.Value!.Value) };
        }
        if (inputs.FirstOrDefault(input => !input.Has) is { } missing) return Missing(missing);
        var all = inputs.Select(input => input.Value!.Value).ToList();
        var (first, second) = (all[0], all.Count > 1 ? all[1] : 0);
        switch (one.Kind)
        {
            case IndicatorKind.Total: return value with { Value = all.Sum() };
            case IndicatorKind.Difference or IndicatorKind.Change: return value with { Value = first - second };
            case IndicatorKind.Ratio or IndicatorKind.Share or IndicatorKind.PerTenThousand or IndicatorKind.Average or IndicatorKind.Completion:
                if (second == 0) return Zero(inputs[1]);
                return value with { Value = first / second * one.Kind switch { IndicatorKind.Share or IndicatorKind.Completion => 100, IndicatorKind.PerTenThousand => 10_000, _ => 1 } };
            case IndicatorKind.Growth:
                if (second == 0) return Zero(inputs[1]);
                return value with { Value = (first - second) / Math.Abs(second) * 100 };
            case IndicatorKind.Cagr:
                if (second == 0) return Zero(inputs[1]);
                if (second < 0 || first < 0) return No("数值为负，年均增幅没有意义", "a value is negative: there is no yearly growth");
                return value with { Value = ((decimal)Math.Pow((double)(first / second), 1.0 / one.Years) - 1) * 100 };
            case IndicatorKind.Rank:
                var ranking = inputs.Select(input => (Area: input.Ask.Area.Length > 0 ? input.Ask.Area : home.Own.Code, Value: input.Value!.Value)).ToList();
                ranking = [.. one.LessIsBetter ? ranking.OrderBy(row => row.Value) : ranking.OrderByDescending(row => row.Value)];
                // Equal values share a place, as in every league table.
                return value with { Value = 1 + all.Skip(1).Count(other => one.LessIsBetter ? other < first : other > first), Ranking = ranking };
            default:
                if (all[0] == 0) return Zero(inputs[0]);
                return value with { Value = all[^1] / all[0] * 100 };
        }

        IndicatorValue Missing(IndicatorValue input) => No($"{NameOf(input).Zh}没有值：{input.Why.Zh}", $"{NameOf(input).En} has no value: {input.Why.En}");
        IndicatorValue Zero(IndicatorValue input) => No($"{NameOf(input).Zh}为 0，不能作分母", $"{NameOf(input).En} is 0 and cannot be divided by");
        Text NameOf(IndicatorValue input)
        {
            var area = input.Ask.Area.Length > 0 && input.Ask.Area != ask.Area ? codes.Areas.NameOf(input.Ask.Area) : default;
            return T($"{area.Zh}“{input.One.Label.Zh}”（{input.Ask.Period.Words.Zh}）", $"“{input.One.Label.En}” ({(area.IsEmpty ? "" : area.En + ", ")}{input.Ask.Period.Words.En})");
        }
    }

    static IndicatorValue Best(Indicator one, IndicatorValue value, IReadOnlyList<IndicatorValue> inputs)
    {
        if (!inputs[0].Has) return value with { Why = inputs[0].Why };
        var best = 1;
        // A year of which nothing is known ends the claim: “near ten years” needs ten years.
        while (best < inputs.Count && inputs[best].Value is { } earlier && (one.LessIsBetter ? earlier >= inputs[0].Value : earlier <= inputs[0].Value)) best++;
        return value with { Value = best, Hedge = Hedge.None };
    }

    static IndicatorValue First(IndicatorValue value, IReadOnlyList<IndicatorValue> inputs)
    {
        if (!inputs[0].Has) return value with { Why = inputs[0].Why };
        return value with { Value = inputs[0].Value > 0 && inputs.Skip(1).All(earlier => earlier.Value is null or 0) ? 1 : 0, Hedge = Hedge.None };
    }
}
