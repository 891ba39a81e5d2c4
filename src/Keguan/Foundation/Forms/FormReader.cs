using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mail;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Forms;

/// <summary>What is wrong with one control, by its name.</summary>
public sealed record FormError(string Section, string Name, Text Message);

/// <summary>A form read: typed values, what is wrong, what is hidden.</summary>
public sealed class FormReading
{
    /// <summary>Typed values for expressions; computed ones included.</summary>
    public required Values Values { get; init; }
    public required IReadOnlyList<FormError> Errors { get; init; }

    /// <summary>Fields and sections whose `shown-if` says no.</summary>
    public required IReadOnlySet<string> Hidden { get; init; }
    public required FormDefinition Form { get; init; }

    public IEnumerable<FormError> ErrorsOf(string section) => Errors.Where(error => error.Section == section);

    public bool IsComplete(string section) => !Errors.Any(error => error.Section == section);
}

/// <summary>
/// Turns what was typed into typed values by the form's definition. Required fields are only asked for when <c>asksAll</c>: a half-filled
/// section can be saved, but not submitted.
/// </summary>
public static class FormReader
{
    public static FormReading Read(FormDefinition form, FormValues typed, FormContext context, bool asksAll = true)
    {
        var values = new Values(context.Facts);
        var errors = new List<FormError>();
        var hidden = new HashSet<string>();
        var compiled = CompiledForm.Of(form);

        // First all that was typed, then what is computed from it, then what is hidden by it: only then is anything asked for.
        foreach (var section in form.Sections)
            foreach (var field in section.Fields.Where(field => field.Type is not FieldType.Computed))
                values.Set(field.Key, field.Type == FieldType.Rows ? ReadRows(section, field, typed, context, errors, asksAll) : ReadOne(section.Key, field, FormValues.NameOf(field.Key), typed[field.Key], context, errors));
        foreach (var (field, expression) in compiled.Computed) values.Set(field, expression.Explain(values).Value);
        foreach (var (key, expression) in compiled.ShownIf)
            if (expression.Explain(values).Value is { Kind: ValueKind.Boolean, AsBoolean: true } is false) hidden.Add(key);

        foreach (var section in form.Sections)
        {
            foreach (var field in section.Fields)
            {
                if (hidden.Contains(section.Key) || hidden.Contains(field.Key))
                {
                    errors.RemoveAll(error => error.Section == section.Key && (error.Name == FormValues.NameOf(field.Key) || error.Name.StartsWith(FormValues.NameOf(field.Key) + "[", StringComparison.Ordinal)));
                    continue;
                }
                if (asksAll) AskFor(section, field, typed, context, errors);
            }
        }
        return new FormReading { Values = values, Errors = errors, Hidden = hidden, Form = form };
    }

    static void AskFor(FormSection section, FormField field, FormValues typed, FormContext context, List<FormError> errors)
    {
        var name = FormValues.NameOf(field.Key);
        switch (field.Type)
        {
            case FieldType.Computed: return;
            case FieldType.Attachment:
                var files = context.FilesOf(field.Key).Count;
                if (files == 0 && context.IsRequired(field)) errors.Add(new(section.Key, name, T($"请上传{field.Label.Zh}", $"Please upload: {field.Label.En}")));
                return;
            case FieldType.Rows:
                var rows = typed.RowsOf(field.Key).Count;
                if (context.IsRequired(field) && rows < (field.Min ?? 1))
                    errors.Add(new(section.Key, name, T($"{field.Label.Zh}至少填 {field.Min ?? 1:0} 行，现有 {rows} 行", $"{field.Label.En}: at least {field.Min ?? 1:0} rows, there are {rows}")));
                if (rows > field.Max)
                    errors.Add(new(section.Key, name, T($"{field.Label.Zh}最多 {field.Max:0} 行", $"{field.Label.En}: at most {field.Max:0} rows")));
                return;
            case FieldType.Boolean:
                if (context.IsRequired(field) && typed[field.Key] != "true") errors.Add(new(section.Key, name, T($"请确认：{field.Label.Zh}", $"Please confirm: {field.Label.En}")));
                return;
            default:
                if (context.IsRequired(field) && typed[field.Key].Length == 0) errors.Add(new(section.Key, name, Missing(field)));
                return;
        }
    }

