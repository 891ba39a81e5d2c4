using System.Globalization;
using System.Text.Json;
using Keguan.Foundation;
using Keguan.Statistics.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Reports.WorkReports;

/// <summary>A figure that an outside list expects: an item of the expected JSON.</summary>
public sealed record ExpectedFigure(string Id, decimal? Value, string Unit, string Period, string Scope, string Qualifier, string Quote);

public enum Agreement { Matched, Different, Missing }

/// <summary>One line of the comparison, with the reason where it does not match.</summary>
public sealed record ComparedFigure(ExpectedFigure Expected, BuiltFigure? Built, Agreement Agreement, Text Why);

/// <summary>A built report held against a list of figures that it should give.</summary>
public sealed record ReportComparison(IReadOnlyList<ComparedFigure> Lines)
{
    public int Count(Agreement agreement) => Lines.Count(line => line.Agreement == agreement);

    public int Count(Origin origin) => Lines.Count(line => line.Built?.Origin == origin);

    /// <summary>Share of the expected figures that match, in per cent.</summary>
    public decimal Share => Lines.Count == 0 ? 0 : Math.Round(100m * Count(Agreement.Matched) / Lines.Count, 1);

    /// <summary>Share of all figures found that come from records or formulae.</summary>
    public decimal FromRecords
    {
        get
        {
            var found = Lines.Count(line => line.Built is not null);
            return found == 0 ? 0 : Math.Round(100m * (found - Count(Origin.Observed)) / found, 1);
        }
    }

    /// <summary>Reads `[{id, value, unit, period, scope, qualifier, quote}, …]`; further fields are passed over.</summary>
    /// <param name="prefix">Only ids that begin so, “000-”; empty: all.</param>
    public static IReadOnlyList<ExpectedFigure> ReadExpected(string json, string prefix)
    {
        using var document = JsonDocument.Parse(json);
        var result = new List<ExpectedFigure>();
        foreach (var item in document.RootElement.EnumerateArray())
        {
            string Of(string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            if (!Of("id").StartsWith(prefix, StringComparison.Ordinal)) continue;
            decimal? number = item.TryGetProperty("value", out var said) && said.ValueKind == JsonValueKind.Number ? said.GetDecimal() : null;
            result.Add(new ExpectedFigure(Of("id"), number, Of("unit"), Of("period"), Of("scope"), Of("qualifier"), Of("quote")));
        }
        return result;
    }

    public static ReportComparison Of(BuiltReport built, IReadOnlyList<ExpectedFigure> expected)
    {
        var byId = new Dictionary<string, BuiltFigure>();
        foreach (var figure in built.Figures)
            foreach (var id in figure.Ids) byId.TryAdd(id, figure);
        var report = Period.Parse(built.Period);
        return new ReportComparison([.. expected.Select(one => byId.TryGetValue(one.Id, out var figure) ? Compare(one, figure, report) : new ComparedFigure(one, null, Agreement.Missing, T("模板中没有这个数", "the template has no such figure")))]);
    }

    static ComparedFigure Compare(ExpectedFigure one, BuiltFigure figure, Period report)
    {
        ComparedFigure Different(string zh, string en) => new(one, figure, Agreement.Different, T(zh, en));
        if (figure.Value is not { } value) return new ComparedFigure(one, figure, Agreement.Missing, T(figure.Why, figure.Why));
        if (one.Value is { } expected)
        {
            var decimals = (decimal.GetBits(expected)[3] >> 16) & 0xFF;
            if (Math.Round(value, decimals, MidpointRounding.AwayFromZero) != expected)
                return Different($"值为 {value.ToString("0.######", CultureInfo.InvariantCulture)}，应为 {expected.ToString(CultureInfo.InvariantCulture)}", $"the value is {value.ToString("0.######", CultureInfo.InvariantCulture)}, expected {expected.ToString(CultureInfo.InvariantCulture)}");
        }
        if (one.Unit.Length > 0 && one.Unit != "-" && one.Unit != figure.Unit) return Different($"单位为“{figure.Unit}”，应为“{one.Unit}”", $"the unit is “{figure.Unit}”, expected “{one.Unit}”");
        if (PeriodOf(one.Period, report) is { } period && period.Code != figure.Period) return Different($"期间为 {figure.Period}，应为 {period.Code}", $"the period is {figure.Period}, expected {period.Code}");
        if (one.Scope.Length > 0 && !Masked(one.Scope) && !SameScope(one.Scope, figure.Scope)) return Different($"范围为“{figure.Scope}”，应为“{one.Scope}”", $"the scope is “{figure.Scope}”, expected “{one.Scope}”");
        var hedge = HedgeOf(one.Qualifier);
        if (hedge != figure.Qualifier) return Different($"修饰为“{figure.Qualifier.Words().Zh}”，应为“{hedge.Words().Zh}”（{one.Qualifier}）", $"the hedge is “{figure.Qualifier.Words().En}”, expected “{hedge.Words().En}”");
        return new ComparedFigure(one, figure, Agreement.Matched, default);
    }

    /// <summary>近 400, 1000余, 2个以上, 200家左右: the words round the number.</summary>
    public static Hedge HedgeOf(string qualifier) => qualifier.Length == 0 ? Hedge.None
        : qualifier.Contains("以上", StringComparison.Ordinal) || qualifier.StartsWith("至少", StringComparison.Ordinal) || qualifier.StartsWith('过') ? Hedge.OrMore
        : qualifier.StartsWith('近') ? Hedge.Nearly
        : qualifier.Contains('余', StringComparison.Ordinal) || qualifier.Contains('多', StringComparison.Ordinal) || qualifier == "几十" ? Hedge.Over
        : qualifier.Contains("左右", StringComparison.Ordinal) || qualifier.StartsWith('约') ? Hedge.About
        : Hedge.None;

    /// <summary>全年, 1-6月, 5月, 4月26日, 12月起, 至2021, 2019H1: as reports speak, within the report's year; null where it can't be told.</summary>
    public static Period? PeriodOf(string text, Period report)
    {
        var year = report.Until.Year.ToString(CultureInfo.InvariantCulture);
        var plain = text.Trim().TrimStart('至');
        if (plain is "全年") return Period.Year(report.Until.Year);
        if (Period.TryParse(plain.Replace("-", "..", StringComparison.Ordinal) is var range && plain.Length == 9 ? range : plain, out var written)) return written;
        var numbers = plain.Split(['月', '日', '-', '起'], StringSplitOptions.RemoveEmptyEntries);
        if (!plain.Contains('月', StringComparison.Ordinal) || numbers.Any(number => !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        var months = numbers.Select(number => int.Parse(number, CultureInfo.InvariantCulture).ToString("00", CultureInfo.InvariantCulture)).ToArray();
        var code = plain.Contains('日', StringComparison.Ordinal) && months.Length == 2 ? $"{year}-{months[0]}-{months[1]}" : plain.Contains('-', StringComparison.Ordinal) && months.Length == 2 ? $"{year}-{months[0]}..{year}-{months[1]}" : months.Length == 1 ? $"{year}-{months[0]}" : "";
        return Period.TryParse(code, out var found) ? found : null;
    }

    /// <summary>Names taken out before publication: xx县.</summary>
    static bool Masked(string scope) => scope.Contains("xx", StringComparison.OrdinalIgnoreCase) || scope.Contains("××", StringComparison.Ordinal);

    static bool SameScope(string said, string built) => said == built || built.EndsWith(said, StringComparison.Ordinal) || (said == "省" && built.EndsWith('省'));
}
