using System.Runtime.CompilerServices;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;

namespace Keguan.Recognition.RuleSets;

/// <summary>A rule set in one version, compiled. Pure: the same case on the same day of rules gives the same result, on every machine and for ever.</summary>
public sealed class RuleSet
{
    static readonly ConditionalWeakTable<RuleSetDefinition, CompiledRules> Known = [];

    readonly CompiledRules _rules;

    RuleSet(Definition<RuleSetDefinition> definition)
    {
        Source = definition;
        _rules = Known.GetValue(definition.Value, RuleSetBuilder.Build);
    }

    public static RuleSet Of(Definition<RuleSetDefinition> definition) => new(definition);

    public Definition<RuleSetDefinition> Source { get; }
    public RuleSetDefinition Definition => Source.Value;
    public FormDefinition Form => Definition.Form;

    public IEnumerable<FormField> Fields => Form.Sections.SelectMany(section => section.Fields);

    /// <summary>Judges a case by the rules of a day.</summary>
    /// <remarks>Comparisons are made on unrounded values; rounding is for showing only. Time is bounded by that of each expression.</remarks>
    public RuleResult Evaluate(RuleCase given, DateOnly asOf)
    {
        var values = new Values(given.Values).Set(RuleSetBuilder.AsOf, asOf);
        var missing = new Dictionary<string, IReadOnlyList<string>>();
        var settings = new List<SettingResult>();
        foreach (var (key, entries) in _rules.Settings)
        {
            var (setting, value) = entries.Find(entry => entry.Setting.AppliesAt(asOf));
            values.Set(key, value);
            if (setting is not null) settings.Add(new SettingResult(setting, value));
        }

        var figures = new List<FigureResult>();
        foreach (var (figure, expression) in _rules.Figures)
        {
            var evaluation = expression.Explain(values);
            values.Set(figure.Key, evaluation.Value);
            if (evaluation.Value.IsMissing) missing[figure.Key] = Expand(evaluation.MissingKeys, missing);
            figures.Add(new FigureResult(figure, evaluation.Value, missing.GetValueOrDefault(figure.Key, [])));
        }

        var points = _rules.Points.ConvertAll(dimension => Judge(dimension, values, missing, given));
        var trials = _rules.Trials.ConvertAll(item => Judge(item, values, missing, given));
        var (low, high) = (Total(points, dimension => dimension.Low), Total(points, dimension => dimension.High));
        values.Set(RuleSetBuilder.PointsLow, low).Set(RuleSetBuilder.PointsHigh, high);
        missing[RuleSetBuilder.PointsLow] = missing[RuleSetBuilder.PointsHigh] = [.. points.Where(dimension => dimension.Low is null).SelectMany(dimension => dimension.Items).SelectMany(item => item.Missing).Distinct()];

        var conditions = _rules.Conditions.ConvertAll(condition => Judge(condition, values, missing, given));
        var rows = _rules.Rows.ConvertAll(table => Rows(table.Rule, table.Field, table.Figures, values));
        var open = conditions.Any(line => line.Outcome is LineOutcome.Missing or LineOutcome.Open)
            || figures.Any(figure => figure.Rule.Main && figure.Value.IsMissing && Asked(_rules.Leaves[figure.Rule.Key], given));
        return new RuleResult
        {
            RuleSet = this,
            AsOf = asOf,
            Case = given,
            Verdict = conditions.Any(line => line.Outcome == LineOutcome.Fails) ? Verdict.Fail
                : open ? Verdict.Incomplete
                : conditions.Any(line => line.Outcome == LineOutcome.Holds) ? Verdict.Pass
                : figures.Any(figure => figure.Rule.Main && !figure.Value.IsMissing) || trials.Any(item => item.Low is not null) || points.Any(dimension => dimension.Low is not null) ? Verdict.Computed
                : Verdict.Incomplete,
            IsComplete = conditions.All(line => line.Outcome is LineOutcome.Holds or LineOutcome.Fails) && figures.All(figure => !figure.Rule.Main || !figure.Value.IsMissing),
            Conditions = conditions,
            Points = points,
            Trials = trials,
            Figures = figures,
            Rows = rows,
            Settings = settings,
        };
    }

    static decimal? Total(List<DimensionResult> points, Func<DimensionResult, decimal?> of) =>
        points.Count > 0 && points.TrueForAll(dimension => of(dimension) is not null) ? points.Sum(of) : null;

    static bool Asked(IReadOnlySet<string> leaves, RuleCase given) => leaves.Any(given.Given.Contains);

