using Keguan.Foundation;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Forms;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.RuleSets;

/// <summary>Type-checks the expressions of a rule set and puts them together. Once with a <see cref="DefinitionCheck"/>, to report; once without, to use.</summary>
sealed class RuleSetBuilder
{
    /// <summary>The day whose rules are used; expressions may ask for it.</summary>
    public const string AsOf = "as_of";

    /// <summary>Totals of the points, for conditions.</summary>
    public const string PointsLow = "points_low", PointsHigh = "points_high";

    const int MostFunctions = 40;

    readonly RuleSetDefinition _definition;
    readonly DefinitionCheck? _check;
    readonly HashSet<string> _names = [AsOf, PointsLow, PointsHigh];

    /// <summary>What is known besides inputs: settings, tables, functions. Replayed on every scope.</summary>
    readonly List<Action<ExpressionScope>> _common = [];
    readonly Dictionary<string, HashSet<string>> _leaves = [];

    RuleSetBuilder(RuleSetDefinition definition, DefinitionCheck? check) => (_definition, _check) = (definition, check);

    public static void Check(RuleSetDefinition definition, DefinitionCheck check)
    {
        if (CompiledForm.Check(check, definition.Form)) new RuleSetBuilder(definition, check).Build();
    }

    public static CompiledRules Build(RuleSetDefinition definition) => new RuleSetBuilder(definition, null).Build();

    CompiledRules Build()
    {
        var d = _definition;
        var rules = new CompiledRules();
        Words();

        var scope = CompiledForm.ScopeOf(d.Form).Add(AsOf, ExpressionType.Date);
        foreach (var field in d.Form.Sections.SelectMany(section => section.Fields)) Leaf(field.Key);
        foreach (var input in d.Inputs)
        {
            if (!New(input, nameof(input.Key), input.Key)) continue;
            scope.Add(input.Key, TypeOf(input.Type));
            Leaf(input.Key);
        }

        Settings(rules);
        Tables(rules);
        Functions();
        foreach (var add in _common) add(scope);

        foreach (var figure in d.Figures)
        {
            var compiled = Compile(figure.Value, scope);
            if (!New(figure, nameof(figure.Key), figure.Key) || compiled is null) continue;
            rules.Figures.Add((figure, compiled));
            scope.Add(figure.Key, compiled.Type);
            _leaves[figure.Key] = LeavesOf(compiled);
        }

        Unique(nameof(d.Points), d.Points, dimension => dimension.Key);
        foreach (var dimension in d.Points)
            rules.Points.Add(new CompiledDimension(dimension, Compile(dimension.Given, scope, ExpressionType.Number), [.. dimension.Items.Select(item => Item(item, scope))]));
        foreach (var item in d.Trials) rules.Trials.Add(Item(item, scope));

        var points = new HashSet<string>(rules.Points.SelectMany(dimension => LeavesOf(dimension.Given).Concat(dimension.Items.SelectMany(item => item.Leaves))));
        _leaves[PointsLow] = _leaves[PointsHigh] = points;
        var judging = scope.Extend();
        if (d.Points.Count > 0) judging.Add(PointsLow, ExpressionType.Number).Add(PointsHigh, ExpressionType.Number);
        Unique(nameof(d.Conditions), d.Conditions, condition => condition.Key);
        foreach (var condition in d.Conditions)
        {
            var holds = Compile(condition.Holds, judging, ExpressionType.Boolean);
            if (holds is null) continue;
            rules.Conditions.Add(new CompiledCondition(condition, holds, Compile(condition.Value, judging), Compile(condition.Needs, judging), Compile(condition.ShortBy, judging), LeavesOf(holds)));
        }
        foreach (var rows in d.RowFigures) RowFigures(rows, rules);
        foreach (var (figure, compiled) in rules.Figures) rules.Leaves[figure.Key] = LeavesOf(compiled);
        rules.PointLeaves = points;
        return rules;
    }

