using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>
/// Rows of a form that can be added and removed. Each row has a key that stays with it (hidden `prefix.Index`), so removing one shifts nothing and
/// what was typed wrongly in another stays. Without script the buttons post the form; with it htmx exchanges the editor alone.
/// </summary>
public static class Rows
{
    public const string AddName = "rows-add";
    public const string RemoveName = "rows-remove";

    /// <summary>
    /// In the POST handler, before anything is judged: `if (Rows.Edit(this, "budget", "Input.Budget", Input.Budget, () => new())) return Page();`
    /// True when a row was added or removed: nothing is saved, the page comes back.
    /// </summary>
    public static bool Edit<T>(PageModel page, string editor, string prefix, IList<T> rows, Func<T> blank)
    {
        var form = page.Request.Form;
        var keys = KeysOf(page.HttpContext, prefix, rows.Count);
        if (form[AddName] == editor)
        {
            rows.Add(blank());
            keys.Add(Fresh(keys));
        }
        else if (form[RemoveName].ToString() is { } named && named.StartsWith(editor + ":", StringComparison.Ordinal))
        {
            var at = keys.IndexOf(named[(editor.Length + 1)..]);
            if (at >= 0 && at < rows.Count)
            {
                rows.RemoveAt(at);
                keys.RemoveAt(at);
            }
        }
        else return false;

        // What was typed stays; what is wrong with it is said when the form is sent.
        foreach (var key in page.ModelState.Keys.ToList()) page.ModelState.ClearValidationState(key);
        return true;
    }

    /// <summary>In the view: `@foreach (var (key, row) in Rows.Keyed(Context, "Input.Budget", Model.Input.Budget))`, fields named `Input.Budget[key].X`.</summary>
    public static IEnumerable<(string Key, T Row)> Keyed<T>(HttpContext context, string prefix, IList<T> rows) =>
        KeysOf(context, prefix, rows.Count).Zip(rows);

    /// <summary>The keys that the form sent, as long as they fit the rows; 0, 1, … otherwise.</summary>
    public static List<string> KeysOf(HttpContext context, string prefix, int count)
    {
        var slot = (typeof(Rows), prefix);
        if (context.Items[slot] is List<string> known && known.Count == count) return known;
        var sent = context.Request.HasFormContentType ? context.Request.Form[prefix + ".Index"].Select(key => key ?? "").ToList() : [];
        var keys = sent.Count == count && sent.Distinct().Count() == count && sent.All(Plain) ? sent : [.. Enumerable.Range(0, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        context.Items[slot] = keys;
        return keys;
    }

    static bool Plain(string key) => key.Length is > 0 and < 20 && key.All(char.IsAsciiLetterOrDigit);

    static string Fresh(List<string> keys)
    {
        var number = keys.Count;
        while (keys.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture))) number++;
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// The table of a rows editor: &lt;kg-rows name="budget"&gt;&lt;thead&gt;…&lt;/thead&gt;&lt;tbody&gt;rows&lt;/tbody&gt;&lt;tfoot&gt;…&lt;/tfoot&gt;&lt;/kg-rows&gt;, with the button under it.
/// Cells with data-total="x" in the foot show the sum of the fields with sum="x"; data-row-total in a row shows the row's.
/// </summary>
[HtmlTargetElement("kg-rows")]
public sealed class RowsTagHelper : TagHelper
{
    public string Name { get; set; } = "";
    public Words Add { get; set; } = T("增加一行", "Add a row");

    /// <summary>Why no more rows: shown instead of the button.</summary>
    public Words Full { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(RowsTagHelper)] = this;
        var (rest, slots) = await Slots.OpenAsync(context, output);
        output.TagName = "div";
        output.Attributes.SetAttribute("id", "rows-" + Name);
        output.Attributes.SetAttribute("class", "kg-rows-editor");
        output.Attributes.SetAttribute("data-rows", Name);
        var button = Full.IsEmpty
            ? Markup.Of($"<button class=\"kg-button kg-button-s\" name=\"{Rows.AddName}\" value=\"{Name}\" formnovalidate{Swap(Name)}>{Icon.Of("plus")}{Add}</button>")
            : Markup.Of($"<span class=\"kg-small kg-sub\">{Full}</span>");
        output.Content.SetHtmlContent(Markup.Of($"<table class=\"kg-table kg-rows\">{rest}</table><div class=\"kg-rows-add kg-row\">{button}{slots["kg-rows-foot"]}</div>"));
    }

    public static Markup Swap(string editor) =>
        Markup.Of($" hx-post=\"\" hx-select=\"#rows-{editor}\" hx-target=\"#rows-{editor}\" hx-swap=\"outerHTML\"");
}

/// <summary>One row: `prefix` and `key` as given by <see cref="Rows.Keyed"/>; cells are written inside, the remove button comes last unless `fixed-row`.</summary>
[HtmlTargetElement("kg-rows-row")]
public sealed class RowsRowTagHelper : TagHelper
{
    public string Prefix { get; set; } = "";
    public string Key { get; set; } = "";

    /// <summary>What the row is called, for “移除…”.</summary>
    public Words Called { get; set; }

    /// <summary>The row can't be removed.</summary>
    public bool FixedRow { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var editor = (RowsTagHelper)context.Items[typeof(RowsTagHelper)];
        var cells = await output.GetChildContentAsync();
        output.TagName = "tr";
        output.Attributes.SetAttribute("data-row", Key);
        var called = Called.IsEmpty ? "" : Called.ToString();
        var remove = FixedRow ? Markup.Empty : Markup.Of($"<button class=\"kg-icon-button\" name=\"{Rows.RemoveName}\" value=\"{editor.Name}:{Key}\" formnovalidate{RowsTagHelper.Swap(editor.Name)} title=\"{T("移除此行", "Remove this row")}\">{Icon.Of("trash", null, T($"移除此行 {called}".TrimEnd(), $"Remove this row {called}".TrimEnd()))}</button>");
        output.Content.SetHtmlContent(Markup.Of($"{cells}<td class=\"kg-act-col\"><input type=\"hidden\" name=\"{Prefix}.Index\" value=\"{Key}\">{remove}</td>"));
    }
}
