using System.Globalization;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Expressions;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Forms;

/// <summary>One section as it is shown: to be typed into (`_FormSection`) or to be read (`_FormShown`).</summary>
public sealed class FormView
{
    public required FormSection Section { get; init; }
    public required FormValues Typed { get; init; }
    public required FormReading Reading { get; init; }
    public required FormContext Context { get; init; }

    /// <summary>Personal fields in clear (the applicant's own pages); masked otherwise.</summary>
    public bool ShowsPersonal { get; init; }

    /// <summary>Leaves out what would give the applicant away to a blind reviewer.</summary>
    public bool Blind { get; init; }

    public IEnumerable<FormField> Fields => Section.Fields.Where(one => !Reading.Hidden.Contains(one.Key) && !(Blind && one.Identifying));

    public string Shown(FormField field) => Shown(field, Typed[field.Key]);

    /// <summary>A value in words: the option's label, the code's path, the amount, masked where it is personal.</summary>
    public string Shown(FormField field, string text)
    {
        if (field.Type == FieldType.Computed) return ShownValue(Reading.Values.Get(field.Key));
        if (text.Length == 0) return "";
        if (field.Personal && !ShowsPersonal) return field.Type == FieldType.ResidentId ? Masking.ResidentId(text) : field.Type == FieldType.Phone ? Masking.Phone(text) : Masking.Name(text);
        return field.Type switch
        {
            FieldType.Choice or FieldType.Person => Context.ChoicesOf(field).FirstOrDefault(choice => choice.Value == text)?.Label.ToString() ?? text,
            FieldType.Choices => string.Join(Text.English ? ", " : "、", text.Split(',').Select(one => Context.ChoicesOf(field).FirstOrDefault(choice => choice.Value == one)?.Label.ToString() ?? one)),
            FieldType.Boolean => (text == "true" ? T("是", "Yes") : T("否", "No")).ToString(),
            FieldType.Code => Context.Codes.Find(field.Codes)?.Label(text).ToString() ?? text,
            FieldType.Area => Context.Codes.Areas.NameOf(text).ToString(),
            FieldType.Money => Money.TryParseWan(text, out var fen, out _, allowNegative: field.Min < 0) ? Money.Wan(fen) : text,
            _ => text,
        };
    }

    public static string ShownValue(Value value) => value.Kind switch
    {
        ValueKind.Missing => "",
        ValueKind.Money => Money.Wan(value.AsFen),
        ValueKind.Number => value.AsNumber.ToString("#,0.####", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static bool IsNumeric(FormField column) => column.Type is FieldType.Money or FieldType.Number or FieldType.Integer;

    /// <summary>Total of a column of amounts, as far as it can be read.</summary>
    public string SumOf(FormField field, FormField column) => ShownValue(Reading.Values.Get(field.Key) is { Kind: ValueKind.Rows } rows
        ? Total(rows.AsRows.Select(row => row.GetValueOrDefault(column.Key)).ToList(), column.Type == FieldType.Money) : Value.Missing);

    static Value Total(List<Value> cells, bool money) => money
        ? Value.Money(cells.Where(cell => cell.Kind == ValueKind.Money).Sum(cell => cell.AsFen))
        : Value.Of(cells.Where(cell => cell.Kind == ValueKind.Number).Sum(cell => cell.AsNumber));

    public static string ControlOf(FormField field) => field.Type switch
    {
        FieldType.LongText => "textarea",
        FieldType.Number or FieldType.Integer or FieldType.Year => "number",
        FieldType.Money => "money",
        FieldType.Date => "date",
        FieldType.Choice or FieldType.Person => "select",
        FieldType.Choices => "checkboxes",
        FieldType.Boolean => "checkbox",
        FieldType.Phone => "tel",
        FieldType.Email => "email",
        _ => "text",
    };

    /// <summary>Codes short enough for a list to choose from; longer ones are typed, with suggestions.</summary>
    public IReadOnlyList<Choice>? CodesOf(FormField field)
    {
        if (field.Type is not (FieldType.Code or FieldType.Area)) return null;
        var table = Context.Codes.Find(field.Type == FieldType.Area ? "areas" : field.Codes);
        return table is null ? null : [.. table.Items.Where(item => item.Level == Math.Max(field.Level, table.Levels.Keys.First())).Select(item => new Choice(item.Code, item.Label) { Group = item.Ancestors.FirstOrDefault()?.Name ?? default })];
    }
}

/// <summary>Adding and removing rows without script, and what the buttons of a form mean.</summary>
public static class FormRows
{
    /// <summary>True when a row was added or removed: show the page again, judge and save nothing.</summary>
    public static bool Edit(FormSection section, FormValues typed, IFormCollection form)
    {
        if (form[Rows.AddName].ToString() is { Length: > 0 } added && section.Fields.FirstOrDefault(field => field.Type == FieldType.Rows && field.Key == added) is { } to)
        {
            if (typed.RowsOf(added).Count < (to.Max ?? FormValues.MostRows)) typed.RowsOf(added).Add(to.Columns.ToDictionary(column => column.Key, _ => ""));
            return true;
        }
        if (form[Rows.RemoveName].ToString() is { Length: > 0 } removed && removed.Split(':') is [var name, var key] && section.Fields.Any(field => field.Key == name))
        {
            var at = form[FormValues.NameOf(name) + ".Index"].ToList().IndexOf(key);
            if (at >= 0 && at < typed.RowsOf(name).Count) typed.RowsOf(name).RemoveAt(at);
            return true;
        }
        return false;
    }

    /// <summary>A rows field that asks for rows starts with empty ones.</summary>
    public static void Prepare(FormSection section, FormValues typed)
    {
        foreach (var field in section.Fields.Where(field => field.Type == FieldType.Rows))
            while (typed.RowsOf(field.Key).Count < (field.Required ? Math.Min((int)(field.Min ?? 1), 5) : 0))
                typed.RowsOf(field.Key).Add(field.Columns.ToDictionary(column => column.Key, _ => ""));
    }
}
