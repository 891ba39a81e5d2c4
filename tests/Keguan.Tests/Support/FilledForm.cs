using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Keguan.Tests.Support;

/// <summary>A form found on a page, being filled in. Fields are named by their `name`, by its end (`Title` for `Input.Title`), or by the words of their label.</summary>
public sealed class FilledForm
{
    readonly Screen _screen;
    readonly IHtmlFormElement _form;
    readonly IElement? _button;
    readonly List<Field> _fields = [];

    sealed class Field
    {
        public required string Name { get; init; }
        public required IElement? Element { get; init; }
        public string Value { get; set; } = "";
        public bool Sent { get; set; }
        public (string FileName, byte[] Content, string Type)? File { get; set; }
    }

    internal FilledForm(Screen screen, IHtmlFormElement form, IElement? button)
    {
        (_screen, _form, _button) = (screen, form, button);
        foreach (var element in screen.Document.QuerySelectorAll("input, select, textarea"))
        {
            if (screen.FormOf(element) != form || element.HasAttribute("disabled") || element.Closest("fieldset[disabled]") is not null || element.GetAttribute("name") is not { Length: > 0 } name) continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "submit" or "button" or "reset" or "image" }: break;
                case IHtmlInputElement { Type: "file" }: _fields.Add(new Field { Name = name, Element = element }); break;
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    _fields.Add(new Field { Name = name, Element = element, Value = box.GetAttribute("value") ?? "on", Sent = box.IsChecked });
                    break;
                case IHtmlSelectElement { IsMultiple: true } many:
                    foreach (var option in many.Options) _fields.Add(new Field { Name = name, Element = element, Value = option.Value, Sent = option.IsSelected });
                    break;
                case IHtmlSelectElement one:
                    _fields.Add(new Field { Name = name, Element = element, Value = (one.Options.FirstOrDefault(option => option.IsSelected) ?? (one.Options.Length > 0 ? one.Options[0] : null))?.Value ?? "", Sent = one.Options.Length > 0 });
                    break;
                case IHtmlTextAreaElement area: _fields.Add(new Field { Name = name, Element = element, Value = area.Value, Sent = true }); break;
                default: _fields.Add(new Field { Name = name, Element = element, Value = element.GetAttribute("value") ?? "", Sent = true }); break;
            }
        }
    }

    public IReadOnlyList<string> Names => [.. _fields.Select(one => one.Name).Distinct()];

    /// <summary>What stands in the field now.</summary>
    public string this[string field] => string.Join(",", Find(field).Where(one => one.Sent).Select(one => one.Value));

    public bool Has(string field) => Look(field).Count > 0;

    /// <summary>Types into a field; chooses an option by value or words; chooses the radio button with that value or label.</summary>
    public FilledForm Set(string field, object? value)
    {
        var text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        if (value is DateOnly day) text = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var found = Find(field);
        switch (found[0].Element)
        {
            case IHtmlInputElement { Type: "radio" }:
                var choice = found.FirstOrDefault(one => one.Value == text) ?? found.FirstOrDefault(one => LabelOf(one.Element!).Contains(text, StringComparison.Ordinal))
                    ?? throw _screen.Lost($"“{field}” offers no “{text}”, but {string.Join(" · ", found.Select(one => one.Value))}");
                foreach (var one in found) one.Sent = one == choice;
                break;
            case IHtmlInputElement { Type: "checkbox" } when value is bool on:
                found[0].Sent = on;
                break;
            case IHtmlInputElement { Type: "checkbox" }:
                (found.FirstOrDefault(one => one.Value == text) ?? throw _screen.Lost($"“{field}” has no box “{text}”")).Sent = true;
                break;
            case IHtmlSelectElement { IsMultiple: false } select:
                var option = select.Options.FirstOrDefault(one => one.Value == text) ?? select.Options.FirstOrDefault(one => Screen.Words(one) == text) ?? select.Options.FirstOrDefault(one => text.Length > 0 && Screen.Words(one).Contains(text, StringComparison.Ordinal))
                    ?? throw _screen.Lost($"“{field}” offers no “{text}”, but {string.Join(" · ", select.Options.Select(one => Screen.Words(one)))}");
                (found[0].Value, found[0].Sent) = (option.Value, true);
                break;
            case IHtmlSelectElement:
                (found.FirstOrDefault(one => one.Value == text) ?? throw _screen.Lost($"“{field}” offers no “{text}”")).Sent = true;
                break;
            default:
                (found[0].Value, found[0].Sent) = (text, true);
                break;
        }
        return this;
    }

    public FilledForm Check(string field, bool on = true) => Set(field, on);

    /// <summary>Ticks the box with this value among those of one name (rows of a list).</summary>
    public FilledForm Tick(string name, object value) => Set(name, value);

    public FilledForm Attach(string field, string fileName, byte[] content, string type = "application/octet-stream")
    {
        var found = Find(field)[0];
        (found.File, found.Sent) = ((fileName, content, type), true);
        return this;
    }

    /// <summary>A field that the page does not have: what a forger, or an old script, would send.</summary>
    public FilledForm Forge(string name, string value)
    {
        _fields.RemoveAll(field => field.Name == name && field.Element is null);
        var existing = _fields.Where(field => field.Name == name).ToList();
        if (existing.Count > 0) (existing[0].Value, existing[0].Sent) = (value, true);
        else _fields.Add(new Field { Name = name, Element = null, Value = value, Sent = true });
        return this;
    }

    public FilledForm Without(string name)
    {
        _fields.RemoveAll(field => field.Name == name);
        return this;
    }

    /// <summary>Submits by the button that the form was found by, by the one named here, or by the form's first.</summary>
    public Task<Screen> Submit(string? button = null) => _screen.Visitor.Send(Request(button));

    /// <summary>The request that a click would send, to send it several times at once or not at all.</summary>
    public HttpRequestMessage Request(string? button = null)
    {
        var pressed = button is null
            ? _button ?? _screen.Document.QuerySelectorAll("button, input[type=submit]").FirstOrDefault(one => _screen.FormOf(one) == _form && one.GetAttribute("type") is null or "submit")
            : _screen.Document.QuerySelectorAll("button, input[type=submit]").FirstOrDefault(one => _screen.FormOf(one) == _form && (Screen.Words(one).Contains(button, StringComparison.Ordinal) || one.GetAttribute("value") == button || one.GetAttribute("name") == button))
                ?? throw _screen.Lost($"no button “{button}” in this form");
        if (pressed?.HasAttribute("disabled") == true || pressed?.GetAttribute("aria-disabled") == "true") throw _screen.Lost($"“{Screen.Words(pressed)}” is disabled");

        var fields = _fields.Where(field => field.Sent && field.File is null && field.Element is not IHtmlInputElement { Type: "file" }).Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (pressed?.GetAttribute("name") is { Length: > 0 } name) fields.Add(KeyValuePair.Create(name, pressed.GetAttribute("value") ?? ""));
        var action = _screen.Absolute(pressed?.GetAttribute("formaction") ?? _form.GetAttribute("action") ?? "");
        var method = pressed?.GetAttribute("formmethod") ?? _form.GetAttribute("method") ?? "get";

        if (!method.Equals("post", StringComparison.OrdinalIgnoreCase)) return new HttpRequestMessage(HttpMethod.Get, action.Split('?')[0] + Visitor.Query(fields));
        var request = new HttpRequestMessage(HttpMethod.Post, action);
        if (_form.GetAttribute("enctype") != "multipart/form-data")
        {
            if (_fields.Any(field => field.File is not null)) throw _screen.Lost("a file is attached, but the form is not multipart/form-data: a browser would send only its name");
            request.Content = new FormUrlEncodedContent(fields);
            return request;
        }
        var parts = new MultipartFormDataContent();
        foreach (var (key, value) in fields) parts.Add(new StringContent(value), key);
        foreach (var field in _fields)
        {
            if (field.File is not var (fileName, content, type)) continue;
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue(type);
            parts.Add(part, field.Name, fileName);
        }
        request.Content = parts;
        return request;
    }

    List<Field> Find(string field)
    {
        var found = Look(field);
        return found.Count > 0 ? found : throw _screen.Lost($"the form has no field “{field}”, but {string.Join(" · ", Names)}");
    }

    List<Field> Look(string field)
    {
        var found = _fields.Where(one => one.Name == field).ToList();
        if (found.Count == 0) found = _fields.Where(one => one.Name.EndsWith("." + field, StringComparison.Ordinal)).ToList();
        if (found.Count == 0 && _fields.FirstOrDefault(one => one.Element is { } element && LabelOf(element) == field) is { } labelled) found = _fields.Where(one => one.Name == labelled.Name).ToList();
        if (found.Count == 0 && _fields.FirstOrDefault(one => one.Element is { } element && LabelOf(element).StartsWith(field, StringComparison.Ordinal)) is { } near) found = _fields.Where(one => one.Name == near.Name).ToList();
        // ASP.NET writes a hidden “false” beside every checkbox: the box is meant.
        if (found.Exists(one => one.Element is IHtmlInputElement { Type: "checkbox" })) found.RemoveAll(one => one.Element is IHtmlInputElement { Type: "hidden" });
        return found;
    }

    string LabelOf(IElement element)
    {
        if (element.Id is { Length: > 0 } id && _screen.Document.QuerySelectorAll("label").FirstOrDefault(label => label.GetAttribute("for") == id) is { } named) return Screen.Words(named).TrimEnd('*', ' ');
        if (element.Closest("label") is { } around) return Screen.Words(around);
        if (element.GetAttribute("aria-label") is { } own) return own;
        return element.GetAttribute("aria-labelledby") is { } by ? Screen.Words(_screen.Document.GetElementById(by.Split(' ')[0])) : "";
    }
}