    static Text Missing(FormField field) => field.Type is FieldType.Choice or FieldType.Choices or FieldType.Code or FieldType.Area or FieldType.Person
        ? T($"请选择{field.Label.Zh}", $"Please choose: {field.Label.En}")
        : T($"请填写{field.Label.Zh}", $"Please fill in: {field.Label.En}");

    static Value ReadRows(FormSection section, FormField field, FormValues typed, FormContext context, List<FormError> errors, bool asksAll)
    {
        var rows = new List<IReadOnlyDictionary<string, Value>>();
        var number = 0;
        foreach (var row in typed.RowsOf(field.Key))
        {
            var key = number.ToString(CultureInfo.InvariantCulture);
            number++;
            var cells = new Dictionary<string, Value>();
            foreach (var column in field.Columns)
            {
                var name = FormValues.NameOf(field.Key, key, column.Key);
                var text = row.GetValueOrDefault(column.Key, "");
                cells[column.Key] = ReadOne(section.Key, column, name, text, context, errors);
                if (asksAll && column.Required && text.Length == 0)
                    errors.Add(new(section.Key, name, T($"第 {number} 行：请填写{column.Label.Zh}", $"Row {number}: {column.Label.En} is missing")));
            }
            rows.Add(cells);
        }
        return Value.Rows(rows);
    }