    void Words()
    {
        var d = _definition;
        var documents = d.Documents.Select(document => document.Key).ToArray();
        Unique(nameof(d.Documents), d.Documents, document => document.Key);
        if (!MoneyUnits.TryParse("1 " + d.MoneyUnit, out _)) Error(d, nameof(d.MoneyUnit), T($"没有金额单位“{d.MoneyUnit}”", $"there is no unit of money “{d.MoneyUnit}”"));
        if (d.ValidUntil < d.ValidFrom) Error(d, nameof(d.ValidUntil), T("失效日早于生效日", "the last day lies before the first"));
        foreach (var field in d.Form.Sections.SelectMany(section => section.Fields)) New(field, nameof(field.Key), field.Key);
        IEnumerable<IRuleSource> sources = [.. d.Settings, .. d.Tables, .. d.Figures, .. d.Points.SelectMany(dimension => dimension.Items), .. d.Trials, .. d.Conditions];
        foreach (var source in sources.Where(source => source.Document.Length > 0))
            _check?.Known(source, nameof(source.Document), source.Document, documents, T("文件", "document"));
    }

    void Settings(CompiledRules rules)
    {
        foreach (var group in _definition.Settings.GroupBy(setting => setting.Key))
        {
            ExpressionType? type = null;
            var values = new List<(RuleSetting Setting, Value Value)>();
            foreach (var setting in group)
            {
                if (Constant(setting.Value) is not { } constant) continue;
                type ??= constant.Type;
                if (type.Kind != constant.Type.Kind) Error(setting, nameof(setting.Value), T($"前面是{type.Name.Zh}，这里却是{constant.Type.Name.Zh}", $"before it was {type.Name.En}, here it is {constant.Type.Name.En}"));
                if (values.Find(other => Overlap(other.Setting, setting)) is { Setting: not null })
                    Error(setting, nameof(setting.Key), T($"“{setting.Key}”在同一时间有两个值", $"“{setting.Key}” has two values at the same time"));
                values.Add((setting, constant.Value));
            }
            if (type is null || !New(group.First(), nameof(RuleSetting.Key), group.Key)) continue;
            rules.Settings[group.Key] = values;
            _leaves[group.Key] = [];
            _common.Add(scope => scope.Add(group.Key, type));
        }
    }

    static bool Overlap(RuleSetting one, RuleSetting two) =>
        (one.ValidFrom ?? DateOnly.MinValue) <= (two.ValidUntil ?? DateOnly.MaxValue) && (two.ValidFrom ?? DateOnly.MinValue) <= (one.ValidUntil ?? DateOnly.MaxValue);

    void Tables(CompiledRules rules)
    {
        foreach (var table in _definition.Tables)
        {
            ExpressionType? by = null, gives = null;
            var bands = new List<Band<RuleBandValue>>();
            foreach (var row in table.Rows)
            {
                if (row.Is.Length > 0)
                {
                    Agree(row, nameof(row.Is), ref by, ExpressionType.Text);
                    bands.Add(new Band<RuleBandValue>(Content(row, ref gives)) { Word = row.Is });
                    continue;
                }
                if (row.From is not null && row.Above is not null) Error(row, nameof(row.Above), T("from 与 above 只能写一个", "write from or above, not both"));
                if (row.To is not null && row.Below is not null) Error(row, nameof(row.Below), T("to 与 below 只能写一个", "write to or below, not both"));
                var low = Bound(row, row.From is null ? nameof(row.Above) : nameof(row.From), row.From ?? row.Above, ref by);
                var high = Bound(row, row.To is null ? nameof(row.Below) : nameof(row.To), row.To ?? row.Below, ref by);
                bands.Add(new Band<RuleBandValue>(Content(row, ref gives)) { Low = low, LowIncluded = row.Above is null, High = high, HighIncluded = row.Below is null });
            }
            var made = new BandTable<RuleBandValue>(bands);
            if (made.Overlap() is { } overlap) Error(table, nameof(table.Rows), T($"第 {overlap.One + 1} 行与第 {overlap.Other + 1} 行重叠", $"rows {overlap.One + 1} and {overlap.Other + 1} overlap"), overlap.Other);
            if (!New(table, nameof(table.Key), table.Key, called: true)) continue;
            rules.Tables[table.Key] = made;
            var takes = by ?? ExpressionType.Number;
            if (gives is { } type) Give("", type, content => content.Value);
            if (table.Rows.All(row => row.Low is not null)) Give("_low", ExpressionType.Number, content => Value.Of(content.Row.Low));
            if (table.Rows.All(row => row.High is not null)) Give("_high", ExpressionType.Number, content => Value.Of(content.Row.High));
            if (table.Rows.All(row => row.Band.Length > 0)) Give("_band", ExpressionType.Text, content => Value.Of(content.Row.Band));

            void Give(string suffix, ExpressionType result, Func<RuleBandValue, Value> take)
            {
                if (suffix.Length > 0 && !New(table, nameof(table.Key), table.Key + suffix, called: true)) return;
                _common.Add(scope => scope.AddFunction(table.Key + suffix, [takes], result, a => made.Find(a[0]) is { } band ? take(band.Content) : Value.Missing, table.Label));
            }
        }
    }

