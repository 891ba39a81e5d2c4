using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Lifecycle;
using Keguan.Recognition.RuleSets;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.SelfChecks;

/// <summary>A result as it stands on pages and papers.</summary>
public static class RuleShown
{
    /// <summary>国科发火〔2016〕32号 第十一条第（一）项；未核 where it is not verified.</summary>
    public static string Clause(RuleSetDefinition definition, IRuleSource source)
    {
        var words = $"{definition.Document(source.Document)?.Number} {source.Clause}".Trim();
        return source.Status is RuleStatus.Unverified or RuleStatus.SecondHand ? $"{words}（{source.Status.Words()}）" : words;
    }

    public static string Needs(ConditionResult line) => RuleWords.Shown(line).Needs is { Length: > 0 } needs ? $"{line.Rule.Compare} {needs}" : "";

    public static string Figure(FigureResult figure) => RuleWords.Shown(figure.Value, figure.Rule.Unit, figure.Rule.Unit.Zh == "%" ? 2 : Math.Min(figure.Rule.Decimals, 6));

    public static Tone Of(Verdict verdict) => verdict switch { Verdict.Pass => Tone.Green, Verdict.Fail => Tone.Red, Verdict.Incomplete => Tone.Amber, _ => Tone.Blue };

    public static Tone Of(LineOutcome outcome) => outcome switch { LineOutcome.Holds => Tone.Green, LineOutcome.Fails => Tone.Red, LineOutcome.Missing or LineOutcome.Open => Tone.Amber, _ => Tone.Grey };

    /// <summary>The word under which a verdict is stored.</summary>
    public static Verdict VerdictOf(string word) => word switch { "pass" => Verdict.Pass, "fail" => Verdict.Fail, "computed" => Verdict.Computed, _ => Verdict.Incomplete };

    /// <summary>The answer in one sentence.</summary>
    public static Text Sentence(RuleResult result)
    {
        var failed = result.Conditions.Count(line => line.Outcome == LineOutcome.Fails);
        return result.Verdict switch
        {
            Verdict.Pass => T("按所填数据，各项条件均已符合", "By what was filled in, all conditions are met"),
            Verdict.Fail => T($"按所填数据，有 {failed} 项条件不符合", $"By what was filled in, {failed} conditions are not met"),
            Verdict.Incomplete => T("没有不符合的条件，但有的还不能判定", "No condition is broken, but not all can be decided"),
            _ => T("已按所填数据计算", "Computed by what was filled in"),
        };
    }

    /// <summary>Years side by side: quantities down, rows of the table across.</summary>
    public static (IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string?>> Lines) Rows(RowsResult rows)
    {
        var name = rows.Field.Columns[0];
        IReadOnlyList<string> heads = [name.Label.ToString(), .. rows.Rows.Select(row => name.Type == FieldType.Year ? RuleWords.Plain(row.GetValueOrDefault(name.Key) is { Kind: ValueKind.Number } year ? year.AsNumber : 0) : Words(row, name.Key, default, 2))];
        var lines = rows.Field.Columns.Skip(1).Select(column => (column.Key, column.Label, column.Unit, Decimals: 6))
            .Concat(rows.Rule.Figures.Select(figure => (figure.Key, figure.Label, figure.Unit, Decimals: figure.Unit.Zh == "%" ? 2 : figure.Decimals)));
        return (heads, [.. lines.Select(line => (IReadOnlyList<string?>)[line.Label.ToString(), .. rows.Rows.Select(row => Words(row, line.Key, line.Unit, line.Decimals))])]);
    }

    static string Words(IReadOnlyDictionary<string, Value> row, string key, Text unit, int decimals) => row.TryGetValue(key, out var value) ? RuleWords.Shown(value, unit, decimals) : "";
}