    static Value ReadOne(string section, FormField field, string name, string text, FormContext context, List<FormError> errors)
    {
        if (text.Length == 0) return Value.Missing;
        void Wrong(string zh, string en) => errors.Add(new(section, name, T(field.Label.Zh + zh, $"{field.Label.En}: {en}")));
        void Because(Text reason) => errors.Add(new(section, name, T($"{field.Label.Zh}：{reason.Zh}", $"{field.Label.En}: {reason.En}")));

        switch (field.Type)
        {
            case FieldType.Text or FieldType.LongText:
                if (text.Length < field.Min) Wrong($"至少 {field.Min:0} 字，现有 {text.Length} 字", $"at least {field.Min:0} characters, there are {text.Length}");
                if (text.Length > field.Max) Wrong($"最多 {field.Max:0} 字，现有 {text.Length} 字", $"at most {field.Max:0} characters, there are {text.Length}");
                if (field.Type == FieldType.Text && text.Contains('\n', StringComparison.Ordinal)) Wrong("不能换行", "must be one line");
                return Value.Of(text);
            case FieldType.Number or FieldType.Integer or FieldType.Year:
                if (!decimal.TryParse(HalfWidth.Of(text).Replace(",", "", StringComparison.Ordinal).Replace('−', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                {
                    Wrong($"“{text}”不是数字", $"“{text}” is not a number");
                    return Value.Missing;
                }
                var digits = field.Type == FieldType.Number ? field.Decimals : 0;
                if (decimal.Round(number, digits) != number) Wrong(digits == 0 ? "应为整数" : $"最多 {digits} 位小数", digits == 0 ? "must be a whole number" : $"at most {digits} decimals");
                if (Math.Abs(number) > 1_000_000_000_000m) { Wrong("数值过大", "too large"); return Value.Missing; }
                Range(number, v => v.ToString("0.####", CultureInfo.InvariantCulture));
                return Value.Of(number);
            case FieldType.Money:
                if (!Money.TryParseWan(text, out var fen, out var reason, allowNegative: field.Min < 0)) { Because(reason); return Value.Missing; }
                Range(Money.InWan(fen), v => v.ToString("0.######", CultureInfo.InvariantCulture) + " 万元");
                return Value.Money(fen);
            case FieldType.Date:
                if (!DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    Wrong($"“{text}”不是日期，请按 2026-11-30 填写", $"“{text}” is not a date like 2026-11-30");
                    return Value.Missing;
                }
                return Value.Of(day);
            case FieldType.Choice or FieldType.Person:
                if (context.ChoicesOf(field).All(choice => choice.Value != text)) { Wrong("不在可选范围内", "is not among the choices"); return Value.Missing; }
                return Value.Of(text);
            case FieldType.Choices:
                var chosen = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
                if (chosen.Any(one => context.ChoicesOf(field).All(choice => choice.Value != one))) { Wrong("不在可选范围内", "is not among the choices"); return Value.Missing; }
                return Value.List(chosen);
            case FieldType.Boolean: return Value.Of(text == "true");
            case FieldType.Code or FieldType.Area:
                var table = context.Codes.Find(field.Type == FieldType.Area ? "areas" : field.Codes);
                var code = text.Split(' ')[0];
                if (table?.Find(code) is not { } item) { Wrong($"代码 {code} 不存在", $"there is no code {code}"); return Value.Missing; }
                if (item.Level < field.Level) Wrong("请选到更细一级", "choose a finer level");
                return Value.Of(item.Code);
            case FieldType.Uscc:
                if (!Uscc.TryParse(text, out var uscc, out var because)) { Because(because); return Value.Missing; }
                return Value.Of(uscc);
            case FieldType.ResidentId:
                if (!ResidentId.TryParse(text, context.Today, out var id, out var wrong)) { Because(wrong); return Value.Missing; }
                return Value.Of(id);
            case FieldType.Phone:
                var phone = HalfWidth.Of(text).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
                if (phone.Length is < 7 or > 14 || !phone.All(c => char.IsAsciiDigit(c) || c == '+')) Wrong("不是有效的电话号码", "is not a telephone number");
                return Value.Of(phone);
            case FieldType.Email:
                if (!MailAddress.TryCreate(text, out _)) Wrong("不是有效的邮箱地址", "is not a mail address");
                return Value.Of(text);
            default: return Value.Missing;
        }

        void Range(decimal value, Func<decimal, string> shown)
        {
            if (value < field.Min) Wrong($"不能小于 {shown(field.Min.Value)}", $"at least {shown(field.Min.Value)}");
            if (value > field.Max) Wrong($"不能大于 {shown(field.Max.Value)}", $"at most {shown(field.Max.Value)}");
        }
    }
}

/// <summary>The expressions of a form, type-checked once.</summary>
public sealed class CompiledForm
{
    static readonly ConcurrentDictionary<FormDefinition, CompiledForm> Known = new(ReferenceEqualityComparer.Instance as IEqualityComparer<FormDefinition>);

    public IReadOnlyList<(string Key, CompiledExpression Expression)> Computed { get; }
    public IReadOnlyList<(string Key, CompiledExpression Expression)> ShownIf { get; }

    public static CompiledForm Of(FormDefinition form) => Known.GetOrAdd(form, static key => new CompiledForm(key));

    CompiledForm(FormDefinition form)
    {
        var scope = ScopeOf(form);
        var fields = form.Sections.SelectMany(section => section.Fields).ToList();
        Computed = [.. fields.Where(field => field.Computed.Length > 0).Select(field => (field.Key, ExpressionCompiler.Compile(field.Computed, scope)))];
        ShownIf =
        [
            .. form.Sections.Where(section => section.ShownIf.Length > 0).Select(section => (section.Key, ExpressionCompiler.Compile(section.ShownIf, scope))),
            .. fields.Where(field => field.ShownIf.Length > 0).Select(field => (field.Key, ExpressionCompiler.Compile(field.ShownIf, scope))),
        ];
    }

    /// <summary>Names and expressions. False when the names are wrong, so that no expression over this form can be looked at.</summary>
    public static bool Check(DefinitionCheck check, FormDefinition form)
    {
        check.Unique(form, nameof(form.Sections), form.Sections, section => section.Key);
        var sound = true;
        var seen = new HashSet<string>();
        foreach (var field in form.Sections.SelectMany(section => section.Fields))
        {
            var names = new HashSet<string>();
            sound &= Named(check, field, seen);
            foreach (var column in field.Columns) sound &= Named(check, column, names);
            if (field.Type == FieldType.Rows && field.Columns.Count == 0) check.Error(field, nameof(field.Columns), T("多行表要写 columns", "rows need columns"));
            if (field.Type == FieldType.Choice && field.Options.Count == 0 && field.From.Length == 0) check.Error(field, nameof(field.Options), T("选项要写 options 或 from", "a choice needs options, or from"));
            if (field.Type == FieldType.Code && field.Codes.Length == 0) check.Error(field, nameof(field.Codes), T("代码字段要写 codes：用哪张代码表", "a code needs codes: which table"));
            if (field.Type == FieldType.Computed && field.Computed.Length == 0) check.Error(field, nameof(field.Computed), T("计算字段要写 computed：怎样计算", "a computed field needs computed: how"));
        }
        if (!sound) return false;

        var scope = ScopeOf(form);
        foreach (var section in form.Sections)
        {
            check.Compile(section, nameof(section.ShownIf), section.ShownIf, scope, ExpressionType.Boolean);
            foreach (var field in section.Fields)
            {
                check.Compile(field, nameof(field.ShownIf), field.ShownIf, scope, ExpressionType.Boolean);
                check.Compile(field, nameof(field.Computed), field.Computed, scope, TypeOf(field));
            }
        }
        return true;
    }

    static bool Named(DefinitionCheck check, FormField field, HashSet<string> seen)
    {
        if (!ExpressionScope.IsName(field.Key)) check.Error(field, nameof(field.Key), T($"“{field.Key}”不能作名称：用字母、数字、下划线，以字母开头，不用 and or not in where", $"“{field.Key}” cannot be a name: letters, digits, underscores, a letter first, none of and or not in where"));
        else if (!seen.Add(ExpressionScope.NameOf(field.Key))) check.Error(field, nameof(field.Key), T($"名称“{field.Key}”重复", $"the name “{field.Key}” is there twice"));
        else return true;
        return false;
    }

    /// <summary>Names and types that expressions over this form may use; modules extend it with functions of their own.</summary>
    public static ExpressionScope ScopeOf(FormDefinition form)
    {
        var scope = new ExpressionScope();
        foreach (var field in form.Sections.SelectMany(section => section.Fields))
            if (field.Type is not FieldType.Attachment) scope.Add(field.Key, TypeOf(field));
        return scope;
    }

    /// <summary>A choice knows its options where the definition lists them, so that a misspelt one in an expression is found.</summary>
    static ExpressionType TypeOf(FormField field) => field.Type switch
    {
        FieldType.Number or FieldType.Integer or FieldType.Year => ExpressionType.Number,
        FieldType.Money => ExpressionType.Money,
        FieldType.Date => ExpressionType.Date,
        FieldType.Boolean => ExpressionType.Boolean,
        FieldType.Choices => ExpressionType.ListOf(ChoiceOf(field.Options)),
        FieldType.Choice => ChoiceOf(field.Options),
        FieldType.Rows => ExpressionType.Rows(field.Columns.Select((column, i) => (column.Key, Type: i == 0 && field.FixedRows.Count > 0 ? ChoiceOf(field.FixedRows) : TypeOf(column))).ToDictionary(column => column.Key, column => column.Type)),
        FieldType.Computed => field.Unit.Zh == "万元" ? ExpressionType.Money : ExpressionType.Number,
        _ => ExpressionType.Text,
    };

    static ExpressionType ChoiceOf(IReadOnlyList<FormOption> options) => options.Count == 0 ? ExpressionType.Text : ExpressionType.Choice(options.Select(option => option.Key));
}