    RuleBandValue Content(RuleBand row, ref ExpressionType? gives)
    {
        if (row.High < row.Low) Error(row, nameof(row.High), T("上限低于下限", "the most is less than the least"));
        if (row.Value is not { } source || Constant(source) is not { } constant) return new RuleBandValue(row, Value.Missing);
        Agree(row, nameof(row.Value), ref gives, constant.Type);
        return new RuleBandValue(row, constant.Value);
    }

    Value? Bound(RuleBand row, string property, ExpressionSource? source, ref ExpressionType? by)
    {
        if (source is null || Constant(source) is not { } constant) return null;
        if (constant.Type.Kind is not (ValueKind.Number or ValueKind.Money)) Error(row, property, T("分档的界限应是数或金额", "the bound of a band must be a number or an amount"));
        Agree(row, property, ref by, constant.Type);
        return constant.Value;
    }

    void Agree(object record, string property, ref ExpressionType? known, ExpressionType type)
    {
        known ??= type;
        if (known.Kind != type.Kind) Error(record, property, T($"表中别处是{known.Name.Zh}，这里却是{type.Name.Zh}", $"elsewhere in the table it is {known.Name.En}, here it is {type.Name.En}"));
    }

    void Functions()
    {
        if (_definition.Functions.Count > MostFunctions) Error(_definition, nameof(_definition.Functions), T($"公式不能多于 {MostFunctions} 个", $"at most {MostFunctions} formulas"));
        foreach (var function in _definition.Functions.Take(MostFunctions))
        {
            var scope = new ExpressionScope();
            foreach (var add in _common) add(scope);
            var parameters = new List<(string Name, ExpressionType Type)>();
            foreach (var parameter in function.Parameters)
            {
                if (!ExpressionScope.IsName(parameter.Key) || _names.Contains(ExpressionScope.NameOf(parameter.Key)) || parameters.Exists(other => other.Name == parameter.Key))
                {
                    Error(parameter, nameof(parameter.Key), T($"参数名“{parameter.Key}”不能用，或已有他用", $"“{parameter.Key}” can't be the name of a parameter, or is in use"));
                    continue;
                }
                parameters.Add((parameter.Key, TypeOf(parameter.Type)));
                scope.Add(parameter.Key, TypeOf(parameter.Type));
            }
            var body = Compile(function.Value, scope);
            if (!New(function, nameof(function.Key), function.Key, called: true) || body is null) continue;
            _common.Add(target => target.Define(function.Key, parameters, body, function.Label));
        }
    }

