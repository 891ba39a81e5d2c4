using System.Collections;
using System.Globalization;
using Keguan.Foundation.Calendar;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>One choice of a select, of radios or checkboxes.</summary>
public sealed record Choice(string Value, Words Label)
{
    public Words Hint { get; init; }
    public bool Disabled { get; init; }

    /// <summary>Choices of the same group stand together in a select.</summary>
    public Words Group { get; init; }

    /// <summary>green, amber or red: the colour of a chosen segment.</summary>
    public string? Tone { get; init; }
}

/// <summary>
/// Label, hint, error, control in that order. `for="Input.Title"` or `name` and `value` (forms made from a definition, rows). What was typed and what is
/// wrong with it come from ModelState; `error` adds a further one. Content stands beside the control.
/// </summary>
[HtmlTargetElement("kg-field")]
public sealed class FieldTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression? For { get; set; }
    public string? Name { get; set; }
    public object? Value { get; set; }
    public string? Id { get; set; }

    /// <summary>text textarea number money date datetime month select radio segments checkbox checkboxes password email tel search code hidden.</summary>
    public string? Type { get; set; }
    public Words Label { get; set; }
    public Words Hint { get; set; }
    public Words Error { get; set; }
    public IEnumerable<Choice>? Options { get; set; }

    /// <summary>The first, empty choice of a select; null leaves it out where a value is required and set.</summary>
    public Words EmptyText { get; set; }

    /// <summary>Shown as “（选填）”; what is not optional is required, and not marked one by one.</summary>
    public bool Optional { get; set; }

    /// <summary>Marks the field “（必填）”, in forms where most are optional.</summary>
    public bool Required { get; set; }

    /// <summary>Most characters; a textarea counts them.</summary>
    public int? Max { get; set; }
    public int Rows { get; set; } = 3;

    /// <summary>xs s m l xl; amounts and dates have their own.</summary>
    public string? Width { get; set; }
    public Words Unit { get; set; }
    public Words Placeholder { get; set; }
    public string? Autocomplete { get; set; }
    public string? Inputmode { get; set; }
    public string? Min { get; set; }
    public string? Most { get; set; }
    public string? Step { get; set; }
    public bool Readonly { get; set; }
    public bool Disabled { get; set; }
    public bool Autofocus { get; set; }

    /// <summary>Choices beside each other.</summary>
    public bool Inline { get; set; }

    /// <summary>The label is there for screen readers only (rows of a table, whose head says it).</summary>
    public bool Bare { get; set; }

    /// <summary>The column of a rows editor that this amount adds to.</summary>
    public string? Sum { get; set; }
    public string? Css { get; set; }

    /// <summary>More than these, and a box to search in stands before the select.</summary>
    const int ManyChoices = 30;

    string _name = "";
    string _id = "";
    ModelStateEntry? _entry;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var beside = await output.GetChildContentAsync();
        _name = Name ?? ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For?.Name ?? "");
        _id = Id ?? IdOf(_name);
        ViewContext.ViewData.ModelState.TryGetValue(_name, out _entry);
        var type = Type ?? Guess();
        var value = Current(type);
        FieldOrder.Of(ViewContext.HttpContext).Add((_name, _id));
        var label = Label.IsEmpty && For is not null ? (Words)For.Metadata.GetDisplayName() : Label;
        var error = Wrong();
        var described = string.Join(' ', new[] { Hint.IsEmpty ? null : _id + "-hint", error.IsEmpty ? null : _id + "-error", type == "textarea" && Max is not null ? _id + "-count" : null }.Where(id => id is not null));

        if (type == "hidden")
        {
            output.TagName = null;
            output.Content.SetHtmlContent(Markup.Of($"<input type=\"hidden\" name=\"{_name}\" value=\"{value}\">"));
            return;
        }

        var group = type is "radio" or "segments" or "checkboxes";
        output.TagName = group ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-field" + (error.IsEmpty ? "" : " kg-field-wrong") + (Css is null ? "" : " " + Css));
        if (group)
        {
            output.Attributes.SetAttribute("id", _id);
            output.Attributes.SetAttribute("tabindex", "-1");
            if (described.Length > 0) output.Attributes.SetAttribute("aria-describedby", described);
        }

        var field = new Markup();
        if (type != "checkbox" && !label.IsEmpty)
        {
            var mark = Optional ? Markup.Of($"<span class=\"kg-mark-optional\">{T("选填", "optional")}</span>")
                : Required ? Markup.Of($"<span class=\"kg-mark-required\">{T("必填", "required")}</span>") : Markup.Empty;
            var css = Bare ? "kg-hide" : "kg-label";
            field.Add(group ? Markup.Of($"<legend class=\"{css}\">{label}{mark}</legend>") : Markup.Of($"<label class=\"{css}\" for=\"{_id}\">{label}{mark}</label>"));
        }
        if (!Hint.IsEmpty) field.Add($"<div class=\"kg-hint\" id=\"{_id}-hint\">{Hint}</div>");
        var says = error.IsEmpty ? Markup.Empty : Markup.Of($"<div class=\"kg-error\" id=\"{_id}-error\"><span class=\"kg-hide\">{T("错误：", "Error: ")}</span>{error}</div>");
        // In a row of a table the amounts stay in line: what is wrong stands under them.
        if (!Bare) field.Add(says);

        var common = Markup.Of($"{Markup.Attr("aria-describedby", group ? null : described)}{Markup.Attr("aria-invalid", error.IsEmpty ? null : "true")}{Markup.Flag("disabled", Disabled)}{Markup.Flag("autofocus", Autofocus)}");
        var control = Control(type, value, label, common);
        var shown = beside.IsEmptyOrWhiteSpace && Unit.IsEmpty
            ? control
            : Markup.Of($"<div class=\"kg-with-unit\">{control}{(Unit.IsEmpty ? Markup.Empty : Markup.Of($"<span class=\"kg-unit\">{Unit}</span>"))}{beside}</div>");
        field.Add(shown);
        if (Bare) field.Add(says);
        if (type == "textarea" && Max is { } most)
            field.Add($"<div class=\"kg-counter\" id=\"{_id}-count\" data-counts=\"{_id}\" data-most=\"{most}\">{T($"最多 {most} 字，已有 {(value ?? "").Length} 字", $"{(value ?? "").Length} of at most {most} characters")}</div>");
        output.Content.SetHtmlContent(field);
    }

    Markup Control(string type, string? value, Words label, Markup common)
    {
        var only = Markup.Flag("readonly", Readonly);
        switch (type)
        {
            case "textarea":
                return Markup.Of($"<textarea class=\"kg-control{Wide("")}\" id=\"{_id}\" name=\"{_name}\" rows=\"{Rows}\"{Place}{common}{only}>{new HtmlString("\n")}{value}</textarea>");
            case "select":
                var many = (Options as IReadOnlyCollection<Choice>)?.Count > ManyChoices;
                if (many) ScriptTagHelper.Need(ViewContext.HttpContext, "/js/choose.js");
                var blank = EmptyText.IsEmpty ? (string.IsNullOrEmpty(value) ? T("请选择", "Choose") : default(Words)) : EmptyText;
                return Markup.Of($"<select class=\"kg-control{Wide("")}\" id=\"{_id}\" name=\"{_name}\"{Markup.Flag("data-many", many)}{common}>{(blank.IsEmpty ? Markup.Empty : Markup.Of($"<option value=\"\">{blank}</option>"))}{Grouped(value)}</select>");
            case "radio" or "segments" or "checkboxes":
                return Choices(type, common);
            case "checkbox":
                var on = value is "true" or "True" or "on";
                return Markup.Of($"<label class=\"kg-option\"><input class=\"kg-box\" type=\"checkbox\" id=\"{_id}\" name=\"{_name}\" value=\"true\"{Markup.Flag("checked", on)}{common}><span>{label}</span></label><input type=\"hidden\" name=\"{_name}\" value=\"false\">");
            case "money":
                return Markup.Of($"<input class=\"kg-control kg-amount{Wide("s")}\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" id=\"{_id}\" name=\"{_name}\" value=\"{value}\"{Place}{Markup.Attr("data-sum", Sum)}{common}{only}>");
            case "number":
                return Markup.Of($"<input class=\"kg-control kg-amount{Wide("s")}\" type=\"text\" inputmode=\"{Inputmode ?? "decimal"}\" autocomplete=\"off\" id=\"{_id}\" name=\"{_name}\" value=\"{value}\"{Place}{Markup.Attr("data-sum", Sum)}{common}{only}>");
            case "code":
                return Markup.Of($"<input class=\"kg-control kg-code-input\" type=\"text\" inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"{Max ?? 6}\" id=\"{_id}\" name=\"{_name}\" value=\"{value}\"{common}{only}>");
            default:
                var html = type switch { "datetime" => "datetime-local", _ => type };
                var width = type switch { "date" or "month" => "s", "datetime" => "m", "tel" => "m", _ => "" };
                // A password is never sent back.
                var kept = type == "password" ? null : value;
                return Markup.Of($"<input class=\"kg-control{Wide(width)}\" type=\"{html}\" id=\"{_id}\" name=\"{_name}\"{Markup.Attr("value", kept)}{Markup.Attr("maxlength", Max?.ToString(CultureInfo.InvariantCulture))}{Markup.Attr("autocomplete", Autocomplete)}{Markup.Attr("inputmode", Inputmode)}{Markup.Attr("min", Min)}{Markup.Attr("max", Most)}{Markup.Attr("step", Step)}{Place}{common}{only}>");
        }
    }

    Markup Choices(string type, Markup common)
    {
        var chosen = Many();
        var all = new Markup();
        var index = 0;
        foreach (var choice in Options ?? [])
        {
            var id = index++ == 0 ? _id + "-0" : $"{_id}-{index - 1}";
            var state = Markup.Of($"{Markup.Flag("checked", chosen.Contains(choice.Value))}{Markup.Flag("disabled", choice.Disabled || Disabled)}");
            if (type == "segments")
                all.Add($"<label><input type=\"radio\" id=\"{id}\" name=\"{_name}\" value=\"{choice.Value}\"{Markup.Attr("data-tone", choice.Tone)}{state}><span>{choice.Label}</span></label>");
            else
                all.Add($"<label class=\"kg-option\"><input class=\"kg-box\" type=\"{(type == "radio" ? "radio" : "checkbox")}\" id=\"{id}\" name=\"{_name}\" value=\"{choice.Value}\"{state}{(index == 1 ? common : Markup.Empty)}><span>{choice.Label}{(choice.Hint.IsEmpty ? Markup.Empty : Markup.Of($"<small>{choice.Hint}</small>"))}</span></label>");
        }
        return Markup.Of($"<div class=\"{(type == "segments" ? "kg-choose" : Inline ? "kg-options-row" : "kg-options")}\">{all}</div>");
    }

    Markup Grouped(string? value)
    {
        var all = new Markup();
        string? open = null;
        foreach (var choice in Options ?? [])
        {
            var group = choice.Group.IsEmpty ? null : choice.Group.ToString();
            if (group != open)
            {
                if (open is not null) all.Add($"</optgroup>");
                if (group is not null) all.Add($"<optgroup label=\"{group}\">");
                open = group;
            }
            all.Add($"<option value=\"{choice.Value}\"{Markup.Flag("selected", choice.Value == (value ?? ""))}{Markup.Flag("disabled", choice.Disabled)}>{choice.Label}</option>");
        }
        return open is null ? all : all.Add($"</optgroup>");
    }

    Markup Place => Markup.Attr("placeholder", Placeholder.ToString());

    string Wide(string own) => (Width ?? own) is { Length: > 0 } width ? " kg-w-" + width : "";

    Words Wrong()
    {
        var errors = _entry?.Errors.Select(error => error.ErrorMessage).Where(message => message.Length > 0).Distinct().ToList() ?? [];
        if (!Error.IsEmpty) errors.Add(Error.ToString());
        return string.Join(Text.English ? "; " : "；", errors);
    }

    string Guess()
    {
        if (Options is not null) return "select";
        var kind = For?.Metadata.UnderlyingOrModelType ?? Value?.GetType();
        return kind switch
        {
            null => "text",
            _ when kind == typeof(bool) => "checkbox",
            _ when kind == typeof(DateOnly) => "date",
            _ when kind == typeof(DateTime) => "datetime",
            _ when kind == typeof(int) || kind == typeof(long) || kind == typeof(decimal) || kind == typeof(double) => For?.Metadata.BinderType == typeof(WanBinder) ? "money" : "number",
            _ => "text",
        };
    }

    string? Current(string type) => _entry?.AttemptedValue is { } typed && type != "checkbox" ? typed
        : _entry?.RawValue is string[] { Length: > 0 } sent ? sent[0]
        : _entry?.RawValue as string ?? Shown(type, Name is null ? For?.Model : Value ?? For?.Model);

    HashSet<string> Many()
    {
        if (_entry?.RawValue is string[] sent) return [.. sent];
        if (_entry?.AttemptedValue is { } typed) return [.. typed.Split(',')];
        var value = Name is null ? For?.Model : Value ?? For?.Model;
        return value is IEnumerable list and not string ? [.. list.Cast<object?>().Select(item => Shown("", item) ?? "")] : [Shown("", value) ?? ""];
    }

    public static string? Shown(string type, object? value) => value switch
    {
        null => null,
        long fen when type == "money" => Money.InWan(fen).ToString("0.0#####", CultureInfo.InvariantCulture),
        DateOnly day when type == "month" => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        DateOnly day => ChinaTime.Day(day),
        DateTime at when type == "date" => ChinaTime.Day(at),
        DateTime at => ChinaTime.ToLocal(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>The id of the control with this name: what links of the error summary lead to.</summary>
    public static string IdOf(string name) => string.Create(name.Length + 2, name, static (id, text) =>
    {
        (id[0], id[1]) = ('f', '-');
        for (var i = 0; i < text.Length; i++) id[i + 2] = char.IsAsciiLetterOrDigit(text[i]) || text[i] == '-' || text[i] > 127 ? text[i] : '_';
    });
}

/// <summary>The fields of this page in their order, for links that lead to them.</summary>
static class FieldOrder
{
    public static List<(string Name, string Id)> Of(HttpContext context)
    {
        if (context.Items[typeof(FieldOrder)] is not List<(string, string)> fields) context.Items[typeof(FieldOrder)] = fields = [];
        return fields;
    }
}

/// <summary>What is wrong, on top of the page, each with a link to its field. Empty while nothing is wrong.</summary>
[HtmlTargetElement("kg-error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Further ones that no field reports: id or name of the field, words.</summary>
    public IEnumerable<(string Field, Words Text)> Also { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(new Written(ViewContext, [.. Also]));
    }

    /// <summary>Written out when the whole page has run, so that the order is that of the fields below it.</summary>
    sealed class Written(ViewContext page, List<(string Field, Words Text)> also) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder)
        {
            var fields = FieldOrder.Of(page.HttpContext);
            int Place(string name) => fields.FindIndex(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : int.MaxValue;
            var errors = page.ViewData.ModelState
                .Where(pair => pair.Key.Length > 0)
                .SelectMany(pair => pair.Value!.Errors.Where(error => error.ErrorMessage.Length > 0).Select(error => (Field: pair.Key, Text: error.ErrorMessage)))
                .Concat(also.Select(item => (item.Field, Text: item.Text.ToString())))
                .Distinct().OrderBy(error => Place(error.Field)).ToList();
            if (errors.Count == 0) return;
            var list = Markup.Of($"<div class=\"kg-errors\" role=\"alert\" tabindex=\"-1\" data-focus><h2>{T($"有 {errors.Count} 处要改", errors.Count == 1 ? "There is 1 thing to correct" : $"There are {errors.Count} things to correct")}</h2><ul>");
            foreach (var (field, text) in errors)
            {
                var id = Place(field) is var at && at < fields.Count ? fields[at].Id : fields.Count == 0 ? FieldTagHelper.IdOf(field) : null;
                list.Add(id is null ? Markup.Of($"<li>{text}</li>") : Markup.Of($"<li><a href=\"#{id}\">{text}</a></li>"));
            }
            list.Add($"</ul></div>").WriteTo(writer, encoder);
        }
    }
}
