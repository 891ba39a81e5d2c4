using System.Text.Json.Nodes;
using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;

namespace Keguan.Recognition.RuleSets;

/// <summary>A result as JSON: what `keguan check` prints and what is stored with a self-check. The keys are described in docs/specs/rules.md.</summary>
public static class RuleResultJson
{
    public static JsonObject Of(RuleResult result)
    {
        var definition = result.RuleSet.Definition;
        var json = new JsonObject
        {
            ["rule_set"] = definition.RuleSet,
            ["edition"] = definition.Edition,
            ["definition"] = definition.Key,
            ["version"] = result.RuleSet.Source.Version,
            ["as_of"] = result.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (definition.Area.Length > 0) json["area"] = definition.Area;
        if (result.Case.Name.Length > 0) json["name"] = result.Case.Name;
        json["result"] = Word(result.Verdict);
        json["complete"] = result.IsComplete;
        if (result.Points.Count > 0)
        {
            json["points"] = result.ExactPoints;
            json["points_range"] = Range(result.PointsLow, result.PointsHigh);
            json["points_max"] = result.PointsMax;
        }
        var unit = result.Case.MoneyUnit;
        json["figures"] = new JsonObject(result.Figures.Where(figure => figure.Rule.Shown).Select(figure => KeyValuePair.Create(figure.Rule.Key, Node(figure.Value, unit, figure.Rule.Decimals))));
        json["lines"] = new JsonArray([
            .. result.Conditions.Select(line => (JsonNode)Condition(line, result)),
            .. result.Points.SelectMany(dimension => dimension.Items.Select(item => (JsonNode)Item(item, dimension.Rule.Key, result))),
            .. result.Trials.Where(item => item.Low is not null).Select(item => (JsonNode)Item(item, "", result))]);
        if (result.Points.Count > 0)
        {
            json["dimensions"] = new JsonArray([.. result.Points.Select(dimension => (JsonNode)new JsonObject
            {
                ["key"] = dimension.Rule.Key,
                ["label"] = dimension.Rule.Label.ToString(),
                ["points"] = dimension.Low == dimension.High ? dimension.Low : null,
                ["points_range"] = Range(dimension.Low, dimension.High),
                ["max"] = dimension.Rule.Max,
            })]);
        }
        foreach (var rows in result.Rows.Where(rows => rows.Rows.Count > 0)) json[rows.Rule.Of] = Rows(rows, unit);
        json["missing"] = new JsonArray([.. result.Conditions.SelectMany(line => line.Missing).Concat(result.Figures.Where(figure => figure.Rule.Main).SelectMany(figure => figure.Missing)).Distinct().Select(key => (JsonNode)key)]);
        json["settings"] = new JsonArray([.. result.Settings.Select(setting => (JsonNode)Setting(setting, definition, unit))]);
        if (result.Figures.Any(figure => figure.Rule.Shown && figure.Value.Kind == ValueKind.Money)) json["unit"] = unit;
        return json;
    }

    static JsonObject Condition(ConditionResult line, RuleResult result)
    {
        var unit = result.Case.MoneyUnit;
        var (value, needs) = RuleWords.Shown(line);
        var json = new JsonObject
        {
            ["kind"] = "condition",
            ["no"] = line.Rule.No,
            ["key"] = line.Rule.Key,
            ["label"] = line.Rule.Label.ToString(),
            ["outcome"] = Word(line.Outcome),
        };
        if (!line.Value.IsMissing)
        {
            json["value"] = Node(line.Value, unit, 8);
            json["value_shown"] = value;
        }
        if (!line.Needs.IsMissing)
        {
            json["needs"] = Node(line.Needs, unit, 8);
            json["needs_shown"] = $"{line.Rule.Compare} {needs}";
        }
        if (!line.ShortBy.IsMissing)
        {
            json["short_by"] = Node(line.ShortBy, unit, 8);
            json["short_by_shown"] = RuleWords.Shown(line.ShortBy, line.Rule.ShortUnit, line.Rule.ShortDecimals);
        }
        if (!line.Advice.IsEmpty) json["advice"] = line.Advice.ToString();
        if (line.Missing.Count > 0) json["missing"] = new JsonArray([.. line.Missing.Select(key => (JsonNode)key)]);
        return Sourced(json, line.Rule, line.Rule.Note, result.RuleSet.Definition);
    }

    static JsonObject Item(ItemResult item, string dimension, RuleResult result)
    {
        var json = new JsonObject { ["kind"] = dimension.Length > 0 ? "points" : "trial", ["key"] = item.Rule.Key, ["label"] = item.Rule.Label.ToString() };
        if (dimension.Length > 0) json["dimension"] = dimension;
        if (!item.Measure.IsMissing) json["value"] = Node(item.Measure, result.Case.MoneyUnit, item.Rule.Decimals);
        if (item.Band.Length > 0) json["band"] = item.Band;
        json["points"] = item.Low == item.High ? item.Low : null;
        json["score_range"] = Range(item.Low, item.High);
        json["max"] = item.Rule.Max;
        if (item.Missing.Count > 0 && item.Asked) json["missing"] = new JsonArray([.. item.Missing.Select(key => (JsonNode)key)]);
        return Sourced(json, item.Rule, item.Note, result.RuleSet.Definition);
    }

    static JsonArray Rows(RowsResult rows, string unit) => new([.. rows.Rows.Select(row => (JsonNode)new JsonObject(
        row.Where(cell => !cell.Value.IsMissing).Select(cell => KeyValuePair.Create(cell.Key, Node(cell.Value, unit, rows.Rule.Figures.FirstOrDefault(figure => figure.Key == cell.Key)?.Decimals ?? 6)))))]);

    static JsonObject Setting(SettingResult setting, RuleSetDefinition definition, string unit) =>
        Sourced(new JsonObject { ["key"] = setting.Rule.Key, ["label"] = setting.Rule.Label.ToString(), ["value"] = Node(setting.Value, unit, 8) }, setting.Rule, setting.Rule.Note, definition);

    static JsonObject Sourced(JsonObject json, IRuleSource source, Text note, RuleSetDefinition definition)
    {
        json["document"] = definition.Document(source.Document)?.Number ?? source.Document;
        json["clause"] = source.Clause;
        json["status"] = StatusWord(source.Status);
        if (!note.IsEmpty) json["note"] = note.ToString();
        return json;
    }

    /// <summary>The word of the definition files: 源, 二手, 未核, 算, 本地规定.</summary>
    static string StatusWord(RuleStatus status) => status switch { RuleStatus.Source => "源", RuleStatus.SecondHand => "二手", RuleStatus.Unverified => "未核", RuleStatus.Computed => "算", _ => "本地规定" };

    static JsonArray? Range(decimal? low, decimal? high) => low is null || high is null ? null : [low, high];

    /// <summary>Numbers rounded half up to so many decimals, amounts in the unit of the case.</summary>
    static JsonNode? Node(Value value, string unit, int decimals) => value.Kind switch
    {
        ValueKind.Number => RuleWords.Round(value.AsNumber, decimals),
        ValueKind.Money => RuleWords.Round(value.AsExactFen / MoneyUnits.Fen[unit], decimals),
        ValueKind.Boolean => value.AsBoolean,
        ValueKind.Missing => null,
        ValueKind.List => new JsonArray([.. value.AsList.Select(item => Node(item, unit, decimals))]),
        _ => value.ToString(),
    };

    static string Word(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", Verdict.Incomplete => "incomplete", _ => "computed" };

    static string Word(LineOutcome outcome) => outcome switch { LineOutcome.Holds => "holds", LineOutcome.Fails => "fails", LineOutcome.Missing => "missing", LineOutcome.Open => "open", _ => "not-asked" };
}