    CompiledItem Item(RuleItem item, ExpressionScope scope)
    {
        var measure = Compile(item.Measure, scope);
        var ways = (item.Table.Length > 0 ? 1 : 0) + (item.Points is null ? 0 : 1) + (item.Low is null && item.High is null ? 0 : 1);
        if (ways != 1) Error(item, nameof(item.Points), T("得分写且只写一种：points、table，或 low 与 high", "say the points in one way: points, table, or low and high"));
        if ((item.Low is null) != (item.High is null)) Error(item, nameof(item.High), T("low 与 high 要一起写", "low and high belong together"));
        if (item.Table.Length > 0)
        {
            _check?.Known(item, nameof(item.Table), item.Table, _definition.Tables.Select(table => table.Key), T("分档表", "table"));
            if (item.Measure is null) Error(item, nameof(item.Table), T("用表评分要写 measure：按什么查表", "points by a table need measure: what is looked up"));
            foreach (var table in _definition.Tables.Where(table => table.Key == item.Table))
            {
                if (table.Rows.Any(row => row.Low is null || row.High is null)) Error(item, nameof(item.Table), T("评分用的表每行要有 low 和 high", "every row of a table for points needs low and high"));
                var by = table.Rows.Any(row => row.Is.Length > 0) ? ExpressionType.Text : Constant(table.Rows.Select(row => row.From ?? row.Above ?? row.To ?? row.Below).FirstOrDefault(bound => bound is not null))?.Type;
                if (measure is not null && by is not null && !by.Accepts(measure.Type)) Error(item, nameof(item.Measure), T($"表按{by.Name.Zh}查，measure 却是{measure.Type.Name.Zh}", $"the table is by {by.Name.En}, but measure is {measure.Type.Name.En}"));
            }
        }
        var (points, low, high) = (Compile(item.Points, scope, ExpressionType.Number), Compile(item.Low, scope, ExpressionType.Number), Compile(item.High, scope, ExpressionType.Number));
        return new CompiledItem(item, measure, points, low, high, new HashSet<string>([.. LeavesOf(measure), .. LeavesOf(points), .. LeavesOf(low), .. LeavesOf(high)]));
    }

    void RowFigures(RuleRowFigures rows, CompiledRules rules)
    {
        var field = _definition.Form.Sections.SelectMany(section => section.Fields).FirstOrDefault(field => field.Key == rows.Of && field.Type == FieldType.Rows);
        if (field is null)
        {
            Error(rows, nameof(rows.Of), T($"没有多行表“{rows.Of}”", $"there is no table “{rows.Of}”"));
            return;
        }
        var columns = new FormDefinition { Key = "row", Label = field.Label, Sections = [new FormSection { Key = "row", Label = field.Label, Fields = field.Columns }] };
        var scope = CompiledForm.ScopeOf(columns);
        foreach (var column in field.Columns.Where(column => _names.Contains(ExpressionScope.NameOf(column.Key)) && rules.Settings.ContainsKey(column.Key)))
            Error(column, nameof(column.Key), T($"“{column.Key}”与一个数值同名", $"“{column.Key}” is also the name of a setting"));
        foreach (var add in _common) add(scope);
        var made = new List<(RuleFigure, CompiledExpression)>();
        foreach (var figure in rows.Figures)
        {
            if (Compile(figure.Value, scope) is not { } compiled) continue;
            made.Add((figure, compiled));
            scope.Add(figure.Key, compiled.Type);
        }
        rules.Rows.Add((rows, field, made));
    }

    // ── names, constants, errors ─────────────────────────────────────────────────────────────────────

    void Leaf(string key) => _leaves[key] = [key];

    /// <summary>The inputs that an expression rests on in the end.</summary>
    HashSet<string> LeavesOf(CompiledExpression? compiled)
    {
        var leaves = new HashSet<string>();
        foreach (var reference in compiled?.References ?? [])
        {
            var key = _leaves.ContainsKey(reference) ? reference : reference.Split('.')[0];
            leaves.UnionWith(_leaves.GetValueOrDefault(key, []));
        }
        return leaves;
    }