    /// <summary>A figure that is missing is missing because of something that was not given: that is what people have to hear.</summary>
    static IReadOnlyList<string> Expand(IReadOnlyList<string> keys, Dictionary<string, IReadOnlyList<string>> known) =>
        [.. keys.SelectMany(key => known.GetValueOrDefault(key, [key])).Distinct()];

    static ConditionResult Judge(CompiledCondition condition, Values values, Dictionary<string, IReadOnlyList<string>> missing, RuleCase given)
    {
        var evaluation = condition.Holds.Explain(values);
        var lacks = evaluation.Value.IsMissing ? Expand(evaluation.MissingKeys, missing) : [];
        var outcome = evaluation.Outcome switch
        {
            CheckOutcome.Holds => LineOutcome.Holds,
            CheckOutcome.Fails => LineOutcome.Fails,
            _ when !Asked(condition.Leaves, given) => LineOutcome.NotAsked,
            _ => lacks.Count > 0 ? LineOutcome.Missing : LineOutcome.Open,
        };
        Value Of(CompiledExpression? expression) => expression?.Explain(values).Value ?? Value.Missing;
        return new ConditionResult(condition.Rule, outcome, Of(condition.Value), Of(condition.Needs), outcome == LineOutcome.Fails ? Of(condition.ShortBy) : Value.Missing, lacks);
    }

    DimensionResult Judge(CompiledDimension dimension, Values values, Dictionary<string, IReadOnlyList<string>> missing, RuleCase given)
    {
        var items = dimension.Items.Select(item => Judge(item, values, missing, given)).ToList();
        if (dimension.Given?.Explain(values).Value is { IsMissing: false } points)
        {
            var capped = Math.Clamp(points.AsNumber, 0, dimension.Rule.Max);
            return new DimensionResult(dimension.Rule, items, capped, capped);
        }
        return new DimensionResult(dimension.Rule, items, Combine(items.ConvertAll(item => item.Low), dimension.Rule), Combine(items.ConvertAll(item => item.High), dimension.Rule));
    }

    /// <summary>A sum needs all of its parts; the best of several ways is the best of those that were given.</summary>
    static decimal? Combine(List<decimal?> points, RuleDimension rule)
    {
        var known = points.FindAll(point => point is not null);
        if (known.Count == 0 || (rule.Combine == RuleCombination.Sum && known.Count < points.Count)) return null;
        return Math.Min(rule.Combine == RuleCombination.Sum ? known.Sum()!.Value : known.Max()!.Value, rule.Max);
    }

    ItemResult Judge(CompiledItem item, Values values, Dictionary<string, IReadOnlyList<string>> missing, RuleCase given)
    {
        var lacks = new List<string>();
        Value Of(CompiledExpression? expression)
        {
            if (expression is null) return Value.Missing;
            var evaluation = expression.Explain(values);
            if (evaluation.Value.IsMissing) lacks.AddRange(Expand(evaluation.MissingKeys, missing));
            return evaluation.Value;
        }
        var measure = Of(item.Measure);
        var (low, high, band, note) = (default(decimal?), default(decimal?), "", item.Rule.Note);
        if (item.Rule.Table.Length > 0)
        {
            if (_rules.Tables[item.Rule.Table].Find(measure)?.Content.Row is { } row) (low, high, band, note) = (row.Low, row.High, row.Band, row.Note.IsEmpty ? note : row.Note);
        }
        else
        {
            var (least, most) = item.Points is not null ? (Of(item.Points), Value.Missing) : (Of(item.Low), Of(item.High));
            if (item.Points is not null) most = least;
            if (!least.IsMissing && !most.IsMissing) (low, high) = (least.AsNumber, most.AsNumber);
        }
        decimal? Capped(decimal? points) => points is { } known ? Math.Clamp(known, 0, item.Rule.Max) : null;
        return new ItemResult(item.Rule, measure, band, Capped(low), Capped(high), note, low is null ? [.. lacks.Distinct()] : [], Asked(item.Leaves, given));
    }

    static RowsResult Rows(RuleRowFigures rule, FormField field, List<(RuleFigure Rule, CompiledExpression Value)> figures, Values values)
    {
        var rows = new List<IReadOnlyDictionary<string, Value>>();
        if (values.Get(field.Key) is { Kind: ValueKind.Rows } table)
        {
            foreach (var row in table.AsRows)
            {
                var cells = new Dictionary<string, Value>(row);
                var inside = new Values(values);
                foreach (var column in field.Columns) inside.Set(column.Key, row.GetValueOrDefault(column.Key));
                foreach (var (figure, expression) in figures)
                {
                    cells[figure.Key] = expression.Explain(inside).Value;
                    inside.Set(figure.Key, cells[figure.Key]);
                }
                rows.Add(cells);
            }
        }
        return new RowsResult(rule, field, rows);
    }
}