    /// <param name="called">It is called like a function: then no function of the language may have the name. A value may: `year` beside `year(…)`.</param>
    bool New(object record, string property, string key, bool called = false)
    {
        if (!ExpressionScope.IsName(key) || (called && Taken(key)))
        {
            Error(record, property, T($"“{key}”不能作名称", $"“{key}” cannot be a name"));
            return false;
        }
        if (_names.Add(ExpressionScope.NameOf(key))) return true;
        Error(record, property, T($"名称“{key}”已经用过", $"the name “{key}” is in use already"));
        return false;
    }

    static bool Taken(string key) => Builtins.Functions.ContainsKey(ExpressionScope.NameOf(key)) || Builtins.Forms.ContainsKey(ExpressionScope.NameOf(key));

    (ExpressionType Type, Value Value)? Constant(ExpressionSource? source)
    {
        if (source is null || Compile(source, new ExpressionScope()) is not { } compiled) return null;
        var value = compiled.Explain(new Values());
        return (compiled.Type, value.Value);
    }

    CompiledExpression? Compile(ExpressionSource? source, ExpressionScope scope, ExpressionType? expected = null) =>
        source is null || source.IsEmpty ? null : _check is null ? ExpressionCompiler.Compile(source.Text, scope, expected) : _check.Compile(source, scope, expected);

    void Unique<T>(string property, IReadOnlyList<T> items, Func<T, string> key) => _check?.Unique(_definition, property, items, key);

    void Error(object record, string property, Text message, int? item = null) => _check?.Error(record, property, message, item);

    static ExpressionType TypeOf(RuleInputType type) => type switch
    {
        RuleInputType.Money => ExpressionType.Money,
        RuleInputType.Boolean => ExpressionType.Boolean,
        RuleInputType.Date => ExpressionType.Date,
        RuleInputType.Text => ExpressionType.Text,
        RuleInputType.Numbers => ExpressionType.ListOf(ExpressionType.Number),
        RuleInputType.Amounts => ExpressionType.ListOf(ExpressionType.Money),
        _ => ExpressionType.Number,
    };

    static ExpressionType TypeOf(RuleParameterType type) => type switch
    {
        RuleParameterType.Money => ExpressionType.Money,
        RuleParameterType.Boolean => ExpressionType.Boolean,
        RuleParameterType.Date => ExpressionType.Date,
        RuleParameterType.Text => ExpressionType.Text,
        RuleParameterType.Numbers => ExpressionType.ListOf(ExpressionType.Number),
        RuleParameterType.Amounts => ExpressionType.ListOf(ExpressionType.Money),
        _ => ExpressionType.Number,
    };
}

/// <summary>A row of a table with its one value computed.</summary>
sealed record RuleBandValue(RuleBand Row, Value Value);

sealed record CompiledItem(RuleItem Rule, CompiledExpression? Measure, CompiledExpression? Points, CompiledExpression? Low, CompiledExpression? High, IReadOnlySet<string> Leaves);

sealed record CompiledDimension(RuleDimension Rule, CompiledExpression? Given, IReadOnlyList<CompiledItem> Items);

sealed record CompiledCondition(RuleCondition Rule, CompiledExpression Holds, CompiledExpression? Value, CompiledExpression? Needs, CompiledExpression? ShortBy, IReadOnlySet<string> Leaves);

/// <summary>All of a rule set, ready to be evaluated any number of times, also at the same time.</summary>
sealed class CompiledRules
{
    public Dictionary<string, List<(RuleSetting Setting, Value Value)>> Settings { get; } = [];
    public Dictionary<string, BandTable<RuleBandValue>> Tables { get; } = [];
    public List<(RuleFigure Rule, CompiledExpression Value)> Figures { get; } = [];
    public List<CompiledDimension> Points { get; } = [];
    public List<CompiledItem> Trials { get; } = [];
    public List<CompiledCondition> Conditions { get; } = [];
    public List<(RuleRowFigures Rule, FormField Field, List<(RuleFigure Rule, CompiledExpression Value)> Figures)> Rows { get; } = [];
    public Dictionary<string, HashSet<string>> Leaves { get; } = [];
    public IReadOnlySet<string> PointLeaves { get; set; } = new HashSet<string>();
}
